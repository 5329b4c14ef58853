import 'server-only'
import { statSync } from 'node:fs'
import type { Context } from '@/lib/context'
import { config } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Fleet } from '@/lib/http/wire'
import { migrate } from '@/prisma/migrate'
import { DatabaseIsNewer } from '@/prisma/migration-state'
import { closeDb, type Db, databasePath, openDb } from './client'
import { dataRevision } from './data-revision'
import { databaseIdentity } from './database-identity'

export interface FleetSettings {
  urls: Readonly<Record<Fleet, string>>
  sampleEnabled: boolean
}

interface Opened {
  db: Db
  identity: string
  /** Which file this is; another one under the same name is another database. */
  file: string | null
  /** True once a run was seen in it: it is not asked again. */
  filled: boolean
}

/** Long enough for every query that began on a database before its file was replaced. */
const RETIRE_MS = 30_000

function fileMark(url: string): string | null {
  const stat = statSync(databasePath(url), { throwIfNoEntry: false, bigint: true })
  return stat ? `${stat.dev}:${stat.ino}` : null
}

function retire(db: Db): void {
  setTimeout(() => void closeDb(db).catch(() => {}), RETIRE_MS).unref()
}

/**
 * The databases of one process: opened and migrated when first asked for, opened anew when their file was replaced
 * (a restored backup, a sample made again).
 */
export class Fleets {
  readonly #opened = new Map<Fleet, Promise<Opened>>()

  constructor(private readonly settings: FleetSettings) {}

  async #open(fleet: Fleet): Promise<Opened> {
    const url = this.settings.urls[fleet]
    try {
      await migrate(url)
    } catch (error) {
      throw error instanceof DatabaseIsNewer ? new AppError('disabled', error.message) : error
    }
    const db = await openDb(url)
    return { db, identity: await databaseIdentity(db), file: fileMark(url), filled: false }
  }

  /** Only `pitwall sample` makes the sample; pages must not bring an empty one into being. */
  #refuseMissingSample(fleet: Fleet): void {
    if (fleet !== 'sample') return
    if (!this.settings.sampleEnabled) throw new AppError('disabled', 'The sample fleet is switched off')
    if (fileMark(this.settings.urls.sample) === null) {
      throw new AppError('not_found', 'There is no sample fleet yet: `pitwall sample` creates it')
    }
  }

  async get(fleet: Fleet): Promise<Opened> {
    this.#refuseMissingSample(fleet)
    const held = this.#opened.get(fleet)
    if (held) {
      const opened = await held
      if (opened.file === fileMark(this.settings.urls[fleet])) return opened
      if (this.#opened.get(fleet) === held) {
        this.#opened.delete(fleet)
        retire(opened.db)
      }
      return this.get(fleet)
    }
    const opening = this.#open(fleet)
    this.#opened.set(fleet, opening)
    // A failure is not kept: the next request tries again.
    opening.catch(() => this.#opened.get(fleet) === opening && this.#opened.delete(fleet))
    return opening
  }

  /** "sample" while the own database has no run and a sample exists, else "own". */
  async defaultFleet(): Promise<Fleet> {
    const own = await this.get('own')
    own.filled ||= (await own.db.run.findFirst({ select: { id: true } })) !== null
    const { urls, sampleEnabled } = this.settings
    return own.filled || !sampleEnabled || fileMark(urls.sample) === null ? 'own' : 'sample'
  }

  async close(): Promise<void> {
    const all = await Promise.allSettled(this.#opened.values())
    this.#opened.clear()
    for (const result of all) if (result.status === 'fulfilled') await closeDb(result.value.db)
  }
}

/** On globalThis: Next loads this module once for pages and once for routes, and one process opens a file once. */
const kept = globalThis as { pitwallFleets?: Fleets }

function fleets(): Fleets {
  if (!kept.pitwallFleets) {
    const { databaseUrl, sampleDatabaseUrl, switches } = config()
    const urls = { own: databaseUrl, sample: sampleDatabaseUrl }
    kept.pitwallFleets = new Fleets({ urls, sampleEnabled: switches.sample_fleet.enabled })
  }
  return kept.pitwallFleets
}

/**
 * The open, migrated database of a fleet.
 * @throws not_found when the sample was asked for and nobody made it; disabled when it is switched off
 */
export async function fleetDb(fleet: Fleet): Promise<Db> {
  return (await fleets().get(fleet)).db
}

/** The fleet shown to whoever does not ask for one: the sample while nothing was imported, then always the own. */
export async function defaultFleet(): Promise<Fleet> {
  return fleets().defaultFleet()
}

/** What a verb needs, with the time of this moment. */
export async function contextFor(fleet?: Fleet): Promise<Context> {
  const chosen = fleet ?? (await defaultFleet())
  return { db: await fleetDb(chosen), fleet: chosen, now: new Date() }
}

/** Which rows a reply is made of: changes with every write, with the database, and with its file. */
export async function fleetRevision(fleet: Fleet): Promise<string> {
  const { db, identity, file } = await fleets().get(fleet)
  return `${identity} ${file} ${await dataRevision(db)}`
}
