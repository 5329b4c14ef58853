import 'server-only'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { attachResults } from '@/lib/db/entry-results'
import { jobStatements } from '@/lib/db/job-upsert'
import { loosenFailures } from '@/lib/db/loose-failures'
import { mergeResultParts } from '@/lib/db/result-parts'
import { type Conflict, newestByKey, type Row, type RowStatement, type Statement, upsert } from '@/lib/db/upsert'
import { rolledUp, touchChangedRuns, touchChangedSessions, touchEvents, touchQuarters } from '@/lib/db/usage-roll-up'
import type { CanonicalRecord } from '@/lib/model/records'
import type { Rejected } from '@/lib/sources/reader'
import { jobPlaceholder, jobsNamedBy } from './job-rows'
import { type CopyRecord, isCopy, type MergedCopies, mergeCopies } from './merge-copies'
import type { CopyTally } from './receipt'
import { RecordRows, type RowContext } from './record-rows'
import type { WriteBehind } from './write-behind'

/** Longer keys are no ids: they would bloat every index and every address. */
const KEY_LENGTH_MAX = 500

const RULES: Record<string, Conflict> = {
  UsageEvent: 'first-seen',
  Event: 'first-seen',
  Metric: 'first-seen',
  Failure: 'first-seen',
}

const KEY_NAMES = new Set([
  ...['key', 'nativeId', 'runKey', 'phaseKey', 'tierKey', 'sessionKey', 'parentKey', 'entryKey', 'callKey', 'usageKey'],
  ...['eventKey', 'metricKey', 'approvalKey', 'failureKey', 'fromKey', 'toKey', 'controlRunKey', 'treatmentRunKey'],
  ...['jobKey', 'candidateKey', 'limitKey', 'itemKey', 'configuration', 'split'],
])

/** Why a record's keys cannot be stored, or null. */
function keyProblem(record: CanonicalRecord): string | null {
  const named = record.kind === 'run' ? tooLong('jobKey', record.job?.key) : null
  if (named) return named
  // By what the record has, not by all that any record may have: this is asked of every one.
  for (const name in record) {
    const problem = tooLong(name, (record as unknown as Record<string, unknown>)[name])
    if (problem) return problem
  }
  return null
}

function tooLong(name: string, value: unknown): string | null {
  if (typeof value !== 'string' || value.length <= KEY_LENGTH_MAX || !KEY_NAMES.has(name)) return null
  return `its ${name} has ${value.length.toLocaleString('en')} characters, more than 500`
}

