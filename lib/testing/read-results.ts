import type {
  CanonicalRecord,
  EntryRecord,
  FailureRecord,
  JobRecord,
  ResultRecord,
  RunRecord,
  SessionRecord,
  UsageRecord,
} from '@/lib/model/records'
import type { Batch, DocumentReader, JsonlReader, Rejected, Unparsed } from '@/lib/sources/reader'
import { gathered, readKnown } from './memory-source'

/** What a reading gave, sorted by kind: for tests. */
export interface Gathered {
  records: CanonicalRecord[]
  jobs: JobRecord[]
  runs: RunRecord[]
  results: ResultRecord[]
  sessions: SessionRecord[]
  entries: EntryRecord[]
  usage: UsageRecord[]
  failures: FailureRecord[]
  rejected: Rejected[]
  unparsed: Unparsed[]
}

export function sorted(batches: Iterable<Reading>): Gathered {
  const { records, rejected, unparsed, of } = gathered([...batches].map((batch) => ({ ...NOTHING, ...batch })))
  return {
    ...{ records, rejected, unparsed },
    jobs: of('job'),
    runs: of('run'),
    results: of('result'),
    sessions: of('session'),
    entries: of('entry'),
    usage: of('usage'),
    failures: of('failure'),
  }
}

type Reading = Pick<Batch, 'records' | 'rejected' | 'unparsed'>
const NOTHING = { dropped: [], cursor: null, done: 1 }

/** Reads a document as ingest does: the reader that knows it reads it. */
export function readResults(reader: DocumentReader, path: string, content: unknown): Gathered {
  return sorted(readKnown(reader, path, content).batches)
}

/** Reads lines as ingest does; `cutAfter` so many lines the reading stops, and goes on from its saved state. */
export function readJsonLines(
  reader: JsonlReader,
  path: string,
  lines: readonly unknown[],
  cutAfter: readonly number[] = [],
): Gathered {
  const parts: Reading[] = []
  let reading = reader.open({ state: null, path })
  lines.forEach((value, index) => {
    const read = reading.readLine(value, index + 1, 0)
    const place = `line ${index + 1}`
    if ('rejected' in read)
      parts.push({ records: [], rejected: [{ line: index + 1, place, reason: read.rejected }], unparsed: [] })
    else parts.push({ records: read.records, rejected: [], unparsed: read.unparsed ?? [] })
    if (!cutAfter.includes(index + 1)) return
    parts.push({ records: reading.gather(), rejected: [], unparsed: [] })
    reading = reader.open({ state: JSON.parse(JSON.stringify(reading.state())), path })
  })
  parts.push({ records: reading.gather(), rejected: [], unparsed: [] })
  return sorted(parts)
}

/** Sums picodollars as dollars. */
export const dollars = (amounts: readonly (bigint | null)[]): number =>
  Number(amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n)) / 1e12
