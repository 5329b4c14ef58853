import type { JobRecord, RunRecord } from '@/lib/model/records'
import { BLANK_EVENT, BLANK_RUN } from '@/lib/sources/blank-records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { inBatches, notUnderstood, rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { FolderReader, FolderSource } from '@/lib/sources/reader'
import { groupJob } from './group'
import { type Baseline, baselineOf, baselinePieces, baselineWhen } from './oneshot-baseline'
import { type OneShotEvaluation, oneShotEvaluation } from './oneshot-evaluation'
import { baseName, isPairRun, runFolderOf, taskJobKey, timeInName } from './oneshot-keys'
import { savedAnswer } from './saved-answer'
import { jobStatus } from './states'
import { readReport, reportHead } from './text-report'

/** Larger texts are transcripts and traces; ids of jobs are looked for in the others. */
const TEXT_BYTES_MAX = 4 * 2 ** 20
const TEXT_FILE = /\.(?:txt|md|log|toml)$/i
const JOB_IDS = /(?<![0-9a-z])(?:pl|eval)_[0-9a-f]{16}(?![0-9a-z])/g
const JOBS_NAMED_MAX = 1_000

/** The folder of one OneShot run; that of a `pair_…` run is a group of the jobs that were started in it. */
export const oneShotReader: FolderReader = {
  system: 'synth',
  parserVersion: 3,
  folderOf: runFolderOf,

  detect(folder) {
    const name = baseName(folder.path)
    const known = folder.files.some(({ path }) => isOwnFile(path) || isReport(folder, path))
    if (known) return { systemVersion: isPairRun(name) ? 'OneShot pair run' : 'OneShot run' }
    if (!isPairRun(name)) return null
    const saved = folder.files.some(({ path }) => path.endsWith('.json') && answerIn(folder, path, null) !== null)
    return saved ? { systemVersion: 'OneShot pair run' } : null
  },

  read: (folder, cursor) => inBatches(readRunFolder(folder), cursor),
}

const OWN_FILES = ['evaluation_results.json', 're_bench_comparison.json']
const isOwnFile = (path: string) => OWN_FILES.includes(path) || baselineWhen(path) !== null
const META_FILES = ['metadata.json', 'results.json']

function isReport(folder: FolderSource, path: string): boolean {
  return (
    TEXT_FILE.test(path) && sizeOf(folder, path) <= TEXT_BYTES_MAX && reportHead(folder.document(path).text()) !== null
  )
}

const sizeOf = (folder: FolderSource, path: string) => folder.files.find((file) => file.path === path)?.bytes ?? 0

function answerIn(folder: FolderSource, path: string, parentKey: string | null) {
  try {
    return savedAnswer(folder.document(path).json(), { path: `${folder.path}/${path}`, parentKey })
  } catch {
    return null
  }
}

/** What the files of a run's folder say, before it is put into records. */
class RunFolder {
  readonly runKey: string
  readonly groupKey: string | null
  readonly baselines = new Map<Baseline['when'], Baseline>()
  readonly metadata: Json[] = []
  readonly jobKeys = new Set<string>()
  readonly pieces: Yielded[] = []
  readonly comparison: { cells: JsonCells; ref: string }[] = []
  evaluation: { value: Json; ref: string } | null = null

  constructor(private readonly folder: FolderSource) {
    this.runKey = baseName(folder.path)
    this.groupKey = isPairRun(this.runKey) ? this.runKey : null
  }

  take(path: string): void {
    try {
      if (path.endsWith('.json')) this.json(path)
      else if (TEXT_FILE.test(path) && sizeOf(this.folder, path) <= TEXT_BYTES_MAX) this.text(path)
    } catch (error) {
      this.pieces.push(rejection(path, error instanceof Error ? error.message : String(error)))
    }
  }

  private json(path: string): void {
    const value = this.folder.document(path).json()
    const when = baselineWhen(path)
    if (value === undefined) this.pieces.push(rejection(path, 'not JSON'))
    else if (path === 'evaluation_results.json' && isObject(value)) this.evaluation = { value, ref: path }
    else if (when !== null && isObject(value)) this.baselines.set(when, baselineOf(value, when, path))
    else if (path === 're_bench_comparison.json' && isObject(value)) {
      this.comparison.push({ cells: new JsonCells(value), ref: path })
    } else {
      const answer = answerIn(this.folder, path, this.groupKey)
      if (answer) for (const piece of answer.read()) this.fromFile(piece, path)
      else if (META_FILES.includes(path) && isObject(value)) this.metadata.push(value)
      else this.pieces.push(notUnderstood('unknown-record-type', baseName(path), path))
    }
  }

  private text(path: string): void {
    const text = this.folder.document(path).text()
    for (const id of text.match(JOB_IDS) ?? []) if (this.jobKeys.size < JOBS_NAMED_MAX) this.jobKeys.add(id)
    if (reportHead(text) === null) return
    for (const piece of readReport(text, { ref: path, parentKey: this.groupKey })) this.fromFile(piece, path)
  }

  /** A record of one file of the folder: its place names the file too. */
  private fromFile(piece: Yielded, path: string): void {
    if (!('kind' in piece)) {
      const rejected = piece.rejected?.map((one) => ({ ...one, place: `${path} ${one.place}`.slice(0, 200) }))
      this.pieces.push(rejected === undefined ? piece : { ...piece, rejected })
      return
    }
    if (piece.kind === 'job' && piece.type !== 'group') this.jobKeys.add(piece.jobKey)
    this.pieces.push(piece.ref === path ? piece : { ...piece, ref: `${path} ${piece.ref}` })
  }
}

