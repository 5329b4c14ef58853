import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { aiderAggregateRows, isAiderAggregate } from './aider-aggregates'
import { areResults, columnsOf } from './columns'
import { csvRows } from './csv-rows'
import { ResultRows } from './result-rows'
import type { TableRow } from './table-row'

const HEADER_CHARS = 20_000

/** Rows of experiments as CSV, with comma, tab or semicolon: an item, what came of it, and any of tokens, cost, time. */
export const resultsCsvReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    const names = headerOf(document.text().slice(0, HEADER_CHARS))
    if (isAiderAggregate(names)) return { systemVersion: 'aider results, CSV' }
    return areResults(columnsOf(names)) ? { systemVersion: 'rows of results, CSV' } : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(rowParts(document), cursor),
}

function headerOf(head: string): string[] {
  const first = head.trimStart()[0]
  if (first === undefined || first === '{' || first === '[' || first === '<') return []
  for (const row of csvRows(head)) return row.cells.length > 1 ? row.cells : []
  return []
}

function* rowParts(document: Document): Iterable<Piece> {
  const rows = csvRows(document.text())
  const records = jsonRows(rows)
  const names = headerOf(document.text().slice(0, HEADER_CHARS))
  if (isAiderAggregate(names)) yield* aiderAggregateRows(records, document.path)
  else yield* resultParts(records, new ResultRows({ path: document.path, benchmark: null }))
}

function* jsonRows(rows: Iterable<{ cells: string[]; line: number; done: number; problem: string | null }>) {
  let names: string[] | null = null
  for (const { cells, line, done, problem } of rows) {
    if (names === null) {
      names = distinct(cells)
      continue
    }
    const ref = `line ${line}`
    if (problem !== null) yield { problem: rejection(ref, `its quotes do not match: ${problem}`, line) } as TableRow
    else if (cells.length > names.length + 1 || cells.length < 2)
      yield {
        problem: rejection(ref, `it has ${cells.length} cells where the header has ${names.length}`, line),
      } as TableRow
    else {
      const named = names.map((name, index) => [name, cells[index] ?? ''] as const)
      yield { row: Object.fromEntries(named), ref, line, done } as TableRow
    }
  }
}

/** Two columns of one name are both kept. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((written) => {
    const name = written.trim()
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return before === 0 ? name : `${name} (${before + 1})`
  })
}

/** Results of rows one by one; their runs and jobs at the end, with what was not understood. */
export function* resultParts(rows: Iterable<TableRow>, book: ResultRows): Iterable<Piece> {
  for (const one of rows) {
    if ('problem' in one) {
      yield one.problem
      continue
    }
    const taken = book.take(one.row, one.ref)
    yield 'reason' in taken ? rejection(one.ref, taken.reason, one.line) : { records: taken.records, done: one.done }
  }
  yield { records: book.records() }
  yield* unknownColumns(book)
}

/** Columns that no role took: they are kept in the rows, and named. */
export function* unknownColumns(book: ResultRows): Iterable<Piece> {
  for (const [name, count] of book.unknown)
    yield { unparsed: [{ kind: 'unknown-column', name: name.slice(0, 200), count, sample: null }] }
}
