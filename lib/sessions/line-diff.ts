/** One line of a difference: kept, taken away or added. */
export interface DiffLine {
  kind: 'same' | 'old' | 'new'
  text: string
}

/** Above so many pairs of lines the exact answer costs more than it tells: then all of the old goes, all of the new comes. */
const PAIRS_MAX = 400_000

const linesOf = (text: string) => (text === '' ? [] : text.replace(/\r\n?/g, '\n').split('\n'))

/** The lines that tell two texts apart, by the longest common subsequence; equal beginnings and ends are matched first. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = linesOf(before)
  const b = linesOf(after)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail += 1
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'same', text }))
  return [
    ...same(a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...same(a.slice(a.length - tail)),
  ]
}

const all = (kind: 'old' | 'new', lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind, text }))

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > PAIRS_MAX || a.length === 0 || b.length === 0) return [...all('old', a), ...all('new', b)]
  const length = commonLengths(a, b)
  const width = b.length + 1
  const at = (i: number, j: number) => length[i * width + j] ?? 0
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i] ?? '' })
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) lines.push({ kind: 'old', text: a[i++] ?? '' })
    else lines.push({ kind: 'new', text: b[j++] ?? '' })
  }
  return [...lines, ...all('old', a.slice(i)), ...all('new', b.slice(j))]
}

/** Length of the longest common subsequence of the rest from each pair of places on. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1
  const length = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const here = i * width + j
      length[here] =
        a[i] === b[j] ? (length[here + width + 1] ?? 0) + 1 : Math.max(length[here + width] ?? 0, length[here + 1] ?? 0)
    }
  }
  return length
}

export interface DiffPart {
  /** Lines left out between two parts. */
  skipped: number
  lines: DiffLine[]
}

/** A difference with only so many equal lines around what changed. */
export function diffParts(lines: readonly DiffLine[], around = 2): DiffPart[] {
  const near = new Set<number>()
  lines.forEach((line, at) => {
    if (line.kind === 'same') return
    for (let each = at - around; each <= at + around; each += 1) near.add(each)
  })
  const parts: DiffPart[] = []
  let skipped = 0
  let open: DiffPart | null = null
  lines.forEach((line, at) => {
    if (near.has(at)) {
      open ??= { skipped, lines: [] }
      open.lines.push(line)
      return
    }
    if (open) {
      parts.push(open)
      open = null
      skipped = 0
    }
    skipped += 1
  })
  return open ? [...parts, open] : parts
}

export function countChanges(lines: readonly DiffLine[]): { added: number; removed: number } {
  return {
    added: lines.filter(({ kind }) => kind === 'new').length,
    removed: lines.filter(({ kind }) => kind === 'old').length,
  }
}
