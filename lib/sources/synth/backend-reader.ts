import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { inBatches, rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { Batch } from '@/lib/sources/reader'
import { listAnswer } from './answers'
import { jobOfAddress } from './backend-address'
import { readEvents } from './events'
import { readRuns } from './job-run'
import type { KeptAnswers } from './kept-answers'
import { readMetrics } from './metrics'
import { readJobFile } from './result-file'
import { readSessionUsage } from './session-usage'
import { readLimits, readSession } from './sessions'
import { latestTime } from './synth-answers-reader'
import { readTimeline } from './timeline'

/** What could not be asked, or was answered in a form that is not known. */
export interface AskProblem {
  place: string
  reason: string
}

export const LIST_NAMES = {
  jobs: ['jobs', 'data', 'results'],
  runs: ['runs', 'data'],
  events: ['events', 'data', 'items'],
  points: ['points', 'metrics', 'data'],
  timeline: ['timeline', 'events', 'data'],
  sessions: ['sessions', 'data', 'items'],
  limits: ['limits', 'data'],
  usage: ['usage', 'records', 'usage_records', 'data', 'items'],
} as const

/** The job in an answer, bare or below `job` or `data`; null when there is none. */
export function jobFields(value: unknown): Json | null {
  if (!isObject(value)) return null
  const candidates = [value, value['job'], value['data']].filter(isObject)
  return candidates.find((fields) => new JsonCells(fields).key('job_id', 'id') !== null) ?? null
}

/** What a value is, for a sentence that says it is of the wrong kind. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return (
    { object: 'an object', string: 'text', number: 'a number', boolean: 'true or false' }[typeof value as string] ??
    'something else'
  )
}

/** Answers of a backend, read by what each of them is known to be, since it was asked for by name. */
export const synthBackendReader = {
  system: 'synth',
  /** Raised whenever the same answers would give other records; they are then read again from what was kept. */
  parserVersion: 1,

  latestAt(kept: KeptAnswers): string | null {
    const parts = [...kept.valuesBelow('').map(({ value }) => value), kept.items('events'), kept.items('points')]
    const times = parts.map((part) => latestTime(part)).filter((time) => time !== null)
    const asked = kept.value('asked_at')
    if (typeof asked === 'string') times.push(asked)
    return times.sort().at(-1) ?? null
  },

  read(kept: KeptAnswers, address: string, cursor: unknown): Iterable<Batch> {
    const jobKey = jobOfAddress(address)
    return inBatches(jobKey === null ? readKeptSessions(kept) : readKeptJob(kept, jobKey), cursor)
  },
}

function* readKeptJob(kept: KeptAnswers, jobKey: string): Generator<Yielded> {
  yield* readJobPart(kept, jobKey)
  const runs = kept.value('runs')
  const listed = listAnswer(runs, LIST_NAMES.runs)
  if (listed) yield* readRuns({ ...listed, wrapper: { ...listed.wrapper, job_id: jobKey } }, jobKey, 'runs')
  else if (runs !== null) yield rejection('runs', `the answer is no list of runs but ${kindOf(runs)}`)
  const wrapper = { job_id: jobKey }
  yield* readEvents({ items: kept.items('events'), wrapper }, { jobKey, ref: 'events' })
  yield* readMetrics({ items: kept.items('points'), wrapper }, { jobKey, ref: 'points' })
  const timeline = kept.value('timeline')
  const entries = listAnswer(timeline, LIST_NAMES.timeline)
  if (entries) yield* readTimeline({ items: entries.items, wrapper }, { jobKey, ref: 'timeline' })
  else if (timeline !== null) yield rejection('timeline', `the answer is no time line but ${kindOf(timeline)}`)
  yield* keptProblems(kept)
}

function* readJobPart(kept: KeptAnswers, jobKey: string): Generator<Yielded> {
  const value = kept.value('job')
  const fields = jobFields(value)
  const named = fields && new JsonCells(fields).key('job_id', 'id')
  if (fields === null) yield rejection('job', `the answer is no job but ${kindOf(value)}`)
  else if (named !== jobKey) yield rejection('job', `the backend was asked for ${jobKey} and answered with another job`)
  else yield* readJobFile(fields, { path: '' }, 'job')
}

function* readKeptSessions(kept: KeptAnswers): Generator<Yielded> {
  for (const { part, value } of kept.valuesBelow('session/')) {
    const cells = new JsonCells(value)
    const fields = cells.object('session')
    const sessionKey = part.slice('session/'.length)
    if (fields === null) yield rejection(part, `the answer is no session but ${kindOf(cells.raw('session'))}`)
    else {
      yield* readSession(fields, part)
      const limits = listAnswer(cells.raw('limits'), LIST_NAMES.limits)
      const wrapper = { session_id: sessionKey, job_id: new JsonCells(fields).cells('metadata').key('job_id') }
      if (limits) {
        const used = new JsonCells(fields).stored('current_usage')
        yield* readLimits({ items: limits.items, wrapper }, { sessionKey, ref: `${part}.limits`, used })
      }
      const items = cells.list('usage')
      if (items.length > 0) yield* readSessionUsage({ items, wrapper }, { sessionKey, ref: `${part}.usage` })
    }
  }
  yield* keptProblems(kept)
}

function* keptProblems(kept: KeptAnswers): Generator<Yielded> {
  const problems = kept.value('problems')
  for (const problem of Array.isArray(problems) ? problems : []) {
    const cells = new JsonCells(problem)
    yield rejection(cells.text('place') ?? '', cells.text('reason') ?? '')
  }
}
