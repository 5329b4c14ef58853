import { type ArmFacts, EFFORTS, type Effort } from './arm-facts'
import { type Check, check, SIDES, shown } from './check'
import { evidenceOf, type Fact, knownValue } from './fact'
import type { FieldName } from './fields'

/** Effort that differs by more is told, whatever the budget said. */
export const UNEQUAL_RATIO = 1.5
/** Starts further apart may have met another world. */
export const START_GAP_HOURS = 24
/** Fewer pairs or items are no test, whatever comes out. */
export const FEWEST = 5

const HOUR_MS = 3_600_000
const WORDS: Record<Effort, string> = {
  tokens: 'tokens',
  cost: 'cost',
  rollouts: 'rollouts',
  seconds: 'time',
  attempts: 'attempts',
}

const text = (value: number | null, unit = '') =>
  value === null ? null : `${value.toLocaleString('en-US', { maximumFractionDigits: 2 })}${unit}`

const PICO = 1e12
/** A measure of effort as an operator reads it. */
function amount(effort: Effort, value: number): string {
  if (effort === 'cost') return `${(value / PICO).toFixed(4)} USD`
  return effort === 'seconds' ? `${text(value)} s` : `${text(value)} ${WORDS[effort]}`
}

/** What was used on both sides, held against each other under one budget. */
export function checkEffort(control: ArmFacts, treatment: ArmFacts, varied: readonly FieldName[]): Check {
  const [a, b] = [knownValue(control.fields.budget), knownValue(treatment.fields.budget)]
  const told = EFFORTS.flatMap((effort) => {
    const [one, other] = [knownValue(control.effort[effort]), knownValue(treatment.effort[effort])]
    return one === null || other === null ? [] : [{ effort, one, other }]
  })
  const said = (list: typeof told, side: 'one' | 'other') =>
    list.map((each) => amount(each.effort, each[side])).join(', ') || null
  const values = (list: typeof told) => ({ control: said(list, 'one'), treatment: said(list, 'other') })
  if (varied.includes('budget') || (a !== null && b !== null && a !== b)) {
    return check('effort', 'not_applicable', 'The budgets differ, so effort may too.', values(told))
  }
  if (told.length === 0) {
    return check('effort', 'warning', 'No measure of effort is recorded for both runs: it may be unequal.')
  }
  const budget = a !== null && a === b ? 'under an equal budget' : 'with no budget recorded for both'
  const unequal = told.filter(({ one, other }) => Math.max(one, other) > Math.min(one, other) * UNEQUAL_RATIO)
  if (unequal.length === 0)
    return check('effort', 'ok', `Effort differs by at most ${UNEQUAL_RATIO} times.`, values(told))
  const words = unequal.map(({ effort, one, other }) => {
    return `${WORDS[effort]}: control ${amount(effort, one)}, treatment ${amount(effort, other)}`
  })
  const detail = `Effort differs by more than ${UNEQUAL_RATIO} times ${budget}: ${words.join('; ')}.`
  return check('effort', 'warning', detail, values(unequal))
}

/** Whether tokens can be compared: what is missing on one side is missing for the difference. */
export function checkTokenData(control: ArmFacts, treatment: ArmFacts): Check {
  const arms = { control, treatment }
  const values = {
    control: knownValue(control.tokenData),
    treatment: knownValue(treatment.tokenData),
    evidence: { control: evidenceOf(control.tokenData), treatment: evidenceOf(treatment.tokenData) },
  }
  const none = SIDES.filter((side) => arms[side].tokenData.state !== 'known')
  if (none.length > 0) {
    const who = none.length === 2 ? 'either run' : `the ${none[0]}`
    const detail = `Tokens are not recorded for ${who}: there are no token statistics.`
    return { ...check('token_data', 'error', detail, values), only: 'tokens' }
  }
  const part = SIDES.filter((side) => values[side] === 'part')
  if (part.length === 0) return check('token_data', 'ok', 'Tokens are recorded for both runs.', values)
  const detail = `Only a part of the tokens is recorded for ${part.length === 2 ? 'both runs' : `the ${part[0]}`}.`
  return check('token_data', 'warning', detail, values)
}

/** How far apart the two began. */
export function checkStartGap(control: ArmFacts, treatment: ArmFacts): Check {
  const [a, b] = [control.start, treatment.start]
  const values = {
    control: knownValue(a),
    treatment: knownValue(b),
    evidence: { control: evidenceOf(a), treatment: evidenceOf(b) },
  }
  if (a.state === 'not_applicable' && b.state === 'not_applicable') {
    return check('start_gap', 'not_applicable', `Start times do not apply: ${a.because}.`, values)
  }
  const hours = a.state === 'known' && b.state === 'known' ? gapHours(a.value, b.value) : Number.NaN
  if (Number.isNaN(hours)) {
    const words = `control ${startWords(a)}, treatment ${startWords(b)}`
    return check('start_gap', 'unknown', `Not both start times are recorded: ${words}.`, values)
  }
  const words = `control ${values.control}, treatment ${values.treatment}, ${text(hours)} hours apart`
  return hours > START_GAP_HOURS
    ? check('start_gap', 'warning', `The runs started more than ${START_GAP_HOURS} hours apart: ${words}.`, values)
    : check('start_gap', 'ok', `The runs started within ${START_GAP_HOURS} hours: ${words}.`, values)
}

const gapHours = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) / HOUR_MS
const startWords = (start: Fact<string>) => (start.state === 'known' ? shown(start.value) : 'not recorded')

/** Whether both had as many phases, or items; a difference is looked at, not refused: plan and item set decide. */
export function checkCounts(control: ArmFacts, treatment: ArmFacts): Check[] {
  return (['phases', 'items'] as const).map((what) => {
    const [a, b] = [knownValue(control[what]), knownValue(treatment[what])]
    const name = what === 'phases' ? 'phase_count' : 'item_count'
    const evidence = { control: evidenceOf(control[what]), treatment: evidenceOf(treatment[what]) }
    const values = { control: text(a), treatment: text(b), evidence }
    if (a === null && b === null) return check(name, 'not_applicable', `Neither run has ${what}.`, values)
    const words = `control ${values.control ?? 'not recorded'}, treatment ${values.treatment ?? 'not recorded'}`
    return a === b
      ? check(name, 'ok', `Both runs have ${text(a)} ${what}.`, values)
      : check(name, 'warning', `The runs have different numbers of ${what}: ${words}.`, values)
  })
}

/** Whether there is enough for a test. @param pairs how many pairs the whole comparison has */
export function checkEnough(control: ArmFacts, treatment: ArmFacts, pairs: number): Check {
  const [a, b] = [knownValue(control.items), knownValue(treatment.items)]
  const items = a === null || b === null ? null : Math.min(a, b)
  const [n, of] = items === null || pairs > items ? [pairs, 'pairs of runs'] : [items, 'items']
  const values = { control: text(a), treatment: text(b) }
  return n < FEWEST
    ? check(
        'enough',
        'warning',
        `Too few for a test: ${text(n)} ${n === 1 ? of.replace(/s\b/, '') : of}, and ${FEWEST} are the least.`,
        values,
      )
    : check('enough', 'ok', `Not below the least of ${FEWEST}: ${text(n)} ${of}.`, values)
}
