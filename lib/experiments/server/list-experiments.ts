import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { newestResults } from '@/lib/db/experiment-store'
import { overridesOfAll } from '@/lib/db/override-rows'
import { armLabel } from '@/lib/experiments/definition'
import {
  type ExperimentPage,
  type ExperimentSummary,
  isDeclared,
  LISTED_OUTCOMES,
  type ListExperimentsInput,
  type ListedOutcome,
} from '@/lib/experiments/experiment-schema'
import { capTexts } from '@/lib/http/cap-texts'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import { declaredExperiments } from './find-experiment'
import type { KnownExperiment } from './known-experiment'
import { recordedExperiments } from './recorded-experiments'

const ORDER = 'experiments createdAt,id DESC'
type Computed = Pick<ExperimentSummary, 'pairs' | 'verdict' | 'outcome' | 'computedAt' | 'overridden'>
const NOT_COMPUTED: Computed = { pairs: null, verdict: null, outcome: null, computedAt: null, overridden: false }

/** Experiments, declared or recorded, newest first, each with the verdict of its newest stored analysis. */
export async function listExperiments(
  { db }: Context,
  input: ListExperimentsInput,
): Promise<z.infer<typeof ExperimentPage>> {
  const all = [...(await declaredExperiments(db)), ...(await recordedExperiments(db))]
  const fitting = all.filter((one) => fits(one, input)).sort(newestFirst)
  const [at, id] = input.cursor === undefined ? [] : decodeCursor(input.cursor, ORDER)
  const rest = id ? fitting.filter((one) => newestFirst({ createdAt: at ?? null, id }, one) < 0) : fitting
  const shown = rest.slice(0, input.limit)
  const ids = shown.map((one) => one.id)
  const [results, overrides] = await Promise.all([newestResults(db, ids), overridesOfAll(db, ids)])
  const byId = new Map(results.map((row) => [row.experimentId, computedOf(row, overrides)]))
  const last = shown.at(-1)
  return {
    items: capTexts(shown.map((one) => toSummary(one, byId.get(one.id) ?? NOT_COMPUTED))),
    nextCursor: rest.length > shown.length && last ? encodeCursor(ORDER, [last.createdAt, last.id]) : null,
    total: fitting.length,
  }
}

function fits({ origin, definition, name, id, withdrawn }: KnownExperiment, asked: ListExperimentsInput): boolean {
  const q = asked.q?.toLowerCase() ?? ''
  return (
    (withdrawn !== undefined) === (asked.withdrawn ?? false) &&
    (asked.origin === undefined || asked.origin === origin) &&
    (asked.metric === undefined || asked.metric === definition.metric) &&
    (q === '' || name.toLowerCase().includes(q) || id.toLowerCase().includes(q))
  )
}

type Place = Pick<KnownExperiment, 'createdAt' | 'id'>
const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
/** What names no time comes last. */
const newestFirst = (a: Place, b: Place) => text(b.createdAt ?? '', a.createdAt ?? '') || text(b.id, a.id)

/** What is known of an experiment and of its analysis. */
export function toSummary(known: KnownExperiment, computed: Computed): ExperimentSummary {
  const { id, name, origin, definition, versions, configurations, createdAt } = known
  return {
    ...{ id, name, origin, declared: isDeclared(origin), metric: definition.metric },
    ...{ control: armLabel(definition.control), treatment: armLabel(definition.treatment) },
    ...{ configurations, version: versions[0]?.version ?? 1, planned: definition.planned ?? null },
    ...computed,
    ...{ createdAt, withdrawn: known.withdrawn ?? null },
  }
}

type Row = Awaited<ReturnType<typeof newestResults>>[number]

type Override = Awaited<ReturnType<typeof overridesOfAll>>[number]

/** What was last seen under an override that is withdrawn by now is refused again, and no verdict. */
function computedOf(row: Row, overrides: readonly Override[]): Computed {
  const own = overrides.filter(({ experimentId }) => experimentId === row.experimentId)
  const inForce = own.some(({ withdrawnAt }) => withdrawnAt === null)
  if (!inForce && own.some(({ withdrawnAt }) => (withdrawnAt ?? '') >= row.seenAt)) return NOT_COMPUTED
  const { verdict, computedAt } = row
  return { pairs: Number(row.pairs), verdict, outcome: outcomeOf(row.outcome), computedAt, overridden: inForce }
}

/** A stored outcome; a word that this version does not know claims nothing. */
export const outcomeOf = (word: string): ListedOutcome =>
  LISTED_OUTCOMES.find((known) => known === word) ?? 'cannot_tell'
