import 'server-only'
import type { FileReceipt, Receipt } from '@/lib/imports/schema'
import type { CanonicalRecord } from '@/lib/model/records'
import { totalOf } from '@/lib/model/usage'
import type { Batch, Dropped, Rejected, Unparsed } from '@/lib/sources/reader'

const REJECTED_LISTED_MAX = 100
const KEYS_MAX = 2_000
const UNPARSED_LISTED_MAX = 200

/** Kinds every receipt names, so that a zero can be told from a kind that the reader does not know. */
const ROW_KINDS = ['runs', 'tiers', 'phases', 'sessions', 'entries', 'usageEvents', 'failures'] as const

/** Under which name a record is counted. Events are counted by what they are. */
function countedAs(record: CanonicalRecord): string {
  switch (record.kind) {
    case 'run':
      return 'runs'
    case 'tier':
      return 'tiers'
    case 'phase':
      return 'phases'
    case 'attempt':
      return 'attempts'
    case 'session':
      return 'sessions'
    case 'entry':
      return 'entries'
    case 'sessionLink':
      return 'links'
    case 'usage':
      return 'usageEvents'
    case 'metric':
      return record.name === 'token_estimation' ? 'estimations' : 'metrics'
    case 'event':
      return `${record.type.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())}s`
    case 'approval':
      return record.type === 'approval' ? 'approvals' : 'governanceRequests'
    case 'failure':
      return 'failures'
    case 'phase6':
      return 'phase6Metrics'
    case 'tokenEfficiency':
      return 'tokenEfficiencyMetrics'
    case 'abResult':
      return 'abResults'
    case 'job':
      return 'jobs'
    case 'candidate':
      return 'candidates'
    case 'result':
      return 'results'
    case 'limit':
      return 'limits'
  }
}

/** What a receipt has counted so far; JSON-safe, stored with the cursor so that a resumed import tells the whole. */
export interface Tally {
  rows: Record<string, number>
  counted: number
  tokens: string | null
  dropped: Record<string, { events: number; tokens: string }>
  unparsed: Record<string, Unparsed>
  rejected: { line: number | null; place: string | null; reason: string }[]
  rejectedCount: number
  /** Flag → how many records carried it, by what they are counted as. */
  flags: Record<string, Record<string, number>>
  /** Runs and sessions counted so far: a transcript tells of its session again and again. */
  keys: string[]
}

/** What de-duplication made of the copies in one batch. */
export interface CopyTally {
  counted: { events: number; tokens: bigint }
  dropped: readonly Dropped[]
}

export function newTally(): Tally {
  return {
    rows: Object.fromEntries(ROW_KINDS.map((kind) => [kind, 0])),
    counted: 0,
    tokens: null,
    dropped: {},
    unparsed: {},
    rejected: [],
    rejectedCount: 0,
    flags: {},
    keys: [],
  }
}

/** True for the second and later tellings of one run or session in one file. */
function isToldAgain(tally: Tally, record: CanonicalRecord): boolean {
  const key =
    record.kind === 'run'
      ? `run ${record.runKey}`
      : record.kind === 'session'
        ? `session ${record.sessionKey}`
        : record.kind === 'job'
          ? `job ${record.jobKey}`
          : null
  if (key === null || tally.keys.length >= KEYS_MAX) return false
  if (tally.keys.includes(key)) return true
  tally.keys.push(key)
  return false
}

/** Adds what de-duplication counted and left out. */
export function addCopies(tally: Tally, { counted, dropped }: CopyTally): void {
  tally.counted += counted.events
  tally.rows['usageEvents'] = (tally.rows['usageEvents'] ?? 0) + counted.events
  if (counted.events > 0 || counted.tokens !== 0n) tally.tokens = String(BigInt(tally.tokens ?? '0') + counted.tokens)
  addDropped(tally, dropped)
}

function addDropped(tally: Tally, all: readonly Dropped[]): void {
  for (const { rule, events, tokens } of all) {
    const before = tally.dropped[rule]
    tally.dropped[rule] = {
      events: (before?.events ?? 0) + events,
      tokens: String(BigInt(before?.tokens ?? '0') + tokens),
    }
  }
}

/** Adds one batch to the tally. Rejected records are listed up to a hundred and counted beyond. */
export function addBatch(tally: Tally, batch: Batch): void {
  for (const record of batch.records) {
    if (isToldAgain(tally, record)) continue
    const kind = countedAs(record)
    const isCopy = record.kind === 'usage' && record.copy !== null
    if (!isCopy) tally.rows[kind] = (tally.rows[kind] ?? 0) + 1
    for (const flag of record.flags) {
      const by = tally.flags[flag] ?? {}
      by[kind] = (by[kind] ?? 0) + 1
      tally.flags[flag] = by
    }
    if (record.kind === 'usage' && !isCopy) {
      tally.counted += 1
      const total = record.usage.total ?? totalOf(record.usage)
      if (total !== null) tally.tokens = String(BigInt(tally.tokens ?? '0') + total)
    }
  }
  addDropped(tally, batch.dropped)
  for (const item of batch.unparsed) addUnparsed(tally, item)
  addRejected(tally, batch.rejected)
}

