import { type Arm, isMissing } from './arm-facts'
import { type Check, check } from './check'
import { checkCounts, checkEffort, checkEnough, checkStartGap, checkTokenData } from './check-effort'
import { checkFields } from './check-fields'
import { checkDrift, checkReruns } from './check-reruns'
import { checkEnds, checkPresence } from './check-runs'
import type { FieldName } from './fields'
import { type CheckMode, refuses } from './levels'

export interface PairRules {
  /** What should differ, declared before results are seen; empty for a calibration. */
  varied: readonly FieldName[]
  /** Strict: what is not known refuses the pair. */
  mode: CheckMode
  /** An A/A experiment: equal arms, to learn how large chance is. */
  calibration: boolean
  /** How many pairs the comparison has; 1 unless said. */
  pairs?: number
  override?: { reason: string }
}

export interface PairValidity {
  valid: boolean
  /** Valid only because somebody gave a reason: shown wherever the result is. */
  exploratory: boolean
  /** Statistics that cannot be given, though the pair stands. */
  withheld: 'tokens'[]
  checks: Check[]
}

/**
 * The contract of a pair: what was held equal, what varies, and what nobody can say. Pure; both arms are collected before.
 * An override sets aside every refusal but those where nothing is there to compare.
 */
export function checkPair(control: Arm, treatment: Arm, rules: PairRules): PairValidity {
  const checks = [...findings(control, treatment, rules), ...overrideChecks(rules)]
  const refusing = checks.filter((each) => refuses(each, rules.mode))
  const reason = rules.override?.reason.trim() ?? ''
  const overridden = reason !== '' && refusing.every(({ final }) => !final)
  return {
    valid: refusing.length === 0 || overridden,
    exploratory: overridden,
    withheld: checks.some(({ only, level }) => only === 'tokens' && level === 'error') ? ['tokens'] : [],
    checks,
  }
}

function findings(control: Arm, treatment: Arm, { varied, calibration, pairs = 1 }: PairRules): Check[] {
  const presence = checkPresence(control, treatment)
  if (isMissing(control) || isMissing(treatment) || control.runId === treatment.runId) return presence
  return [
    ...presence,
    ...checkEnds(control, treatment),
    ...checkFields(control, treatment, varied, calibration),
    checkDrift(control, treatment),
    checkStartGap(control, treatment),
    ...checkCounts(control, treatment),
    checkEffort(control, treatment, varied),
    checkTokenData(control, treatment),
    checkEnough(control, treatment, pairs),
    ...checkReruns(control, treatment),
  ]
}

function overrideChecks({ override }: PairRules): Check[] {
  if (override === undefined) return []
  return override.reason.trim() === ''
    ? [{ ...check('override', 'error', 'An override needs a reason.'), final: true }]
    : [check('override', 'warning', 'Refusals were set aside by hand: the comparison is exploratory.')]
}
