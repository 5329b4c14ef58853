import { formatInteger } from '@/lib/time/format-quantity'
import { keyWords } from './data-facts'
import type { JobLimitWire } from './schema'

/** What a limit and its use say. Pure text, drawn elsewhere. */

/** An amount in the unit that the limit names. */
export function limitAmount(metric: string, amount: number): string {
  if (/usd|dollar|cost/i.test(metric)) return `$${amount.toLocaleString('en-US', { maximumFractionDigits: 4 })}`
  return Number.isInteger(amount) ? formatInteger(amount) : String(Number(amount.toPrecision(6)))
}

/** Of what there is a limit: "api calls", "gpu hours", a dollar limit is of its cost. */
export function limitLabel({ metric }: Pick<JobLimitWire, 'metric'>): string {
  return keyWords(metric).replace(/ usd$/i, '')
}

/** The used share; null when one of the two is not known or there is no limit to be a share of. */
export function usedShare({ limit, used }: Pick<JobLimitWire, 'limit' | 'used'>): number | null {
  return limit === null || used === null || limit <= 0 ? null : used / limit
}

/** Reached by the record, or by the numbers. */
export function isExceeded(limit: Pick<JobLimitWire, 'limit' | 'used' | 'exceededAt' | 'exceededReason'>): boolean {
  return limit.exceededAt !== null || limit.exceededReason !== null || (usedShare(limit) ?? 0) > 1
}
