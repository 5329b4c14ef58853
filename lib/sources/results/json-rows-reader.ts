import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader, JsonlReader, LineReading } from '@/lib/sources/reader'
import { benchmarkOfItems } from './benchmark'
import { areResults, columnsOf } from './columns'
import { resultParts } from './csv-reader'
import { Fields } from './fields'
import { isObjectArray } from './object-lists'
import { ResultRows, type RowsState } from './result-rows'
import { compareAmount, comparePercent, headlines } from './run-tally'
import type { TableRow } from './table-row'

const LISTS = ['instances', 'results', 'rows', 'items', 'records', 'tasks', 'data'] as const

/** Rows of experiments as JSON: a list, a list in an object with its headline, or an object of items by their id. */
export const resultsJsonReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    const start = document.text().slice(0, 1_000).trimStart()[0]
    const rows = start === '[' || start === '{' ? rowsIn(document.json()) : null
    return rows !== null && rows.length > 0 ? { systemVersion: 'rows of results, JSON' } : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(parts(document), cursor),
}

/** The rows of a document, or null when it is none of rows. The first few decide. */
function rowsIn(json: unknown): { row: unknown; ref: string }[] | null {
  const list = Array.isArray(json) ? json : isObject(json) ? listIn(json) : null
  if (list !== null) {
    const first = list.slice(0, 20).filter(isObject)
    return first.some(isRow) ? list.map((row, index) => ({ row, ref: `row ${index + 1}` })) : null
  }
  if (!isObject(json)) return null
  const entries = Object.entries(json)
  const first = entries.slice(0, 20)
  if (
    !first.every(([, value]) => isObject(value)) ||
    !first.some(([id, value]) => isRow({ item: id, ...asJson(value) }))
  )
    return null
  return entries.map(([id, value]) => ({ row: isObject(value) ? { item: id, ...value } : value, ref: id }))
}

const asJson = (value: unknown): Json => (isObject(value) ? value : {})

function listIn(json: Json): readonly unknown[] | null {
  const fields = new Fields(json)
  const name = LISTS.find((one) => isObjectArray(fields.raw(one)))
  return name === undefined ? null : fields.list(name)
}

/** Whether an object is the result of one item: it names one, and nothing in it is a list of objects of its own. */
export function isRow(value: Json): boolean {
  return areResults(columnsOf(Object.keys(value))) && !Object.values(value).slice(0, 100).some(isObjectArray)
}

function* parts(document: Document): Iterable<Piece> {
  const json = document.json()
  const rows = rowsIn(json) ?? []
  const total = new Fields(json).count('total')
  const items = rows
    .slice(0, 2_000)
    .map(({ row }) => itemOf(row))
    .filter((item) => item !== null)
  const book = new ResultRows({ path: document.path, benchmark: benchmarkOfItems(items, total) })
  for (const part of resultParts(tableRows(rows), book)) yield part
  const compared = compareHeadline(new Fields(json), book)
  if (compared !== null) yield { records: [compared] }
}

const itemOf = (row: unknown): string | null => {
  const name = isObject(row) ? columnsOf(Object.keys(row)).taken.get('item') : undefined
  return name === undefined ? null : new Fields(row).id(name)
}

function* tableRows(rows: readonly { row: unknown; ref: string }[]): Iterable<TableRow> {
  for (const [index, { row, ref }] of rows.entries()) {
    if (isObject(row)) yield { row, ref, line: null, done: index / rows.length }
    else yield { problem: rejection(ref, 'it is no object') }
  }
}

/** The run again, with the headline beside its rows, where a file of one run has one. */
function compareHeadline(fields: Fields, book: ResultRows) {
  const only = book.onlyRun()
  if (only === null || !(fields.has('pass_rate') || fields.has('passed') || fields.has('accuracy'))) return null
  const { run, tally } = only
  const share = tally.items === 0 ? null : tally.resolved / tally.items
  const { data, flags } = headlines([
    comparePercent('resolved %', fields.number('pass_rate'), share === null ? null : share * 100),
    compareAmount('resolved', fields.count('passed'), tally.resolved),
    compareAmount('items', fields.count('total'), tally.items),
  ])
  return { ...run, data: { ...run.data, ...data }, flags: [...run.flags, ...flags] }
}

/** Rows of experiments, one JSON object a line. */
export const resultsJsonlReader: JsonlReader = {
  system: 'results',
  parserVersion: 1,
  ownSessions: true,
  detect: (value) => (isObject(value) && isRow(value) ? { systemVersion: 'rows of results, JSON lines' } : null),
  open: ({ state, path }) =>
    new RowLines(new ResultRows({ path, benchmark: null }, state as RowsState | null, SEEN_MAX)),
}

/** A state that is stored with each batch has to stay small. */
const SEEN_MAX = 20_000

class RowLines implements LineReading {
  private changed = false

  constructor(private readonly book: ResultRows) {}

  readLine(value: unknown, line: number, part: number) {
    if (!isObject(value)) return { rejected: 'not an object' }
    const taken = this.book.take(value, part === 0 ? `line ${line}` : `line ${line}.${part}`)
    this.changed = true
    return 'reason' in taken ? { rejected: taken.reason } : { records: taken.records }
  }

  gather() {
    if (!this.changed) return []
    this.changed = false
    return this.book.records()
  }

  state(): RowsState {
    return this.book.state()
  }
}
