import 'server-only'
import type { Context } from '@/lib/context'
import { overridesOf } from '@/lib/db/override-rows'
import type { ExperimentDefinition } from '@/lib/experiments/definition'
import type { ArmChecks, PairWire } from '@/lib/experiments/experiment-schema'
import { type CheckedRuns, forMetric, joinChecks } from '@/lib/experiments/join-checks'
import type { Matched } from '@/lib/experiments/match-pairs'
import { COUNTED_OUT } from '@/lib/experiments/observation'
import { collectArm } from '@/lib/pairs/server/arm-facts'
import { pairsOf } from '@/lib/pairs/server/override-wire'
import { checkPair } from '@/lib/validity/check-pair'
import { FIELD_NAMES } from '@/lib/validity/fields'

/** Each costs some ten statements; beyond, it is told that the rest was not looked at, which refuses like all unknown. */
const RUN_PAIRS_MAX = 500
const MODE = 'strict'
const NOT_SEEN = 'all_pairs'

interface CheckedPair extends CheckedRuns {
  control: string
  treatment: string
}

export interface CheckedPairs {
  checked: CheckedPair[]
  /** Pairs of runs in all; more than were checked when there are too many. */
  total: number
}

type Pairs = Pick<Matched, 'pairs' | 'counts'>

/**
 * Whether the arms of an experiment may be compared: every pair of runs that its pairs are made of, in strict mode. Where
 * nothing was paired, nobody can say (`valid` null).
 */
export async function checkArms(
  ctx: Context,
  id: string,
  definition: ExperimentDefinition,
  matched: Pairs,
): Promise<ArmChecks> {
  return armChecksOf(await checkRunPairs(ctx, id, definition, matched))
}

/** The same pair by pair, each with what sets its refusals aside. */
export async function checkRunPairs(
  ctx: Context,
  id: string,
  definition: ExperimentDefinition,
  { pairs, counts }: Pairs,
): Promise<CheckedPairs> {
  const runs = runPairs(pairs)
  const varied = FIELD_NAMES.filter((name) => definition.varied.includes(name))
  const rules = { varied, mode: MODE, calibration: definition.calibration, pairs: counts.evaluablePairs } as const
  const ofExperiment = await reasonsOf(ctx, id)
  const checked: CheckedPair[] = []
  for (const [control, treatment] of runs.slice(0, RUN_PAIRS_MAX)) {
    const [a, b] = await Promise.all([collectArm(ctx.db, control, treatment), collectArm(ctx.db, treatment, control)])
    const { valid, checks } = forMetric(checkPair(a, b, rules), definition.metric === 'tokens')
    const given = valid
      ? null
      : (ofExperiment.get(keyOf(control, treatment)) ?? (await reasonFor(ctx, control, treatment)))
    checked.push({ control, treatment, valid, checks, overriddenFor: given })
  }
  return { checked, total: runs.length }
}

/** The checks of all pairs as those of the arms. */
export function armChecksOf({ checked, total }: CheckedPairs): ArmChecks {
  const joined = joinChecks(checked, MODE)
  if (checked.length === total) return joined
  const detail = `${total - checked.length} of ${total} pairs of runs were not looked at.`
  const unseen = { name: NOT_SEEN, level: 'unknown', detail, control: null, treatment: null } as const
  return { ...joined, valid: false, checks: [...joined.checks, unseen] }
}

const keyOf = (control: string, treatment: string) => JSON.stringify([control, treatment])

/**
 * Control and treatment run of the pairs, each once. What infrastructure or a run that goes on takes out of the comparison
 * is counted as excluded and refuses nothing else; where nothing is left, its checks are the reason.
 */
function runPairs(pairs: Matched['pairs']): [string, string][] {
  const found = new Map<string, [string, string]>()
  const isOut = ({ cause }: PairWire['control']) => cause !== null && COUNTED_OUT.includes(cause)
  const compared = pairs.filter(({ control, treatment }) => !isOut(control) && !isOut(treatment))
  for (const { control, treatment } of compared.length > 0 ? compared : pairs) {
    if (control.runId === null || treatment.runId === null) continue
    found.set(keyOf(control.runId, treatment.runId), [control.runId, treatment.runId])
  }
  return [...found.values()]
}

type Reason = NonNullable<CheckedRuns['overriddenFor']>

/** By pair, the newest reason given for this experiment. Pairs that came later are not covered by it. */
async function reasonsOf({ db }: Context, id: string): Promise<Map<string, Reason>> {
  const rows = await overridesOf(db, id)
  return new Map(
    rows
      .toReversed()
      .flatMap((row) =>
        pairsOf(row).map(([control, treatment]) => [keyOf(control, treatment), { reason: row.reason, id: row.id }]),
      ),
  )
}

/** The newest reason with which somebody set the refusals of two runs aside; null when nobody could or did. */
async function reasonFor({ db }: Context, control: string, treatment: string): Promise<Reason | null> {
  return db.pairOverride.findFirst({
    where: {
      ...{ controlRunId: control, treatmentRunId: treatment, valid: true },
      ...{ experimentId: null, withdrawnAt: null },
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { reason: true, id: true },
  })
}
