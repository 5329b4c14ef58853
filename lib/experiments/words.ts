import type { Tone } from '@/lib/tone'
import type { ExperimentMetric } from './definition'
import type { ArmChecks, ListedOutcome, Origin } from './experiment-schema'

/** Where an experiment comes from, in the words of the screen. */
export const ORIGIN_WORDS = {
  declared: { label: 'declared', about: 'an operator fixed arms, metric and test' },
  results: { label: 'table of results', about: 'configurations of a table of results, found in the records' },
  ab_results: { label: 'A/B results', about: 'rows of ab_test_results' },
  gepa: { label: 'GEPA evidence', about: 'baseline and candidate of an optimisation' },
  campaign: { label: 'replays', about: 'failed runs against their replays' },
} as const satisfies Record<Origin, { label: string; about: string }>

export const METRIC_WORDS = {
  success: { label: 'success' },
  reward: { label: 'reward' },
  tokens: { label: 'tokens' },
  cost: { label: 'cost' },
  seconds: { label: 'time' },
  calls: { label: 'calls' },
} as const satisfies Record<ExperimentMetric, { label: string }>

/** "Cannot tell" is no fault of anybody, so it has no colour. */
export const OUTCOME_WORDS = {
  better: { label: 'better', tone: 'ok' },
  worse: { label: 'worse', tone: 'bad' },
  cannot_tell: { label: 'cannot tell', tone: 'idle' },
  refused: { label: 'refused', tone: 'warn' },
} as const satisfies Record<ListedOutcome, { label: string; tone: Tone }>

type Check = ArmChecks['checks'][number]

/** A declared difference is in order, but not the same. */
export type ShownLevel = Check['level'] | 'varied'

export const LEVEL_WORDS = {
  error: { label: 'error', tone: 'bad', needs: 'bad' },
  warning: { label: 'warning', tone: 'warn', needs: 'warn' },
  unknown: { label: 'unknown', tone: 'idle', needs: null },
  varied: { label: 'varied', tone: 'info', needs: null },
  ok: { label: 'ok', tone: 'ok', needs: null },
  not_applicable: { label: 'not applicable', tone: 'idle', needs: null },
} as const satisfies Record<ShownLevel, { label: string; tone: Tone; needs: 'bad' | 'warn' | null }>

/** Loudest first. */
export const LEVELS = Object.keys(LEVEL_WORDS) as ShownLevel[]

/** The level of a check; the one thing that is meant to differ, and does, has its own. */
export const shownLevel = (
  { name, level, control, treatment }: Pick<Check, 'name' | 'level' | 'control' | 'treatment'>,
  varied: readonly string[],
): ShownLevel => (level === 'ok' && varied.includes(name) && control !== treatment ? 'varied' : level)

/** "1 error, 2 warnings, 5 ok". */
export function levelCounts(levels: readonly ShownLevel[]): string {
  return LEVELS.flatMap((level) => {
    const count = levels.filter((one) => one === level).length
    if (count === 0) return []
    const { label } = LEVEL_WORDS[level]
    return [`${count} ${label}${count === 1 || (level !== 'error' && level !== 'warning') ? '' : 's'}`]
  }).join(', ')
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
