import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import {
  type Conflict,
  newestByKey,
  type Row,
  type RowStatement,
  type Statement,
  upsert,
  writeAll,
} from '@/lib/db/upsert'
import { rollUpHours } from '@/lib/db/usage-hour'
import type { CanonicalRecord } from '@/lib/model/records'
import type { Rejected } from '@/lib/sources/reader'
import { RecordRows, type RowContext } from './record-rows'

/** Longer keys are no ids: they would bloat every index and every address. */
const KEY_LENGTH_MAX = 500

const RULES: Record<string, Conflict> = {
  UsageEvent: 'first-seen',
  Event: 'first-seen',
  Metric: 'first-seen',
  Failure: 'first-seen',
}

/** Why a record's keys cannot be stored, or null. */
function keyProblem(record: CanonicalRecord): string | null {
  for (const [name, value] of Object.entries(record)) {
    if (!/(Key|^key|nativeId)$/.test(name) || typeof value !== 'string') continue
    if (value.length > KEY_LENGTH_MAX)
      return `its ${name} has ${value.length.toLocaleString('en')} characters, more than 500`
  }
  return null
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
    record.kind === 'session'
  return belongs ? record.runKey : null
}

/** Runs whose derived columns a record can change. */
function touches(record: CanonicalRecord): string[] {
  if (record.kind === 'abResult') return [record.controlRunKey, record.treatmentRunKey]
  if (record.kind === 'entry' || record.kind === 'sessionLink') return []
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
}

/**
 * Writes one batch in one transaction: rows by natural key, placeholders for runs that only spend names, the roll-up of
 * the hours it touched, the list of runs to derive, and whatever `also` holds (the cursor, the lease's fence).
 * Calling it again with the same records changes nothing.
 */
export async function writeBatch(
  db: Db,
  ctx: RowContext,
  records: readonly CanonicalRecord[],
  also: readonly (Statement | RowStatement)[],
  memory: LiveMemory | null = null,
): Promise<WrittenBatch> {
  const rows = new RecordRows(ctx)
  const tables = new Map<string, Row[]>()
  const placeholders = new Map<string, Row>()
  const dirty = new Map<string, Row>()
  const hours = new Set<string>()
  const rejected: Rejected[] = []

  for (const record of records) {
    const problem = keyProblem(record)
    if (problem) {
      rejected.push({ line: null, place: record.ref.slice(0, 200), reason: problem })
      continue
    }
    const rowsNow = rowsOrProblem(rows, record)
    if (typeof rowsNow === 'string') {
      rejected.push({ line: null, place: record.ref.slice(0, 200), reason: rowsNow })
      continue
    }
    const [first] = rowsNow
    if (first && isUnchanged(memory, first[0], first[1])) continue
    for (const [table, row] of rowsNow) {
      const list = tables.get(table)
      if (list) list.push(row)
      else tables.set(table, [row])
    }
    const named = placeholderFor(record)
    if (named !== null) {
      const id = rows.runId(named)
      const nativeId = id.slice(ctx.instance.length + 1)
      placeholders.set(id, { id, system: ctx.system, instanceId: ctx.instance, nativeId })
    }
    for (const runKey of touches(record)) dirty.set(runKey, { runId: rows.runId(runKey) })
    if (record.kind === 'usage') hours.add(record.at?.slice(0, 13) ?? '')
  }

  const observations = tables.get('StateObservation') ?? []
  tables.delete('StateObservation')
  const dirtyRows = newestByKey([...dirty.values()], 'runId')
  await writeAll(db, [
    ...also,
    ...upsert('Run', ['id'], [...placeholders.values()], 'keep'),
    ...[...tables].flatMap(([table, list]) => upsert(table, ['id'], newestByKey(list), RULES[table] ?? 'newer')),
    ...observationStatements(observations),
    ...rollUpHours([...hours]),
    ...upsert('DirtyRun', ['runId'], dirtyRows, 'keep'),
    raiseDataRevision(),
  ])
  return { rejected }
}
