import 'server-only'
import type { Db } from '@/lib/db/client'
import type { Row } from '@/lib/db/upsert'
import { copiesOf, eventsOf } from '@/lib/db/usage-copies'
import {
  greatestUsage,
  type HeldCopy,
  isPlaceholder,
  mergeHeld,
  type WrittenLine,
  writtenTokens,
} from '@/lib/ledger/responses'
import { copyIdOf, rowIdOf } from '@/lib/model/ids'
import type { ResponseCopy, UsageRecord } from '@/lib/model/records'
import type { Usage } from '@/lib/model/usage'
import type { Dropped, Rejected } from '@/lib/sources/reader'
import { json } from './record-content'
import type { RecordRows, RowContext } from './record-rows'
import { versionOf } from './row-facts'
import type { ComingResponses } from './write-behind'

/** Set on an event whose version of the program is known to record only a part of the output. */
const NOT_FINAL = 'output_not_final'
const PLACEHOLDER = 'output_placeholder'

/** A usage record that is one of several copies. */
export type CopyRecord = UsageRecord & { copy: ResponseCopy; sessionKey: string }

export const isCopy = (record: UsageRecord): record is CopyRecord => record.copy !== null && record.sessionKey !== null

export interface MergedCopies {
  events: Row[]
  copies: Row[]
  /** Quarters of an hour whose sums change: of the events as they were and as they are. */
  quarters: string[]
  /** Runs and sessions whose sums change. */
  runs: string[]
  sessions: string[]
  /** Responses that this batch was the first to tell of, and their tokens. */
  counted: { events: number; tokens: bigint }
  dropped: Dropped[]
  /** Records that cannot be stored, such as one nested too deep. */
  rejected: Rejected[]
}

interface Held extends HeldCopy {
  contentId: string
  ref: string
}

/** One response: its event as stored, every session's copies, and what this batch adds. */
interface Response {
  id: string
  event: Row | null
  held: Map<string, Held>
  /** `session place` of the copies that were there before this batch. */
  before: Set<string>
  touched: Set<string>
  /** The record that names model, tier and the like, and its content hash. */
  face: { record: CopyRecord; hash: string } | null
  flags: Set<string>
}

const bigint = (value: Row[string] | undefined) => (value === null || value === undefined ? null : BigInt(value))
const textOf = (value: Row[string] | undefined) => (typeof value === 'string' ? value : null)

const usageOf = (row: Row): Usage =>
  greatestUsage(
    {
      input: bigint(row['input']),
      cacheRead: bigint(row['cacheRead']),
      cacheWrite5m: bigint(row['cacheWrite5m']),
      cacheWrite1h: bigint(row['cacheWrite1h']),
      output: bigint(row['output']),
      reasoning: bigint(row['reasoning']),
      unsplit: bigint(row['unsplit']),
      total: null,
    },
    NOTHING,
  )

const NOTHING: Usage = {
  input: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  reasoning: null,
  unsplit: null,
  total: null,
}

function heldOf(row: Row): Held {
  return {
    lines: JSON.parse(String(row['lines'])) as WrittenLine[],
    at: textOf(row['at']),
    usage: usageOf(row),
    contentId: textOf(row['contentId']) ?? '',
    ref: textOf(row['ref']) ?? '',
  }
}

/** Counts above 2^53 cannot stand exactly in JSON; nobody ever wrote such a response. */
const lineNumber = (value: bigint | null) => (value === null ? null : Number(value))

const lineOf = ({ copy, usage }: CopyRecord): WrittenLine => [
  copy.place,
  lineNumber(usage.total) ?? 0,
  lineNumber(usage.output),
  copy.chars,
  copy.finished,
]

/**
 * De-duplication, first half: the copies in this batch and those in the database become one event a response. Which of
 * several sessions a response belongs to is decided once all of them are there (lib/ingest/derive-sessions). `coming` is
 * what is being written meanwhile, which the database may not show yet.
 */
