import 'server-only'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { adapterFor, databasePath, openDb } from '@/lib/db/client'
import { withMigrationLock } from '@/lib/db/migration-lock'

const PRISMA_DIR = path.dirname(fileURLToPath(import.meta.url))
const MIGRATIONS_DIR = path.join(PRISMA_DIR, 'migrations')
const LOCKFILE = { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' }
const FILTERS = { externalTables: [], externalEnums: [] }

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

interface MigrationDirectory {
  path: string
  migrationFile: { path: string; content: { tag: 'ok'; value: string } }
}

/** The migrations of this program, oldest first. */
export function migrationNames(): string[] {
  if (!existsSync(MIGRATIONS_DIR)) return []
  return readdirSync(MIGRATIONS_DIR, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function migrationDirectories(): MigrationDirectory[] {
  return migrationNames().map((name) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok', value: readFileSync(path.join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8') },
    },
  }))
}

/** The migrations a database says it has; empty for a new file. */
export async function appliedMigrations(url: string): Promise<string[]> {
  if (!existsSync(databasePath(url))) return []
  const db = await openDb(url)
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
    await db.$disconnect()
  }
}

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg')

/** On globalThis: Next may load this file twice, and a second instance would pull the memory from under the first. */
const kept = globalThis as { pitwallSchemaEngine?: Promise<EngineModule> }

/** Found and loaded by Node itself, at a place no bundler can see: the module and its .wasm must stay side by side. */
async function loadEngine(): Promise<EngineModule> {
  const resolver = createRequire(path.join(PRISMA_DIR, 'migrate.ts'))
  const file = resolver.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const engine: EngineModule = await import(/* @vite-ignore */ /* turbopackIgnore: true */ pathToFileURL(file).href)
  const bytes = readFileSync(file.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine })
  engine.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start']
  if (typeof start === 'function') start()
  return engine
}

async function schemaEngine(url: string) {
  kept.pitwallSchemaEngine ??= loadEngine()
  const engine = await kept.pitwallSchemaEngine
  const datamodels: [string, string][] = [
    ['schema.prisma', readFileSync(path.join(PRISMA_DIR, 'schema.prisma'), 'utf8')],
  ]
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFor(url))
  return engine.SchemaEngine.new({ datamodels }, () => {}, factory)
}

/** The migrations a database lacks. @throws {DatabaseIsNewer} when it has some that this program does not know */
async function missingMigrations(url: string): Promise<string[]> {
  const known = migrationNames()
  const applied = await appliedMigrations(url)
  const unknown = applied.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new DatabaseIsNewer(databasePath(url), unknown)
  return known.filter((name) => !applied.includes(name))
}

async function applyMissing(url: string): Promise<string[]> {
  const db = await openDb(url) // creates the folder and switches the file to WAL before the engine touches it
  await db.$disconnect()
  const engine = await schemaEngine(url)
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: {
      baseDir: MIGRATIONS_DIR,
      lockfile: LOCKFILE,
      migrationDirectories: migrationDirectories(),
      shadowDbInitScript: '',
    },
    filters: FILTERS,
  })
  return appliedMigrationNames
}

/**
 * Brings a database to this program's tables; harmless when it is already there, or when several start it at once.
 * @returns the names applied now (empty when current)
 * @throws {DatabaseIsNewer} when the file has migrations this program does not know
 */
export async function migrate(url: string): Promise<string[]> {
  if ((await missingMigrations(url)).length === 0) return []
  return withMigrationLock(url, async () => {
    // Whoever had the lock before may have done the work.
    if ((await missingMigrations(url)).length === 0) return []
    return applyMissing(url)
  })
}

function schemaFile(): { path: string; content: string } {
  return { path: 'schema.prisma', content: readFileSync(path.join(PRISMA_DIR, 'schema.prisma'), 'utf8') }
}

/** The SQL that leads from the committed migrations to schema.prisma: the body of the next migration. */
export async function pendingSql(scratchUrl: string): Promise<string> {
  await migrate(scratchUrl)
  const engine = await schemaEngine(scratchUrl)
  const { stdout } = await engine.diff({
    // The scratch database has just been migrated: what it lacks is what the migrations lack.
    from: { tag: 'schemaDatasource', files: [schemaFile()], configDir: PRISMA_DIR },
    to: { tag: 'schemaDatamodel', files: [schemaFile()] },
    script: true,
    exitCode: null,
    filters: FILTERS,
  })
  return stdout ?? ''
}
