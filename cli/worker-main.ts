import 'server-only'
import { statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { databasePath, openDb } from '@/lib/db/client'
import { config } from '@/lib/env'
import { startWorker, type WorkerFleet } from '@/lib/ingest/worker'
import { advanceSample } from '@/lib/sample/server/advance-sample'
import { migrate } from '@/prisma/migrate'
import { describeFailure } from './command-error'
import { stayAliveWithoutReader, tell } from './output'
import { makeSampleFleet, sampleFolder } from './sample-fleet'

const LOOK_EVERY_MS = 1_000

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
  const { databaseUrl, sampleDatabaseUrl, dataDir, switches } = config()
  const own = { name: 'own', dataDir, watch: switches.watch.enabled } as const
  const sample = { name: 'sample', dataDir: sampleFolder(), watch: false, advance: advanceOrRemake() } as const
  await migrate(databaseUrl)
  await Promise.all([
    keepServing(databaseUrl, own, ending.signal),
    ...(switches.sample_fleet.enabled ? [keepServing(sampleDatabaseUrl, sample, ending.signal)] : []),
  ])
}

/** Serves one database; when its file is replaced, removed or made, begins again with what is there. */
async function keepServing(url: string, fleet: Omit<WorkerFleet, 'db'>, ending: AbortSignal): Promise<void> {
  const file = databasePath(url)
  while (!ending.aborted) {
    const mark = fileMark(file)
    if (mark === null) {
      await sleep(LOOK_EVERY_MS, null, { signal: ending }).catch(() => null)
      continue
    }
    const replaced = new AbortController()
    const look = setInterval(() => fileMark(file) !== mark && replaced.abort(), LOOK_EVERY_MS)
    try {
      await migrate(url)
      const db = await openDb(url)
      const signal = AbortSignal.any([ending, replaced.signal])
      await startWorker({ fleets: [{ ...fleet, db }], now: () => new Date(), log: tell, signal }).finally(() =>
        db.$disconnect(),
      )
    } catch (error) {
      tell(`${fleet.name}: ${describeFailure(error).line}`)
      await sleep(LOOK_EVERY_MS, null, { signal: ending }).catch(() => null)
    } finally {
      clearInterval(look)
    }
  }
}

/** Lets the sample's live run go on; a sample that has become too old is made anew, in place of the old one. */
function advanceOrRemake(): (now: Date) => Promise<readonly string[]> {
  let remaking = false
  return async (now) => {
    const advanced = advanceSample({ folder: sampleFolder(), now })
    if (advanced.status === 'advanced') return [advanced.file]
    if (advanced.status === 'expired' && !remaking) {
      remaking = true
      await makeSampleFleet(() => new Date()).finally(() => {
        remaking = false
      })
    }
    return []
  }
}
