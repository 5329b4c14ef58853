import 'server-only'
import { statSync } from 'node:fs'
import type { Db } from '@/lib/db/client'
import { doPatternsWait } from '@/lib/db/pattern-shapes'
import { silentRuns, silentSessions } from '@/lib/db/silent-runs'
import { upsert, writeAll } from '@/lib/db/upsert'
import { isTranscript } from '@/lib/model/systems'
import { derivePatterns } from '@/lib/patterns/server/derive-patterns'
import { deriveDirty } from './derive-dirty'
import { groupFailures } from './group-failures'
import { keepDays } from './keep-days'
import { isStillWritten } from './known-file-receipt'
import { Lease } from './lease'
import { computeOpenCosts, type GivenPrices, putPricesInForce } from './prices'
import { enqueueImport } from './queue'
import { repriceBatch } from './reprice'
import { nextQueued, requeueInterrupted, runQueued, type Writer } from './run-queued'
import { walkPaths } from './walk-paths'
import { watchLimit } from './watch-limit'
import type { LiveMemory } from './write-batch'

const IDLE_MS = 250
const WATCH_EVERY_MS = 1_000
const INTERRUPT_EVERY_MS = 5_000

/** One database the worker writes: the operator's, or the sample's. */
export interface WorkerFleet {
  name: 'own' | 'sample'
  db: Db
  dataDir: string
  /** Before watching: lets a generator write what has happened since. @returns paths to sync, each with its options */
  advance?: (now: Date) => Promise<readonly string[]>
  /** The watch switch: off means nothing is synced unasked. */
  watch: boolean
  /** What else may be done while nothing waits, in small steps. @returns whether something was done */
  idle?: (now: Date) => Promise<boolean>
  /** The operator's own prices, put into force before anything is read; null takes them away. */
  ownPrices?: GivenPrices['own']
}

export interface WorkerOptions {
  fleets: readonly WorkerFleet[]
  now: () => Date
  log: (line: string) => void
  signal: AbortSignal
}

/**
 * The ingest worker: takes the lease of each database, runs queued imports, syncs watched sources and the sample, and
 * notices runs that fell silent. Ends when the signal is aborted, after the batch in hand.
 */
export async function startWorker({ fleets, now, log, signal }: WorkerOptions): Promise<void> {
  await Promise.all(fleets.map((fleet) => workOn(fleet, now, log, signal)))
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })

async function workOn(
  fleet: WorkerFleet,
  now: () => Date,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const memory = new Map<string, LiveMemory>()
  const stamps: Stamps = new Map()
  while (!signal.aborted) {
    const lease = await Lease.take(fleet.db, 'worker', now()).catch(() => null)
    if (!lease) {
      await pause(IDLE_MS, signal)
      continue
    }
    try {
      await requeueInterrupted(fleet.db, now())
      if (fleet.ownPrices) await putPricesInForce(fleet.db, lease, { own: fleet.ownPrices }, now())
      await computeOpenCosts(fleet.db, lease)
      await deriveDirty(fleet.db, lease, now())
      await serve(fleet, { db: fleet.db, dataDir: fleet.dataDir, lease, now, memory }, stamps, log, signal)
    } catch (error) {
      log(`${fleet.name}: ${error instanceof Error ? error.message : String(error)}`)
      await pause(1_000, signal)
    } finally {
      await lease.release()
    }
  }
}

async function serve(
  fleet: WorkerFleet,
  writer: Writer,
  stamps: Stamps,
  log: (line: string) => void,
  signal: AbortSignal,
) {
  const { db, now } = writer
  let watchedAt = 0
  let interruptedAt = 0
  while (!signal.aborted) {
    const id = await nextQueued(db)
    if (id) {
      await runQueued(writer, id).catch((error: unknown) =>
        log(`${fleet.name}: import ${id} failed: ${error instanceof Error ? error.message : error}`),
      )
      continue
    }
    const at = now().getTime()
    if (at - watchedAt >= WATCH_EVERY_MS) {
      watchedAt = at
      await syncSources(fleet, writer, stamps, log)
    }
    if (at - interruptedAt >= INTERRUPT_EVERY_MS) {
      interruptedAt = at
      await noticeSilence(writer)
      await keepDays(db, writer.lease)
    }
    // What operators did to patterns, and what time does to them.
    if (doPatternsWait(db, now().toISOString())) {
      await groupFailures(db, writer.lease)
      await derivePatterns(db, () => writer.lease.fence(), now())
    }
    // One batch between two looks at the queue: records do not wait for costs.
    if (await repriceBatch(db, writer.lease, now())) continue
    if (await fleet.idle?.(now())) continue
    await pause(IDLE_MS, signal)
  }
}

