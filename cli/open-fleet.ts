import 'server-only'
import type { Context } from '@/lib/context'
import { closeDb, databasePath, openDb } from '@/lib/db/client'
import { SqliteReader, type SqlReader } from '@/lib/db/sqlite-reader'
import { config } from '@/lib/env'
import type { Fleet } from '@/lib/http/wire'
import { DatabaseIsNewer, missingMigrations } from '@/prisma/migration-state'
import { CommandError } from './command-error'

export const fleetUrl = (fleet: Fleet) => (fleet === 'sample' ? config().sampleDatabaseUrl : config().databaseUrl)

/**
 * Opens the database of a fleet, creating or migrating it, and closes it afterwards.
 * @throws {CommandError} naming the file, when it cannot be opened
 */
export async function withFleet<T>(fleet: Fleet, work: (ctx: Context) => Promise<T>): Promise<T> {
  return withDatabase(fleetUrl(fleet), fleet, work)
}

export async function withDatabase<T>(url: string, fleet: Fleet, work: (ctx: Context) => Promise<T>): Promise<T> {
  const db = await migrateAndOpen(url)
  try {
    return await work({ db, fleet, now: new Date() })
  } finally {
    await closeDb(db)
  }
}

/** As `withFleet`, for work that asks in SQL alone: where no migration is due, the ORM is not even loaded. */
export async function withReader<T>(
  fleet: Fleet,
  work: (ctx: { db: SqlReader; fleet: Fleet; now: Date }) => Promise<T>,
): Promise<T> {
  const url = fleetUrl(fleet)
  const db = await orProblem(url, async () => {
    if ((await missingMigrations(url)).length > 0) await migrateNow(url)
    return new SqliteReader(databasePath(url))
  })
  try {
    return await work({ db, fleet, now: new Date() })
  } finally {
    db.close()
  }
}

const migrateNow = async (url: string) => (await import('@/prisma/migrate')).migrate(url)

const migrateAndOpen = (url: string) =>
  orProblem(url, async () => {
    if ((await missingMigrations(url)).length > 0) await migrateNow(url)
    return openDb(url)
  })

async function orProblem<T>(url: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof DatabaseIsNewer) throw error
    throw new CommandError(`${databasePath(url)} cannot be opened: ${openProblem(error)}.`)
  }
}

/** Why a database did not open, in words. */
export function openProblem(error: unknown): string {
  const { message = String(error), code } = error as NodeJS.ErrnoException
  if (/not a database|NOTADB/i.test(message)) return 'it is not a Pitwall database'
  if (/malformed|CORRUPT/i.test(message)) return 'it is damaged; restore a backup'
  if (/readonly|READONLY/i.test(message)) return 'it may not be written'
  if (/unable to open|CANTOPEN|14/.test(message) || code === 'EACCES' || code === 'EPERM') return 'it may not be read'
  return message.trim().split('\n').at(-1) ?? ''
}