export function addRejected(tally: Tally, rejected: readonly Rejected[]): void {
  for (const { line, place, reason } of rejected) {
    tally.rejectedCount += 1
    if (tally.rejected.length < REJECTED_LISTED_MAX) tally.rejected.push({ line, place, reason })
  }
}

/** What comes when the list is full is counted as one, so that nothing is left out of the sum. */
const OTHERS = 'all others'

export function addUnparsed(tally: Tally, item: Unparsed): void {
  const key = (name: string) => `${item.kind} ${name}`
  const isFull = Object.keys(tally.unparsed).length >= UNPARSED_LISTED_MAX
  const name = isFull && !tally.unparsed[key(item.name)] ? OTHERS : item.name
  const before = tally.unparsed[key(name)]
  if (before) before.count += item.count
  else tally.unparsed[key(name)] = { ...item, name }
}

/** Adds what was counted in one part of a file: a member of an archive. */
export function mergeTally(tally: Tally, part: Tally): void {
  for (const [kind, count] of Object.entries(part.rows)) tally.rows[kind] = (tally.rows[kind] ?? 0) + count
  tally.counted += part.counted
  if (part.tokens !== null) tally.tokens = String(BigInt(tally.tokens ?? '0') + BigInt(part.tokens))
  const dropped = Object.entries(part.dropped)
  addDropped(
    tally,
    dropped.map(([rule, { events, tokens }]) => ({ rule, events, tokens: BigInt(tokens) })),
  )
  for (const item of Object.values(part.unparsed)) addUnparsed(tally, item)
  const listed = part.rejected.map(({ line, place, reason }) => ({ line, place: place ?? '', reason }))
  addRejected(tally, listed)
  tally.rejectedCount += part.rejectedCount - listed.length
  for (const [flag, by] of Object.entries(part.flags)) {
    const all = tally.flags[flag] ?? {}
    for (const [kind, count] of Object.entries(by)) all[kind] = (all[kind] ?? 0) + count
    tally.flags[flag] = all
  }
}

interface FileFacts {
  path: string
  sha256: string | null
  system: string | null
  instance: string | null
  systemVersion: string | null
  bytes: number
  seconds: number
}

/** The receipt of a file that was read. */
export function fileReceipt(
  status: FileReceipt['status'],
  facts: FileFacts,
  tally: Tally,
  notes: FileReceipt['notes'],
): FileReceipt {
  return {
    ...facts,
    status,
    rows: tally.rows,
    usage: {
      counted: tally.counted,
      tokens: tally.tokens === null ? null : Number(tally.tokens),
      dropped: Object.entries(tally.dropped).map(([rule, { events, tokens }]) => ({
        rule,
        events,
        tokens: Number(tokens),
      })),
    },
    unparsed: Object.values(tally.unparsed),
    rejected: tally.rejected,
    rejectedCount: tally.rejectedCount,
    notes: [...notes, ...flagNotes(tally)],
  }
}

const UNITS: Record<string, string> = { usageEvents: 'events' }

function flagNotes(tally: Tally): FileReceipt['notes'] {
  return Object.entries(tally.flags).flatMap(([name, by]) =>
    Object.entries(by).map(([kind, count]) => ({ name, count, unit: UNITS[kind] ?? kind })),
  )
}

/** The receipt of a file of which nothing could be read. */
export function rejectedFile(path: string, reason: string, facts: Partial<FileFacts> = {}): FileReceipt {
  const tally = newTally()
  addRejected(tally, [{ line: null, place: '', reason }])
  const rejected = [{ line: null, place: null, reason }]
  const base = { sha256: null, system: null, instance: null, systemVersion: null, bytes: 0, seconds: 0, ...facts, path }
  return { ...fileReceipt('rejected', base, tally, []), rejected }
}

/** Adds up file receipts. An unchanged file's rows are what it holds, not what was written. */
export function receiptOf(files: FileReceipt[], seconds: number): Receipt {
  const rows: Record<string, number> = Object.fromEntries(ROW_KINDS.map((kind) => [kind, 0]))
  for (const file of files)
    for (const [kind, count] of Object.entries(file.rows)) rows[kind] = (rows[kind] ?? 0) + count
  return {
    files,
    totals: {
      files: files.length,
      rows,
      rejectedRecords: files.reduce((sum, file) => sum + (file.status === 'rejected' ? 0 : file.rejectedCount), 0),
      rejectedFiles: files.filter((file) => file.status === 'rejected').length,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      seconds,
    },
  }
}
