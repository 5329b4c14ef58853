import type {
  CanonicalRecord,
  EntryRecord,
  FailureRecord,
  SessionLinkRecord,
  SessionRecord,
  UsageRecord,
} from '@/lib/model/records'
import type { Dropped, Unparsed } from '@/lib/sources/reader'
import { codexReader } from './codex-reader'

/** What one file gave, sorted by kind: for tests. */
export interface Reading {
  records: CanonicalRecord[]
  usage: UsageRecord[]
  entries: EntryRecord[]
  failures: FailureRecord[]
  links: SessionLinkRecord[]
  sessions: SessionRecord[]
  dropped: Dropped[]
  unparsed: Unparsed[]
  rejected: string[]
  state: unknown
}

/** Reads the lines of a file as ingest does; `cutAfter` lines the reading stops and goes on from its saved state. */
export function readLines(
  lines: readonly (string | object)[],
  path = 'rollout.jsonl',
  cutAfter: number[] = [],
): Reading {
  const result = { records: [] as CanonicalRecord[], dropped: [] as Dropped[], unparsed: [] as Unparsed[] }
  const rejected: string[] = []
  let reading = codexReader.open({ state: null, path })
  lines.forEach((line, index) => {
    const value: unknown = typeof line === 'string' ? JSON.parse(line) : line
    const read = reading.readLine(value, index + 1, 0)
    if ('rejected' in read) rejected.push(read.rejected)
    else {
      result.records.push(...read.records)
      result.dropped.push(...(read.dropped ?? []))
      result.unparsed.push(...(read.unparsed ?? []))
    }
    if (!cutAfter.includes(index + 1)) return
    const saved: unknown = JSON.parse(JSON.stringify(reading.state()))
    reading = codexReader.open({ state: saved, path })
  })
  result.records.push(...reading.gather())
  return { ...result, ...sorted(result.records), rejected, state: reading.state() }
}

function sorted(records: readonly CanonicalRecord[]) {
  return {
    usage: records.filter((record) => record.kind === 'usage'),
    entries: records.filter((record) => record.kind === 'entry'),
    failures: records.filter((record) => record.kind === 'failure'),
    links: records.filter((record) => record.kind === 'sessionLink'),
    sessions: records.filter((record) => record.kind === 'session'),
  }
}
