import 'server-only'
import { createHash } from 'node:crypto'
import { type Db, writerOf } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import {
  type CopySums,
  copySums,
  type EntryCounts,
  entryCounts,
  lastEntryOf,
  originsOf,
  type SessionSpend,
  sessionSpend,
} from '@/lib/db/session-sums'
import { type Row, type RowStatement, type Statement, upsert, writeAll } from '@/lib/db/upsert'
import { type HolderRow, sharedHolders } from '@/lib/db/usage-copies'
import { rollUpHours } from '@/lib/db/usage-hour'
import { ownerOf } from '@/lib/ledger/responses'
import { deriveSession } from '@/lib/liveness/derive-session'
import type { Status } from '@/lib/model/status'
import type { Lease } from './lease'
import { json } from './record-content'

/** Sessions derived in one go: few enough that a page never waits long for the writer. */
const SESSIONS_AT_ONCE = 200

/**
 * De-duplication, second half, and what follows for sessions: every response is booked on the session that had it first,
 * then the sessions on the dirty list get their counts, sums, state and links anew. All of it is a function of the rows
 * that are there, so the order of imports cannot show.
 */
export async function deriveDirtySessions(db: Db, lease: Lease, now: Date): Promise<void> {
  for (;;) {
    const dirty = await db.dirtySession.findMany({ orderBy: { sessionId: 'asc' }, take: SESSIONS_AT_ONCE })
    if (dirty.length === 0) return
    const ids = dirty.map((row) => row.sessionId)
    await adoptRuns(db, lease, ids)
    await writeAll(db, [lease.fence(), ...firstTimes(db, ids)])
    const moved = await bookResponses(db, lease, ids)
    const touched = [...new Set([...ids, ...moved])]
    await writeAll(db, [
      lease.fence(),
      ...(await sessionStatements(db, touched, now)),
      ...linkStatements(db, touched),
      {
        sql: 'DELETE FROM "DirtySession" WHERE "sessionId" IN (SELECT value FROM json_each(?))',
        values: [JSON.stringify(ids)],
      },
      raiseDataRevision(),
    ])
  }
}

/** A sub-agent of a sub-agent belongs to the run at the top, whichever of their files came first. */
async function adoptRuns(db: Db, lease: Lease, ids: readonly string[]): Promise<void> {
  let generation = [...ids]
  for (let depth = 0; depth < 20 && generation.length > 0; depth += 1) {
    const strays = writerOf(db).all(
      `SELECT c."id", c."runId" AS "from", p."runId" AS "to" FROM "Session" c JOIN "Session" p ON p."id" = c."parentId" ` +
        `WHERE p."runId" IS NOT NULL AND c."runId" IS NOT p."runId" AND ` +
        `(c."id" IN (SELECT value FROM json_each(?1)) OR p."id" IN (SELECT value FROM json_each(?1)))`,
      [JSON.stringify(generation)],
    )
    if (strays.length === 0) return
    const runs = strays.flatMap((row) => [row['from'], row['to']].filter((id) => typeof id === 'string'))
    await writeAll(db, [
      lease.fence(),
      ...strays.flatMap((row) =>
        ['Session', 'UsageEvent', 'Failure'].map((table) => ({
          sql: `UPDATE "${table}" SET "runId" = ? WHERE "${table === 'Session' ? 'id' : 'sessionId'}" = ?`,
          values: [row['to'] ?? null, row['id'] ?? null],
        })),
      ),
      ...upsert(
        'DirtyRun',
        ['runId'],
        [...new Set(runs)].map((runId) => ({ runId })),
        'keep',
      ),
      removeEmptyPlaceholders(runs),
    ])
    generation = strays.map((row) => String(row['id']))
  }
}

/** A placeholder exists only as long as something names it. */
const removeEmptyPlaceholders = (runIds: readonly string[]): Statement => ({
  sql:
    `DELETE FROM "Run" WHERE NOT "hasRow" AND "id" IN (SELECT value FROM json_each(?)) AND ` +
    ['UsageEvent', 'Session', 'Failure', 'Phase', 'Tier', 'Candidate', 'ItemResult']
      .map((table) => `NOT EXISTS (SELECT 1 FROM "${table}" x WHERE x."runId" = "Run"."id")`)
      .join(' AND '),
  values: [JSON.stringify(runIds)],
})

/** When each session began: needed of all holders before it can be said which of them was first. */
function firstTimes(db: Db, ids: readonly string[]): RowStatement[] {
  const [entries, copies] = [entryCounts(db, ids), copySums(db, ids)]
  const rows = ids.map((id) => [earliest(entries.get(id)?.firstAt, copies.get(id)?.firstAt), id])
  return [{ sql: 'UPDATE "Session" SET "firstAt" = ? WHERE "id" = ?', rows }]
}

function earliest(...times: (string | null | undefined)[]): string | null {
  return times.filter((at): at is string => typeof at === 'string').sort()[0] ?? null
}

function latest(...times: (string | null | undefined)[]): string | null {
  return (
    times
      .filter((at): at is string => typeof at === 'string')
      .sort()
      .at(-1) ?? null
  )
}

