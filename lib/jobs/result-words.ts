import type { Tone } from '@/lib/tone'
import type { ItemResultWire, RESULT_OUTCOMES, RESULT_SORTS } from './result-schema'

/** What results are called. Pure text, drawn elsewhere. */

export type ResultOutcome = (typeof RESULT_OUTCOMES)[number]

export const OUTCOME_WORDS = {
  resolved: 'resolved',
  unresolved: 'not resolved',
  unknown: 'not known',
  error: 'with an error',
} as const satisfies Record<ResultOutcome, string>

export const RESULT_SORT_WORDS = {
  configuration: 'by configuration',
  item: 'by item',
  score: 'best score first',
  cost: 'highest cost first',
  tokens: 'most tokens first',
  seconds: 'longest first',
  calls: 'most calls first',
} as const satisfies Record<(typeof RESULT_SORTS)[number], string>

/** Whether it was resolved, with a shape: an unknown outcome is neither good nor bad. */
export function outcomeMark({ resolved, error }: Pick<ItemResultWire, 'resolved' | 'error'>): {
  tone: Tone
  label: string
} {
  if (resolved === true) return { tone: 'ok', label: 'resolved' }
  if (resolved === false) return { tone: 'bad', label: 'not resolved' }
  return error === null ? { tone: 'idle', label: 'not known' } : { tone: 'bad', label: 'error' }
}
