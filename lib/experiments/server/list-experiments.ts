import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { newestResults } from '@/lib/db/experiment-store'
import { armLabel } from '@/lib/experiments/definition'
import type { ExperimentPage, ExperimentSummary, ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { capTexts } from '@/lib/http/cap-texts'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import { declaredExperiments } from './find-experiment'
import type { KnownExperiment } from './known-experiment'
import { recordedExperiments } from './recorded-experiments'

const ORDER = 'experiments createdAt,id DESC'
type Computed = Pick<ExperimentSummary, 'pairs' | 'verdict' | 'outcome' | 'computedAt'>
const NOT_COMPUTED: Computed = { pairs: null, verdict: null, outcome: null, computedAt: null }

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
  const results = await newestResults(
    db,
    shown.map((one) => one.id),
  )
  const byId = new Map(results.map((row) => [row.experimentId, row]))
  const last = shown.at(-1)
  return {
    items: capTexts(shown.map((one) => toSummary(one, computedOf(byId.get(one.id))))),
    nextCursor: rest.length > shown.length && last ? encodeCursor(ORDER, [last.createdAt, last.id]) : null,
    total: fitting.length,
  }
}

function fits({ origin, definition, name, id }: KnownExperiment, asked: ListExperimentsInput): boolean {
  const q = asked.q?.toLowerCase() ?? ''
  return (
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
    ...{ id, name, origin, declared: origin === 'declared', metric: definition.metric },
    ...{ control: armLabel(definition.control), treatment: armLabel(definition.treatment) },
    ...{ configurations, version: versions[0]?.version ?? 1, planned: definition.planned ?? null },
    ...computed,
    createdAt,
  }
}

type Row = Awaited<ReturnType<typeof newestResults>>[number]

const computedOf = (row: Row | undefined): Computed =>
  row === undefined
    ? NOT_COMPUTED
    : { pairs: Number(row.pairs), verdict: row.verdict, outcome: outcomeOf(row.outcome), computedAt: row.computedAt }

/** A stored outcome; a word that this version does not know claims nothing. */
export const outcomeOf = (word: string): 'better' | 'worse' | 'cannot_tell' =>
  word === 'better' || word === 'worse' ? word : 'cannot_tell'
