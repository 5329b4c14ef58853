import { isObject } from '@/lib/sources/codex/json-value'
import { type JsonlReader, type LineResult, lineByLine } from '@/lib/sources/reader'
import { checkRecord } from './check-record'
import { isNdjsonKind, NDJSON_VERSION } from './ndjson-contract'
import { canonicalOf } from './ndjson-records'

/** Fields that name what a record is of: a file without `v` is ours when it has one, and each line then says so. */
const OWN_IDS = ['jobId', 'runId', 'sessionId', 'usageId', 'candidateId']

/** Pitwall's own records, one a line, written by any orchestrator. */
export const pitwallReader: JsonlReader = {
  system: 'pitwall',
  parserVersion: 3,
  ownSessions: true,

  detect: (value) => {
    if (!isObject(value) || !isNdjsonKind(value['kind'])) return null
    if (typeof value['v'] === 'number') return { systemVersion: `v${value['v']}` }
    return OWN_IDS.some((name) => Object.hasOwn(value, name)) ? { systemVersion: `v${NDJSON_VERSION}` } : null
  },

  open: lineByLine(readRecord),
}

function readRecord(value: unknown, line: number): LineResult {
  const checked = checkRecord(value)
  return 'reason' in checked ? { rejected: checked.reason } : { records: [canonicalOf(checked.record, line)] }
}
