import 'server-only'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { databasePath } from '@/lib/db/client'
import { SqliteReader } from '@/lib/db/sqlite-reader'

export const PRISMA_DIR = path.dirname(fileURLToPath(import.meta.url))
export const MIGRATIONS_DIR = path.join(PRISMA_DIR, 'migrations')

/** Thrown when the file was written by a later Pitwall: its tables may mean something this one does not know. */
export class DatabaseIsNewer extends Error {
  constructor(file: string, unknown: string[]) {
    super(
      `${file} was written by a newer Pitwall (it has ${unknown.length === 1 ? 'the migration' : 'the migrations'} ` +
        `${unknown.join(', ')}). Start that version, or restore a backup made before the upgrade.`,
    )
    this.name = 'DatabaseIsNewer'
  }
}

/** The migrations of this program, oldest first. */
export function migrationNames(): string[] {
  if (!existsSync(MIGRATIONS_DIR)) return []
  return readdirSync(MIGRATIONS_DIR, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** The migrations a database says it has; empty for a new file. */
export async function appliedMigrations(url: string): Promise<string[]> {
  const file = databasePath(url)
  if (!existsSync(file)) return []
  const db = new SqliteReader(file)
  try {
    const tables = await db.$queryRawUnsafe<unknown[]>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'`,
    )
    if (tables.length === 0) return []
    const rows = await db.$queryRawUnsafe<{ migration_name: string }[]>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name',
    )
    return rows.map((row) => row.migration_name)
  } finally {
    db.close()
  }
}

/** The migrations a database lacks. @throws {DatabaseIsNewer} when it has some that this program does not know */
export async function missingMigrations(url: string): Promise<string[]> {
  const known = migrationNames()
  const applied = await appliedMigrations(url)
  const unknown = applied.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new DatabaseIsNewer(databasePath(url), unknown)
  return known.filter((name) => !applied.includes(name))
}
