/** Token classes of one event or sum. `input` is uncached only; `reasoning` is a part of `output`. Null: not recorded. */
export interface Usage {
  input: bigint | null
  cacheRead: bigint | null
  cacheWrite5m: bigint | null
  cacheWrite1h: bigint | null
  output: bigint | null
  reasoning: bigint | null
  /** A total whose classes are not known. */
  unsplit: bigint | null
  total: bigint | null
}

export const TOKEN_CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const

export const NO_USAGE: Usage = {
  input: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  reasoning: null,
  unsplit: null,
  total: null,
}

/** Adds two amounts where null means "not recorded": null plus a number is the number. */
export function addKnown(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null) return b
  return b === null ? a : a + b
}

/** The total that the classes and the unsplit part give; null when none of them is known. */
export function totalOf(usage: Omit<Usage, 'total' | 'reasoning'>): bigint | null {
  return TOKEN_CLASSES.reduce<bigint | null>((sum, name) => addKnown(sum, usage[name]), usage.unsplit)
}

/** Sums class by class; each class is null only when no event knew it. Never adds `reasoning` to the total. */
export function sumUsage(all: Iterable<Usage>): Usage {
  const sum: Usage = { ...NO_USAGE }
  for (const usage of all) {
    for (const name of Object.keys(sum) as (keyof Usage)[]) sum[name] = addKnown(sum[name], usage[name])
  }
  return sum
}
