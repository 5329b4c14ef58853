import { NO_USAGE, totalOf, type Usage } from '@/lib/model/usage'
import type { NdjsonUsage } from './ndjson-fields'

/** One micro-dollar in picodollars. */
const PICO_PER_MICRO = 1e6

/** Micro-dollars as picodollars. */
export const picoOf = (micro: number | null) => (micro === null ? null : BigInt(Math.round(micro * PICO_PER_MICRO)))

/** Counts as they stand; a total that the classes do not give is flagged, and the classes are believed. */
export function countsOf(given: NdjsonUsage | null): { usage: Usage; flags: string[] } {
  const usage: Usage = { ...NO_USAGE }
  for (const name of Object.keys(usage) as (keyof Usage)[]) {
    const count = given?.[name] ?? null
    usage[name] = count === null ? null : BigInt(count)
  }
  const sum = totalOf(usage)
  if (sum === null) {
    const unsplit = usage.total
    return { usage: { ...usage, unsplit }, flags: unsplit === null ? ['tokens_unknown'] : [] }
  }
  const mismatch = usage.total !== null && usage.total !== sum
  return { usage: { ...usage, total: sum }, flags: mismatch ? ['total_mismatch'] : [] }
}
