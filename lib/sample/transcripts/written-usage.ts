/** What generated transcripts must add up to: known from the making of them, not from reading them. */

/** Disjoint classes, in tokens. */
export interface Counts {
  input: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number
}

/** One written copy of a response. Copies with one key are one response, in whatever file they stand. */
export interface WrittenCopy {
  key: string
  model: string
  counts: Counts
}

export interface ModelTotals extends Counts {
  responses: number
}

const CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const

/**
 * The totals per model of any set of generated files: each response once, with the largest count of each class over
 * its copies. Models in the order of their names.
 */
export function expectedUsage(files: Iterable<{ copies: readonly WrittenCopy[] }>): Record<string, ModelTotals> {
  const responses = new Map<string, WrittenCopy>()
  for (const { copies } of files) {
    for (const copy of copies) {
      const known = responses.get(copy.key)
      responses.set(copy.key, known ? { ...known, counts: greatest(known.counts, copy.counts) } : copy)
    }
  }
  const totals = new Map<string, ModelTotals>()
  for (const { model, counts } of responses.values()) {
    const sum = totals.get(model) ?? { ...NOTHING, responses: 0 }
    for (const name of CLASSES) sum[name] += counts[name]
    sum.responses += 1
    totals.set(model, sum)
  }
  return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export const NOTHING: Readonly<Counts> = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }

function greatest(a: Counts, b: Counts): Counts {
  const result = { ...a }
  for (const name of CLASSES) result[name] = Math.max(a[name], b[name])
  return result
}
