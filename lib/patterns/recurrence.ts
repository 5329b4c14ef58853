import type { PatternState } from './pattern-states'

/** How sure it is that a pattern is one: by how often it was seen. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const
export type Confidence = (typeof CONFIDENCES)[number]
export const PRIORITIES = ['high', 'medium', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

export const confidenceOf = (occurrences: number): Confidence => level(occurrences, 5, 3)
export const priorityOf = (occurrences: number): Priority => level(occurrences, 10, 5)

const level = (count: number, high: number, medium: number) =>
  count >= high ? 'high' : count >= medium ? 'medium' : 'low'

/** States in which nobody has fixed it, as far as is known. */
const OPEN: readonly PatternState[] = ['new', 'acknowledged', 'fix_proposed', 'regressed']

export interface RecurrenceFacts {
  state: PatternState
  /** Sessions of work in which it was seen or, where there are none, runs. */
  tellings: number
  /** Null: no occurrence has a time. */
  firstSeenAt: string | null
  now: string
}

export interface Recurrence {
  sessions: number
  daysOpen: number
  /** "told 4 times, still not fixed"; null of what was seen once, or is not open. */
  told: string | null
}

const DAY_MS = 86_400_000

/** In how many sessions a pattern came back, and for how long it is known. */
export function recurrenceOf({ state, tellings, firstSeenAt, now }: RecurrenceFacts): Recurrence {
  const isOpen = OPEN.includes(state)
  const days = firstSeenAt === null ? 0 : Math.floor((Date.parse(now) - Date.parse(firstSeenAt)) / DAY_MS)
  return {
    sessions: tellings,
    daysOpen: isOpen ? Math.max(0, days) : 0,
    told: isOpen && tellings > 1 ? `told ${tellings} times, still not fixed` : null,
  }
}
