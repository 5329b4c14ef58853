import 'server-only'
import { statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeDb, databasePath, openDb } from '@/lib/db/client'
import { config } from '@/lib/env'
import { verdictKeeper } from '@/lib/experiments/server/keep-verdicts'
import { startWorker, type WorkerFleet } from '@/lib/ingest/worker'
import { advanceSample } from '@/lib/sample/server/advance-sample'
import { sampleFolder } from '@/lib/sample/server/sample-folder'
import { migrate } from '@/prisma/migrate'
import { describeFailure } from './command-error'
import { lockHolder } from './lock-file'
import { stayAliveWithoutReader, tell } from './output'
import { readOwnPrices } from './read-price-file'
import { makeSampleFleet, sampleLock } from './sample-fleet'

const LOOK_EVERY_MS = 300

/** Which file a path is now; a database put in its place is another one. */
function fileMark(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true })
  return stat ? `${stat.dev}:${stat.ino}` : null
}

/** Works for both fleets until the process is asked to end, then finishes the batch in hand. */
export async function runWorker(): Promise<void> {
  stayAliveWithoutReader()
  const ending = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ending.abort())
  await migrate(config().databaseUrl)
  const serve = (fleet: ServedFleet) => keepServing(fleet, ending.signal)
  // `start` has read the file before; what became of it since must not keep records from being read.
  const ownPrices = await readOwnPrices().catch((error: unknown) =>
    tell(`${describeFailure(error).line} Nothing changed.`),
  )
  await Promise.all([
    serve({ ...ownFleet(), ...(ownPrices && { ownPrices }) }),
    ...(config().switches.sample_fleet.enabled ? [serve(sampleFleet())] : []),
  ])
}

interface ServedFleet extends Omit<WorkerFleet, 'db' | 'advance'> {
  url: string
  /** Which file may be written now; null: none. Another answer than before ends the work on the old one. */
  mark: () => string | null
  /** Done before the database is opened. */
  before?: () => Promise<void>
  advance?: (now: Date, giveUp: () => void) => readonly string[]
}

function ownFleet(): ServedFleet {
  const { databaseUrl: url, dataDir, switches } = config()
  return { name: 'own', url, dataDir, watch: switches.watch.enabled, mark: () => fileMark(databasePath(url)) }
}

/** Lets the sample's live run go on; a sample that has become too old is made anew, in place of the old one. */
function sampleFleet(): ServedFleet {
  const url = config().sampleDatabaseUrl
  let expired = false
  return {
    name: 'sample',
    url,
    dataDir: sampleFolder(),
    watch: false,
    // Whoever makes or removes the sample has it alone.
    mark: () => (lockHolder(sampleLock()) === null ? fileMark(databasePath(url)) : null),
    before: async () => {
      if (expired) await makeSampleFleet(() => new Date())
      expired = false
    },
    advance: (now, giveUp) => {
      const advanced = advanceSample({ folder: sampleFolder(), now })
      if (advanced.status === 'advanced') return advanced.files
      if (advanced.status === 'expired') {
        expired = true
        giveUp()
      }
      return []
    },
  }
}

/** Serves one database; when its file is replaced, removed or made, begins again with what is there. */
async function keepServing(fleet: ServedFleet, ending: AbortSignal): Promise<void> {
  const pause = () => sleep(LOOK_EVERY_MS, null, { signal: ending }).catch(() => null)
  while (!ending.aborted) {
    if (fleet.mark() === null) {
      await pause()
      continue
    }
    try {
      await fleet.before?.()
      await serveFile(fleet, ending)
    } catch (error) {
      tell(`${fleet.name}: ${describeFailure(error).line}`)
      await pause()
    }
  }
}

/** Works until the process ends or the file is another one. */
async function serveFile({ url, mark, advance, ...fleet }: ServedFleet, ending: AbortSignal): Promise<void> {
  const served = mark()
  const replaced = new AbortController()
  const look = setInterval(() => mark() !== served && replaced.abort(), LOOK_EVERY_MS)
  try {
    await migrate(url)
    const db = await openDb(url)
    const giveUp = () => replaced.abort()
    const advances = advance && { advance: async (now: Date) => advance(now, giveUp) }
    const signal = AbortSignal.any([ending, replaced.signal])
    // What fails on a file that was taken away is no news.
    const log = (line: string) => mark() === served && tell(line)
    await startWorker({
      fleets: [{ ...fleet, ...advances, db, idle: verdictKeeper({ db, fleet: fleet.name }) }],
      now: () => new Date(),
      log,
      signal,
    }).finally(() => closeDb(db))
  } finally {
    clearInterval(look)
  }
}