export function mergeCopies(
  db: Db,
  ctx: RowContext,
  rows: RecordRows,
  records: readonly CopyRecord[],
  coming: ComingResponses | null = null,
): MergedCopies {
  const responses = load(db, ctx, records, coming)
  const tally = new DropTally()
  const rejected: Rejected[] = []
  for (const record of records) {
    const response = responses.get(eventIdOf(ctx, record))
    const hash = hashOrProblem(rows, record)
    if ('problem' in hash) rejected.push({ line: null, place: record.ref.slice(0, 200), reason: hash.problem })
    else if (response) add(response, rows, ctx, record, hash.hash, tally)
  }
  const merged: MergedCopies = {
    events: [],
    copies: [],
    quarters: [],
    runs: [],
    sessions: [],
    counted: { events: 0, tokens: 0n },
    dropped: [],
    rejected,
  }
  for (const response of responses.values()) {
    if (response.touched.size === 0) continue
    const event = eventRow(response, rows, ctx)
    const before = response.event
    const gained = (bigint(event['total']) ?? 0n) - (bigint(before?.['total']) ?? 0n)
    if (before === null) merged.counted.events += 1
    merged.counted.tokens += gained
    tally.gained(gained)
    merged.events.push(event)
    merged.quarters.push(String(event['quarter']), ...(before ? [String(before['quarter'])] : []))
    merged.runs.push(...[event['runId'], before?.['runId']].flatMap((id) => (typeof id === 'string' ? [id] : [])))
    merged.sessions.push(...response.touched, String(event['sessionId']))
    for (const sessionId of response.touched) merged.copies.push(copyRow(response, sessionId, ctx, event))
  }
  merged.dropped = tally.dropped()
  return merged
}

const eventIdOf = (ctx: RowContext, record: CopyRecord) => rowIdOf(ctx.instance, 'usage', record.nativeId)

function load(
  db: Db,
  ctx: RowContext,
  records: readonly CopyRecord[],
  coming: ComingResponses | null,
): Map<string, Response> {
  const ids = [...new Set(records.map((record) => eventIdOf(ctx, record)))]
  const responses = new Map<string, Response>(
    ids.map((id) => [
      id,
      { id, event: null, held: new Map(), before: new Set(), touched: new Set(), face: null, flags: new Set() },
    ]),
  )
  // What is being written stands above what the database says of it.
  for (const row of [...eventsOf(db, ids), ...(coming?.events ?? [])]) {
    const response = responses.get(String(row['id']))
    if (!response) continue
    const { _metadata: _driver, ...event } = row
    response.event = event
    for (const flag of JSON.parse(String(row['flags'])) as string[]) response.flags.add(flag)
  }
  const known = ids.filter((id) => responses.get(id)?.event)
  if (known.length === 0) return responses
  for (const row of [...copiesOf(db, known), ...(coming?.copies ?? [])]) {
    const response = responses.get(String(row['eventId']))
    if (!response) continue
    const [sessionId, held] = [String(row['sessionId']), heldOf(row)]
    response.held.set(sessionId, held)
    for (const [place] of held.lines) response.before.add(`${sessionId} ${place}`)
  }
  return responses
}

