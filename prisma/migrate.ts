import 'server-only'
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { adapterFor, databasePath } from '@/lib/db/client'
import { withMigrationLock } from '@/lib/db/migration-lock'
import { SqliteWriter } from '@/lib/db/sqlite-writer'
import { MIGRATIONS_DIR, missingMigrations, PRISMA_DIR } from './migration-state'

const FILTERS = { externalTables: [], externalEnums: [] }

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
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils')
  const factory = bindMigrationAwareSqlAdapterFactory(await adapterFor(url))
  return engine.SchemaEngine.new({ datamodels }, () => {}, factory)
}

/** The table in which Prisma's own tools keep the same record, so that they and we agree. */
const RECORD_TABLE =
  'CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, ' +
  '"migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, ' +
  '"applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)'

/**
 * Each migration and its record in one transaction: a process killed in the middle leaves nothing behind. (The engine
 * records first and runs after, and a database whose migration was cut short can then never be opened again.)
 */
function applyMissing(url: string, names: readonly string[]): void {
  const file = databasePath(url)
  mkdirSync(path.dirname(file), { recursive: true })
  const writer = new SqliteWriter(file)
  try {
    // Kept in the file: pages are served while the worker writes.
    writer.all('PRAGMA journal_mode=WAL', [])
    for (const name of names) {
      const sql = readFileSync(path.join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      const at = BigInt(Date.now())
      writer.script(`${RECORD_TABLE};\n${sql}`, [
        {
          sql:
            'INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count") ' +
            'VALUES (?, ?, ?, ?, ?, 1)',
          values: [randomUUID(), checksum, at, name, at],
        },
      ])
    }
  } finally {
    writer.close()
  }
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
    const names = await missingMigrations(url)
    if (names.length > 0) applyMissing(url, names)
    return names
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
