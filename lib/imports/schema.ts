import { z } from 'zod'
import { Count, IsoTime, PageInput, pageOf } from '@/lib/http/wire'

/** Rows by kind. The named ones are always there; readers may add kinds. */
export const ReceiptRows = z.record(z.string(), Count)

export const FileReceipt = z.object({
  path: z.string(),
  sha256: z.string().nullable(),
  system: z.string().nullable(),
  instance: z.string().nullable(),
  systemVersion: z.string().nullable(),
  status: z.enum(['imported', 'unchanged', 'appended', 'rejected']),
  rows: ReceiptRows,
  usage: z.object({
    counted: Count,
    tokens: Count.nullable(),
    dropped: z.array(z.object({ rule: z.string(), events: Count, tokens: Count })),
  }),
  unparsed: z.array(z.object({ kind: z.string(), name: z.string(), count: Count, sample: z.string().nullable() })),
  rejected: z.array(z.object({ line: Count.nullable(), place: z.string().nullable(), reason: z.string() })),
  /** All rejected records; `rejected` lists the first hundred. */
  rejectedCount: Count,
  /** What was read and not taken at its word: conflicts, invented splits, placeholders … with counts. */
  notes: z.array(z.object({ name: z.string(), count: Count, unit: z.string() })),
  bytes: Count,
  seconds: z.number(),
})
export type FileReceipt = z.infer<typeof FileReceipt>

export const Receipt = z.object({
  files: z.array(FileReceipt),
  totals: z.object({
    files: Count,
    rows: ReceiptRows,
    rejectedRecords: Count,
    rejectedFiles: Count,
    bytes: Count,
    seconds: z.number(),
  }),
})
export type Receipt = z.infer<typeof Receipt>

export const ImportProgress = z.object({
  filesDone: Count,
  filesTotal: Count,
  bytesDone: Count,
  bytesTotal: Count,
  bytesPerSecond: Count.nullable(),
  secondsLeft: z.number().nullable(),
  current: z.string().nullable(),
})
export type ImportProgress = z.infer<typeof ImportProgress>

export const ImportSummary = z.object({
  id: z.string(),
  requestedBy: z.string(),
  /** What was asked for, the first few: a first read of a watched folder names thousands. */
  paths: z.array(z.string()),
  pathsTotal: Count,
  /** The only path, or the folder that all share; empty when they share none. */
  place: z.string(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  progress: ImportProgress.nullable(),
  totals: Receipt.shape.totals.nullable(),
  error: z.string().nullable(),
  requestedAt: IsoTime,
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
})
export type ImportSummary = z.infer<typeof ImportSummary>
export const ImportDetail = ImportSummary.extend({ files: z.array(FileReceipt) })
export type ImportDetail = z.infer<typeof ImportDetail>
export const ImportPage = pageOf(ImportSummary)
export type ImportPage = z.infer<typeof ImportPage>
export const ListImportsInput = z.object({ ...PageInput.shape, status: ImportSummary.shape.status.optional() })
export type ListImportsInput = z.infer<typeof ListImportsInput>

export const StartImportInput = z.union([
  z.object({
    paths: z.array(z.string().min(1).max(4_096)).min(1).max(100),
    as: z.string().max(64).optional(),
    instance: z.string().max(64).optional(),
  }),
  z.object({ sourceId: z.string().min(1).max(200) }),
])
export type StartImportInput = z.infer<typeof StartImportInput>

/** One place records come from: an instance with the files that made it, or a watched path. */
export const SourceWire = z.object({
  id: z.string(),
  system: z.string().nullable(),
  instance: z.string().nullable(),
  path: z.string(),
  state: z.enum(['watching', 'paused', 'failing', 'imported']),
  error: z.string().nullable(),
  versions: z.array(z.string()),
  contents: Count,
  runs: Count,
  placeholders: Count,
  usageEvents: Count,
  /** Of a watched path: when it last changed. */
  lastEventAt: IsoTime.nullable(),
  checkedAt: IsoTime.nullable(),
  lagSeconds: z.number().nullable(),
  rejected: Count,
  unparsed: Count,
})
export type SourceWire = z.infer<typeof SourceWire>

/** A folder found on the machine whose reader exists; read after one click. */
export const FoundSource = z.object({
  id: z.string(),
  system: z.string(),
  path: z.string(),
  files: Count,
  /** Counting ended early: there are more files than `files`. */
  filesMore: z.boolean(),
  /** The newest change among the counted files. */
  newestAt: IsoTime.nullable(),
  /** What one click does: POST /sources with its path, or POST /imports with its id. */
  by: z.enum(['watch', 'import']),
})
export type FoundSource = z.infer<typeof FoundSource>

export const SourcesReply = z.object({
  sources: z.array(SourceWire),
  found: z.array(FoundSource),
  /** Folders from which imports by HTTP are accepted. */
  allowedFolders: z.array(z.string()),
  workerAlive: z.boolean(),
})
export type SourcesReply = z.infer<typeof SourcesReply>

export const WatchInput = z.object({ path: z.string().min(1).max(4_096) })
export type WatchInput = z.infer<typeof WatchInput>
export const SourceIdInput = z.object({ id: z.string().min(1).max(200) })
export const ChangeSourceInput = z.object({ ...SourceIdInput.shape, state: z.enum(['watching', 'paused']) })
export type ChangeSourceInput = z.infer<typeof ChangeSourceInput>
/** What was watched and is no more. Its records stay. */
export const RemovedSource = z.object({ id: z.string(), path: z.string() })
export type RemovedSource = z.infer<typeof RemovedSource>
