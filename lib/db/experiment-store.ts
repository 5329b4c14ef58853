import 'server-only'
import type { Db } from './client'
import { raiseDataRevision } from './data-revision'
import type { Experiment, ExperimentResult, ExperimentVersion } from './generated/client'
import { writeAll } from './upsert'

export type StoredExperiment = Experiment
export type StoredVersion = ExperimentVersion
export type StoredResult = ExperimentResult

type NewExperiment = Pick<StoredExperiment, 'id' | 'name' | 'version' | 'createdAt'>

/** Declares an experiment with its first version. */
export async function insertExperiment(db: Db, row: NewExperiment, version: StoredVersion): Promise<void> {
  await writeAll(db, [
    {
      sql: 'INSERT INTO "Experiment" ("id", "name", "version", "createdAt") VALUES (?, ?, ?, ?)',
      values: [row.id, row.name, row.version, row.createdAt],
    },
    versionStatement(version),
    raiseDataRevision(),
  ])
}

/** Takes an experiment out of the list, or puts it back with nulls. */
export async function markExperiment(
  db: Db,
  id: string,
  { withdrawnAt, withdrawnWhy }: Pick<StoredExperiment, 'withdrawnAt' | 'withdrawnWhy'>,
): Promise<void> {
  await writeAll(db, [
    {
      sql: 'UPDATE "Experiment" SET "withdrawnAt" = ?, "withdrawnWhy" = ? WHERE "id" = ?',
      values: [withdrawnAt, withdrawnWhy, id],
    },
    raiseDataRevision(),
  ])
}

/** Adds a version; the database refuses a number that another writer took first. */
export async function insertVersion(db: Db, version: StoredVersion, name: string): Promise<void> {
  await writeAll(db, [
    versionStatement(version),
    {
      sql: 'UPDATE "Experiment" SET "version" = ?, "name" = ? WHERE "id" = ?',
      values: [version.version, name, version.experimentId],
    },
    raiseDataRevision(),
  ])
}

const versionStatement = (row: StoredVersion) => ({
  sql:
    `INSERT INTO "ExperimentVersion" ("experimentId", "version", "definition", "hash", "reason", "afterResults", "createdAt") ` +
    'VALUES (?, ?, ?, ?, ?, ?, ?)',
  values: [row.experimentId, row.version, row.definition, row.hash, row.reason, row.afterResults, row.createdAt],
})

/** The newest stored analysis of each of these experiments, without its numbers. */
export function newestResults(
  db: Db,
  ids: readonly string[],
): Promise<Pick<StoredResult, 'experimentId' | 'pairs' | 'verdict' | 'outcome' | 'computedAt' | 'seenAt'>[]> {
  return db.$queryRawUnsafe(
    `SELECT "experimentId", "pairs", "verdict", "outcome", "computedAt", "seenAt" FROM (SELECT *, ROW_NUMBER() OVER ` +
      `(PARTITION BY "experimentId" ORDER BY "version" DESC, "seenAt" DESC, "id") AS "nth" FROM "ExperimentResult" ` +
      `WHERE "experimentId" IN (SELECT value FROM json_each(?))) t WHERE "nth" = 1`,
    JSON.stringify(ids),
  )
}

/** Keeps an analysis; one of equal inputs is there already, and is only seen again. */
export async function keepResult(db: Db, row: StoredResult): Promise<void> {
  const names = Object.keys(row) as (keyof StoredResult)[]
  await writeAll(db, [
    {
      sql:
        `INSERT INTO "ExperimentResult" (${names.map((name) => `"${name}"`).join(', ')}) ` +
        `VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT ("id") DO UPDATE SET "seenAt" = excluded."seenAt"`,
      values: names.map((name) => row[name]),
    },
  ])
}
