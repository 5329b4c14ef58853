import type { EventRecord, JobRecord, RunRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_EVENT, BLANK_RUN } from '@/lib/sources/blank-records'
import { firstLine, isObject, type Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'
import { stableHash } from '@/lib/sources/stable-hash'
import { type ListAnswer, typeOfJobId } from './answers'
import { candidateRecord, candidatesIn, type Progress, type Told } from './candidates'
import { failureOf } from './failure'
import { groupJob } from './group'
import { errorKeyOf } from './job'
import { runKeyOf } from './job-run'
import { SpendTally, spendSource } from './spend'

const DETAIL_MAX = 65_536
/** What ends a job, and how. A phase or a trial that completes ends nothing. */
const TERMINAL =
  /^(?:prompt\.learning|(?:sft|rl|mipro|gepa)\.job|rl\.train|sft|rl|workflow|training)\.(completed|failed|cancell?ed)$/

/** An event's type as the client reads it: what a masked log hides stands for the algorithm, case does not matter. */
export const eventType = (raw: string): string => raw.replaceAll('[MASKED]', 'gepa').trim().toLowerCase().slice(0, 200)

function terminalStatus(type: string): Status | null {
  const end = TERMINAL.exec(type)?.[1]
  if (end === undefined) return null
  return end === 'completed' ? 'succeeded' : end === 'failed' ? 'failed' : 'stopped'
}

/**
 * The events of a job, as the endpoint answers them: bare list or wrapped. Yields every event, the failures among them,
 * the candidates they tell of and, at the end, what the job spent and how it ended.
 */
export function* readEvents(answer: ListAnswer, about: { jobKey: string | null; ref: string }): Generator<Yielded> {
  const stories = new Map<string, JobStory>()
  const ofWrapper = new JsonCells(answer.wrapper).key('job_id') ?? about.jobKey
  for (const { item, index } of inOrder(answer.items)) {
    const ref = `${about.ref}[${index}]`
    if (!isObject(item)) yield rejection(ref, 'the event is no object')
    else {
      const jobKey = new JsonCells(item).key('job_id') ?? ofWrapper
      if (jobKey === null) yield rejection(ref, 'the event names no job')
      else {
        const story = stories.get(jobKey) ?? new JobStory(jobKey)
        stories.set(jobKey, story)
        yield* story.read(item, ref)
      }
    }
  }
  for (const story of stories.values()) yield* story.end(about.ref)
}

/** By number, where all have one and they do not come in order; progress so far only makes sense that way. */
function inOrder(items: readonly unknown[]): { item: unknown; index: number }[] {
  const all = items.map((item, index) => ({ item, index }))
  const seqOf = (item: unknown) => (isObject(item) && typeof item['seq'] === 'number' ? item['seq'] : null)
  const numbers = items.map(seqOf)
  const ordered = numbers.every((seq, index) => seq === null || index === 0 || seq >= (numbers[index - 1] ?? seq))
  if (ordered || numbers.includes(null)) return all
  return all.sort((a, b) => (seqOf(a.item) ?? 0) - (seqOf(b.item) ?? 0))
}

/** What the events of one job come to. */
class JobStory {
  private readonly spend = new SpendTally()
  private readonly candidates = new Map<string, { told: Told; at: string | null; ref: string; so: Progress }>()
  private so: Progress = { rollouts: null, costPico: null, seconds: null }
  private ended: { status: Status; type: string; at: string | null; error: string | null } | null = null
  private best: number | null = null
  private baseline: number | null = null
  private firstAt: string | null = null
  private lastAt: string | null = null
  private count = 0

  constructor(private readonly jobKey: string) {}

  *read(fields: Json, ref: string): Generator<Yielded> {
    const cells = new JsonCells(fields)
    const raw = cells.text('type', 'event_type')
    if (raw === null) return void (yield rejection(ref, 'the event has no type'))
    const type = eventType(raw)
    const data = cells.object('data') ?? {}
    const event = this.event(cells, type, ref)
    this.count += 1
    this.firstAt ??= event.at
    this.lastAt = event.at ?? this.lastAt
    yield event
    const error = this.errorOf(type, event.level ?? null, cells, data)
    if (error !== null) {
      const failureKey = terminalStatus(type) === 'failed' ? errorKeyOf(this.jobKey) : `${event.eventKey}/error`
      yield failureOf(error, { failureKey, runKey: event.runKey, at: event.at, ref, severity: event.level ?? null })
    }
    yield* this.follow(type, data, event, error)
  }

  private event(cells: JsonCells, type: string, ref: string): EventRecord {
    const seq = cells.whole('seq')
    const at = cells.time('created_at', 'timestamp')
    const message = cells.text('message')
    const runId = cells.key('run_id')
    const data = cells.stored('data')
    return {
      ...BLANK_EVENT,
      eventKey: `${this.jobKey}/${seq === null ? stableHash([type, at, message, jsonText(data)]) : seq}`,
      jobKey: this.jobKey,
      runKey: runId === null ? this.jobKey : runKeyOf(this.jobKey, runId),
      seq,
      level: cells.line('level', 'severity')?.toLowerCase() ?? null,
      type,
      at,
      title: firstLine(message) ?? type,
      detail: message?.includes('\n') ? message.slice(0, DETAIL_MAX) : null,
      data: data ?? {},
      ref,
      flags: [...cells.flags],
    }
  }

  /** An error that an event tells: its own, or its message when it is of that level or kind. */
  private errorOf(type: string, level: string | null, cells: JsonCells, data: Json): string | null {
    const bad = level === 'error' || level === 'critical' || level === 'fatal' || type.endsWith('.failed')
    if (!bad) return null
    return new JsonCells(data).message('error', 'error_message', 'reason') ?? cells.text('message') ?? type
  }

  private *follow(type: string, data: Json, event: EventRecord, error: string | null): Generator<Yielded> {
    const cells = new JsonCells(data)
    const source = spendSource(type)
    if (source !== null) yield* this.spend.note(source, data, event.at)
    this.so = {
      rollouts: cells.whole('rollouts_completed', 'rollouts_so_far') ?? this.so.rollouts,
      seconds: cells.number('elapsed_seconds') ?? this.so.seconds,
      costPico: this.spend.costSoFar(),
    }
    if (type.endsWith('.best.prompt') || /\.(complete|completed|new_best)$/.test(type)) {
      this.best = cells.number('best_score') ?? this.best
    }
    for (const told of candidatesIn(type, data, event.seq ?? null, event.title)) this.remember(told, event)
    const status = terminalStatus(type)
    if (status !== null) this.ended = { status, type, at: event.at, error }
  }

  /** A candidate is proposed, scored and ranked by different events; what each tells is put together. */
  private remember(told: Told, event: EventRecord): void {
    const before = this.candidates.get(told.key)
    const fields = { ...before?.told.fields, ...told.fields }
    this.candidates.set(told.key, { told: { ...told, fields }, at: event.at, ref: event.ref, so: this.so })
    if (fields.isBaseline && typeof fields.score === 'number') this.baseline = fields.score
  }

  *end(ref: string): Generator<Yielded> {
    if (this.count === 0) return
    for (const { told, at, ref: where, so } of this.candidates.values()) {
      // Attempts that were scored one by one need no second row from the final list.
      if (told.list === 'attempted' && this.hasScored()) continue
      yield candidateRecord(this.jobKey, told, at, where, so)
    }
    yield* this.spend.records(this.jobKey, ref)
    yield* this.partialJob(ref)
  }

  private hasScored(): boolean {
    for (const { told } of this.candidates.values()) if (told.list === 'scored' || told.list === 'trial') return true
    return false
  }

  /** Events describe a job only in part: without times of change, this never takes the place of the job's own record. */
  private *partialJob(ref: string): Generator<Yielded> {
    const type = typeOfJobId(this.jobKey)
    const status = this.ended?.status ?? 'unknown'
    const shared = {
      // The event's name stands in `data`: as a state it would look like a change of the one that the job's record has.
      statusRaw: null,
      status,
      failureReason: this.ended?.error ?? null,
      startedAt: this.firstAt,
      endedAt: this.ended?.at ?? null,
    }
    const data = {
      knownFrom: 'events',
      events: this.count,
      lastEventAt: this.lastAt,
      terminalEvent: this.ended?.type ?? null,
    }
    const job: Partial<JobRecord> = { type, ...shared, bestScore: this.best, baselineScore: this.baseline, data }
    yield { ...groupJob(this.jobKey, this.jobKey, ref), name: null, ...job }
    const run: RunRecord = {
      ...BLANK_RUN,
      runKey: this.jobKey,
      job: { key: this.jobKey, name: null, type, inferred: false },
      ...shared,
      data,
      ref,
    }
    yield run
  }
}
