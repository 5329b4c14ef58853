import type { CanonicalRecord, ResultRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { sumUsage } from '@/lib/model/usage'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { Fields, shortId } from './fields'
import { InspectEntries, timesOf } from './inspect-entries'
import { eventsOf, InspectTexts } from './inspect-texts'
import { sampleUsage } from './inspect-usage'
import { failureRecord, resultRecord, sessionRecord } from './record-makers'

/** The run that samples belong to. */
export interface InspectRun {
  jobKey: string
  runKey: string
  model: string
}

/** A score as Inspect writes it: C, P, I or N for correct, partly, incorrect and no answer, a number, or a truth value. */
export function scoreOf(value: unknown): { score: number | null; resolved: boolean | null } {
  if (value === 'C' || value === true) return { score: 1, resolved: true }
  if (value === 'I' || value === 'N' || value === false) return { score: 0, resolved: false }
  if (value === 'P') return { score: 0.5, resolved: null }
  const score = new Fields({ value }).number('value')
  return { score, resolved: null }
}

/** One sample in one epoch: its session with the transcript, what it spent, and how it was scored. */
export function sampleRecords(value: Json, run: InspectRun, ref: string): CanonicalRecord[] {
  const sample = new Fields(value)
  const item = sample.id('id') ?? shortId(`sample ${ref}`)
  const epoch = sample.count('epoch') ?? 1
  const sessionKey = shortId(`${run.runKey}/${item}/${epoch}`)
  const events = eventsOf(sample)
  const usage = sampleUsage(sample, events, { runKey: run.runKey, sessionKey, ref })
  const messages = sample.list('messages')
  const entries = new InspectEntries(sessionKey, new InspectTexts(sample), timesOf(events)).read(messages)
  const bounds = boundsOf(sample, events)
  const end = endOf(sample)
  const result = resultRecord({
    part: 'trajectory',
    ref,
    jobKey: run.jobKey,
    runKey: run.runKey,
    configuration: run.model,
    itemKey: item,
    repeat: Math.max(0, epoch - 1),
    sessionKey,
    ...firstScore(sample),
    usage: usage.length === 0 ? null : sumUsage(usage.map((one) => one.usage)),
    costPico: null,
    seconds: sample.amount('total_time'),
    calls: events.length === 0 ? null : events.filter((event) => event['event'] === 'model').length,
    at: bounds.endedAt,
    error: end.error,
    data: dataOf(sample),
    flags: [...sample.flags],
  })
  const session = sessionRecord({
    sessionKey,
    runKey: run.runKey,
    ref,
    name: item,
    agent: 'inspect',
    taskId: item,
    model: run.model,
    statusRaw: end.raw,
    status: end.status,
    ...bounds,
    flags: [...sample.flags, ...(usage.length === 0 ? ['tokens_unknown'] : [])],
    data: { epoch, terminalRecord: true },
  })
  return [session, ...entries, ...usage, result, ...failures(sample, result)]
}

/** The first scorer's score is the item's; all of them are in the data. */
function firstScore(sample: Fields): Pick<ResultRecord, 'score' | 'resolved'> {
  const [name] = Object.keys(sample.json('scores') ?? {})
  const scores = sample.object('scores')
  if (name !== undefined) return scoreOf(scores.object(name).raw('value'))
  // Before several scorers were possible a sample had one score.
  return sample.json('score') === null ? { score: null, resolved: null } : scoreOf(sample.object('score').raw('value'))
}

function endOf(sample: Fields): { status: Status; raw: string | null; error: string | null } {
  const error = sample.object('error').text('message')
  if (sample.json('error') !== null)
    return { status: 'failed', raw: 'error', error: (error ?? 'error').slice(0, 2_000) }
  const limit = sample.object('limit').id('type') ?? sample.id('limit')
  if (limit !== null) return { status: 'stopped', raw: `limit: ${limit}`, error: `limit: ${limit}` }
  return { status: 'succeeded', raw: null, error: null }
}

function boundsOf(sample: Fields, events: readonly Json[]) {
  const [first, last] = [new Fields(events[0]), new Fields(events.at(-1))]
  return {
    startedAt: sample.time('started_at') ?? first.time('timestamp'),
    endedAt: sample.time('completed_at') ?? last.time('completed') ?? last.time('timestamp'),
  }
}

function dataOf(sample: Fields): Record<string, unknown> {
  const all = Object.entries(sample.json('scores') ?? {}).slice(0, 50)
  const scores = all.map(
    ([name, score]) => [name.slice(0, 200), plain(isObject(score) ? score['value'] : score)] as const,
  )
  return {
    scores: Object.fromEntries(scores),
    workingSeconds: sample.amount('working_time'),
    retries: sample.list('error_retries').length || sample.count('retries'),
    messages: sample.list('messages').length || sample.count('message_count'),
    target: plain(sample.raw('target')),
  }
}

const plain = (value: unknown): unknown =>
  typeof value === 'string'
    ? value.slice(0, 500)
    : typeof value === 'number' || typeof value === 'boolean'
      ? value
      : Array.isArray(value)
        ? { items: value.length }
        : isObject(value)
          ? { fields: Object.keys(value).length }
          : null

function failures(sample: Fields, { runKey, sessionKey, at, ref }: ResultRecord): CanonicalRecord[] {
  if (sample.json('error') === null) return []
  const error = sample.object('error')
  const traceback = error.text('traceback')
  return [
    failureRecord({
      failureKey: sessionKey ?? ref,
      runKey,
      sessionKey,
      at,
      ref,
      message: (error.text('message') ?? traceback ?? 'error').slice(0, 20_000),
      type: /(\w+(?:Error|Exception|Timeout))\b/.exec(error.text('message')?.slice(0, 2_000) ?? '')?.[1] ?? null,
      cause: 'unknown',
      data: { traceback: traceback?.slice(-4_000) ?? null },
    }),
  ]
}