/** Books every response that several sessions hold on the one that had it first. @returns the sessions that changed */
async function bookResponses(db: Db, lease: Lease, ids: readonly string[]): Promise<string[]> {
  const byEvent = new Map<string, HolderRow[]>()
  for (const row of sharedHolders(db, ids)) byEvent.set(row.eventId, [...(byEvent.get(row.eventId) ?? []), row])
  const statements: Statement[] = []
  const sessions = new Set<string>()
  const hours = new Set<string>()
  const runs = new Set<string>()
  for (const holders of byEvent.values()) {
    const owner = ownerOf(holders)
    if (owner === null) continue
    for (const holder of holders.filter((other) => other.kept !== (other === owner))) {
      statements.push(keepStatement(holder, holder === owner))
      sessions.add(holder.sessionId)
    }
    if (owner.bookedSession === owner.sessionId) continue
    statements.push(bookStatement(owner))
    hours.add(owner.hour)
    for (const { runId, sessionId } of holders) {
      sessions.add(sessionId)
      if (runId !== null) runs.add(runId)
    }
  }
  if (statements.length === 0) return []
  await writeAll(db, [
    lease.fence(),
    ...statements,
    ...rollUpHours([...hours]),
    ...upsert(
      'DirtyRun',
      ['runId'],
      [...runs].map((runId) => ({ runId })),
      'keep',
    ),
  ])
  return [...sessions]
}

const keepStatement = ({ copyId }: HolderRow, kept: boolean): Statement => ({
  sql: 'UPDATE "UsageCopy" SET "kept" = ?, "rule" = ? WHERE "id" = ?',
  values: [kept, kept ? null : 'replayed-history', copyId],
})

const bookStatement = ({ eventId, sessionId, copyId, runId, role }: HolderRow): Statement => ({
  sql:
    'UPDATE "UsageEvent" SET "sessionId" = ?, "runId" = COALESCE(?, "runId"), "role" = COALESCE(?, "role"), ' +
    '"contentId" = (SELECT "contentId" FROM "UsageCopy" WHERE "id" = ?), "ref" = (SELECT "ref" FROM "UsageCopy" WHERE "id" = ?) WHERE "id" = ?',
  values: [sessionId, runId, role, copyId, copyId, eventId],
})

const NO_ENTRIES: EntryCounts = {
  entries: 0,
  turns: 0,
  toolCalls: 0,
  toolFailures: 0,
  denials: 0,
  interruptions: 0,
  apiErrors: 0,
  retries: 0,
  compactions: 0,
  firstAt: null,
  lastAt: null,
}

async function sessionStatements(db: Db, ids: readonly string[], now: Date): Promise<(Statement | RowStatement)[]> {
  const sessions = await db.session.findMany({
    where: { id: { in: [...ids] }, inferred: false },
    select: {
      id: true,
      instanceId: true,
      runId: true,
      status: true,
      statusRaw: true,
      openedAt: true,
      data: true,
      agent: true,
      name: true,
    },
  })
  const instances = new Map((await db.instance.findMany()).map((row) => [row.id, row.checkedAt]))
  const [entries, spend, copies] = [entryCounts(db, ids), sessionSpend(db, ids), copySums(db, ids)]
  const asked = askedFor(db, ids)
  const rows = sessions.map((session) => {
    const own = entries.get(session.id) ?? NO_ENTRIES
    const spent = spend.get(session.id)
    const copied = copies.get(session.id)
    const lastAt = latest(own.lastAt, spent?.lastAt)
    const derived = deriveSession({
      status: session.status as Status,
      statusRaw: session.statusRaw,
      lastEntry: lastEntryOf(db, session.id),
      lastEvidenceAt: lastAt,
      checkedAt: instances.get(session.instanceId) ?? now.toISOString(),
    })
    const firstAt = earliest(own.firstAt, copied?.firstAt)
    return {
      ...countColumns(own),
      ...spendColumns(spent, copied),
      ...derived,
      model: spent?.models[0] ?? namedModel(session.data),
      agent: session.agent ?? asked.get(session.id)?.agent ?? null,
      name: session.name ?? asked.get(session.id)?.name ?? null,
      firstAt,
      // A fork brings its origin's times along; it began when its own file did.
      startedAt: (copied?.droppedEvents ?? 0) > 0 ? (session.openedAt ?? firstAt) : firstAt,
      endedAt: ['succeeded', 'failed', 'stopped'].includes(derived.statusDerived) ? lastAt : null,
      lastEvidenceAt: lastAt ?? '',
      id: session.id,
    } satisfies Row
  })
  const runIds = [...new Set(sessions.flatMap((session) => session.runId ?? []))]
  return [
    ...updates('Session', rows),
    ...upsert(
      'DirtyRun',
      ['runId'],
      runIds.map((runId) => ({ runId })),
      'keep',
    ),
  ]
}

