import 'server-only'
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { closeDb, type Db, databasePath, openDb } from '@/lib/db/client'
import { checkpoint, integrityProblems, ledgerTotals, rowCounts } from '@/lib/db/maintenance'
import { migrate } from '@/prisma/migrate'
import { appliedMigrations, DatabaseIsNewer } from '@/prisma/migration-state'
import { CommandError } from './command-error'
import { databaseUsers } from './database-users'
import { openProblem } from './open-fleet'

export interface Restored {
  database: string
  kept: string | null
  verified: { tables: number; rows: number } | null
}

/**
 * Checks a backup, brings a copy of it to this program's tables and puts that in the place of the database, at once.
 * What was there stays beside it under a name with the time.
 * @throws {CommandError} when Pitwall is running on the database, or the file is no backup of it
 */
export async function restore(of: { url: string; file: string; verify: boolean }): Promise<Restored> {
  const backup = path.resolve(of.file)
  const target = databasePath(of.url)
  if (!existsSync(backup)) throw new CommandError(`There is no file ${backup}.`)
  if (backup === target) throw new CommandError('That file is the database itself.')
  refuseWhileInUse(target)
  mkdirSync(path.dirname(target), { recursive: true })
  const draft = `${target}.${process.pid}.restoring`
  try {
    copyDatabaseFiles(backup, draft)
    const before = await checkedCounts(draft, backup)
    await migrate(`file:${draft}`)
    await withDb(draft, async (db) => {
      await db.lease.deleteMany()
      await checkpoint(db)
    })
    refuseWhileInUse(target)
    const kept = keepOld(target)
    renameSync(draft, target)
    const verified = of.verify ? await verify(target, before) : null
    return { database: target, kept, verified }
  } finally {
    for (const part of ['', '-wal', '-shm', '.migrating']) rmSync(`${draft}${part}`, { force: true })
  }
}

function refuseWhileInUse(target: string): void {
  const [user] = databaseUsers(target)
  if (user) throw new CommandError(`Process ${user.pid} (${user.name}) is using ${target}; stop Pitwall first.`)
}

function copyDatabaseFiles(from: string, to: string): void {
  for (const part of ['', '-wal']) if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`)
}

interface Contents {
  counts: Record<string, number>
  ledgers: Record<string, string>
}

const contentsOf = async (db: Db): Promise<Contents> => ({
  counts: await rowCounts(db),
  ledgers: await ledgerTotals(db),
})

async function withDb<T>(file: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = await openDb(`file:${file}`)
  return work(db).finally(() => closeDb(db))
}

/** What the backup holds, after making sure that it is one. */
async function checkedCounts(draft: string, named: string): Promise<Contents> {
  const refuse = (why: string) => new CommandError(`${named} cannot be restored: ${why}.`)
  try {
    if ((await appliedMigrations(`file:${draft}`)).length === 0) throw refuse('it is not a Pitwall database')
    return await withDb(draft, async (db) => {
      const [problem] = await integrityProblems(db)
      if (problem) throw refuse(`it is damaged (${problem})`)
      return contentsOf(db)
    })
  } catch (error) {
    if (error instanceof CommandError || error instanceof DatabaseIsNewer) throw error
    throw refuse(openProblem(error))
  }
}

/** Moves the database that is there out of the way. @returns its new name */
function keepOld(target: string): string | null {
  if (!existsSync(target)) return null
  const at = new Date().toISOString().replace(/[:.]/g, '-')
  const kept = `${target}.before-restore-${at}`
  for (const part of ['', '-wal', '-shm'])
    if (existsSync(`${target}${part}`)) renameSync(`${target}${part}`, `${kept}${part}`)
  return kept
}

/** Compares what stands in the database now with what the backup held; migrations may have added tables and rows. */
async function verify(target: string, before: Contents): Promise<{ tables: number; rows: number }> {
  const after = await withDb(target, contentsOf)
  const ours = (name: string) => name !== '_prisma_migrations' && name !== 'Lease'
  const tables = Object.keys(before.counts).filter(ours)
  const differing = tables.filter((name) => after.counts[name] !== before.counts[name])
  const ledgers = Object.keys(before.ledgers).filter((name) => after.ledgers[name] !== before.ledgers[name])
  if (differing.length + ledgers.length > 0) {
    throw new CommandError(`The restored database differs from the backup in ${[...differing, ...ledgers].join(', ')}.`)
  }
  return { tables: tables.length, rows: tables.reduce((sum, name) => sum + (before.counts[name] ?? 0), 0) }
}
