import type { EventRecord, PhaseRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_EVENT, BLANK_PHASE } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { ListAnswer } from './answers'
import { terminalPhase } from './states'

interface Entry {
  phase: string
  at: string | null
  ref: string
  flags: string[]
  data: Record<string, unknown>
}

/**
 * A job's time line: each entry is an event, and each that names no end is a phase until the next one. An end such as
 * `failed` ends the phase before it and is none itself.
 */
export function* readTimeline(answer: ListAnswer, about: { jobKey: string | null; ref: string }): Generator<Yielded> {
  const ofWrapper = new JsonCells(answer.wrapper).key('job_id') ?? about.jobKey
  const byJob = new Map<string, Entry[]>()
  for (const [index, item] of answer.items.entries()) {
    const ref = `${about.ref}[${index}]`
    const cells = isObject(item) ? new JsonCells(item) : null
    const phase = cells?.line('phase', 'status') ?? null
    const jobKey = cells?.key('job_id') ?? ofWrapper
    if (cells === null || phase === null) yield rejection(ref, 'the entry of the time line names no phase')
    else if (jobKey === null) yield rejection(ref, 'the entry of the time line names no job')
    else {
      const at = cells.time('created_at', 'timestamp')
      const data = cells.rest(['phase', 'created_at', 'timestamp', 'job_id'])
      const entries = byJob.get(jobKey) ?? []
      byJob.set(jobKey, entries)
      entries.push({ phase, at, ref, flags: [...cells.flags], data })
    }
  }
  for (const [jobKey, entries] of byJob) yield* phasesOf(jobKey, entries)
}

function* phasesOf(jobKey: string, entries: Entry[]): Generator<Yielded> {
  // Entries without a time keep their place after those that have one.
  entries.sort((a, b) => (a.at === b.at ? 0 : a.at === null || (b.at !== null && a.at > b.at) ? 1 : -1))
  for (const [index, entry] of entries.entries()) {
    yield eventOf(jobKey, entry)
    if (terminalPhase(entry.phase) === null) yield phaseOf(jobKey, entry, index, entries[index + 1] ?? null)
  }
}

function eventOf(jobKey: string, { phase, at, ref, flags, data }: Entry): EventRecord {
  return {
    ...BLANK_EVENT,
    eventKey: `${jobKey}/timeline/${phase}/${at ?? ''}`,
    jobKey,
    runKey: jobKey,
    type: 'timeline',
    at,
    title: phase,
    data,
    ref,
    flags,
  }
}

function phaseOf(jobKey: string, entry: Entry, index: number, next: Entry | null): PhaseRecord {
  const ended: Status | null = next === null ? null : (terminalPhase(next.phase) ?? 'succeeded')
  return {
    ...BLANK_PHASE,
    runKey: jobKey,
    phaseKey: `${entry.phase}@${entry.at ?? index}`,
    index,
    name: entry.phase,
    status: ended ?? (entry.phase.toLowerCase() === 'queued' ? 'queued' : 'running'),
    phaseType: 'timeline',
    createdAt: entry.at,
    // A phase that goes on and the same phase ended must not be two of one age.
    updatedAt: next?.at ?? entry.at,
    startedAt: entry.at,
    endedAt: next?.at ?? null,
    ref: entry.ref,
    flags: entry.flags,
  }
}
