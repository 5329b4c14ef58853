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
  /** Whose overrides count. */
  experimentId: string
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
  const validity = await checkArms(ctx, asked.experimentId, definition, matched)
  const arms = {
    control: armOf(definition, observations, matched, 'control'),
    treatment: armOf(definition, observations, matched, 'treatment'),
  }
  const runIds = [...new Set(observations.map(({ runId }) => runId))]
  const withheld = refusalOf(validity, arms)
  const kept = { ctx, asked, observations, pairs: matched.counts.pairs }
  if (withheld !== null)
    return {
      matched,
      arms,
      validity,
      withheld,
      analysis: null,
      family: null,
      result: await refused(kept, withheld),
      runIds,
    }
  const result = await resultOf(kept, () => analyze(definition, matched, arms))
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
function refusalOf({ valid, override, checks }: ArmChecks, arms: Evaluation['arms']): string | null {
  if (valid !== false || override !== null) return null
  const names = checks.filter(({ level }) => level === 'error' || level === 'unknown').map(({ name }) => name)
  return [`The arms may not be compared: ${names.join(', ')}.`, ...withoutQuality(arms)].join(' ')
}

/** Of arms of which nothing can be judged: "Control has no quality result (0 of 12 evaluable)." */
const withoutQuality = ({ control, treatment }: Evaluation['arms']): string[] =>
  Object.entries({ Control: control, Treatment: treatment }).flatMap(
    ([name, { observations, evaluable, judged, quality }]) =>
      observations > 0 && evaluable === 0 && judged === 0 ? [`${name} has ${quality}.`] : [],
  )

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

interface Keeping {
  ctx: Context
  asked: Asked
  observations: readonly Observation[]
  pairs: number
}

/** The stored analysis of equal inputs, else a new one; either is kept. */
async function resultOf(keeping: Keeping, analyze: () => Analysis): Promise<Pick<Evaluation, 'analysis' | 'result'>> {
  const identity = identityOf(keeping, METHOD)
  const { newest, kept } = await storedFor(keeping, identity.id)
  const analysis = storedAnalysis(kept) ?? analyze()
  const said = { verdict: analysis.verdict, outcome: analysis.outcome, analysis: JSON.stringify(analysis) }
  return { analysis, result: await keep(keeping, { ...identity, ...said }, newest, kept) }
}

/** That a comparison was refused is kept like an analysis, without one: whoever reads the list is told. */
async function refused(keeping: Keeping, withheld: string): Promise<StoredResult | null> {
  const identity = identityOf(keeping, `${METHOD} refused ${withheld}`)
  const { newest, kept } = await storedFor(keeping, identity.id)
  return keep(keeping, { ...identity, verdict: withheld, outcome: 'refused', analysis: 'null' }, newest, kept)
}

/** By what an analysis is found again: equal parts, equal result. */
function identityOf({ asked: { id, version, definition }, observations, pairs }: Keeping, made: string) {
  const definitionPart = definitionHash(definition)
  const [controlHash, treatmentHash] = [hashOf(observations, 'control'), hashOf(observations, 'treatment')]
  const inputHash = stableHash([controlHash, treatmentHash])
  return {
    ...{
      id: stableHash([id, version, definitionPart, inputHash, made, packageJson.version]),
      experimentId: id,
      version,
    },
    ...{ definitionHash: definitionPart, inputHash, controlHash, treatmentHash, method: METHOD },
    ...{ program: packageJson.version, seed: BigInt(definition.seed), pairs },
  }
}

async function storedFor({ ctx: { db }, asked: { id } }: Keeping, key: string) {
  const newest = await db.experimentResult.findFirst({
    where: { experimentId: id },
    orderBy: [{ version: 'desc' }, { seenAt: 'desc' }],
  })
  return { newest, kept: newest?.id === key ? newest : await db.experimentResult.findUnique({ where: { id: key } }) }
}

async function keep(
  { ctx: { db, now } }: Keeping,
  made: Omit<StoredResult, 'computedAt' | 'seenAt'>,
  newest: StoredResult | null,
  kept: StoredResult | null,
): Promise<StoredResult | null> {
  const row = { ...made, computedAt: kept?.computedAt ?? now.toISOString(), seenAt: now.toISOString() }
  return newest?.id === row.id || (await isKept(db, row)) ? row : null
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