function* readRunFolder(folder: FolderSource): Generator<Yielded> {
  const run = new RunFolder(folder)
  for (const { path } of folder.files) run.take(path)
  yield* run.pieces
  yield* runPieces(run)
}

function* runPieces(run: RunFolder): Generator<Yielded> {
  const meta = new JsonCells(Object.assign(Object.create(null) as Json, ...run.metadata))
  const started = new JsonCells({ at: timeInName(run.runKey) })
  const startedAt = meta.time('started_at', 'created_at', 'start_time') ?? started.time('at')
  const endedAt = meta.time('ended_at', 'finished_at', 'end_time')
  const taskId = meta.key('task_id') ?? new JsonCells(run.evaluation?.value ?? {}).key('task_id')
  const jobKey = run.groupKey ?? (taskId === null ? run.runKey : taskJobKey(taskId))
  const model = meta.line('model', 'openai_model')
  const job: RunRecord['job'] = {
    ...{ key: jobKey, name: run.groupKey ?? taskId ?? run.runKey, type: run.groupKey !== null ? 'group' : 'task' },
    inferred: run.groupKey === null && taskId === null,
  }
  const about = { runKey: run.runKey, jobKey, job, configuration: model ?? 'agent', at: endedAt ?? startedAt }
  const evaluation = run.evaluation
    ? oneShotEvaluation(run.evaluation.value, { ...about, ref: run.evaluation.ref })
    : null
  if (taskId !== null) yield { ...groupJob(taskJobKey(taskId), taskId, 'task'), type: 'task' }
  const flags = [...new Set([...started.flags, ...meta.flags])]
  if (run.groupKey !== null) yield groupOf(run, { taskId, startedAt, endedAt, model, flags })
  yield runOf(run, { job, taskId, startedAt, endedAt, meta, evaluation, flags })
  if (evaluation) yield* evaluation.pieces
  for (const when of ['before', 'after'] as const) {
    const baseline = run.baselines.get(when)
    if (baseline) yield* baselinePieces(baseline, about)
  }
  for (const comparison of run.comparison) yield comparisonEvent(comparison, about)
}

interface GroupFacts {
  taskId: string | null
  startedAt: string | null
  endedAt: string | null
  model: string | null
  flags: readonly string[]
}

/** The group of a pair run: its jobs, with the baseline before and after. */
function groupOf(run: RunFolder, { taskId, startedAt, endedAt, model, flags }: GroupFacts): JobRecord {
  const [before, after] = [run.baselines.get('before'), run.baselines.get('after')]
  const broken = [before, after].filter((baseline) => baseline?.broken).map((baseline) => baseline?.when)
  return {
    ...groupJob(run.runKey, run.runKey, 'folder'),
    parentKey: taskId === null ? null : taskJobKey(taskId),
    modelRequested: model,
    baselineScore: before?.score ?? null,
    bestScore: after?.score ?? null,
    startedAt,
    endedAt,
    updatedAt: endedAt ?? startedAt,
    data: {
      jobKeys: [...run.jobKeys].sort(),
      ...{ baselineBefore: summaryOf(before), baselineAfter: summaryOf(after), brokenBaselines: broken },
    },
    flags: [...flags, ...(broken.length > 0 ? ['score_missing'] : [])],
  }
}

const summaryOf = (baseline: Baseline | undefined) =>
  baseline ? { score: baseline.score, broken: baseline.broken, model: baseline.model } : null

interface RunFacts {
  job: RunRecord['job']
  taskId: string | null
  startedAt: string | null
  endedAt: string | null
  meta: JsonCells
  evaluation: OneShotEvaluation | null
  flags: readonly string[]
}

function runOf(run: RunFolder, { job, taskId, startedAt, endedAt, meta, evaluation, flags }: RunFacts): RunRecord {
  const statusRaw = meta.text('status')
  const error = meta.message('error')
  const { status, known } = jobStatus(statusRaw, error)
  return {
    ...BLANK_RUN,
    runKey: run.runKey,
    name: taskId ?? run.runKey,
    job,
    statusRaw,
    status,
    failureReason: error,
    updatedAt: endedAt ?? startedAt,
    startedAt,
    endedAt,
    goal: meta.text('task_description', 'instructions'),
    data: { ...meta.rest(['status', 'error']), ...evaluation?.data, evaluated: evaluation !== null },
    ref: 'folder',
    flags: [
      ...flags,
      ...(known ? [] : ['enum_unknown']),
      ...(evaluation?.unverified ? ['claimed_not_verified'] : []),
      ...(evaluation?.tokens == null ? ['tokens_unknown'] : []),
    ],
  }
}

function comparisonEvent(
  { cells, ref }: { cells: JsonCells; ref: string },
  about: { runKey: string; jobKey: string; at: string | null },
): Yielded {
  const delta = cells.cells('combined_scores').number('baseline_delta')
  return {
    ...BLANK_EVENT,
    eventKey: `${about.runKey}/comparison`,
    jobKey: about.jobKey,
    runKey: about.runKey,
    type: 'baseline_comparison',
    at: about.at,
    title:
      delta === null ? 'Compared with the baseline' : `Compared with the baseline: ${delta > 0 ? '+' : ''}${delta}`,
    data: cells.rest([]),
    ref,
    flags: [...cells.flags],
  }
}