function hashOrProblem(rows: RecordRows, record: CopyRecord): { hash: string } | { problem: string } {
  try {
    return { hash: rows.hashOf(record) }
  } catch (error) {
    return { problem: `it cannot be stored: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function add(
  response: Response,
  rows: RecordRows,
  ctx: RowContext,
  record: CopyRecord,
  hash: string,
  tally: DropTally,
): void {
  const sessionId = rows.sessionId(record.runKey, record.sessionKey)
  const before = response.held.get(sessionId)
  const line = lineOf(record)
  tally.add(response, sessionId, line)
  const { contentId } = ctx
  const now: Held = { lines: [line], at: record.at, usage: record.usage, contentId, ref: record.ref }
  response.held.set(sessionId, before ? { ...firstRead(before, now), ...mergeHeld(before, now) } : now)
  response.touched.add(sessionId)
  for (const flag of record.flags) response.flags.add(flag)
  if (record.lowerBound.includes('output')) response.flags.add(NOT_FINAL)
  // Copies agree but for their counts; where they do not, the content hash picks one whatever came first.
  if (response.face === null || hash > response.face.hash) response.face = { record, hash }
}

/** Of several places that hold a copy, the one it is shown from: the same whatever was read first. */
function firstRead(a: Held, b: Held): Pick<Held, 'contentId' | 'ref'> {
  const { contentId, ref } = a.contentId < b.contentId || (a.contentId === b.contentId && a.ref <= b.ref) ? a : b
  return { contentId, ref }
}

function eventRow(response: Response, rows: RecordRows, ctx: RowContext): Row {
  const { event, face, held, flags } = response
  const all = [...held.values()]
  const usage = all.map((copy) => copy.usage).reduce(greatestUsage)
  const at = all.map((copy) => copy.at).reduce((a, b) => (a === null ? b : b === null || a < b ? a : b))
  const lines = all.flatMap((copy) => copy.lines)
  flags.delete(PLACEHOLDER)
  if (
    all.some((copy) => isPlaceholder(usage.output, copy.lines.map(withoutEnd))) ||
    isPlaceholder(usage.output, lines.map(withoutText))
  )
    flags.add(PLACEHOLDER)
  const lowerBound = flags.has(NOT_FINAL) || flags.has(PLACEHOLDER) ? ['output'] : []
  const merged = { at, usage, lowerBound, flags: [...flags].sort() }
  const fresh = face === null ? null : rows.usage({ ...face.record, ...merged }, face.hash)
  const wins = event === null || (fresh !== null && String(fresh['contentHash']) > String(event['contentHash']))
  const row = wins && fresh !== null ? fresh : { ...event, ...rows.usageColumns(asPriced(event ?? {}), merged) }
  const sessionId = textOf(event?.['sessionId']) ?? textOf(row['sessionId'])
  const kept = sessionId === null ? undefined : held.get(sessionId)
  // Changed in place: a copy of a row this wide would take as long as all the rest.
  return Object.assign(row, {
    sessionId,
    runId: event?.['runId'] ?? row['runId'] ?? null,
    role: event?.['role'] ?? row['role'] ?? null,
    version: versionOf(at, ctx.latestAt, String(row['contentHash'])),
    contentId: kept?.contentId ?? ctx.contentId,
    ref: kept?.ref ?? row['ref'] ?? null,
    copies: held.size,
    lines: lines.length,
    writtenTokens: writtenTokens(lines),
  })
}

const withoutEnd = (line: WrittenLine): WrittenLine => [line[0], line[1], line[2], line[3], null]
const withoutText = (line: WrittenLine): WrittenLine => [line[0], line[1], line[2], 0, line[4]]

/** What a price is found by, of a row that is there. */
const asPriced = (row: Row) => ({
  provider: textOf(row['provider']),
  model: textOf(row['model']),
  serviceTier: textOf(row['serviceTier']),
  speed: textOf(row['speed']),
  costPico: bigint(row['costReportedPico']),
})

function copyRow(response: Response, sessionId: string, ctx: RowContext, event: Row): Row {
  const copy = response.held.get(sessionId)
  if (!copy) throw new Error('a touched session holds no copy')
  const { lines, at, usage } = copy
  const kept = event['sessionId'] === sessionId
  return {
    id: copyIdOf(sessionId, response.id),
    eventId: response.id,
    sessionId,
    at,
    lines: json(lines),
    lineCount: lines.length,
    input: usage.input,
    cacheRead: usage.cacheRead,
    cacheWrite5m: usage.cacheWrite5m,
    cacheWrite1h: usage.cacheWrite1h,
    output: usage.output,
    reasoning: usage.reasoning,
    writtenTokens: writtenTokens(lines),
    kept,
    rule: kept ? null : 'replayed-history',
    version: `p${String(ctx.parserVersion).padStart(4, '0')}`,
    contentId: copy.contentId,
    ref: copy.ref,
  }
}

/** Which written copies of this batch were no news, by the rule that says so. */
class DropTally {
  private readonly rules = new Map<string, { events: number; tokens: bigint }>()
  private repeated = 0n

  add({ held, before }: Response, sessionId: string, line: WrittenLine): void {
    const own = held.has(sessionId)
    const tokens = BigInt(line[1])
    if (before.has(`${sessionId} ${line[0]}`)) this.count('growth-copy', tokens)
    else if (!own && held.size > 0) this.count('replayed-history', tokens)
    else {
      if (own) this.count('repeated-copy', 0n)
      this.repeated += tokens
    }
  }

  /** Of the tokens that were no copy of something known, so many count; the rest was written again. */
  gained(tokens: bigint): void {
    this.repeated -= tokens
  }

  private count(rule: string, tokens: bigint): void {
    const sum = this.rules.get(rule) ?? { events: 0, tokens: 0n }
    this.rules.set(rule, { events: sum.events + 1, tokens: sum.tokens + tokens })
  }

  dropped(): Dropped[] {
    const again = this.rules.get('repeated-copy')
    if (again && this.repeated > 0n) again.tokens = this.repeated
    return [...this.rules].map(([rule, sum]) => ({ rule, ...sum }))
  }
}