/** By watched path: what its files looked like when they were last read, and the instances they are part of. */
type Stamps = Map<string, { files: ReadonlyMap<string, string>; instances: readonly string[] }>

/** Beside transcripts agents keep notes, settings and the like; they are no transcripts that went wrong. */
const TRANSCRIPT = /\.jsonl(\.gz)?$/i

/** Size and time of every file below a path: cheap to compare, and enough to know that something was written. */
async function stampsOf(path: string, { as, within }: SyncOptions): Promise<Map<string, string>> {
  const { files, problems } = await walkPaths([path], within)
  if (problems[0] && files.length === 0) throw new Error(problems[0].reason)
  const wanted = as && isTranscript(as) ? files.filter((file) => TRANSCRIPT.test(file.path)) : files
  return new Map(wanted.map((file) => [file.path, `${file.bytes} ${file.mtimeMs} ${walStamp(file.path)}`]))
}

function walStamp(file: string): string {
  try {
    const { size, mtimeMs } = statSync(`${file}-wal`)
    return `${size} ${mtimeMs}`
  } catch {
    return ''
  }
}

async function syncSources(
  fleet: WorkerFleet,
  writer: Writer,
  stamps: Stamps,
  log: (line: string) => void,
): Promise<void> {
  const { db, now } = writer
  const generated = (await fleet.advance?.(now())) ?? []
  for (const path of generated) await syncPath(writer, path, stamps, { synthetic: true, requestedBy: 'sample' })
  if (!fleet.watch) return
  for (const source of await db.source.findMany({ where: { state: { not: 'paused' } } })) {
    const checkedAt = now().toISOString()
    // Paused or removed meanwhile: that stands.
    const where = { id: source.id, state: { not: 'paused' } }
    try {
      const within = watchLimit(source)
      const changed = await syncPath(writer, source.path, stamps, {
        synthetic: false,
        requestedBy: 'watch',
        as: source.system,
        instance: source.instance,
        ...(within && { within }),
      })
      const data = { checkedAt, state: 'watching', error: null, ...(changed && { changedAt: checkedAt }) }
      await db.source.updateMany({ where, data })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (source.error !== message) log(`${source.path}: ${message}`)
      await db.source.updateMany({ where, data: { checkedAt, state: 'failing', error: message } })
    }
  }
}

interface SyncOptions {
  synthetic: boolean
  requestedBy: 'watch' | 'sample'
  as?: string | null
  instance?: string | null
  /** What reading may not leave, wherever a link leads. */
  within?: readonly string[]
}

/** Imports a path when it changed; when it did not, its instances were still found unchanged now. */
async function syncPath(writer: Writer, path: string, stamps: Stamps, options: SyncOptions): Promise<boolean> {
  const { db, now } = writer
  const found = await stampsOf(path, options)
  const before = stamps.get(path)
  const changed = [...found].filter(([file, stamp]) => before?.files.get(file) !== stamp).map(([file]) => file)
  if (changed.length === 0) {
    const checkedAt = now().toISOString()
    await db.instance.updateMany({ where: { id: { in: [...(before?.instances ?? [])] } }, data: { checkedAt } })
    return false
  }
  const { synthetic, requestedBy, as, instance, within } = options
  const id = await enqueueImport(db, {
    paths: changed,
    requestedBy,
    options: { live: true, synthetic, ...(as && { as }), ...(instance && { instance }), ...(within && { within }) },
    now: now(),
  })
  const receipt = await runQueued(writer, id)
  // Somebody is still writing it: it is read again at the next look, changed or not.
  for (const file of receipt.files.filter(isStillWritten)) found.delete(file.path)
  // Looked up once for each change: a path is asked about every second.
  stamps.set(path, { files: found, instances: await instancesBelow(db, path) })
  return true
}

async function instancesBelow(db: Db, path: string): Promise<string[]> {
  const contents = await db.content.findMany({
    where: { path: { startsWith: path } },
    select: { instanceId: true },
    distinct: ['instanceId'],
  })
  return contents.flatMap((row) => row.instanceId ?? [])
}

/** Runs whose last evidence is older than they may last are derived again: the clock is when their source was checked. */
async function noticeSilence({ db, lease, now }: Writer): Promise<void> {
  const [due, dueSessions] = [await silentRuns(db), await silentSessions(db)]
  if (due.length === 0 && dueSessions.length === 0) return
  await writeAll(db, [
    lease.fence(),
    ...upsert(
      'DirtyRun',
      ['runId'],
      due.map((runId) => ({ runId })),
      'keep',
    ),
    ...upsert(
      'DirtySession',
      ['sessionId'],
      dueSessions.map((sessionId) => ({ sessionId })),
      'keep',
    ),
  ])
  await deriveDirty(db, lease, now())
}
