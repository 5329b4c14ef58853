import { divideHalfUp } from '@/lib/ledger/decimal'
import type { Usage } from '@/lib/model/usage'
import type { UsageWire } from './wire'

/** From stored amounts to wire values. Tokens and picodollars are bigint in the database and numbers on the wire. */

const PICO_PER_MICRO = 1_000_000n
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER)

/** A stored integer as a number. Beyond 2^53 − 1 JSON cannot hold it exactly, and no real count is that large. */
export function toCount(value: bigint | number): number {
  if (typeof value === 'number') return value
  if (value > LARGEST) return Number.MAX_SAFE_INTEGER
  return value < -LARGEST ? Number.MIN_SAFE_INTEGER : Number(value)
}

export function toCountOrNull(value: bigint | number | null): number | null {
  return value === null ? null : toCount(value)
}

/** Picodollars as microdollars, rounded half up. To be called once, on the sum. */
export function toMicroUsd(pico: bigint | null): number | null {
  return pico === null ? null : toCount(divideHalfUp(pico, PICO_PER_MICRO))
}

/** Why a sum of costs is only "at least": some event has no price, or its output was only partly recorded. */
export function costBounds(unpricedEvents: number, lowerBound: readonly string[]) {
  const costLowerBoundReasons: ('unpriced' | 'output_not_recorded')[] = []
  if (unpricedEvents > 0) costLowerBoundReasons.push('unpriced')
  if (lowerBound.includes('output')) costLowerBoundReasons.push('output_not_recorded')
  return { costIsLowerBound: costLowerBoundReasons.length > 0, costLowerBoundReasons }
}

/** The sums of usage as ingest keeps them on the row of what spent them. */
export interface StoredUsage {
  usageInput: bigint | null
  usageCacheRead: bigint | null
  usageCacheWrite5m: bigint | null
  usageCacheWrite1h: bigint | null
  usageOutput: bigint | null
  usageReasoning: bigint | null
  usageUnsplit: bigint | null
}

/** Those sums by class, without their total, which each row calls otherwise. */
export const usageOf = (row: StoredUsage): Omit<Usage, 'total'> => ({
  input: row.usageInput,
  cacheRead: row.usageCacheRead,
  cacheWrite5m: row.usageCacheWrite5m,
  cacheWrite1h: row.usageCacheWrite1h,
  output: row.usageOutput,
  reasoning: row.usageReasoning,
  unsplit: row.usageUnsplit,
})

export function toUsageWire(amounts: Usage, lowerBound: readonly string[]): UsageWire {
  return {
    input: toCountOrNull(amounts.input),
    cacheRead: toCountOrNull(amounts.cacheRead),
    cacheWrite5m: toCountOrNull(amounts.cacheWrite5m),
    cacheWrite1h: toCountOrNull(amounts.cacheWrite1h),
    output: toCountOrNull(amounts.output),
    reasoning: toCountOrNull(amounts.reasoning),
    total: toCountOrNull(amounts.total),
    unsplit: toCountOrNull(amounts.unsplit),
    lowerBound: [...lowerBound],
  }
}
