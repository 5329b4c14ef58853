import type { CanonicalRecord, JobRecord, ResultRecord, RunRecord } from '@/lib/model/records'
import type { Batch, DocumentReader, FolderReader } from '@/lib/sources/reader'

/** Small readers of made-up formats: what is tested is how files, folders and archives reach a reader. */

const COMMON = { flags: [], data: {} }

export function makeRunRecord(runKey: string, values: Partial<RunRecord> = {}): RunRecord {
  return {
    ...COMMON,
    kind: 'run',
    ref: `run ${runKey}`,
    runKey,
    name: null,
    project: null,
    job: null,
    statusRaw: null,
    status: 'unknown',
    failureReason: null,
    createdAt: null,
    updatedAt: null,
    startedAt: null,
    endedAt: null,
    tokenCap: null,
    maxDurationMinutes: null,
    goal: null,
    ...values,
  }
}

export function makeJobRecord(jobKey: string, values: Partial<JobRecord> = {}): JobRecord {
  return {
    ...COMMON,
    kind: 'job',
    ref: `job ${jobKey}`,
    jobKey,
    parentKey: null,
    name: null,
    type: 'eval',
    project: null,
    statusRaw: null,
    status: 'unknown',
    failureReason: null,
    goal: null,
    modelRequested: null,
    effortRequested: null,
    bestScore: null,
    baselineScore: null,
    config: null,
    createdAt: null,
    updatedAt: null,
    startedAt: null,
    endedAt: null,
    ...values,
  }
}

export function makeResultRecord(runKey: string, itemKey: string, values: Partial<ResultRecord> = {}): ResultRecord {
  return {
    ...COMMON,
    kind: 'result',
    ref: `result ${itemKey}`,
    jobKey: null,
    runKey,
    configuration: 'model-a',
    split: null,
    itemKey,
    repeat: 0,
    sessionKey: null,
    resolved: null,
    score: null,
    usage: null,
    costPico: null,
    seconds: null,
    calls: null,
    at: null,
    error: null,
    ...values,
  }
}

export const batchOf = (records: CanonicalRecord[], cursor: unknown, done: number): Batch => ({
  records,
  rejected: [],
  unparsed: [],
  dropped: [],
  cursor,
  done,
})

interface FakeResults {
  fake: 'results'
  job: string
  at: string
  status?: string
  throwAfter?: number
  rows: { item: string; resolved: boolean }[]
}

const isFake = (value: unknown): value is FakeResults =>
  typeof value === 'object' && value !== null && 'fake' in value && value.fake === 'results'

/** `{fake: "results", job, at, rows}` as JSON, in batches of two rows; throws before a row where it is told to. */
export const fakeJsonReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => (isFake(document.json()) ? { systemVersion: 'fake json' } : null),
  latestAt: (document) => (isFake(document.json()) ? (document.json() as FakeResults).at : null),
  *read(document, cursor) {
    const {
      job,
      at,
      rows,
      status = 'completed',
      throwAfter = Number.POSITIVE_INFINITY,
    } = document.json() as FakeResults
    const from = typeof cursor === 'number' ? cursor : 0
    const run = makeRunRecord(`${job}-run`, {
      updatedAt: at,
      job: { key: job, name: null, type: 'eval', inferred: true },
    })
    for (let at = from; at < rows.length || at === from; at += 2) {
      if (at >= throwAfter) throw new Error('made to fail')
      const results = rows
        .slice(at, at + 2)
        .map(({ item, resolved }) => makeResultRecord(`${job}-run`, item, { jobKey: job, resolved }))
      const jobRow = makeJobRecord(job, { statusRaw: status, status: 'succeeded', updatedAt: run.updatedAt })
      yield batchOf([jobRow, run, ...results], at + 2, Math.min(1, (at + 2) / Math.max(1, rows.length)))
    }
  },
}

/** A CSV that begins with `fake_item,resolved`; its run is named after the file. */
export const fakeCsvReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => (document.text().startsWith('fake_item,resolved\n') ? { systemVersion: 'fake csv' } : null),
  latestAt: () => null,
  *read(document) {
    const runKey = document.path.split('/').at(-1) ?? ''
    const rows = document.text().trim().split('\n').slice(1)
    const results = rows.map((row) => {
      const [item = '', resolved] = row.split(',')
      return makeResultRecord(runKey, item, { resolved: resolved === '1' })
    })
    yield batchOf([makeRunRecord(runKey), ...results], null, 1)
  },
}

/** A folder with a `fake-run.json` of `{run, at}`: its other files are its results, those in `steps.txt` too. */
export const fakeFolderReader: FolderReader = {
  system: 'interllm',
  parserVersion: 1,
  folderOf: (path) => (path.endsWith('/fake-run.json') ? path.slice(0, -'/fake-run.json'.length) : null),
  detect: (folder) => {
    if (!folder.files.some((file) => file.path === 'fake-run.json')) return null
    const value = folder.document('fake-run.json').json()
    return typeof value === 'object' && value !== null && 'run' in value ? { systemVersion: 'fake folder' } : null
  },
  *read(folder, cursor) {
    const { run, at } = folder.document('fake-run.json').json() as { run: string; at: string }
    if (cursor === null) yield batchOf([makeRunRecord(run, { name: at, updatedAt: at })], 1, 0.5)
    const items = folder.files.map((file) => file.path).filter((path) => path !== 'fake-run.json')
    const steps = items.includes('steps.txt') ? [...folder.lines('steps.txt')].map(({ text }) => `step ${text}`) : []
    yield batchOf(
      [...items, ...steps].map((item) => makeResultRecord(run, item)),
      2,
      1,
    )
  },
}
