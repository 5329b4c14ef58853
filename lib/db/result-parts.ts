import 'server-only'
import type { Statement } from './statement'

/** The same in every part. */
const IDENTITY = ['system', 'instanceId', 'runId', 'configuration', 'split', 'itemKey', 'repeat']
/** Told by whichever part speaks first; what it leaves null another fills. */
const FACTS = ['jobId', 'sessionId', 'resolved', 'score', 'costPico', 'seconds', 'calls', 'at', 'error']
const USAGE = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning', 'unsplit', 'total']
/** Of the part that speaks first of all. */
const EVIDENCE = ['data', 'flags', 'version', 'contentId', 'ref']

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`)

/** Of the parts of a result for which `has` holds, the value in the one of the lowest rank. */
const first = (column: string, has: string) =>
  `(SELECT p."${column}" FROM "ResultPart" p WHERE p."resultId" = r."resultId" AND ${has} ORDER BY p."rank" LIMIT 1)`

/** Makes results of their parts: a function of the parts alone, so it does not matter which came first. */
export function mergeResultParts(resultIds: readonly string[]): Statement[] {
  if (resultIds.length === 0) return []
  const columns = ['id', ...IDENTITY, ...FACTS, ...USAGE, ...EVIDENCE]
  const values = [
    'r."resultId"',
    ...IDENTITY.map((column) => `r."${column}"`),
    ...FACTS.map((column) => first(column, `p."${column}" IS NOT NULL`)),
    // Classes of tokens are never mixed: all of them are those of one part.
    ...USAGE.map((column) => first(column, 'p."total" IS NOT NULL')),
    ...EVIDENCE.map((column) => first(column, `p."${column}" IS NOT NULL`)),
  ]
  const set = quoted(columns.slice(1)).map((column) => `${column} = excluded.${column}`)
  return [
    {
      sql:
        `INSERT INTO "ItemResult" (${quoted(columns).join(', ')}) SELECT ${values.join(', ')} FROM "ResultPart" r ` +
        `WHERE r."resultId" IN (SELECT value FROM json_each(?)) AND r."rank" = ` +
        `(SELECT MIN(m."rank") FROM "ResultPart" m WHERE m."resultId" = r."resultId") ` +
        `ON CONFLICT ("id") DO UPDATE SET ${set.join(', ')}`,
      values: [JSON.stringify(resultIds)],
    },
  ]
}
