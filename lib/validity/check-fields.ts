import type { ArmFacts } from './arm-facts'
import { type Check, check, shown } from './check'
import { evidenceOf, type Fact, knownValue } from './fact'
import { FIELD_NAMES, FIELDS, type FieldName, fieldOf, isSameValue } from './fields'
import type { CheckLevel } from './levels'

interface FieldPair {
  name: FieldName
  control: Fact<string>
  treatment: Fact<string>
}

/** Every field of the table, and whether the arms differ in what was declared. */
export function checkFields(
  control: ArmFacts,
  treatment: ArmFacts,
  varied: readonly FieldName[],
  calibration: boolean,
): Check[] {
  const pairs = FIELD_NAMES.map((name) => ({ name, control: control.fields[name], treatment: treatment.fields[name] }))
  const checks = pairs.map((pair) => checkField(pair, varied))
  return [...checks, checkArms(pairs, varied, calibration)]
}

/** Both known: whether they are one value; null when that cannot be said. */
function sameness({ name, control, treatment }: FieldPair): boolean | null {
  if (control.state !== 'known' || treatment.state !== 'known') return null
  return isSameValue(name, control.value, treatment.value)
}

function checkField(pair: FieldPair, varied: readonly FieldName[]): Check {
  const { name, control, treatment } = pair
  const [level, detail] = judged(pair, varied)
  return check(name, level, detail, {
    control: knownValue(control),
    treatment: knownValue(treatment),
    evidence: { control: evidenceOf(control), treatment: evidenceOf(treatment) },
  })
}

function judged(pair: FieldPair, varied: readonly FieldName[]): [CheckLevel, string] {
  const { name, control, treatment } = pair
  const { label, plural } = fieldOf(name)
  const is = plural ? 'are' : 'is'
  const declared = varied.includes(name)
  if (control.state !== 'known' || treatment.state !== 'known') return notCompared(pair, declared)
  const both = `control ${shown(control.value)}, treatment ${shown(treatment.value)}`
  if (isSameValue(name, control.value, treatment.value))
    return ['ok', `${label} ${is} the same: ${shown(control.value)}${sourceWords(control, treatment)}.`]
  if (declared) return ['ok', `${label} ${is} what varies: ${both}.`]
  const cover = varied.find((other) => fieldOf(other).covers?.includes(name))
  if (cover)
    return ['ok', `${label} may differ, as part of what varies (${FIELDS[cover].label.toLowerCase()}): ${both}.`]
  const differ = plural ? 'differ' : 'differs'
  return ['error', `${label} ${differ}, and ${is} not what should vary: ${both}.`]
}

function notCompared({ name, control, treatment }: FieldPair, declared: boolean): [CheckLevel, string] {
  const { label, plural } = fieldOf(name)
  const [is, does] = plural ? ['are', 'do'] : ['is', 'does']
  const none = reasonOf(control) ?? reasonOf(treatment)
  if (control.state === 'not_applicable' && treatment.state === 'not_applicable') {
    return declared
      ? ['error', `${label} cannot be what varies: ${none}.`]
      : ['not_applicable', `${label} ${does} not apply: ${none}.`]
  }
  const begin = declared ? `${label} should vary, and ${is}` : `${label} ${is}`
  const sides = [
    ['control', control],
    ['treatment', treatment],
  ] as const
  const said = sides.map(([side, fact]) => `${side} ${wordsOf(fact)}`).join(', ')
  if (control.state === 'unknown' && treatment.state === 'unknown') {
    return ['unknown', `${begin} not recorded for either run (looked in ${control.looked}).`]
  }
  if (none !== null) return ['unknown', `${begin} not comparable: ${said}.`]
  return ['unknown', `${begin} recorded for one run only: ${said}.`]
}

const reasonOf = (fact: Fact<string>) => (fact.state === 'not_applicable' ? fact.because : null)

function wordsOf(fact: Fact<string>): string {
  if (fact.state === 'known') return shown(fact.value)
  return fact.state === 'unknown' ? 'not recorded' : `has none (${fact.because})`
}

function sourceWords(control: Fact<string>, treatment: Fact<string>): string {
  const sources = [control, treatment].flatMap((fact) => (fact.state === 'known' ? (fact.source ?? []) : []))
  const [first] = sources
  return first === undefined ? '' : `, ${shown(first)}`
}

/** Equal arms can only be compared to learn how large chance is. */
function checkArms(pairs: readonly FieldPair[], varied: readonly FieldName[], calibration: boolean): Check {
  const differing = pairs.filter((pair) => sameness(pair) === false)
  const declared = pairs.filter(({ name }) => varied.includes(name))
  const equal = declared.filter((pair) => sameness(pair) === true)
  const names = (list: readonly FieldPair[]) => list.map(({ name }) => FIELDS[name].label.toLowerCase()).join(', ')
  const result = (level: CheckLevel, detail: string) => check('identical_arms', level, detail)
  if (calibration) {
    return varied.length === 0
      ? result('ok', 'Declared as an A/A calibration: both arms should be equal.')
      : result('error', `An A/A calibration varies nothing, and ${names(declared)} should vary.`)
  }
  if (equal.length > 0) {
    const value = equal.map(({ control }) => shown(knownValue(control) ?? '')).join('; ')
    return result('error', `The arms are identical in ${names(equal)}, which should vary: ${value} on both.`)
  }
  if (declared.length > 0) return result('ok', `What should vary is declared: ${names(declared)}.`)
  if (differing.length > 0)
    return result('warning', `Nothing is declared as what varies; differing: ${names(differing)}.`)
  return result('error', 'The arms are identical in everything recorded, and nothing is declared as what varies.')
}
