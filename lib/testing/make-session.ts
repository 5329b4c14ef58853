import { type Db, writerOf } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { type Row, upsert } from '@/lib/db/upsert'
import { copyIdOf, entryIdOf, rowIdOf } from '@/lib/model/ids'
import type { EntryOutcome, EntryRole, EntryType } from '@/lib/model/records'
import { quarterOf } from '@/lib/time/quarter'

/** Transcripts made up from nothing: the same plan gives the same rows. Written as ingest would have written them. */

const INSTANCE = 'claude-code'
const START_MS = Date.parse('2026-01-02T03:00:00.000Z')
const STEP_MS = 4_000
const MODEL = 'claude-sonnet-4-5-20250929'

export interface MadeEntry {
  kind: EntryType
  role?: EntryRole
  text?: string | null
  title?: string | null
  tool?: string | null
  callId?: string | null
  outcome?: EntryOutcome | null
  exitCode?: number | null
  attached?: boolean
  /** Names the response it is a part of. */
  response?: string | null
  /** The session that the response counts in, when this is a copy of it. */
  responseOf?: string
  flags?: string[]
  data?: Record<string, unknown>
  ref?: string
}

export interface MadeResponse {
  key: string
  /** Position of the entry whose time it has. */
  at: number
  input?: bigint
  cacheRead?: bigint
  cacheWrite?: bigint
  output?: bigint
  lowerBound?: boolean
}

export interface MadeSession {
  key: string
  entries: readonly MadeEntry[]
  responses?: readonly MadeResponse[]
  /** Columns that are not the plain ones. */
  session?: Row
  contentId?: string | null
  /** Number of the first entry: for entries that are added later. */
  from?: number
}

const ROLE_OF: Partial<Record<EntryType, EntryRole>> = {
  prompt: 'person',
  text: 'assistant',
  thinking: 'assistant',
  tool_call: 'assistant',
  tool_result: 'tool',
}

const timeOf = (index: number) => new Date(START_MS + index * STEP_MS).toISOString()
/** Responses of two made-up sessions are never the same one, unless a copy is made on purpose. */
const eventIdOf = (session: string, key: string) => rowIdOf(INSTANCE, 'usage', `${session}/${key}`)

export const madeSessionId = (key: string) => `${INSTANCE}:${key}`
export const madeEntryId = (key: string, index: number) => entryIdOf(madeSessionId(key), `e${index}`)

function entryRow(plan: MadeSession, entry: MadeEntry, index: number): Row {
  const sessionId = madeSessionId(plan.key)
  const at = timeOf(index)
  return {
    id: madeEntryId(plan.key, index),
    sessionId,
    at,
    place: `${at}|${String(index + 1).padStart(9, '0')}|0000`,
    line: index + 1,
    kind: entry.kind,
    role: entry.role ?? ROLE_OF[entry.kind] ?? 'system',
    title: entry.title ?? null,
    text: entry.text ?? null,
    chars: entry.text?.length ?? 0,
    tool: entry.tool ?? null,
    callId: entry.callId ?? null,
    outcome: entry.outcome ?? null,
    exitCode: entry.exitCode ?? null,
    attached: entry.attached ?? false,
    eventId: entry.response ? eventIdOf(entry.responseOf ?? plan.key, entry.response) : null,
    model: entry.response ? MODEL : null,
    data: JSON.stringify(entry.data ?? {}),
    flags: JSON.stringify(entry.flags ?? []),
    version: '',
    contentId: plan.contentId ?? null,
    ref: entry.ref ?? `line ${index + 1}`,
  }
}

function eventRow(plan: MadeSession, response: MadeResponse): Row {
  const at = timeOf(response.at)
  const [input, cacheRead, cacheWrite, output] = [
    response.input ?? 12n,
    response.cacheRead ?? 0n,
    response.cacheWrite ?? 0n,
    response.output ?? 100n,
  ]
  return {
    id: eventIdOf(plan.key, response.key),
    system: 'claude-code',
    instanceId: INSTANCE,
    nativeId: response.key,
    runId: null,
    sessionId: madeSessionId(plan.key),
    at,
    quarter: quarterOf(at),
    provider: 'anthropic',
    model: MODEL,
    input,
    cacheRead,
    cacheWrite5m: cacheWrite,
    cacheWrite1h: 0n,
    output,
    reasoning: null,
    unsplit: null,
    total: input + cacheRead + cacheWrite + output,
    lowerBound: response.lowerBound ? '["output"]' : '[]',
    costPico: (input * 3n + cacheRead / 3n + cacheWrite * 4n + output * 15n) * 1_000_000n,
    priceTable: 'v1',
    identity: '',
    version: '',
    contentHash: '',
  }
}

const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total + BigInt((row[column] as bigint | null) ?? 0n), 0n)

