import type { EventCopy } from './schema'

/** One of two records that stand side by side. */
export interface PairSide {
  /** Undefined: the record of the event itself. */
  copy: string | undefined
  /** Undefined: the line the copy was read from. */
  line: number | undefined
  held: EventCopy
}

export interface CopyPair {
  left: PairSide
  right: PairSide
  /** The right one is a further line of the copy that counts. */
  isLine: boolean
}

/** `17`, `17.2` and `e17` stand in line 17. */
export function lineOf(place: string): number | undefined {
  const digits = /^e?(\d{1,9})/.exec(place)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** A line that the copy really was written in; the address may name any. */
const isWritten = (copy: EventCopy, line: number) => copy.lines.some(({ place }) => lineOf(place) === line)

/** The line with the most output: lines of one response differ in nothing else, and the greatest count is kept. */
function countedLine({ lines }: EventCopy): number | undefined {
  const most = lines.toSorted((a, b) => (b.output ?? -1) - (a.output ?? -1) || b.tokens - a.tokens)[0]
  return most && lineOf(most.place)
}

/** The record that counts and the one asked for beside it; without a question the first dropped one, or a second line. */
export function pairOf(
  copies: readonly EventCopy[],
  asked: { copy: string | null; line: string | null; lines: boolean },
): CopyPair | null {
  const kept = copies.find((copy) => copy.kept) ?? copies[0]
  if (!kept) return null
  const left = { copy: undefined, line: undefined, held: kept }
  const other = copies.find((copy) => !copy.kept && (asked.copy === null || copy.id === asked.copy))
  const line = asked.line === null ? undefined : lineOf(asked.line)
  if (!asked.lines && asked.copy !== kept.id && other && line === undefined) {
    return { left, right: { copy: other.id, line: undefined, held: other }, isLine: false }
  }
  const counted = countedLine(kept)
  const lines = kept.lines.flatMap(({ place }) => lineOf(place) ?? [])
  const second = line !== undefined && isWritten(kept, line) ? line : lines.find((each) => each !== counted)
  if (second === undefined || counted === undefined) return null
  return {
    left: { copy: kept.id, line: counted, held: kept },
    right: { copy: kept.id, line: second, held: kept },
    isLine: true,
  }
}

export interface ComparedField {
  label: string
  kept: string | number | null
  dropped: string | number | null
  differs: boolean
}

const CLASSES = [
  ['input', 'input'],
  ['cacheRead', 'cache read'],
  ['cacheWrite5m', 'cache write, 5 min'],
  ['cacheWrite1h', 'cache write, 1 h'],
  ['output', 'output'],
  ['reasoning', 'of it reasoning'],
  ['total', 'total'],
] as const

/** Field by field, with what differs marked. */
export function comparedFields({ left, right, isLine }: CopyPair): ComparedField[] {
  const field = (label: string, kept: string | number | null, dropped: string | number | null) => ({
    ...{ label, kept, dropped },
    differs: kept !== dropped,
  })
  if (isLine) {
    const at = (line: number | undefined) => left.held.lines.find(({ place }) => lineOf(place) === line)
    const [a, b] = [at(left.line), at(right.line)]
    return [
      field('line', left.line ?? null, right.line ?? null),
      field('tokens', a?.tokens ?? null, b?.tokens ?? null),
      field('output', a?.output ?? null, b?.output ?? null),
    ]
  }
  const [a, b] = [left.held, right.held]
  return [
    field('session', a.sessionName, b.sessionName),
    field('session id', a.sessionId, b.sessionId),
    field('time', a.at, b.at),
    ...CLASSES.map(([name, label]) => field(label, a.usage[name], b.usage[name])),
    field('lines', a.lineCount, b.lineCount),
    field('written in all', a.writtenTokens, b.writtenTokens),
    field('file', a.file, b.file),
    field('place', a.ref, b.ref),
  ]
}
