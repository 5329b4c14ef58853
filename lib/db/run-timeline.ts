import 'server-only'
import type { RunFailuresInput, RunPartInput } from '@/lib/runs/schema'
import type { Db } from './client'
import type { Failure, Session } from './generated/client'
import { keysetPage, readCursor, type SortOrder } from './keyset'
import type { SqlValue } from './upsert'

/** A choice of model is written down before the call that shows the run is alive. */
const LEAD_MS = 10 * 60_000

const NEWEST: SortOrder = {
  columns: [
    { name: 'at', kind: 'text' },
    { name: 'id', kind: 'text' },
  ],
  direction: 'DESC',
  nullable: true,
}

export interface TimelineRow extends Record<string, unknown> {
  id: string
  at: string | null
  kind: string
  title: string
  detail: string | null
  actor: string | null
  phaseKey: string | null
  phaseId: string | null
  inferred: bigint
  ref: string | null
}

export interface TimelineOf {
  id: string
  system: string
  firstEvidenceAt: string | null
  lastEvidenceAt: string
}

const EVENTS = `SELECT "id", "at", "kind", "title", "detail", "actor", "phaseKey", "phaseId", 0 AS "inferred", "ref" FROM "Event" WHERE "runId" = ?`

/** Events that name no run, by the key of a phase of this run and the time in which the run was alive. */
const BY_PHASE_KEY =
  `SELECT "id", "at", "kind", "title", "detail", "actor", "phaseKey", "phaseId", 1, "ref" FROM "Event" ` +
  `WHERE "runId" IS NULL AND "system" = ? AND "at" BETWEEN ? AND ? ` +
  `AND "phaseKey" IN (SELECT "nativeId" FROM "Phase" WHERE "runId" = ?)`

const ASKED = `SELECT "id", "requestedAt", "kind", 'asked', "context", NULL, NULL, "phaseId", 0, "ref" FROM "Approval" WHERE "runId" = ?`

const ANSWERED =
  `SELECT "id" || '#answer', "respondedAt", "kind", "status", "reason", "method", NULL, "phaseId", 0, "ref" ` +
  `FROM "Approval" WHERE "runId" = ? AND "respondedAt" IS NOT NULL`

const STATES =
  `SELECT "id", "at", 'state', "state", "before", NULL, NULL, CASE WHEN "subject" = 'phase' THEN "subjectId" END, 0, NULL ` +
  `FROM (SELECT "id", "at", "state", "subject", "subjectId", ` +
  `LAG("state") OVER (PARTITION BY "subjectId" ORDER BY "at", "firstSeenIn", "state") AS "before" ` +
  `FROM "StateObservation" WHERE "runId" = ?) s WHERE "before" IS NULL OR "before" <> "state"`

function union(run: TimelineOf): { sql: string; values: SqlValue[] } {
  const parts = [EVENTS, ASKED, ANSWERED, STATES]
  const values: SqlValue[] = parts.map(() => run.id)
  if (run.firstEvidenceAt !== null && run.lastEvidenceAt !== '') {
    const from = new Date(Date.parse(run.firstEvidenceAt) - LEAD_MS).toISOString()
    parts.push(BY_PHASE_KEY)
    values.push(run.system, from, run.lastEvidenceAt, run.id)
  }
  return { sql: parts.join(' UNION ALL '), values }
}

/** What happened in a run, newest first; what has no time comes last. */
export async function timelinePage(db: Db, run: TimelineOf, { cursor, limit }: RunPartInput) {
  const { sql, values } = union(run)
  const [page, [counted]] = await Promise.all([
    keysetPage<TimelineRow>(db, {
      select: `SELECT * FROM (${sql}) t`,
      selectValues: values,
      where: [],
      order: NEWEST,
      after: readCursor(NEWEST, cursor),
      limit,
    }),
    db.$queryRawUnsafe<{ rows: bigint }[]>(`SELECT COUNT(*) AS "rows" FROM (${sql}) t`, ...values),
  ])
  return { ...page, total: Number(counted?.rows ?? 0) }
}

/** An id with this behind it sorts right after the id itself. */
const NEXT = '\u0001'

/** Failures of a run, newest first, or from one of them on. */
export async function failurePage(db: Db, { id, cursor, limit, from }: RunFailuresInput) {
  const first = cursor === undefined && from !== undefined ? await db.failure.findUnique({ where: { id: from } }) : null
  const before = first?.runId === id ? [first.at, `${first.id}${NEXT}`] : null
  return keysetPage<Failure & Record<string, unknown>>(db, {
    select: 'SELECT * FROM "Failure"',
    where: [{ sql: '"runId" = ?', values: [id] }],
    order: NEWEST,
    after: before ?? readCursor(NEWEST, cursor),
    limit,
  })
}

const BY_START: SortOrder = {
  columns: [
    { name: 'startedAt', kind: 'text' },
    { name: 'id', kind: 'text' },
  ],
  direction: 'ASC',
  nullable: true,
}

/** Sessions of a run in the order they began. */
export async function sessionPage(db: Db, { id, cursor, limit }: RunPartInput) {
  return keysetPage<Session & Record<string, unknown>>(db, {
    select: 'SELECT * FROM "Session"',
    where: [{ sql: '"runId" = ?', values: [id] }],
    order: BY_START,
    after: readCursor(BY_START, cursor),
    limit,
  })
}
