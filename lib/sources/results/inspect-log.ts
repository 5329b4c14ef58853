import type { CanonicalRecord, ResultRecord, RunRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { isObject } from '@/lib/sources/codex/json-value'
import { type Piece, rejection } from '@/lib/sources/document-batches'
import { type Benchmark, benchmarkNamed } from './benchmark'
import { Fields, shortId } from './fields'
import { type InspectRun, sampleRecords } from './inspect-sample'
import { usageByModel } from './inspect-usage'
import { failureRecord, jobRecord, runRecord } from './record-makers'
import { compareAmount, headlines } from './run-tally'

const STATUS: Record<string, Status> = {
  started: 'running',
  success: 'succeeded',
  cancelled: 'stopped',
  error: 'failed',
}

/** Whether an object is the head of an Inspect log. */
export function isInspectHead(json: unknown): boolean {
  const head = new Fields(json)
  const evaluation = head.object('eval')
  return evaluation.id('task') !== null && evaluation.id('model') !== null && head.number('version') !== null
}

export const inspectVersion = (json: unknown): string => `Inspect log, version ${new Fields(json).number('version')}`

/** What samples come to, for the run's headline. */
class Samples {
  readonly seen = new Set<string>()
  spends = false
  private readonly scores = new Map<string, number[]>()
  private unscored = 0

  add(records: readonly CanonicalRecord[]): void {
    for (const record of records) {
      if (record.kind === 'usage') this.spends = true
      if (record.kind === 'result') this.addResult(record)
    }
  }

  private addResult({ itemKey, repeat, score }: ResultRecord): void {
    this.seen.add(`${itemKey} ${repeat}`)
    if (score === null) this.unscored += 1
    else {
      const held = this.scores.get(itemKey)
      if (held) held.push(score)
      else this.scores.set(itemKey, [score])
    }
  }

  get scored(): boolean {
    return this.scores.size > 0
  }

  /** Mean over items of the mean over epochs; null while one has no score. */
  mean(): number | null {
    if (this.unscored > 0 || this.scores.size === 0) return null
    const means = [...this.scores.values()].map((all) => all.reduce((sum, one) => sum + one, 0) / all.length)
    return means.reduce((sum, one) => sum + one, 0) / means.length
  }
}

/**
 * Everything in a log: its task as the job, the log as a run of one model, each sample in each epoch as a session with
 * its result.
 * @param started the log has no closing record: it is being written, or its process was killed
 */
export function* inspectParts(
  json: unknown,
  samples: Iterable<{ value: unknown; ref: string }>,
  started: boolean,
): Iterable<Piece> {
  const head = new Fields(json)
  const evaluation = head.object('eval')
  const task = evaluation.id('task') ?? 'task not recorded'
  const benchmark: Benchmark = { ...benchmarkNamed(task, false), key: shortId(`inspect/${task}`) }
  const own = evaluation.id('eval_id') ?? `${evaluation.id('run_id')}/${evaluation.id('task_id')}`
  const model = evaluation.id('model') ?? 'model not recorded'
  const run: InspectRun = { jobKey: benchmark.key, runKey: shortId(`inspect/${own}`), model }
  const all = new Samples()
  yield { records: [jobRecord(benchmark, { ref: 'eval' })] }
  for (const { value, ref } of samples) {
    if (!isObject(value)) {
      yield rejection(ref, 'it is no sample')
      continue
    }
    const records = sampleRecords(value, run, ref)
    all.add(records)
    yield { records }
  }
  // Without samples in the log, what they spent together is all there is.
  const models = Object.keys(head.object('stats').json('model_usage') ?? {})
  const place = { runKey: run.runKey, sessionKey: null, ref: 'stats' }
  const spent = all.spends ? [] : usageByModel(head.object('stats').object('model_usage'), models, place)
  const record = runOf(head, benchmark, run, { all, started, spends: all.spends || spent.length > 0 })
  yield { records: [...spent, record, ...failureOf(head, record)] }
}

interface Known {
  all: Samples
  started: boolean
  spends: boolean
}

function runOf(head: Fields, benchmark: Benchmark, run: InspectRun, { all, started, spends }: Known): RunRecord {
  const evaluation = head.object('eval')
  const stats = head.object('stats')
  const raw = head.id('status') ?? (started ? 'started' : null)
  const status = STATUS[raw ?? ''] ?? 'unknown'
  const { data, flags } = headlineOf(head, all, status)
  const error = head.object('error').text('message')
  const own: string[] = []
  if (!spends) own.push('tokens_unknown')
  if (status === 'succeeded' && !all.scored && head.object('results').list('scores').length === 0)
    own.push('score_missing')
  if (status === 'failed' && error === null) own.push('missing_reason')
  if (status === 'unknown' && raw !== null) own.push('enum_unknown')
  const endedAt = status === 'running' ? null : stats.time('completed_at')
  return runRecord(benchmark, {
    runKey: run.runKey,
    name: run.model,
    ref: 'eval',
    statusRaw: raw,
    status,
    failureReason: error?.slice(0, 20_000) ?? null,
    createdAt: evaluation.time('created'),
    updatedAt: endedAt,
    startedAt: stats.time('started_at') ?? evaluation.time('created'),
    endedAt,
    data: {
      ...data,
      model: run.model,
      dataset: evaluation.object('dataset').id('name'),
      samples: all.seen.size,
      metrics: metricsOf(head),
      inspect: evaluation.object('packages').id('inspect_ai'),
      commit: evaluation.object('revision').id('commit'),
      terminalRecord: !started && raw !== 'started',
    },
    flags: [...new Set([...own, ...flags, ...head.flags])],
  })
}

/** The published accuracy and number of samples, against the log's own. Other metrics are not ours to compute again. */
function headlineOf(head: Fields, all: Samples, status: Status) {
  const results = head.object('results')
  const [first] = results.list('scores')
  const published = new Fields(first).object('metrics').object('accuracy').number('value')
  const samples = results.count('completed_samples')
  if (status !== 'succeeded' || all.seen.size === 0) return headlines([])
  return headlines([compareAmount('accuracy', published, all.mean()), compareAmount('samples', samples, all.seen.size)])
}

function metricsOf(head: Fields): Record<string, unknown> {
  const metrics: [string, number | null][] = []
  for (const value of head.object('results').list('scores').slice(0, 20)) {
    const score = new Fields(value)
    const all = score.object('metrics')
    for (const name of Object.keys(score.json('metrics') ?? {}).slice(0, 50))
      metrics.push([`${score.id('name') ?? 'score'} ${name}`.slice(0, 200), all.object(name).number('value')])
  }
  return Object.fromEntries(metrics)
}

function failureOf(head: Fields, run: RunRecord): CanonicalRecord[] {
  if (head.json('error') === null) return []
  const error = head.object('error')
  return [
    failureRecord({
      failureKey: run.runKey,
      runKey: run.runKey,
      at: run.endedAt,
      ref: 'error',
      message: (error.text('message') ?? 'error').slice(0, 20_000),
      cause: 'unknown',
      data: { traceback: error.text('traceback')?.slice(-4_000) ?? null },
    }),
  ]
}