/** The columns that ingest derives from entries and usage. */
function sessionRow(plan: MadeSession, entries: readonly Row[], events: readonly Row[]): Row {
  const of = (test: (row: Row) => boolean) => entries.filter(test).length
  const last = timeOf((plan.from ?? 0) + Math.max(0, plan.entries.length - 1))
  return {
    id: madeSessionId(plan.key),
    system: 'claude-code',
    instanceId: INSTANCE,
    nativeId: plan.key,
    name: null,
    runId: madeSessionId(plan.key),
    role: 'main',
    project: '/home/dev/recorder',
    systemVersion: '2.0.42',
    model: MODEL,
    models: JSON.stringify([MODEL]),
    statusDerived: 'succeeded',
    statusReason: 'the last entry is a finished answer',
    startedAt: timeOf(0),
    firstAt: timeOf(0),
    lastEvidenceAt: last,
    entriesCount: entries.length,
    turns: of((row) => row['kind'] === 'prompt'),
    toolCalls: of((row) => row['kind'] === 'tool_call'),
    toolFailures: of((row) => row['kind'] === 'tool_result' && row['outcome'] === 'failed'),
    denials: of((row) => row['outcome'] === 'denied'),
    interruptions: of((row) => row['outcome'] === 'interrupted' || row['kind'] === 'interruption'),
    apiErrors: of((row) => row['kind'] === 'error'),
    retries: of((row) => row['kind'] === 'retry'),
    compactions: of((row) => row['kind'] === 'compaction'),
    events: events.length,
    usageInput: sum(events, 'input'),
    usageCacheRead: sum(events, 'cacheRead'),
    usageCacheWrite5m: sum(events, 'cacheWrite5m'),
    usageCacheWrite1h: 0n,
    usageOutput: sum(events, 'output'),
    tokens: events.length === 0 ? null : sum(events, 'total'),
    costPico: events.length === 0 ? null : sum(events, 'costPico'),
    usageLowerBound: events.some((row) => row['lowerBound'] !== '[]') ? '["output"]' : '[]',
    version: '',
    contentId: plan.contentId ?? null,
    ref: 'line 1',
    ...plan.session,
  }
}

const BATCH = 2_000

/** Writes a session with its entries and responses, and its run. @returns its id */
export function makeTranscript(db: Db, plan: MadeSession): string {
  const entries = plan.entries.map((entry, at) => entryRow(plan, entry, (plan.from ?? 0) + at))
  const events = (plan.responses ?? []).map((response) => eventRow(plan, response))
  const session = sessionRow(plan, entries, events)
  const run: Row = {
    id: madeSessionId(plan.key),
    system: 'claude-code',
    instanceId: INSTANCE,
    nativeId: plan.key,
    hasRow: true,
    lastEvidenceAt: session['lastEvidenceAt'] ?? '',
    sessionsCount: 1,
  }
  const writer = writerOf(db)
  writer.write([
    ...(session['parentId'] ? [] : upsert('Run', ['id'], [run], 'replace')),
    ...upsert('Session', ['id'], [session], 'replace'),
    ...upsert('UsageEvent', ['id'], events, 'replace'),
  ])
  for (let from = 0; from < entries.length; from += BATCH) {
    writer.write(upsert('Entry', ['id'], entries.slice(from, from + BATCH), 'replace'))
  }
  writer.write([raiseDataRevision()])
  return madeSessionId(plan.key)
}

/** Adds entries to a session that is there, as a transcript that grows does. */
export function growTranscript(db: Db, plan: MadeSession & { from: number }): void {
  const rows = plan.entries.map((entry, at) => entryRow(plan, entry, plan.from + at))
  writerOf(db).write([
    ...upsert('Entry', ['id'], rows, 'replace'),
    {
      sql: 'UPDATE "Session" SET "lastEvidenceAt" = ?, "entriesCount" = "entriesCount" + ?, "revision" = "revision" + 1 WHERE "id" = ?',
      values: [timeOf(plan.from + rows.length - 1), rows.length, madeSessionId(plan.key)],
    },
    raiseDataRevision(),
  ])
}

/** Marks that a response written in one session counts in another. */
export function makeDroppedCopy(
  db: Db,
  copy: { key: string; at: number; droppedFrom: string; keptIn: string; output?: bigint },
): void {
  const row = (session: string, kept: boolean): Row => ({
    id: copyIdOf(madeSessionId(session), copy.key),
    eventId: eventIdOf(copy.keptIn, copy.key),
    sessionId: madeSessionId(session),
    at: timeOf(copy.at),
    lines: JSON.stringify([['12', 300, 100, 40, true]]),
    lineCount: 2,
    input: 12n,
    cacheRead: 0n,
    cacheWrite5m: 0n,
    cacheWrite1h: 0n,
    output: copy.output ?? 100n,
    writtenTokens: 624n,
    kept,
    rule: kept ? null : 'replayed-history',
    version: '',
  })
  writerOf(db).write(upsert('UsageCopy', ['id'], [row(copy.droppedFrom, false), row(copy.keptIn, true)], 'replace'))
}
