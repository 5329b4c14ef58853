import { toCount } from '@/lib/http/amounts'
import type { BudgetMeasure, TargetWire } from './schema'

/** What one run, job, project or day used, exact; and what keeps the sum from being whole. */
export interface Used {
  target: string | null
  amount: bigint | null
  events: bigint
  /** Events that say nothing about the measure. */
  unknown: bigint
  /** Some output was recorded only in part. */
  isPartial: boolean
}

/**
 * A cap is passed for certain when what is known of the use passes it; use is within it only when all of it is known.
 * @returns cannot_tell for a lower bound at or below the cap, and where nothing is known
 */
export function stateOf({ amount, unknown, isPartial }: Used, cap: bigint): TargetWire['state'] {
  if (amount !== null && amount > cap) return 'over'
  return amount === null || unknown > 0n || isPartial ? 'cannot_tell' : 'within'
}

export function boundReasons({ unknown, isPartial }: Used, measure: BudgetMeasure): TargetWire['lowerBoundReasons'] {
  return [
    ...(unknown > 0n ? [measure === 'tokens' ? ('tokens_not_recorded' as const) : ('unpriced' as const)] : []),
    ...(isPartial ? ['output_not_recorded' as const] : []),
  ]
}

/** How many targets stand where. */
export function countStates(used: readonly Used[], capOf: (used: Used) => bigint) {
  const states = used.map((each) => stateOf(each, capOf(each)))
  const many = (state: TargetWire['state']) => states.filter((each) => each === state).length
  return { targets: used.length, over: many('over'), cannotTell: many('cannot_tell'), within: many('within') }
}

/** Of one unit of a measure to what is stored: tokens as they are, dollars in picodollars. */
const PICO_PER_MICRO = 1_000_000n
export const storedCap = (measure: BudgetMeasure, cap: number) =>
  measure === 'tokens' ? BigInt(cap) : BigInt(cap) * PICO_PER_MICRO

export const shareOf = (amount: bigint | null, cap: bigint): number | null =>
  amount === null || cap <= 0n ? null : toCount(amount) / toCount(cap)
