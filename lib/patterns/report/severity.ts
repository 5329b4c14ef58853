import type { Cause } from '@/lib/model/status'
import type { PatternState } from '@/lib/patterns/pattern-states'
import type { Priority } from '@/lib/patterns/recurrence'
import type { Trend } from '@/lib/patterns/trends'

/** Gravest first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]

export interface SeverityFacts {
  state: PatternState
  priority: Priority
  cause: Cause
  trend: Trend
  /** Null: not recorded, which makes nothing graver. */
  tokensWasted: number | null
}

const [VERY_DEAR, DEAR] = [1_000_000, 100_000]
const spent = ({ tokensWasted }: SeverityFacts, tokens: number) => tokensWasted !== null && tokensWasted >= tokens

type Rule = readonly [severity: Severity, when: (facts: SeverityFacts) => boolean]

const RULES: readonly Rule[] = [
  ['low', ({ state }) => state === 'verified' || state === 'ignored'],
  ['low', ({ cause }) => cause === 'cancelled'],
  ['medium', ({ state, priority }) => state === 'fix_merged' && priority === 'high'],
  ['low', ({ state }) => state === 'fix_merged'],
  ['medium', ({ trend, priority }) => trend === 'silent' && priority === 'high'],
  ['low', ({ trend }) => trend === 'silent'],
  ['critical', ({ state, priority }) => state === 'regressed' && priority === 'high'],
  ['critical', ({ trend, priority }) => trend === 'escalating' && priority === 'high'],
  ['critical', (facts) => spent(facts, VERY_DEAR)],
  ['high', ({ state }) => state === 'regressed'],
  ['high', ({ trend }) => trend === 'escalating'],
  ['high', ({ priority }) => priority === 'high'],
  ['high', (facts) => spent(facts, DEAR)],
  ['medium', ({ priority }) => priority === 'medium'],
  ['medium', ({ cause }) => cause === 'config' || cause === 'infra'],
]

/**
 * How grave an entry of the report is; the first line that holds decides:
 *
 * | severity | when |
 * |---|---|
 * | low | verified or ignored |
 * | low | a person cancelled it |
 * | medium, low | a fix is merged and not yet verified: priority high, else |
 * | medium, low | silent (not seen for five weeks): priority high, else |
 * | critical | regressed with priority high: the fix did not hold, and it is frequent |
 * | critical | escalating with priority high |
 * | critical | a million tokens or more were wasted |
 * | high | regressed, or escalating, or priority high, or 100,000 tokens or more were wasted |
 * | medium | priority medium |
 * | medium | its cause is configuration or infrastructure: it stops every run that meets it, however good the work |
 * | low | anything else |
 */
export function severityOf(facts: SeverityFacts): Severity {
  return RULES.find(([, when]) => when(facts))?.[0] ?? 'low'
}
