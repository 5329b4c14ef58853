import 'server-only'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { keepResult, type StoredResult } from '@/lib/db/experiment-store'
import { Analysis, AnalyzePairsInput, type Outcome } from '@/lib/experiments/analysis-schema'
import { analyzePairs } from '@/lib/experiments/analyze-pairs'
import { betterOf, type ExperimentDefinition, kindOf } from '@/lib/experiments/definition'
import type { ArmChecks, ArmSummary, MetricFamily } from '@/lib/experiments/experiment-schema'
import { type Matched, matchPairs, toPairInputs } from '@/lib/experiments/match-pairs'
import { metricFamily } from '@/lib/experiments/metric-family'
import type { Observation } from '@/lib/experiments/observation'
import { summarizeArm } from '@/lib/experiments/summarize-arm'
import { stableHash } from '@/lib/sources/stable-hash'
import packageJson from '@/package.json'
import { checkArms } from './check-arms'
import { definitionHash } from './known-experiment'
import { loadObservations } from './load-observations'

/** Raised whenever equal pairs could give another analysis. */
const METHOD = 'pairs/2'

export interface Evaluation {
  matched: Matched
  arms: { control: ArmSummary; treatment: ArmSummary }
  validity: ArmChecks
  withheld: string | null
  analysis: Analysis | null
  family: MetricFamily | null
  result: StoredResult | null
  runIds: string[]
}

interface Asked {
  /** Under which the analysis is kept. */
  id: string
  version: number
  definition: ExperimentDefinition
  /** Rows that were read already, by configuration. */
  table: ReadonlyMap<string, readonly Observation[]> | null
}

/** Matching, checks and statistics of one definition; the analysis is kept with the hashes of what it was made from. */
export async function evaluateExperiment(ctx: Context, asked: Asked): Promise<Evaluation> {
  const { definition } = asked
  const observations =
    asked.table === null ? await loadObservations(ctx.db, definition) : armsOf(asked.table, definition)
  const matched = matchPairs(observations, kindOf(definition.metric))
  const validity = await checkArms(ctx, definition, matched)
  const arms = {
    control: armOf(definition, observations, matched, 'control'),
    treatment: armOf(definition, observations, matched, 'treatment'),
  }
  const runIds = [...new Set(observations.map(({ runId }) => runId))]
  const withheld = refusalOf(validity)
  if (withheld !== null)
    return { matched, arms, validity, withheld, analysis: null, family: null, result: null, runIds }
  const result = await resultOf(ctx, asked, observations, matched, arms)
  const family = result.analysis && metricFamily(observations, definition, matched, result.analysis)
  return { matched, arms, validity, withheld, runIds, family, ...result }
}

function armsOf(table: NonNullable<Asked['table']>, { control, treatment }: ExperimentDefinition): Observation[] {
  return Object.entries({ control, treatment }).flatMap(([name, arm]) => {
    const rows = arm.by === 'configuration' ? (table.get(arm.configuration) ?? []) : []
    return rows.map((one): Observation => ({ ...one, arm: name === 'control' ? 'control' : 'treatment' }))
  })
}

/** An invalid comparison shows its reasons and no effect. */
function refusalOf({ valid, override, checks }: ArmChecks): string | null {
  if (valid !== false || override !== null) return null
  const names = checks.filter(({ level }) => level === 'error' || level === 'unknown').map(({ name }) => name)
  return `The arms may not be compared: ${names.join(', ')}.`
}

function armOf(
  definition: ExperimentDefinition,
  all: readonly Observation[],
  { unmatched }: Matched,
  arm: Observation['arm'],
) {
  return summarizeArm(definition[arm], {
    metric: definition.metric,
    observations: all.filter((one) => one.arm === arm),
    unmatched: unmatched.reduce((sum, one) => sum + (one.arm === arm ? one.results : 0), 0),
  })
}

async function resultOf(
  { db, now }: Context,
  { id, version, definition }: Asked,
  observations: readonly Observation[],
  matched: Matched,
  arms: Evaluation['arms'],
): Promise<Pick<Evaluation, 'analysis' | 'result'>> {
  const hash = definitionHash(definition)
  const [controlHash, treatmentHash] = [hashOf(observations, 'control'), hashOf(observations, 'treatment')]
  const inputHash = stableHash([controlHash, treatmentHash])
  const key = stableHash([id, version, hash, inputHash, METHOD, packageJson.version])
  const newest = await db.experimentResult.findFirst({
    where: { experimentId: id },
    orderBy: [{ version: 'desc' }, { seenAt: 'desc' }],
  })
  const kept = newest?.id === key ? newest : await db.experimentResult.findUnique({ where: { id: key } })
  const analysis = storedAnalysis(kept) ?? analyze(definition, matched, arms)
  const row: StoredResult = {
    ...{ id: key, experimentId: id, version, definitionHash: hash, inputHash, controlHash, treatmentHash },
    ...{ method: METHOD, program: packageJson.version, seed: BigInt(definition.seed), pairs: matched.counts.pairs },
    ...{ verdict: analysis.verdict, outcome: analysis.outcome, analysis: JSON.stringify(analysis) },
    ...{ computedAt: kept?.computedAt ?? now.toISOString(), seenAt: now.toISOString() },
  }
  return { analysis, result: newest?.id === key || (await isKept(db, row)) ? row : null }
}

/** A database that cannot be written (a full disk, a long import) must not hide what was computed. */
async function isKept(db: Db, row: StoredResult): Promise<boolean> {
  try {
    await keepResult(db, row)
    return true
  } catch {
    return false
  }
}

function storedAnalysis(row: StoredResult | null): Analysis | null {
  if (row === null) return null
  try {
    return Analysis.safeParse(JSON.parse(row.analysis)).data ?? null
  } catch {
    return null
  }
}

/** Of everything of an arm that the analysis depends on, in an order of its own. */
function hashOf(observations: readonly Observation[], arm: Observation['arm']): string {
  const lines = observations.flatMap((one) =>
    one.arm === arm ? [JSON.stringify([one.key, one.id, one.repeat, one.value, one.exclusion, one.cluster])] : [],
  )
  return stableHash(lines.sort())
}

function analyze(definition: ExperimentDefinition, { pairs }: Matched, arms: Evaluation['arms']): Analysis {
  const { metric, primary, direction, alpha, power, planned, seed } = definition
  const input = AnalyzePairsInput.parse({
    ...{ metric: kindOf(metric), pairs: [], better: betterOf(definition), direction, alpha, power, seed },
    ...(primary === undefined ? {} : { primary }),
    ...(planned === undefined ? {} : { planned }),
  })
  const analysis = analyzePairs({ ...input, pairs: toPairInputs(pairs) })
  return pairs.length > 0 ? analysis : { ...analysis, ...nothingPaired(arms) }
}

function nothingPaired({ control, treatment }: Evaluation['arms']): { verdict: string; outcome: Outcome } {
  const broken = (
    [
      ['control', control],
      ['treatment', treatment],
    ] as const
  ).find(([, arm]) => arm.observations > 0 && arm.evaluable === 0)
  const why = broken ? `${broken[1].quality} in ${broken[0]}` : 'the arms have no item or run in common'
  return { verdict: `Cannot tell: ${why}.`, outcome: 'cannot_tell' }
}
