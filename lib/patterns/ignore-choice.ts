import type { Wanted } from './moves'

/** How long patterns are ignored, as the form has it. */
export interface IgnoreChoice {
  limit: 'good' | 'date' | 'count' | 'rate'
  reason: string
  /** YYYY-MM-DD. */
  date: string
  count: string
}

export const IGNORE_LIMITS = [
  { value: 'good', label: 'for good' },
  { value: 'date', label: 'until a date' },
  { value: 'count', label: 'for so many more occurrences' },
  { value: 'rate', label: 'up to so many a day' },
] as const

const COUNT_MAX = 1_000_000

/** What the form asks for, or what is wrong with it, by field. */
export function readIgnoreChoice(
  { limit, reason, date, count }: IgnoreChoice,
  today: string,
): { wanted: Wanted } | { faults: Partial<Record<keyof IgnoreChoice, string>> } {
  const faults: Partial<Record<keyof IgnoreChoice, string>> = {}
  const number = /^\d{1,7}$/.test(count.trim()) ? Number(count) : 0
  if (reason.trim() === '') faults.reason = 'A reason is needed'
  if (limit === 'date' && !(date > today)) faults.date = 'A day after today'
  if ((limit === 'count' || limit === 'rate') && (number < 1 || number > COUNT_MAX))
    faults.count = 'A whole number from 1 to 1,000,000'
  if (Object.keys(faults).length > 0) return { faults }
  const said = { to: 'ignored', reason: reason.trim() } as const
  if (limit === 'date') return { wanted: { ...said, until: { at: `${date}T00:00:00.000Z` } } }
  if (limit === 'count') return { wanted: { ...said, until: { count: number } } }
  if (limit === 'rate') return { wanted: { ...said, until: { perDay: number } } }
  return { wanted: said }
}
