import { csvRows } from '@/lib/sources/results/csv-rows'
import { isBinary, METRICS, PairInput, REPEATED_KEY } from './analysis-schema'

type Metric = (typeof METRICS)[number]

/** A row that could not be used: its line in a CSV file, or its place in the list of a JSON file, from 1. */
export interface RejectedPair {
  place: string
  reason: string
}

export interface ReadPairs {
  metric: Metric
  pairs: PairInput[]
  rejected: RejectedPair[]
  /** What else the file declares: planned, primary, alpha and so on. */
  declared: Record<string, unknown>
}

interface Row {
  place: string
  fields: unknown
  problem: string | null
}

/** The file as a whole is no file of pairs; the message says what is missing. */
export class NoPairs extends Error {}

const COLUMNS = ['key', 'control', 'treatment', 'cluster', 'cause'] as const
const KNOWN_METRICS: readonly string[] = METRICS

/**
 * The pairs of a JSON or CSV text, row by row: one that cannot be used is named and the rest is kept. Without a metric,
 * neither asked for nor in the file, values that are all 0 or 1 are success, and others amounts.
 * @throws NoPairs when the text holds no list of pairs
 */
export function readPairs(text: string, asked?: Metric): ReadPairs {
  const { rows, metric: written, declared } = /^\uFEFF?\s*[[{]/.test(text) ? jsonRows(text) : tableRows(text)
  const rejected: RejectedPair[] = []
  const read: { place: string; pair: PairInput }[] = []
  for (const { place, fields, problem } of rows) {
    const result = PairInput.safeParse(fields)
    if (problem === null && result.success) read.push({ place, pair: result.data })
    else rejected.push({ place, reason: problem ?? complaintOf(result.error?.issues[0]) })
  }
  const metric =
    asked ?? written ?? (read.length > 0 && read.every(({ pair }) => isSuccess(pair)) ? 'binary' : 'continuous')
  const pairs = metric === 'binary' ? keepBinary(read, rejected) : read.map(({ pair }) => pair)
  return { metric, pairs, rejected, declared }
}

const isSuccess = ({ control, treatment }: PairInput) => isBinary(control) && isBinary(treatment)

function keepBinary(read: readonly { place: string; pair: PairInput }[], rejected: RejectedPair[]): PairInput[] {
  const seen = new Set<string>()
  return read.flatMap(({ place, pair }) => {
    const reason = !isSuccess(pair) ? 'a binary metric is 0 or 1' : seen.has(pair.key) ? `key: ${REPEATED_KEY}` : null
    seen.add(pair.key)
    if (reason === null) return [pair]
    rejected.push({ place, reason })
    return []
  })
}

function complaintOf(issue: { path: readonly PropertyKey[]; message: string } | undefined): string {
  const field = issue?.path.map(String).join('.')
  return field ? `${field}: ${issue?.message}` : (issue?.message ?? 'no pair')
}

function jsonRows(text: string): { rows: Row[]; metric: Metric | null; declared: Record<string, unknown> } {
  const value = parsed(text)
  const { pairs, metric, ...declared } = Array.isArray(value) ? { pairs: value } : (value as Record<string, unknown>)
  if (!Array.isArray(pairs)) throw new NoPairs('there is no list "pairs" in it')
  if (metric !== undefined && !KNOWN_METRICS.includes(String(metric)))
    throw new NoPairs(`metric: ${METRICS.join(' or ')}, not ${JSON.stringify(metric)?.slice(0, 60)}`)
  const rows = pairs.map((fields: unknown, at) => ({ place: `pair ${at + 1}`, fields, problem: null }))
  return { rows, metric: (metric as Metric | undefined) ?? null, declared }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const position = /at position \d+.*/.exec(error instanceof Error ? error.message : '')?.[0]
    throw new NoPairs(`it begins as JSON and is none${position ? `, ${position}` : ''}`)
  }
}

function tableRows(text: string): { rows: Row[]; metric: null; declared: Record<string, unknown> } {
  let columns: Map<string, number> | null = null
  const rows: Row[] = []
  for (const { cells, line, problem } of csvRows(text)) {
    if (columns === null) columns = columnsOf(cells)
    else
      rows.push({
        place: `line ${line}`,
        fields: fieldsOf(cells, columns),
        problem: problem ?? widthOf(cells, columns),
      })
  }
  if (columns === null) throw new NoPairs('it is empty')
  return { rows, metric: null, declared: {} }
}

function columnsOf(titles: readonly string[]): Map<string, number> {
  const names = titles.map((title) => title.trim().toLowerCase())
  const columns = new Map(COLUMNS.flatMap((name) => (names.includes(name) ? [[name, names.indexOf(name)]] : [])))
  const missing = COLUMNS.slice(0, 3).filter((name) => !columns.has(name))
  if (missing.length > 0) throw new NoPairs(`its first line names no column ${missing.join(', ')}`)
  return columns
}

const widthOf = (cells: readonly string[], columns: ReadonlyMap<string, number>) =>
  cells.length <= Math.max(columns.get('control') ?? 0, columns.get('treatment') ?? 0) ? 'the row ends too early' : null

function fieldsOf(cells: readonly string[], columns: ReadonlyMap<string, number>) {
  const cell = (name: string) => cells[columns.get(name) ?? -1]?.trim() ?? ''
  return {
    key: cell('key'),
    control: amountOf(cell('control')),
    treatment: amountOf(cell('treatment')),
    cluster: cell('cluster') || null,
    cause: cell('cause') || null,
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** An empty cell is a missing result; what is no number stays text, which the schema then names. */
function amountOf(cell: string): number | string | null {
  if (cell === '') return null
  return NUMBER.test(cell) ? Number(cell) : cell
}
