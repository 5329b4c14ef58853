import 'server-only'
import type { Db } from './client'

/** Writes a consistent copy of the database as of now; readers and the writer go on. `target` must not exist. */
export async function vacuumInto(db: Db, target: string): Promise<void> {
  await db.$executeRawUnsafe('VACUUM INTO ?', target)
}

/** What SQLite finds wrong with the file; empty when it is sound. */
export async function integrityProblems(db: Db): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<Record<string, string>[]>('PRAGMA quick_check(10)')
  return rows.flatMap((row) => Object.values(row)).filter((line) => line !== 'ok')
}

/** Moves everything from the write-ahead log into the main file, so that the file is complete in itself. */
export async function checkpoint(db: Db): Promise<void> {
  await db.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Rows of every table, by name. */
export async function rowCounts(db: Db): Promise<Record<string, number>> {
  const tables = await db.$queryRawUnsafe<{ name: string }[]>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await db.$queryRawUnsafe<{ rows: bigint }[]>(`SELECT COUNT(*) AS "rows" FROM ${quote(name)}`)
    counts[name] = Number(row?.rows ?? 0)
  }
  return counts
}

const LEDGER_TOTALS = {
  'spent tokens': 'SELECT SUM("total") FROM "UsageEvent"',
  'spent picodollars': 'SELECT SUM("costPico") FROM "UsageEvent"',
  'artifact tokens avoided': 'SELECT SUM("tokensSavedArtifacts") FROM "TokenEfficiencyMetric"',
  'doctor tokens avoided': 'SELECT SUM("doctorTokensAvoidedEstimate") FROM "Phase6Metric"',
  'A/B token difference': 'SELECT SUM("tokenDelta") FROM "ABTestResult"',
} as const

/** The sum of each ledger, as text; "none" where nothing was recorded. */
export async function ledgerTotals(db: Db): Promise<Record<string, string>> {
  const totals: Record<string, string> = {}
  for (const [name, sql] of Object.entries(LEDGER_TOTALS)) {
    const [row] = await db.$queryRawUnsafe<Record<string, bigint | null>[]>(`${sql.replace(' FROM', ' AS "sum" FROM')}`)
    totals[name] = String(row?.['sum'] ?? 'none')
  }
  return totals
}
