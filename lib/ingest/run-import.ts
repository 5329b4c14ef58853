import 'server-only'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Db } from '@/lib/db/client'
import type { FileReceipt, ImportProgress, Receipt } from '@/lib/imports/schema'
import { isRemoteAddress } from '@/lib/sources/synth/backend-address'
import { deriveDirty } from './derive-dirty'
import { fileHistories } from './file-history'
import { foldersToRead } from './folder-claims'
import { type FoundFolder, findFolder } from './folder-stamp'
import type { ImportEnvironment } from './import-environment'
import { importFile, prepareFile } from './import-file'
import { importFolder } from './import-folder'
import { stillWrittenReceipt } from './known-file-receipt'
import type { Lease } from './lease'
import { activePrices } from './prices'
import type { ImportOptions } from './queue'
import type { FileOptions } from './reading'
import { receiptOf, rejectedFile } from './receipt'
import { foundRemote, importRemote } from './remote/import-remote'
import { HalfWritten } from './unreadable-file'
import { type FoundFile, fileProblem, walkPaths } from './walk-paths'
import type { LiveMemory } from './write-batch'
import { WriteBehind } from './write-behind'

export interface ImportJob {
  db: Db
  dataDir: string
  lease: Lease
  paths: readonly string[]
  options: ImportOptions
  now: () => Date
  onProgress?: (progress: ImportProgress) => void
  /** What was written last of each living file, by path. Kept by the worker. */
  memory?: Map<string, LiveMemory>
  /** Called after each file, so that a receipt is stored before the next one is read. */
  onFile?: (receipt: FileReceipt, seq: number) => Promise<void>
}

/** The database or the disk under it failed: nothing more can be written, and the file is not to blame. */
export class StorageFailed extends Error {}

const STORAGE =
  /disk is full|SQLITE_FULL|readonly database|SQLITE_READONLY|disk I\/O error|SQLITE_IOERR|NOT NULL constraint failed: Meta\.value/i

