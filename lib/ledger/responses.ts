/**
 * De-duplication of responses. One response of a model is written many times: once per content block, again in a forked
 * or resumed session, again in a grown copy of a file. It was paid once. Everything here is order-free: the same copies
 * give the same answer in whatever order and grouping they come.
 */
import { TOKEN_CLASSES, totalOf, type Usage } from '@/lib/model/usage'

/** One written copy: place, tokens in all, output, characters that can be seen, whether a stop reason stands in it. */
export type WrittenLine = readonly [
  place: string,
  tokens: number,
  output: number | null,
  chars: number,
  finished: boolean | null,
]

/** What one session holds of one response. */
export interface HeldCopy {
  lines: readonly WrittenLine[]
  at: string | null
  usage: Usage
}

/** Up to so many tokens are what a stream opens with, not what a response of any length costs. */
const PLACEHOLDER_OUTPUT_MAX = 12n
/** A response with more than so many characters cannot have cost a placeholder. */
const PLACEHOLDER_CHARS_MIN = 80

const greater = (a: bigint | null, b: bigint | null) => (a === null ? b : b === null || a > b ? a : b)
const earlier = (a: string | null, b: string | null) => (a === null ? b : b === null || a < b ? a : b)

/**
 * The greatest count of each class. Input and cache counts never differ between copies; output does, and its greatest
 * value is the one nearest to what was paid.
 */
export function greatestUsage(a: Usage, b: Usage): Usage {
  const merged: Usage = {
    input: greater(a.input, b.input),
    cacheRead: greater(a.cacheRead, b.cacheRead),
    cacheWrite5m: greater(a.cacheWrite5m, b.cacheWrite5m),
    cacheWrite1h: greater(a.cacheWrite1h, b.cacheWrite1h),
    output: greater(a.output, b.output),
    reasoning: greater(a.reasoning, b.reasoning),
    unsplit: greater(a.unsplit, b.unsplit),
    total: null,
  }
  // A total without classes is of no use beside the classes themselves.
  if (TOKEN_CLASSES.some((name) => merged[name] !== null)) merged.unsplit = null
  return { ...merged, total: totalOf(merged) }
}

/** Lines of two readings of one session, each place once; of two contents at one place the one with more output. */
export function mergeLines(a: readonly WrittenLine[], b: readonly WrittenLine[]): WrittenLine[] {
  const byPlace = new Map(a.map((line) => [line[0], line]))
  for (const line of b) {
    const before = byPlace.get(line[0])
    if (!before || compareLines(line, before) > 0) byPlace.set(line[0], line)
  }
  return [...byPlace.values()].sort((x, y) => placeOrder(x[0], y[0]))
}

const compareLines = (a: WrittenLine, b: WrittenLine) =>
  (a[2] ?? -1) - (b[2] ?? -1) || a[1] - b[1] || a[3] - b[3] || Number(a[4] ?? false) - Number(b[4] ?? false)

/** 2 before 10, own lines before embedded ones. */
function placeOrder(a: string, b: string): number {
  const [x, y] = [Number.parseInt(a.replace(/^\D+/, ''), 10), Number.parseInt(b.replace(/^\D+/, ''), 10)]
  return x - y || (a < b ? -1 : a > b ? 1 : 0)
}

/** Two readings of the same session's copies as one. */
export function mergeHeld(a: HeldCopy, b: HeldCopy): HeldCopy {
  return { lines: mergeLines(a.lines, b.lines), at: earlier(a.at, b.at), usage: greatestUsage(a.usage, b.usage) }
}

/** What adding up every written copy would give: the total of a tool that does not de-duplicate. */
export function writtenTokens(lines: readonly WrittenLine[]): bigint {
  return lines.reduce((sum, line) => sum + BigInt(line[1]), 0n)
}

/**
 * True when the greatest recorded output is still what the stream opened with: a handful of tokens for a long text, or
 * no copy that names why the response stopped although the format always does.
 */
export function isPlaceholder(output: bigint | null, lines: readonly WrittenLine[]): boolean {
  if (output === null) return false
  const chars = lines.reduce((sum, line) => sum + line[3], 0)
  if (output <= PLACEHOLDER_OUTPUT_MAX && chars > PLACEHOLDER_CHARS_MIN) return true
  return lines.length > 0 && lines.every((line) => line[4] === false)
}

/** A session that holds a copy, and what tells which of several was first. */
export interface Holder {
  sessionId: string
  /** The earliest time in it. Copied history brings its times along, so a fork can start when its origin did. */
  firstAt: string | null
  /** The time of the first dated line of its file: of a fork, when it was opened. */
  openedAt: string | null
}

/**
 * The session a response belongs to: the one that started first; of two that share their start (a fork copies the
 * times) the one that was opened first; then the smaller id. An unknown time comes last.
 */
export function ownerOf<T extends Holder>(holders: readonly T[]): T | null {
  const last = '\uffff'
  const key = (holder: Holder) => [holder.firstAt ?? last, holder.openedAt ?? last, holder.sessionId] as const
  return holders.reduce<T | null>((best, holder) => {
    if (best === null) return holder
    const [a, b] = [key(holder), key(best)]
    const first = a.findIndex((part, index) => part !== b[index])
    return first !== -1 && (a[first] ?? '') < (b[first] ?? '') ? holder : best
  }, null)
}
