import type { Check } from '@/lib/validity/check'
import type { PairValidity } from '@/lib/validity/check-pair'
import { type CheckMode, refuses } from '@/lib/validity/levels'
import type { ArmChecks } from './experiment-schema'

/**
 * Findings that concern only some statistics refuse a comparison of those, and warn of it in any other.
 * @param tokens whether tokens are what is compared
 */
export function forMetric(validity: Pick<PairValidity, 'valid' | 'checks'>, tokens: boolean): typeof validity {
  const concerns = ({ only, level }: Check) => only === 'tokens' && level === 'error'
  if (tokens) return { ...validity, valid: validity.valid && !validity.checks.some(concerns) }
  return {
    ...validity,
    checks: validity.checks.map((each) => (concerns(each) ? { ...each, level: 'warning' } : each)),
  }
}

/** The checks of one pair of runs, and the reason with which somebody set its refusals aside. */
export interface CheckedRuns {
  valid: boolean
  checks: readonly Check[]
  overriddenFor: Overridden | null
}

interface Overridden {
  reason: string
  /** The row that keeps it. */
  id: string
}

const GRAVEST = ['error', 'unknown', 'warning', 'ok', 'not_applicable'] as const
const gravity = ({ level }: Pick<Check, 'level'>) => GRAVEST.indexOf(level)

/**
 * The checks of all pairs of runs as one list: of each check the gravest finding, with how many pairs it concerns. Valid
 * when every pair is. Where every refused pair was set aside by hand, the comparison goes on, with that reason.
 */
export function joinChecks(pairs: readonly CheckedRuns[], mode: CheckMode): ArmChecks {
  if (pairs.length === 0) return { valid: null, override: null, checks: [] }
  const byName = new Map<string, Check[]>()
  for (const { checks } of pairs)
    for (const each of checks) byName.set(each.name, [...(byName.get(each.name) ?? []), each])
  const refused = pairs.filter(({ valid }) => !valid)
  const reasons = refused.map(({ overriddenFor }) => overriddenFor)
  const given = reasons.filter((each) => each !== null)
  const [first] = given.length === refused.length ? given : []
  return {
    valid: refused.length === 0,
    override: first ? { reason: first.reason, ids: [...new Set(given.map(({ id }) => id))] } : null,
    checks: [...byName.values()].flatMap((found) => gravest(found, pairs.length, mode)),
  }
}

function gravest(found: readonly Check[], pairs: number, mode: CheckMode): ArmChecks['checks'] {
  const [worst] = found.toSorted((a, b) => gravity(a) - gravity(b))
  if (!worst) return []
  const { name, level, detail, control, treatment } = worst
  const alike = found.filter((each) => gravity(each) === gravity(worst)).length
  const some = pairs === 1 || (!refuses(worst, mode) && level !== 'warning')
  const final = found.some((each) => each.final === true && refuses(each, mode)) ? ({ final: true } as const) : {}
  const told = some ? detail : `${alike} of ${pairs} pairs of runs: ${detail}`
  return [{ name, level, detail: told, control, treatment, ...final }]
}
