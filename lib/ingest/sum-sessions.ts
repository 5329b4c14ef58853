import 'server-only'
import { type Db, writerOf } from '@/lib/db/client'
import {
  type CopySums,
  copySums,
  type EntryCounts,
  entryCounts,
  lastEntryOf,
  type SessionSpend,
  sessionSpend,
} from '@/lib/db/session-sums'
import type { Row, RowStatement, Statement } from '@/lib/db/upsert'
import { deriveSession } from '@/lib/liveness/derive-session'
import type { Status } from '@/lib/model/status'
import { markRunsDirty } from './mark-runs-dirty'
import { json } from './record-content'

/** When each session began: needed of all holders before it can be said which of them was first. */
export function firstTimes(db: Db, ids: readonly string[]): RowStatement[] {
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

const FACTS = {
  id: true,
  instanceId: true,
  runId: true,
  status: true,
  statusRaw: true,
  openedAt: true,
  statedStart: true,
  statedEnd: true,
  data: true,
  agent: true,
  name: true,
} as const

/** Counts, sums, state and names of sessions, from the rows that are there; their runs become dirty. */
export async function sessionStatements(
  db: Db,
  ids: readonly string[],
  now: Date,
): Promise<(Statement | RowStatement)[]> {
  const sessions = await db.session.findMany({ where: { id: { in: [...ids] }, inferred: false }, select: FACTS })
  const instances = new Map((await db.instance.findMany()).map((row) => [row.id, row.checkedAt]))
  const [entries, spend, copies] = [entryCounts(db, ids), sessionSpend(db, ids), copySums(db, ids)]
  const asked = askedFor(db, ids)
  const rows = sessions.map((session): Row => {
    const own = entries.get(session.id) ?? NO_ENTRIES
    const spent = spend.get(session.id)
    const copied = copies.get(session.id)
    const lastAt = latest(own.lastAt, spent?.lastAt) ?? session.statedEnd ?? session.statedStart
    const derived = deriveSession({
      status: session.status as Status,
      statusRaw: session.statusRaw,
      isClosed: saidOver(session.data),
      lastEntry: lastEntryOf(db, session.id),
      lastEvidenceAt: lastAt,
      checkedAt: instances.get(session.instanceId) ?? now.toISOString(),
    })
    const firstAt = earliest(own.firstAt, copied?.firstAt) ?? session.statedStart
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
    }
  })
  return [...updates('Session', rows), ...markRunsDirty(sessions.flatMap(({ runId }) => runId ?? []))]
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

const saidOver = (data: string): boolean => (JSON.parse(data) as { terminalRecord?: unknown }).terminalRecord === true

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
