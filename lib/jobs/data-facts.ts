import { formatInteger } from '@/lib/time/format-quantity'

/** One thing that a source records beside what Pitwall has a place for: a label and a short text. */
export interface DataFact {
  key: string
  label: string
  text: string
}

export interface DataFacts {
  facts: DataFact[]
  /** What does not fit into a line, as it stands. */
  rest: Record<string, unknown>
}

const TEXT_MAX = 300
const LIST_MAX = 12

type Scalar = string | number | boolean | null

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `commandsReported`, `best_train-score` → "commands reported", "best train score". */
export function keyWords(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[_\-.\s]+/g, ' ')
    .replace(/[A-Z][a-z]+/g, (word) => word.toLowerCase())
    .trim()
}

function scalarText(value: Scalar): string {
  if (value === null) return 'not recorded'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (Number.isInteger(value)) return formatInteger(value)
  return String(Number(value.toPrecision(6)))
}

/** The text of a value that fits into a line; null for one that does not. */
function lineOf(value: unknown): string | null {
  if (isScalar(value)) {
    const text = scalarText(value)
    return text.length <= TEXT_MAX && !text.includes('\n') ? text : null
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > LIST_MAX || !value.every(isScalar)) return null
  const text = value.map(scalarText).join(', ')
  return text.length <= TEXT_MAX ? text : null
}

/** The key of which this one tells a part: 12 `commandsReported` of 23 `commands`. */
function wholeOf(key: string, data: Readonly<Record<string, unknown>>): string | null {
  const behind = /^(.+)Reported$/.exec(key)?.[1]
  const before = /^reported([A-Z].*)$/.exec(key)?.[1]
  const whole = behind ?? (before === undefined ? undefined : `${before[0]?.toLowerCase()}${before.slice(1)}`)
  return whole !== undefined && Number.isFinite(data[whole]) && Number.isFinite(data[key]) ? whole : null
}

/**
 * What a source records in its own words, as facts of one line each; one level of nesting is opened.
 * A count of what was reported stands beside what there was: "12 of 23".
 */
export function dataFacts(data: Readonly<Record<string, unknown>>): DataFacts {
  const facts: DataFact[] = []
  const rest = new Map<string, unknown>()
  const told = new Set(Object.keys(data).flatMap((key) => wholeOf(key, data) ?? []))
  for (const [key, value] of Object.entries(data)) {
    // What is null says nothing; the raw record holds it.
    if (value === null || told.has(key)) continue
    const whole = wholeOf(key, data)
    if (whole !== null) {
      facts.push({ key, label: `${keyWords(whole)} reported`, text: `${lineOf(value)} of ${lineOf(data[whole])}` })
      continue
    }
    const text = lineOf(value)
    if (text !== null) facts.push({ key, label: keyWords(key), text })
    else if (isRecord(value) && Object.values(value).every((each) => lineOf(each) !== null)) {
      for (const [name, each] of Object.entries(value)) {
        facts.push({ key: `${key} ${name}`, label: `${keyWords(key)}: ${keyWords(name)}`, text: lineOf(each) ?? '' })
      }
    } else rest.set(key, value)
  }
  return { facts, rest: Object.fromEntries(rest) }
}
