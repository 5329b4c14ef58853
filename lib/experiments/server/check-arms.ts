import 'server-only'
import type { Context } from '@/lib/context'
import type { ExperimentDefinition } from '@/lib/experiments/definition'
import type { ArmChecks } from '@/lib/experiments/experiment-schema'
import { type CheckedRuns, forMetric, joinChecks } from '@/lib/experiments/join-checks'
import type { Matched } from '@/lib/experiments/match-pairs'
import { collectArm } from '@/lib/pairs/server/arm-facts'
import { checkPair } from '@/lib/validity/check-pair'
import { FIELD_NAMES } from '@/lib/validity/fields'

/** Each costs some ten statements; beyond, it is told that the rest was not looked at, which refuses like all unknown. */
const RUN_PAIRS_MAX = 500
const MODE = 'strict'

/**
 * Whether the arms of an experiment may be compared: every pair of runs that its pairs are made of, in strict mode. Where
 * nothing was paired, nobody can say (`valid` null).
 */
export async function checkArms(
  ctx: Context,
  definition: ExperimentDefinition,
  { pairs, counts }: Pick<Matched, 'pairs' | 'counts'>,
): Promise<ArmChecks> {
  const runs = runPairs(pairs)
  const varied = FIELD_NAMES.filter((name) => definition.varied.includes(name))
  const rules = { varied, mode: MODE, calibration: definition.calibration, pairs: counts.evaluablePairs } as const
  const checked: CheckedRuns[] = []
  for (const [control, treatment] of runs.slice(0, RUN_PAIRS_MAX)) {
    const [a, b] = await Promise.all([collectArm(ctx.db, control, treatment), collectArm(ctx.db, treatment, control)])
    const { valid, checks } = forMetric(checkPair(a, b, rules), definition.metric === 'tokens')
    checked.push({ valid, checks, overriddenFor: valid ? null : await reasonFor(ctx, control, treatment) })
  }
  const joined = joinChecks(checked, MODE)
  return runs.length <= RUN_PAIRS_MAX ? joined : withUnseen(joined, runs.length)
}

/** Control and treatment run of the pairs, each once. */
function runPairs(pairs: Matched['pairs']): [string, string][] {
  const found = new Map<string, [string, string]>()
  for (const { control, treatment } of pairs) {
    if (control.runId === null || treatment.runId === null) continue
    found.set(JSON.stringify([control.runId, treatment.runId]), [control.runId, treatment.runId])
  }
  return [...found.values()]
}

/** The newest reason with which somebody set the refusals of two runs aside; null when nobody could or did. */
async function reasonFor({ db }: Context, control: string, treatment: string): Promise<string | null> {
  const row = await db.pairOverride.findFirst({
    where: { controlRunId: control, treatmentRunId: treatment, valid: true },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { reason: true },
  })
  return row?.reason ?? null
}

function withUnseen(joined: ArmChecks, all: number): ArmChecks {
  const detail = `${all - RUN_PAIRS_MAX} of ${all} pairs of runs were not looked at.`
  const unseen = { name: 'all_pairs', level: 'unknown', detail, control: null, treatment: null } as const
  return { ...joined, valid: false, checks: [...joined.checks, unseen] }
}
