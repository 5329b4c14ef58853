import type { MetricRecord } from '@/lib/model/records'
import { isObject } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { stableHash } from '@/lib/sources/stable-hash'
import type { ListAnswer } from './answers'
import { runKeyOf } from './job-run'

const KNOWN = ['name', 'value', 'step', 'created_at', 'timestamp', 'job_id', 'run_id', 'data', 'id']

/** Metric points of a job, as the endpoint answers them: bare list or below `points`. Step 0 is a step. */
export function* readMetrics(answer: ListAnswer, about: { jobKey: string | null; ref: string }): Generator<Yielded> {
  const ofWrapper = new JsonCells(answer.wrapper).key('job_id') ?? about.jobKey
  for (const [index, item] of answer.items.entries()) {
    const ref = `${about.ref}[${index}]`
    if (!isObject(item)) yield rejection(ref, 'the metric point is no object')
    else yield readPoint(new JsonCells(item), ofWrapper, ref)
  }
}

function readPoint(cells: JsonCells, ofWrapper: string | null, ref: string): Yielded {
  const jobKey = cells.key('job_id') ?? ofWrapper
  const name = cells.line('name')
  if (jobKey === null || name === null) {
    return rejection(ref, jobKey === null ? 'the metric point names no job' : 'the metric point has no name')
  }
  const step = cells.whole('step')
  const at = cells.time('created_at', 'timestamp')
  const value = cells.number('value')
  const runId = cells.key('run_id')
  const place = step === null ? `at-${stableHash([at, value])}` : String(step)
  const record: MetricRecord = {
    kind: 'metric',
    metricKey: [jobKey, runId, name, place].filter((part) => part !== null).join('/'),
    jobKey,
    runKey: runId === null ? jobKey : runKeyOf(jobKey, runId),
    phaseKey: null,
    name,
    step,
    value,
    at,
    data: { ...cells.stored('data'), ...cells.rest(KNOWN) },
    ref,
    flags: [...cells.flags],
  }
  return record
}

/**
 * How far each metric of an answer goes: where the next page of that name goes on. One place for all names would skip
 * whatever a slower metric still has to write.
 */
export function lastSteps(answer: ListAnswer, before: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const last = new Map(before)
  for (const item of answer.items) {
    if (!isObject(item)) continue
    const cells = new JsonCells(item)
    const name = cells.line('name')
    const step = cells.whole('step')
    if (name === null || step === null) continue
    const reached = last.get(name)
    if (reached === undefined || step > reached) last.set(name, step)
  }
  return last
}
