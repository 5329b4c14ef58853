import 'server-only'
import type { Context } from '@/lib/context'
import { configurationNames } from '@/lib/db/experiment-origins'
import { publishedHeadlines } from '@/lib/db/experiment-rows'
import type { StoredResult } from '@/lib/db/experiment-store'
import { overridesOfAll } from '@/lib/db/override-rows'
import { badRequest } from '@/lib/errors'
import { configurationPoints } from '@/lib/experiments/configuration-points'
import { betterOf, type ExperimentDefinition, METRIC_UNITS } from '@/lib/experiments/definition'
import {
  type ExperimentDetail,
  type GetExperimentInput,
  isDeclared,
  type PairWire,
  type ResultRecord,
  type Warning,
} from '@/lib/experiments/experiment-schema'
import { readHeadlines } from '@/lib/experiments/headlines'
import { pairwiseMatrix } from '@/lib/experiments/pairwise-matrix'
import { strataOf } from '@/lib/experiments/strata'
import { capTexts } from '@/lib/http/cap-texts'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import { type Evaluation, evaluateExperiment } from './evaluate-experiment'
import { findExperiment } from './find-experiment'
import { definitionHash, type KnownExperiment, onlyVersion } from './known-experiment'
import { outcomeOf, toSummary } from './list-experiments'
import { tableOf } from './load-observations'

const EARLIER_MAX = 20
const UNMATCHED_MAX = 500
const RUNS_MAX = 1_000
const ORDER = 'pairs key ASC'

/** One experiment: definition and versions, pairs, exclusions, checks, analysis, and what its records publish. */
export async function getExperiment(ctx: Context, input: GetExperimentInput): Promise<ExperimentDetail> {
  const { db } = ctx
  const found = await findExperiment(db, input.id)
  const { known, keptAs } = await chooseArms(ctx, found, input)
  const { definition } = known
  const version = known.versions[0]?.version ?? 1
  const table = await tableOf(db, known)
  const choices = table === null ? [] : [...table.keys()].sort()
  const evaluation = await evaluateExperiment(ctx, { id: keptAs, experimentId: known.id, version, definition, table })
  const runIds = table === null ? evaluation.runIds : [...table.values()].flatMap(([first]) => first?.runId ?? [])
  const headlines = readHeadlines(await publishedHeadlines(db, runIds.slice(0, RUNS_MAX)))
  const { matched, arms, analysis, withheld, result } = evaluation
  const summary = toSummary(known, {
    pairs: matched.counts.pairs,
    ...(withheld === null
      ? { verdict: analysis?.verdict ?? null, outcome: analysis?.outcome ?? null }
      : { verdict: withheld, outcome: 'refused' as const }),
    ...{ computedAt: result?.computedAt ?? null, overridden: evaluation.validity.override !== null },
  })
  return capTexts({
    ...summary,
    ...{ definition, versions: known.versions, unit: METRIC_UNITS[definition.metric], better: betterOf(definition) },
    ...{ arms, choices, matching: matched.counts, exclusions: matched.exclusions },
    pairList: pageOfPairs(evaluation.withheld === null ? matched.pairs : matched.pairs.map(withoutEffect), input),
    unmatched: { items: matched.unmatched.slice(0, UNMATCHED_MAX), total: matched.unmatched.length },
    ...{ validity: evaluation.validity, withheld: evaluation.withheld, analysis, family: evaluation.family },
    strata: evaluation.withheld === null ? strataOf(matched.pairs, definition) : null,
    warnings: [...known.warnings, ...warningsOf(known, evaluation, input), ...headlineWarnings(headlines)],
    result: result && toRecord(result, evaluation.validity.override !== null),
    earlier: await earlierResults(ctx, { id: known.id, keptAs, present: result?.id ?? null }),
    matrix: evaluation.withheld !== null || table === null || table.size < 3 ? null : pairwiseMatrix(table, definition),
    points: table === null ? [] : configurationPoints(table),
    headlines,
  })
}