/** What the parents of sub-agents asked for: "Explore: Look around". Their own files may not know. */
function askedFor(db: Db, ids: readonly string[]): Map<string, { agent: string | null; name: string | null }> {
  const links = writerOf(db).all(
    `SELECT "toId", MAX("detail") AS "detail" FROM "SessionLink" WHERE "kind" = 'sub-agent' AND "toId" IN (SELECT value FROM json_each(?)) GROUP BY "toId"`,
    [JSON.stringify(ids)],
  )
  return new Map(
    links.map((link) => {
      const [, agent = null, name = null] = /^([^:]{1,80}): (.{1,120})/s.exec(String(link['detail'] ?? '')) ?? []
      return [String(link['toId']), { agent, name }]
    }),
  )
}

function namedModel(data: string): string | null {
  const { model } = JSON.parse(data) as { model?: unknown }
  return typeof model === 'string' ? model : null
}

const countColumns = (own: EntryCounts): Row => ({
  entriesCount: own.entries,
  turns: own.turns,
  toolCalls: own.toolCalls,
  toolFailures: own.toolFailures,
  denials: own.denials,
  interruptions: own.interruptions,
  apiErrors: own.apiErrors,
  retries: own.retries,
  compactions: own.compactions,
})

const spendColumns = (spent: SessionSpend | undefined, copied: CopySums | undefined): Row => ({
  models: json(spent?.models ?? []),
  events: spent?.events ?? 0,
  usageInput: spent?.sums['input'] ?? null,
  usageCacheRead: spent?.sums['cacheRead'] ?? null,
  usageCacheWrite5m: spent?.sums['cacheWrite5m'] ?? null,
  usageCacheWrite1h: spent?.sums['cacheWrite1h'] ?? null,
  usageOutput: spent?.sums['output'] ?? null,
  usageReasoning: spent?.sums['reasoning'] ?? null,
  usageUnsplit: spent?.sums['unsplit'] ?? null,
  usageLowerBound: (spent?.lowerBoundEvents ?? 0) > 0 ? '["output"]' : '[]',
  tokens: spent?.sums['total'] ?? null,
  costPico: spent?.sums['costPico'] ?? null,
  unpricedEvents: spent?.unpricedEvents ?? 0,
  droppedEvents: copied?.droppedEvents ?? 0,
  droppedTokens: copied?.droppedTokens ?? null,
})

/** One prepared UPDATE for many rows; `id` comes last in each. */
function updates(table: string, rows: readonly Row[]): RowStatement[] {
  const [first] = rows
  if (!first) return []
  const columns = Object.keys(first).filter((name) => name !== 'id')
  return [
    {
      sql: `UPDATE "${table}" SET ${columns.map((name) => `"${name}" = ?`).join(', ')}, "revision" = "revision" + 1 WHERE "id" = ?`,
      rows: rows.map((row) => [...columns.map((name) => row[name] ?? null), row['id'] ?? null]),
    },
  ]
}

/** From version 2.1 on a resume goes on in its own file; a copy is made for a fork only. */
const resumesInPlace = (version: unknown) => /^(2\.[1-9]|[3-9]\.|\d\d)/.test(String(version ?? ''))

/**
 * A session that holds responses of another goes on from it: a fork when the other went on by itself, else a resume.
 * Replayed history of a parent is no fork: the sub-agent's own link says it.
 */
function linkStatements(db: Db, touched: readonly string[]): (Statement | RowStatement)[] {
  // Whether a copy is a fork or a resume depends on what its origin did later.
  const followers = writerOf(db)
    .all('SELECT "fromId" FROM "SessionLink" WHERE "inferred" AND "toId" IN (SELECT value FROM json_each(?))', [
      JSON.stringify(touched),
    ])
    .map((row) => String(row['fromId']))
  const ids = [...new Set([...touched, ...followers])]
  const known = new Map(
    writerOf(db)
      .all('SELECT "id", "parentId", "systemVersion" FROM "Session" WHERE "id" IN (SELECT value FROM json_each(?))', [
        JSON.stringify(ids),
      ])
      .map((row) => [String(row['id']), row]),
  )
  const rows = originsOf(db, ids)
    .filter(({ sessionId, ownerId }) => known.get(sessionId)?.['parentId'] !== ownerId)
    .map(({ sessionId, ownerId, responses, lastSharedAt, ownerLastAt }): Row => {
      const wentOn = (ownerLastAt ?? '') > (lastSharedAt ?? '')
      const kind = wentOn || resumesInPlace(known.get(sessionId)?.['systemVersion']) ? 'fork' : 'resume'
      return {
        id: createHash('sha256')
          .update(json(['inferred', sessionId, ownerId]))
          .digest('hex')
          .slice(0, 32),
        fromId: sessionId,
        toId: ownerId,
        kind,
        at: lastSharedAt,
        detail: `${responses} ${responses === 1 ? 'response' : 'responses'} copied`,
        inferred: true,
        version: '',
      }
    })
  return [
    {
      sql: 'DELETE FROM "SessionLink" WHERE "inferred" AND "fromId" IN (SELECT value FROM json_each(?))',
      values: [JSON.stringify(ids)],
    },
    ...upsert('SessionLink', ['id'], rows, 'replace'),
  ]
}
