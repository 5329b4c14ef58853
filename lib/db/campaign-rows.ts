import 'server-only'
import { replayRange } from '@/lib/campaigns/replay-names'
import { AppError } from '@/lib/errors'
import type { Db } from './client'
import type { Run } from './generated/client'

const COLUMNS = [
  ...(['id', 'system', 'instanceId', 'nativeId', 'replayOf', 'status', 'statusDerived', 'cause'] as const),
  ...(['beganAt', 'usageTotal'] as const),
] satisfies readonly (keyof Run)[]

/** What pairing looks at. */
export type ReplayRow = Pick<Run, (typeof COLUMNS)[number]>

const SELECT = COLUMNS.map((name) => `r."${name}"`).join(', ')
const IN_LIST = 'IN (SELECT value FROM json_each(?))'
/** More would be no replays that anybody started. */
const REPLAYS_MAX = 100_000

interface Sought {
  /** Runs whose replays are sought. */
  originals: readonly { id: string; nativeId: string }[]
  /** Ids that manifests gave. */
  replayIds: readonly string[]
}

/**
 * Every run that may be a replay of these: by an id that a manifest gave, by its name, or by what its record says. Each is
 * found by an index. @throws {AppError} too_large
 */
export async function replayRows(db: Db, { originals, replayIds }: Sought): Promise<ReplayRow[]> {
  const ranges = originals.map(({ id }) => replayRange(id))
  const names = [...new Set(originals.flatMap(({ id, nativeId }) => [id, nativeId]))]
  const rows = await db.$queryRawUnsafe<ReplayRow[]>(
    `SELECT ${SELECT} FROM "Run" r WHERE r."id" ${IN_LIST} UNION ` +
      `SELECT ${SELECT} FROM json_each(?) o CROSS JOIN "Run" r ` +
      `ON r."id" > json_extract(o.value, '$.after') AND r."id" < json_extract(o.value, '$.before') UNION ` +
      `SELECT ${SELECT} FROM "Run" r WHERE r."replayOf" ${IN_LIST} ORDER BY 1 LIMIT ${REPLAYS_MAX + 1}`,
    JSON.stringify(replayIds),
    JSON.stringify(ranges),
    JSON.stringify(names),
  )
  if (rows.length <= REPLAYS_MAX) return rows
  throw new AppError('too_large', `More than ${REPLAYS_MAX.toLocaleString('en')} runs name these as their original`)
}

/** Those of these ids that are runs. */
export async function existingRuns(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT "id" FROM "Run" WHERE "id" ${IN_LIST}`,
    JSON.stringify([...new Set(ids)]),
  )
  return new Set(rows.map(({ id }) => id))
}

/** The rows of these runs, as pairing looks at them. */
export function runsById(db: Db, ids: readonly string[]): Promise<ReplayRow[]> {
  return db.$queryRawUnsafe<ReplayRow[]>(`SELECT ${SELECT} FROM "Run" r WHERE r."id" ${IN_LIST}`, JSON.stringify(ids))
}

/** Which of these runs have a goal. */
export async function runsWithGoal(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT "id" FROM "Run" WHERE "id" ${IN_LIST} AND "goal" IS NOT NULL AND TRIM("goal") <> ''`,
    JSON.stringify(ids),
  )
  return new Set(rows.map(({ id }) => id))
}

/** The instances of each of these systems. */
export async function instancesOf(db: Db, systems: readonly string[]): Promise<{ id: string; system: string }[]> {
  return db.instance.findMany({ where: { system: { in: [...systems] } }, select: { id: true, system: true } })
}
