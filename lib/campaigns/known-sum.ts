import type { KnownSum } from '@/lib/experiments/experiment-schema'
import { toCount, toMicroUsd } from '@/lib/http/amounts'

type Amount = bigint | number | null

const known = (values: readonly Amount[]): bigint[] =>
  values.flatMap((value) => (value === null ? [] : [BigInt(value)]))
const sumOf = (values: readonly bigint[]): bigint | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0n)

/** Tokens of what records them, and of how many that is; null when none does. */
export function knownTokens(values: readonly Amount[]): KnownSum {
  const recorded = known(values)
  const sum = sumOf(recorded)
  return { sum: sum === null ? null : toCount(sum), known: recorded.length, of: values.length }
}

/** The same of costs in picodollars, rounded once. */
export function knownCost(values: readonly Amount[]): KnownSum {
  const recorded = known(values)
  return { sum: toMicroUsd(sumOf(recorded)), known: recorded.length, of: values.length }
}
