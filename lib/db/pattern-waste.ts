import 'server-only'
import { type Db, writerOf } from './client'

/** What failing attempts spent; null where nothing of it is recorded. */
export interface Waste {
  tokens: bigint | null
  ms: bigint | null
  /** Picodollars; null where no price is known. */
  costPico: bigint | null
  /** Occurrences of which it is recorded. */
  known: number
}

/**
 * What the attempts spent in which a pattern occurred, each once however often it occurred there: the response that made
 * the failing call, the attempt at a phase that was under way, or the failed run where no phase or session is named.
 */
export function patternWaste(db: Db, patternId: string): Waste {
  const parts = [CALLS, ATTEMPTS, RUNS].map((sql) => {
    const [row] = writerOf(db).all(sql, [patternId])
    return {
      tokens: row?.['tokens'] as bigint | null,
      ms: row?.['ms'] as bigint | null,
      costPico: row?.['cost'] as bigint | null,
      known: Number(row?.['known'] ?? 0),
    }
  })
  const sum = (values: readonly (bigint | null)[]) =>
    values.reduce((all, value) => (value === null ? all : (all ?? 0n) + BigInt(value)), null as bigint | null)
  return {
    tokens: sum(parts.map(({ tokens }) => tokens)),
    ms: sum(parts.map(({ ms }) => ms)),
    costPico: sum(parts.map(({ costPico }) => costPico)),
    known: parts.reduce((all, { known }) => all + known, 0),
  }
}

const MS = (from: string, to: string) => `CAST(ROUND((julianday(${to}) - julianday(${from})) * 86400000.0) AS INTEGER)`

const totals = (each: string) =>
  `SELECT SUM("tokens") AS "tokens", SUM(CASE WHEN "ms" >= 0 THEN "ms" END) AS "ms", SUM("cost") AS "cost", COALESCE(SUM("n"), 0) AS "known" FROM (${each})`

/** The response of a failing call, and the time from the call to its result. */
const CALLS = totals(
  `SELECT u."total" AS "tokens", MAX(${MS('c."at"', 'e."at"')}) AS "ms", u."costPico" AS "cost", COUNT(*) AS "n" FROM "Failure" f ` +
    `JOIN "Entry" e ON e."id" = f."entryId" JOIN "Entry" c ON c."sessionId" = e."sessionId" AND c."callId" = e."callId" ` +
    `AND c."kind" = 'tool_call' JOIN "UsageEvent" u ON u."id" = c."eventId" ` +
    `WHERE f."patternId" = ? AND u."total" IS NOT NULL GROUP BY u."id"`,
)

const ATTEMPTS = totals(
  `SELECT a."tokens" AS "tokens", ${MS('a."startedAt"', 'a."endedAt"')} AS "ms", NULL AS "cost", COUNT(*) AS "n" FROM "Failure" f ` +
    `JOIN "Attempt" a ON a."runId" = f."runId" AND a."phaseId" = f."phaseId" AND a."outcome" <> 'accepted' ` +
    `AND f."at" >= a."startedAt" AND f."at" <= a."endedAt" WHERE f."patternId" = ? AND f."sessionId" IS NULL ` +
    `AND (a."tokens" IS NOT NULL OR a."startedAt" IS NOT NULL) GROUP BY a."id"`,
)

const RUNS = totals(
  `SELECT r."usageTotal" AS "tokens", r."durationMs" AS "ms", r."costPico" AS "cost", COUNT(*) AS "n" FROM "Failure" f JOIN "Run" r ON r."id" = f."runId" ` +
    `WHERE f."patternId" = ? AND f."sessionId" IS NULL AND f."phaseId" IS NULL AND f."entryId" IS NULL ` +
    `AND r."statusDerived" IN ('failed', 'timed_out') AND (r."usageTotal" IS NOT NULL OR r."durationMs" IS NOT NULL) GROUP BY r."id"`,
)