/** One record that cannot be turned into rows must not take its batch with it. */
function rowsOrProblem(rows: RecordRows, record: CanonicalRecord): ReturnType<RecordRows['rowsOf']> | string {
  try {
    return rows.rowsOf(record)
  } catch (error) {
    return `it cannot be stored: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Runs that a record belongs to without being their row; each must exist, if only as a placeholder. */
function placeholderFor(record: CanonicalRecord): string | null {
  const belongs =
    record.kind === 'usage' ||
    record.kind === 'phase' ||
    record.kind === 'tier' ||
    record.kind === 'attempt' ||
    record.kind === 'session' ||
    record.kind === 'candidate' ||
    record.kind === 'result' ||
    (record.kind === 'failure' && (record.sessionKey !== null || record.provesRun === true)) ||
    (record.kind === 'event' && record.provesRun === true)
  return belongs ? record.runKey : null
}

/** Runs whose derived columns a record can change. */
function touches(record: CanonicalRecord): string[] {
  if (record.kind === 'abResult') return [record.controlRunKey, record.treatmentRunKey]
  if (!('runKey' in record)) return []
  return record.runKey === null ? [] : [record.runKey]
}

/** Observations widen: the oldest and the newest file that said so. Text order is time order. */
function observationStatements(rows: readonly Row[]): RowStatement[] {
  const widest = new Map<string, Row>()
  for (const row of rows) widest.set(String(row['id']), row)
  return upsert('StateObservation', ['id'], [...widest.values()], 'keep').map(({ sql, rows }) => ({
    sql: sql.replace(
      'DO NOTHING',
      `DO UPDATE SET "firstSeenIn" = CASE WHEN excluded."firstSeenIn" < "StateObservation"."firstSeenIn" THEN excluded."firstSeenIn" ELSE "StateObservation"."firstSeenIn" END, ` +
        `"lastSeenIn" = CASE WHEN excluded."lastSeenIn" > "StateObservation"."lastSeenIn" THEN excluded."lastSeenIn" ELSE "StateObservation"."lastSeenIn" END ` +
        `WHERE excluded."firstSeenIn" < "StateObservation"."firstSeenIn" OR excluded."lastSeenIn" > "StateObservation"."lastSeenIn"`,
    ),
    rows,
  }))
}

/**
 * Rows of a living file as they were written last, by table and id: what has not changed is not written again, and its
 * run not derived again. Lives as long as the worker.
 */
export type LiveMemory = Map<string, string>

/** The content hash of a row, without the file's time that changes at every reading. */
const hashOfRow = (row: Row) =>
  String(row['version'] ?? '')
    .split('|')
    .at(-1) ?? ''

function isUnchanged(memory: LiveMemory | null, table: string, row: Row): boolean {
  if (memory === null || row['version'] === undefined) return false
  const key = `${table} ${String(row['id'])}`
  const hash = hashOfRow(row)
  if (memory.get(key) === hash) return true
  memory.set(key, hash)
  return false
}

export interface WrittenBatch {
  rejected: Rejected[]
  copies: CopyTally
}

/** What a batch comes to, before it is written. */
class Collected {
  readonly tables = new Map<string, Row[]>()
  readonly placeholders = new Map<string, Row>()
  readonly dirtyRuns = new Set<string>()
  readonly dirtySessions = new Set<string>()
  readonly jobPlaceholders = new Map<string, Row>()
  readonly dirtyJobs = new Set<string>()
  readonly rejected: Rejected[] = []
  readonly copies: CopyRecord[] = []
  readonly calls = new Set<string>()

  constructor(
    private readonly rows: RecordRows,
    private readonly ctx: RowContext,
    private readonly memory: LiveMemory | null,
  ) {}

  add(record: CanonicalRecord): void {
    const problem = keyProblem(record)
    if (problem) this.reject(record, problem)
    else if (record.kind === 'usage' && isCopy(record)) {
      this.copies.push(record)
      this.addPlaceholder(record)
    } else {
      const rowsNow = rowsOrProblem(this.rows, record)
      if (typeof rowsNow === 'string') this.reject(record, rowsNow)
      else this.addRows(record, rowsNow)
    }
  }

  private addRows(record: CanonicalRecord, rowsNow: ReturnType<RecordRows['rowsOf']>): void {
    const [first] = rowsNow
    if (first && isUnchanged(this.memory, first[0], first[1])) return
    for (const [table, row] of rowsNow) this.put(table, row)
    this.addPlaceholder(record)
    this.addJobs(record)
    for (const runKey of touches(record)) this.dirtyRuns.add(this.rows.runId(runKey))
    if (this.ctx.ownSessions) for (const id of this.sessionsOf(record)) this.dirtySessions.add(id)
    if (record.kind === 'entry' && record.callKey !== null) this.calls.add(record.callKey)
  }

  put(table: string, row: Row): void {
    const list = this.tables.get(table)
    if (list) list.push(row)
    else this.tables.set(table, [row])
  }

  take(table: string): Row[] {
    const list = this.tables.get(table) ?? []
    this.tables.delete(table)
    return list
  }

  private reject(record: CanonicalRecord, reason: string): void {
    this.rejected.push({ line: null, place: record.ref.slice(0, 200), reason })
  }

  private addPlaceholder(record: CanonicalRecord): void {
    const named = placeholderFor(record)
    if (named === null) return
    const id = this.rows.runId(named)
    const nativeId = id.slice(this.ctx.instance.length + 1)
    this.placeholders.set(id, { id, system: this.ctx.system, instanceId: this.ctx.instance, nativeId })
  }

  /** Jobs exist as soon as anything names them, and are derived again whenever something of theirs changed. */
  private addJobs(record: CanonicalRecord): void {
    if (record.kind === 'job') this.dirtyJobs.add(String(jobPlaceholder(this.rows, record.jobKey)['id']))
    for (const jobKey of jobsNamedBy(record)) {
      const row = jobPlaceholder(this.rows, jobKey)
      this.jobPlaceholders.set(String(row['id']), row)
      this.dirtyJobs.add(String(row['id']))
    }
  }

  /** Sessions whose derived columns a record can change. */
  private sessionsOf(record: CanonicalRecord): string[] {
    switch (record.kind) {
      case 'session':
      case 'entry':
        return [this.rows.sessionId(null, record.sessionKey)]
      case 'failure':
        return record.sessionKey === null ? [] : [this.rows.sessionId(record.runKey, record.sessionKey)]
      case 'sessionLink':
        return [this.rows.sessionId(null, record.toKey)]
      default:
        return []
    }
  }
}

/** Where the roll-ups change: with the usage itself, and with the project and job of those who spent it. */
function touchedBy({ tables }: Collected, merged: MergedCopies): RowStatement[] {
  const usage = tables.get('UsageEvent') ?? []
  return [
    ...touchQuarters([...usage.map((row) => String(row['quarter'])), ...merged.quarters]),
    ...touchEvents(usage.map((row) => String(row['id']))),
    ...touchChangedRuns(tables.get('Run') ?? []),
    ...touchChangedSessions(tables.get('Session') ?? []),
  ]
}

const keyed = (name: string, ids: Iterable<string>) => [...new Set(ids)].map((id) => ({ [name]: id }))

/**
 * Begins to write one batch in one transaction: rows by natural key, placeholders for runs that only spend names, the
 * roll-ups of what it touched, the lists of what to derive, and whatever `also` holds (the cursor, the lease's
 * fence), which may depend on what was counted. Calling it again with the same records changes nothing.
 * @throws when the batch before it, of the same file, could not be written
 */
export async function writeBatch(
  writes: WriteBehind,
  ctx: RowContext,
  records: readonly CanonicalRecord[],
  also: (written: WrittenBatch) => readonly (Statement | RowStatement)[],
  memory: LiveMemory | null = null,
): Promise<void> {
  const rows = new RecordRows(ctx)
  const batch = new Collected(rows, ctx, memory)
  for (const record of records) batch.add(record)
  let merged = mergeCopies(writes.db, ctx, rows, batch.copies, writes.coming)
  if (!(await writes.settle())) merged = mergeCopies(writes.db, ctx, rows, batch.copies)
  const written: WrittenBatch = { rejected: [...batch.rejected, ...merged.rejected], copies: merged }

  const observations = batch.take('StateObservation')
  const failures = (batch.tables.get('Failure') ?? []).map((row) => String(row['id']))
  const resultIds = [...new Set(batch.tables.get('ResultPart')?.map((row) => String(row['resultId'])))]
  const placeholders = [...batch.jobPlaceholders.values()]
  const jobs = jobStatements({ records: batch.take('Job'), mentions: batch.take('JobMention'), placeholders })
  const sessions = new Set([...batch.dirtySessions, ...merged.sessions])
  const touched = touchedBy(batch, merged)
  const changes = [
    ...upsert('Run', ['id'], [...batch.placeholders.values()], 'keep'),
    ...[...batch.tables].flatMap(([table, list]) => upsert(table, ['id'], newestByKey(list), RULES[table] ?? 'newer')),
    ...jobs,
    ...mergeResultParts(resultIds),
    ...upsert('UsageEvent', ['id'], merged.events, 'replace'),
    ...upsert('UsageCopy', ['id'], merged.copies, 'replace'),
    ...attachResults([...batch.dirtySessions], [...batch.calls]),
    ...loosenFailures(failures),
    ...observationStatements(observations),
  ]
  const statements = [
    ...also(written),
    ...rolledUp(touched, changes),
    ...upsert('DirtyRun', ['runId'], keyed('runId', [...batch.dirtyRuns, ...merged.runs]), 'keep'),
    ...upsert('DirtySession', ['sessionId'], keyed('sessionId', sessions), 'keep'),
    ...upsert('DirtyJob', ['jobId'], keyed('jobId', batch.dirtyJobs), 'keep'),
    raiseDataRevision(),
  ]
  await writes.send(ctx.contentId, statements, merged)
}
