import type { Tone } from '@/lib/tone'
import type { Outcome } from './analysis-schema'
import type { ExperimentMetric } from './definition'
import type { ArmChecks, Origin } from './experiment-schema'

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
} as const satisfies Record<Outcome, { label: string; tone: Tone }>

type Level = ArmChecks['checks'][number]['level']

export const LEVEL_WORDS = {
  error: { label: 'error', tone: 'bad', needs: 'bad' },
  warning: { label: 'warning', tone: 'warn', needs: 'warn' },
  unknown: { label: 'unknown', tone: 'idle', needs: null },
  ok: { label: 'ok', tone: 'ok', needs: null },
  not_applicable: { label: 'not applicable', tone: 'idle', needs: null },
} as const satisfies Record<Level, { label: string; tone: Tone; needs: 'bad' | 'warn' | null }>

/** Loudest first. */
export const LEVELS = Object.keys(LEVEL_WORDS) as Level[]

/** "1 error, 2 warnings, 5 ok". */
export function levelCounts(checks: ArmChecks['checks']): string {
  return LEVELS.flatMap((level) => {
    const count = checks.filter((check) => check.level === level).length
    if (count === 0) return []
    const { label } = LEVEL_WORDS[level]
    return [`${count} ${label}${count === 1 || (level !== 'error' && level !== 'warning') ? '' : 's'}`]
  }).join(', ')
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
