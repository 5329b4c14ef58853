import Papa from 'papaparse'

/** Read at once; a file of any size is read in pieces of it. */
const WINDOW_CHARS = 4 * 2 ** 20
const WINDOW_ROWS = 2_000

export interface CsvRow {
  cells: string[]
  /** Line on which the row begins, from 1. */
  line: number
  /** Share of the text behind it. */
  done: number
  /** Why the row may be wrong, or null. */
  problem: string | null
}

/** The rows of a CSV text of any common dialect, blank ones left out. A quote that never closes is named, not thrown. */
export function* csvRows(source: string): Iterable<CsvRow> {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const config = { newline: '\n' as const, fastMode: false, preview: WINDOW_ROWS, delimiter: delimiterOf(text) }
  let [at, line] = [0, 1]
  while (at < text.length) {
    const piece = readPiece(text, at, config)
    const problems = new Map(piece.errors.map((error) => [error.row ?? 0, error.message]))
    for (const [index, cells] of piece.data.entries()) {
      const blank = cells.length === 1 && cells[0] === ''
      if (!blank) yield { cells, line, done: at / text.length, problem: problems.get(index) ?? null }
      line += 1 + cells.reduce((lines, cell) => lines + countOf(cell, '\n'), 0)
    }
    if (piece.meta.cursor <= 0) return
    at += piece.meta.cursor
  }
}

/** A last row that the window may have cut is read again in a larger window. */
function readPiece(
  text: string,
  at: number,
  config: Papa.ParseConfig<string[]> & { download?: false; worker?: false },
) {
  for (let size = WINDOW_CHARS; ; size *= 4) {
    const piece = Papa.parse<string[]>(text.slice(at, at + size), config)
    if (piece.meta.truncated || at + size >= text.length) return piece
  }
}

const DELIMITERS = [',', '\t', ';', '|']

/** The delimiter that cuts the first line into most cells. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 10_000).split('\n', 1)[0] ?? ''
  const counts = DELIMITERS.map((delimiter) => countOf(head, delimiter))
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function countOf(text: string, part: string): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1
  return count
}
