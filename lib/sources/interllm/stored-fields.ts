import { parseTime } from '@/lib/time/iso'

/** A recorded time as it is stored, with what was wrong with it. */
export function stampOf(value: unknown): { at: string | null; flags: string[] } {
  if (value === undefined || value === null) return { at: null, flags: [] }
  const time = typeof value === 'string' && value.length <= 100 ? parseTime(value) : null
  if (time === null) return { at: null, flags: ['time_unreadable'] }
  return { at: time.iso, flags: time.zoneKnown ? [] : ['zone_unknown'] }
}

/** Text that is kept within a record's data: prompts and outputs of any length. */
const KEPT_MAX = 16_384

/** A text cut to what is kept of it. */
export const keptText = (text: string | null): string | null =>
  text === null || text.length <= KEPT_MAX ? text : `${text.slice(0, KEPT_MAX).toWellFormed()}…`