/** The experiment with the arms that were asked for; their analysis is kept apart. @throws bad_request */
export async function chooseArms(
  { db }: Context,
  known: KnownExperiment,
  { control, treatment, metric }: Pick<GetExperimentInput, 'control' | 'treatment' | 'metric'>,
): Promise<{ known: KnownExperiment; keptAs: string }> {
  if (control === undefined && treatment === undefined && metric === undefined) return { known, keptAs: known.id }
  if (isDeclared(known.origin)) throw badRequest('control: what was declared is fixed', { field: 'control' })
  const { definition } = known
  const changed: ExperimentDefinition = { ...definition, metric: metric ?? definition.metric }
  if (changed.unit === 'run' && metric === 'reward')
    throw badRequest('metric: a run has no reward', { field: 'metric' })
  if (control !== undefined || treatment !== undefined) {
    if (known.tableJobId === null) throw badRequest('control: there is nothing to choose', { field: 'control' })
    const names = new Set(await configurationNames(db, known.tableJobId))
    for (const [field, name] of Object.entries({ control, treatment })) {
      if (name === undefined) continue
      if (!names.has(name)) throw badRequest(`${field}: no configuration has this name`, { field })
      changed[field === 'control' ? 'control' : 'treatment'] = {
        ...{ by: 'configuration', configuration: name, jobId: known.tableJobId },
      }
    }
  }
  const hash = definitionHash(changed)
  if (hash === definitionHash(definition)) return { known, keptAs: known.id }
  return {
    known: { ...known, definition: changed, versions: onlyVersion(changed, null) },
    keptAs: `${known.id}#${hash}`,
  }
}

/** Values stand as they were recorded; nothing is made of them. */
const withoutEffect = (pair: PairWire): PairWire => ({ ...pair, difference: null })

function pageOfPairs(pairs: Evaluation['matched']['pairs'], { cursor, limit }: GetExperimentInput) {
  const [after] = cursor === undefined ? [] : decodeCursor(cursor, ORDER)
  const rest = after === undefined || after === null ? pairs : pairs.filter(({ key }) => key > after)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  const nextCursor = rest.length > items.length && last ? encodeCursor(ORDER, [last.key]) : null
  return { items, nextCursor, total: pairs.length }
}

/** Too few for a test, whatever its p. */
const FEW = 5

function warningsOf(
  { origin, tableJobId }: KnownExperiment,
  { matched }: Evaluation,
  { control, treatment }: GetExperimentInput,
): Warning[] {
  const { evaluablePairs } = matched.counts
  const areChosen = control !== undefined || treatment !== undefined
  const which = areChosen ? 'were chosen after results were known' : 'are the first by name'
  const undeclared = `nobody declared metric, test and arms before results were known${tableJobId === null ? '' : `; the arms shown ${which}`}`
  return [
    ...(isDeclared(origin) ? [] : [{ name: 'not_declared', detail: undeclared }]),
    ...(evaluablePairs < FEW
      ? [{ name: 'too_few', detail: `${evaluablePairs} evaluable pairs are too few for a test` }]
      : []),
  ]
}

const headlineWarnings = (headlines: ExperimentDetail['headlines']): Warning[] =>
  headlines.flatMap(({ agrees, configuration, name, published, rows }) =>
    agrees
      ? []
      : [
          {
            name: 'headline_does_not_follow',
            detail: `${configuration}: published ${name} ${published}, its own rows give ${rows}`,
          },
        ],
  )

interface Kept {
  id: string
  keptAs: string
  /** The result that is shown. */
  present: string | null
}

async function earlierResults({ db }: Context, { id, keptAs, present }: Kept): Promise<ResultRecord[]> {
  const overrides = await overridesOfAll(db, [id])
  const rows = await db.experimentResult.findMany({
    where: { experimentId: keptAs, ...(present === null ? {} : { id: { not: present } }) },
    orderBy: [{ computedAt: 'desc' }, { id: 'asc' }],
    take: EARLIER_MAX,
  })
  const wasOverridden = (time: string) =>
    overrides.some(({ at, withdrawnAt }) => at <= time && (withdrawnAt === null || time <= withdrawnAt))
  return rows.map((row) => toRecord(row, wasOverridden(row.computedAt)))
}

function toRecord(
  { experimentId: _id, seed, outcome, analysis: _analysis, seenAt: _seen, ...row }: StoredResult,
  overridden: boolean,
): ResultRecord {
  return { ...row, seed: Number(seed), outcome: outcomeOf(outcome), overridden }
}
