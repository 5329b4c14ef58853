import 'server-only'
import type { LastEntry } from '@/lib/liveness/derive-session'
import { type Db, writerOf } from './client'
import type { Row } from './upsert'
import { USAGE_SUMS } from './usage-roll-up'

/** What the entries of one session add up to. */
export interface EntryCounts {
  entries: number
  turns: number
  toolCalls: number
  toolFailures: number
  denials: number
  interruptions: number
  apiErrors: number
  retries: number
  compactions: number
  firstAt: string | null
  lastAt: string | null
}

const text = (value: Row[string] | undefined) => (typeof value === 'string' ? value : null)
const count = (value: Row[string] | undefined) => Number(value ?? 0)
const sumOf = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`

/** Counts per session over its entries, by session id. */
export function entryCounts(db: Db, sessionIds: readonly string[]): Map<string, EntryCounts> {
  const rows = writerOf(db).all(
    `SELECT "sessionId", COUNT(*) AS "entries", ${sumOf(`"kind" = 'prompt' AND "role" = 'person'`)} AS "turns", ${sumOf(`"kind" = 'tool_call'`)} AS "toolCalls", ` +
      `${sumOf(`"kind" = 'tool_result' AND "outcome" = 'failed'`)} AS "toolFailures", ${sumOf(`"outcome" = 'denied'`)} AS "denials", ` +
      `${sumOf(`"kind" = 'interruption' OR "outcome" = 'interrupted'`)} AS "interruptions", ${sumOf(`"kind" = 'error'`)} AS "apiErrors", ` +
      `${sumOf(`"kind" = 'retry'`)} AS "retries", ${sumOf(`"kind" = 'compaction'`)} AS "compactions", ` +
      `MIN("at") AS "firstAt", MAX("at") AS "lastAt" ` +
      `FROM "Entry" WHERE "sessionId" IN (SELECT value FROM json_each(?)) GROUP BY "sessionId"`,
    [JSON.stringify(sessionIds)],
  )
  return new Map(
    rows.map((row) => [
      String(row['sessionId']),
      {
        entries: count(row['entries']),
        turns: count(row['turns']),
        toolCalls: count(row['toolCalls']),
        toolFailures: count(row['toolFailures']),
        denials: count(row['denials']),
        interruptions: count(row['interruptions']),
        apiErrors: count(row['apiErrors']),
        retries: count(row['retries']),
        compactions: count(row['compactions']),
        firstAt: text(row['firstAt']),
        lastAt: text(row['lastAt']),
      },
    ]),
  )
}

/** Kinds that tell nothing about whose turn it is. */
const ASIDE = `('note', 'image', 'summary', 'compaction', 'resume')`

/** The newest entry of a session that tells whose turn it is. */
export function lastEntryOf(db: Db, sessionId: string): LastEntry | null {
  const newest = (attached: 0 | 1) =>
    writerOf(db).all(
      `SELECT "place", "kind", "role", "tool", "outcome", "at" FROM "Entry" WHERE "sessionId" = ? AND "attached" = ${attached} ` +
        `AND "kind" NOT IN ${ASIDE} ORDER BY "place" DESC LIMIT 1`,
      [sessionId],
    )[0]
  const [own, result] = [newest(0), newest(1)]
  const last = !own || (result && String(result['place']) > String(own['place'])) ? result : own
  if (!last) return null
  return {
    kind: String(last['kind']),
    role: String(last['role']),
    tool: text(last['tool']),
    outcome: text(last['outcome']),
    at: text(last['at']),
  }
}

export interface SessionSpend {
  events: number
  unpricedEvents: number
  lowerBoundEvents: number
  firstAt: string | null
  lastAt: string | null
  /** Sums by the names of USAGE_SUMS. */
  sums: Record<string, bigint | null>
  /** Names, the one with most tokens first. */
  models: string[]
}

/** What each session spent itself, without its children. */
export function sessionSpend(db: Db, sessionIds: readonly string[]): Map<string, SessionSpend> {
  const rows = writerOf(db).all(
    `SELECT "sessionId", "model", COUNT(*) AS "events", ${sumOf('"costPico" IS NULL')} AS "unpriced", ` +
      `${sumOf(`"lowerBound" <> '[]'`)} AS "lowerBoundEvents", MIN("at") AS "firstAt", MAX("at") AS "lastAt", ` +
      `${USAGE_SUMS.map((name) => `SUM("${name}") AS "${name}"`).join(', ')} ` +
      `FROM "UsageEvent" WHERE "sessionId" IN (SELECT value FROM json_each(?)) GROUP BY "sessionId", "model"`,
    [JSON.stringify(sessionIds)],
  )
  const spend = new Map<string, SessionSpend & { byModel: [string, bigint][] }>()
  for (const row of rows) {
    const id = String(row['sessionId'])
    const of = spend.get(id) ?? { ...NO_SPEND, sums: {}, models: [], byModel: [] }
    of.events += count(row['events'])
    of.unpricedEvents += count(row['unpriced'])
    of.lowerBoundEvents += count(row['lowerBoundEvents'])
    of.firstAt = [of.firstAt, text(row['firstAt'])].filter((at) => at !== null).sort()[0] ?? null
    of.lastAt =
      [of.lastAt, text(row['lastAt'])]
        .filter((at) => at !== null)
        .sort()
        .at(-1) ?? null
    for (const name of USAGE_SUMS) {
      const value = row[name]
      if (value !== null && value !== undefined) of.sums[name] = (of.sums[name] ?? 0n) + BigInt(value)
    }
    const model = text(row['model'])
    if (model !== null) of.byModel.push([model, BigInt(row['total'] ?? 0)])
    spend.set(id, of)
  }
  for (const of of spend.values()) {
    of.models = of.byModel.sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1)).map(([name]) => name)
  }
  return spend
}

const NO_SPEND = { events: 0, unpricedEvents: 0, lowerBoundEvents: 0, firstAt: null, lastAt: null }

export interface CopySums {
  firstAt: string | null
  droppedEvents: number
  droppedTokens: bigint | null
}

/** What each session holds of responses: the earliest, and those that count elsewhere. */
export function copySums(db: Db, sessionIds: readonly string[]): Map<string, CopySums> {
  const rows = writerOf(db).all(
    `SELECT "sessionId", MIN("at") AS "firstAt", ${sumOf('NOT "kept"')} AS "dropped", ` +
      `SUM(CASE WHEN NOT "kept" THEN "writtenTokens" END) AS "tokens" ` +
      `FROM "UsageCopy" WHERE "sessionId" IN (SELECT value FROM json_each(?)) GROUP BY "sessionId"`,
    [JSON.stringify(sessionIds)],
  )
  return new Map(
    rows.map((row) => [
      String(row['sessionId']),
      {
        firstAt: text(row['firstAt']),
        droppedEvents: count(row['dropped']),
        droppedTokens: row['tokens'] === null || row['tokens'] === undefined ? null : BigInt(row['tokens']),
      },
    ]),
  )
}

export interface OriginRow {
  sessionId: string
  ownerId: string
  responses: number
  lastSharedAt: string | null
  /** The newest response that the owner holds. */
  ownerLastAt: string | null
}

/** From which sessions the given ones copied responses that count there. */
export function originsOf(db: Db, sessionIds: readonly string[]): OriginRow[] {
  const rows = writerOf(db).all(
    `SELECT c."sessionId", k."sessionId" AS "ownerId", COUNT(*) AS "responses", MAX(c."at") AS "lastSharedAt", ` +
      `(SELECT MAX(o."at") FROM "UsageCopy" o WHERE o."sessionId" = k."sessionId") AS "ownerLastAt" ` +
      `FROM "UsageCopy" c JOIN "UsageCopy" k ON k."eventId" = c."eventId" AND k."kept" ` +
      `WHERE NOT c."kept" AND c."sessionId" IN (SELECT value FROM json_each(?)) GROUP BY c."sessionId", k."sessionId"`,
    [JSON.stringify(sessionIds)],
  )
  return rows.map((row) => ({
    sessionId: String(row['sessionId']),
    ownerId: String(row['ownerId']),
    responses: count(row['responses']),
    lastSharedAt: text(row['lastSharedAt']),
    ownerLastAt: text(row['ownerLastAt']),
  }))
}