/** Why an error is about our own database rather than the file, or null. */
function storageProblem(error: unknown): string | null {
  const { message = '', code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full'
  if (!STORAGE.test(message)) return null
  if (/Meta\.value/.test(message)) return 'another process took over the right to write'
  if (/full/i.test(message)) return 'the disk is full'
  return /readonly/i.test(message) ? 'the database is read-only' : 'the disk failed while writing'
}

class Progress {
  private filesDone = 0
  private bytesDone = 0
  private readonly startedMs: number

  constructor(
    private readonly files: readonly FoundFile[],
    private readonly job: ImportJob,
  ) {
    this.startedMs = job.now().getTime()
  }

  private readonly bytesTotal = () => this.files.reduce((sum, file) => sum + file.bytes, 0)

  report(current: FoundFile | null, done: number): void {
    const bytesTotal = this.bytesTotal()
    const bytesDone = Math.min(bytesTotal, this.bytesDone + (current ? Math.round(current.bytes * done) : 0))
    const seconds = (this.job.now().getTime() - this.startedMs) / 1_000
    const rate = seconds > 0.2 && bytesDone > 0 ? bytesDone / seconds : null
    this.job.onProgress?.({
      filesDone: this.filesDone,
      filesTotal: this.files.length,
      bytesDone,
      bytesTotal,
      bytesPerSecond: rate === null ? null : Math.round(rate),
      secondsLeft: rate === null ? null : Math.round((bytesTotal - bytesDone) / rate),
      current: current?.path ?? null,
    })
  }

  finished(file: FoundFile): void {
    this.filesDone += 1
    this.bytesDone += file.bytes
    this.report(null, 0)
  }
}

/** Leftovers of an import that was killed. */
async function clearStaging(dataDir: string): Promise<void> {
  const staging = path.join(dataDir, 'staging')
  await mkdir(staging, { recursive: true })
  for (const name of await readdir(staging)) await rm(path.join(staging, name), { recursive: true, force: true })
}

/**
 * Imports files, folders and globs under the lease, one receipt per file. What is wrong with one file is in its receipt
 * and the rest is imported; the order of the paths never changes what ends up in the database.
 * @throws {StorageFailed} when our own database or disk fails; what was written before stays and counts once
 */
export async function runImport(job: ImportJob): Promise<Receipt> {
  const started = job.now().getTime()
  await clearStaging(job.dataDir)
  // An address is only what a command asked for before; whoever is bound to folders cannot name one.
  const remote = job.options.within === undefined ? job.paths.filter(isRemoteAddress) : []
  const { files, problems } = await walkPaths(
    job.paths.filter((place) => !remote.includes(place)),
    job.options.within,
  )
  const receipts: FileReceipt[] = []
  const writes = new WriteBehind(job.db)
  const keep = async (receipt: FileReceipt) => {
    receipts.push(receipt)
    await job.onFile?.(receipt, receipts.length - 1)
  }
  for (const { path: place, reason } of [...problems, ...(job.options.problems ?? [])])
    await keep(rejectedFile(place, reason))

  const kept = remote.map((address) => foundRemote(job.dataDir, address))
  const progress = new Progress([...files, ...kept], job)
  const derive = deriving(job, writes)
  const prices = await activePrices(job.db)
  const paths = files.map((file) => file.path)
  const claims = await foldersToRead(job.db, paths)
  const histories = await fileHistories(job.db, [...claims.map((claim) => claim.folder), ...paths])
  const environment = (file: FoundFile): ImportEnvironment => ({
    db: job.db,
    writes,
    dataDir: job.dataDir,
    prices,
    now: job.now,
    fence: () => job.lease.fence(),
    derive,
    onProgress: (done) => progress.report(file, done),
    extraFlags: job.options.synthetic ? ['synthetic_record'] : [],
    archive: !job.options.synthetic,
    memory: job.options.live ? memoryOf(job.memory, file.path) : null,
    histories,
  })
  const { as = null, instance = null, live = false } = job.options
  const fileOptions = { as, instance, live }
  const prepare = (file: FoundFile | undefined) => file && prepareFile({ ...job, histories }, file, fileOptions)
  const units: FoundFolder[] = []
  for (const claim of claims) {
    if (units.some((unit) => claim.folder.startsWith(`${unit.path}/`))) continue
    const folder = await findFolder(claim.folder, job.options.within)
    if (folder === null) continue
    const env = environment(folder.found)
    const receipt = await receiptFor(env, folder.found, fileOptions, () =>
      importFolder(env, { claim, ...folder }, fileOptions),
    )
    if (receipt === null) continue
    units.push(folder.found)
    await writes.leave(async (error) => {
      await keep(error === null ? receipt : faultReceipt(error, env, folder.found, fileOptions))
      for (const file of files) if (file.path.startsWith(`${claim.folder}/`)) progress.finished(file)
    })
  }
  const alone = files.filter((file) => !units.some((unit) => file.path.startsWith(`${unit.path}/`)))
  let next = prepare(alone[0])
  for (const [index, file] of alone.entries()) {
    progress.report(file, 0)
    const prepared = await (next ?? prepareFile({ ...job, histories }, file, fileOptions))
    // The next file is copied and hashed while this one is written. Never two large ones: each needs its room on disk.
    const following = alone[index + 1]
    next = following && following.bytes + file.bytes < AHEAD_BYTES_MAX ? prepare(following) : undefined
    const env = environment(file)
    const receipt = await receiptFor(env, file, fileOptions, () => importFile(env, prepared, fileOptions))
    await writes.leave(async (error) => {
      await keep(error === null ? receipt : faultReceipt(error, env, file, fileOptions))
      progress.finished(file)
    })
  }
  for (const found of kept) {
    progress.report(found, 0)
    const env = environment(found)
    const receipt = await receiptFor(env, found, fileOptions, () => importRemote(env, found, fileOptions))
    await writes.leave(async (error) => {
      await keep(error === null ? receipt : faultReceipt(error, env, found, fileOptions))
      progress.finished(found)
    })
  }
  await derive('now')
  return receiptOf(receipts, (job.now().getTime() - started) / 1_000)
}

const AHEAD_BYTES_MAX = 256 * 2 ** 20
/** How often derived columns catch up while files are read. */
const DERIVE_EVERY_MS = 2_000
/** Deriving the same rows again and again takes at most one part in so many of the time. */
const DERIVE_SHARE = 10

function deriving(job: ImportJob, writes: WriteBehind): ImportEnvironment['derive'] {
  let due = job.now().getTime() + DERIVE_EVERY_MS
  return async (when) => {
    const before = job.now().getTime()
    if (when === 'when due' && before < due) return
    await writes.settle()
    await deriveDirty(job.db, job.lease, job.now())
    const after = job.now().getTime()
    due = after + Math.max(DERIVE_EVERY_MS, (after - before) * DERIVE_SHARE)
  }
}

function memoryOf(all: Map<string, LiveMemory> | undefined, file: string): LiveMemory | null {
  if (!all) return null
  const known = all.get(file) ?? new Map<string, string>()
  all.set(file, known)
  return known
}

/** How long a file that looks half written is waited for before it counts as broken. */
const STILL_WRITTEN_MS = 10_000

/** Runs one import; what is wrong with the file becomes its receipt. @throws {StorageFailed} */
async function receiptFor<T extends FileReceipt | null>(
  env: ImportEnvironment,
  found: FoundFile,
  options: FileOptions,
  run: () => Promise<T>,
): Promise<T | FileReceipt> {
  try {
    return await run()
  } catch (error) {
    return faultReceipt(error, env, found, options)
  }
}

/** The receipt of a file that could not be imported. @throws {StorageFailed} when the file is not to blame */
function faultReceipt(error: unknown, env: ImportEnvironment, found: FoundFile, { live }: FileOptions): FileReceipt {
  if (error instanceof StorageFailed) throw error
  const storage = storageProblem(error)
  if (storage) throw new StorageFailed(storage, { cause: error })
  const isFresh = env.now().getTime() - found.mtimeMs < STILL_WRITTEN_MS
  if (live && isFresh && error instanceof HalfWritten) return stillWrittenReceipt(found)
  const reason = error instanceof Error && !('code' in error) ? error.message : fileProblem(error)
  return rejectedFile(found.path, firstLine(reason), { bytes: found.bytes })
}

const firstLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 500) ?? ''
