import { type Cause, statusClass } from '@/lib/model/status'
import { type Arm, type ArmFacts, isMissing } from './arm-facts'
import { type Check, check, SIDES, shown } from './check'
import { evidenceOf, knownValue } from './fact'

/** An error that no reason can set aside. */
const finalError = (name: string, detail: string, values: Parameters<typeof check>[3] = {}): Check => ({
  ...check(name, 'error', detail, values),
  final: true,
})

/** Whether there are two runs at all. */
export function checkPresence(control: Arm, treatment: Arm): Check[] {
  const arms = { control, treatment }
  const missing = SIDES.filter((side) => isMissing(arms[side]))
  const values = { control: control.runId, treatment: treatment.runId }
  const named = missing.map((side) => `${side} ${shown(values[side])}`).join(' and ')
  return [
    missing.length === 0
      ? check('run_missing', 'ok', 'Both runs are known.', values)
      : finalError('run_missing', `There is no such run: ${named}.`, values),
    control.runId === treatment.runId
      ? finalError('same_run', `Control and treatment are the same run: ${shown(control.runId)}.`, values)
      : check('same_run', 'ok', 'Control and treatment are two runs.', values),
  ]
}

/** Whether both ended, and in a way that says something of quality. */
export function checkEnds(control: ArmFacts, treatment: ArmFacts): Check[] {
  return [checkFinal(control, treatment), checkStates(control, treatment), ...checkCauses(control, treatment)]
}

/** A state nobody stated is as final as the evidence is; null when neither says anything. */
function isFinal({ status: { stated, derived } }: ArmFacts): boolean | null {
  const state = stated === 'unknown' ? derived : stated
  return state === 'unknown' ? null : ['succeeded', 'failed'].includes(statusClass(state) ?? '')
}

const stateOf = ({ status: { stated, derived } }: ArmFacts) =>
  stated === 'unknown' && derived !== 'unknown' ? `${derived} (by its evidence)` : stated

const statesOf = (control: ArmFacts, treatment: ArmFacts) => ({
  control: stateOf(control),
  treatment: stateOf(treatment),
  evidence: { control: control.status.evidence, treatment: treatment.status.evidence },
})

function checkFinal(control: ArmFacts, treatment: ArmFacts): Check {
  const values = statesOf(control, treatment)
  const words = `control ${values.control}, treatment ${values.treatment}`
  const arms = { control, treatment }
  const open = SIDES.filter((side) => isFinal(arms[side]) === false)
  const silent = SIDES.filter((side) => isFinal(arms[side]) === null)
  if (open.length > 0) {
    const who = open.length === 2 ? 'Neither run has ended' : `The ${open[0]} has not ended`
    return finalError('final', `${who}: ${words}.`, values)
  }
  const stateless = silent.map((side) => arms[side].status.stateless)
  if (silent.length > 0 && stateless.every((why) => why !== undefined))
    return check('final', 'not_applicable', `Whether it has ended does not apply: ${stateless[0]}.`, values)
  if (silent.length > 0) {
    const who = silent.length === 2 ? 'either run' : `the ${silent[0]}`
    return check('final', 'unknown', `No end is recorded for ${who}: ${words}.`, values)
  }
  return check('final', 'ok', `Both runs have ended: ${words}.`, values)
}

/** Where a source and its own evidence disagree, the comparison stands on the source's word. */
function checkStates(control: ArmFacts, treatment: ArmFacts): Check {
  const arms = { control, treatment }
  const said = SIDES.flatMap((side) => {
    const { stated, derived } = arms[side].status
    const [a, b] = [statusClass(stated), statusClass(derived)]
    return a !== null && b !== null && a !== b ? [`${side} says ${stated}, its evidence ${derived}`] : []
  })
  if (said.length === 0) return check('status_conflict', 'ok', 'No state contradicts its evidence.')
  return check('status_conflict', 'warning', `A state contradicts its evidence: ${said.join('; ')}.`, {
    control: `${control.status.stated}, evidence ${control.status.derived}`,
    treatment: `${treatment.status.stated}, evidence ${treatment.status.derived}`,
  })
}

/** What ended a run without saying anything of the quality of its work. */
const NO_RESULT: Partial<Record<Cause, string>> = {
  config: 'a configuration that was wrong',
  cancelled: 'a person or program that stopped it',
  lost: 'the loss of its process',
}

/**
 * Whether a run's end says anything of quality: a failure of infrastructure never does.
 * @returns the cause that excludes it, or null when it can be evaluated
 */
export function excludedBy(arm: ArmFacts): Cause | null {
  const cause = knownValue(arm.cause)
  return cause === 'infra' || (cause !== null && cause in NO_RESULT) ? cause : null
}

const ONLY_INFRA = 'Nothing but infrastructure took a result away.'
const ALL_SAY = 'Both ends say something of quality, as far as is recorded.'

function checkCauses(control: ArmFacts, treatment: ArmFacts): Check[] {
  const arms = { control, treatment }
  const values = {
    control: knownValue(control.cause),
    treatment: knownValue(treatment.cause),
    evidence: { control: evidenceOf(control.cause), treatment: evidenceOf(treatment.cause) },
  }
  const infra = SIDES.filter((side) => excludedBy(arms[side]) === 'infra')
  const other = SIDES.flatMap((side) => {
    const words = NO_RESULT[excludedBy(arms[side]) ?? 'unknown']
    return words === undefined ? [] : [`the ${side} ended by ${words}`]
  })
  const silent = SIDES.filter((side) => values[side] === 'unknown')
  const infraCheck =
    infra.length === 0
      ? check('infrastructure', 'ok', 'No run is known to have failed because of infrastructure.', values)
      : finalError(
          'infrastructure',
          `No quality result: the ${infra.join(' and the ')} failed because of infrastructure.`,
          values,
        )
  const evaluable =
    other.length > 0
      ? finalError('evaluable', `No quality result: ${other.join(', ')}.`, values)
      : silent.length > 0
        ? check(
            'evaluable',
            'warning',
            `The records do not say why the ${silent.join(' and the ')} failed: infrastructure cannot be excluded.`,
            values,
          )
        : check('evaluable', 'ok', infra.length > 0 ? ONLY_INFRA : ALL_SAY, values)
  return [infraCheck, evaluable]
}
