import { formatInteger } from '@/lib/time/format-quantity'
import type { Tone } from '@/lib/tone'
import type { ConfigurationSummary, ItemResultWire, RESULT_OUTCOMES, RESULT_SORTS } from './result-schema'

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

const CLASSES = [
  ['input', 'input'],
  ['cacheRead', 'cached'],
  ['cacheWrite5m', 'cache write 5 m'],
  ['cacheWrite1h', 'cache write 1 h'],
  ['output', 'output'],
] as const

/** Calls and the classes of tokens, as far as the results record them: "13 calls", "input 1,200". */
export function usageWords({ calls, usage }: Pick<ConfigurationSummary, 'calls' | 'usage'>): string[] {
  const classes = CLASSES.flatMap(([key, label]) => {
    const amount = usage[key]
    if (amount === null) return []
    const thought = key === 'output' && usage.reasoning !== null ? `, ${formatInteger(usage.reasoning)} reasoning` : ''
    return [`${label} ${usage.lowerBound.includes(key) ? '≥ ' : ''}${formatInteger(amount)}${thought}`]
  })
  return calls.sum === null ? classes : [`${formatInteger(calls.sum)} calls`, ...classes]
}

/** Whether it was resolved, with a shape: an unknown outcome is neither good nor bad. */
export function outcomeMark({ resolved, error }: Pick<ItemResultWire, 'resolved' | 'error'>): {
  tone: Tone
  label: string
} {
  if (resolved === true) return { tone: 'ok', label: 'resolved' }
  if (resolved === false) return { tone: 'bad', label: 'not resolved' }
  return error === null ? { tone: 'idle', label: 'not known' } : { tone: 'bad', label: 'error' }
}
