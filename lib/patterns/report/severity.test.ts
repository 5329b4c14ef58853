import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CAUSES } from '@/lib/model/status'
import { PATTERN_STATES } from '@/lib/patterns/pattern-states'
import { PRIORITIES } from '@/lib/patterns/recurrence'
import { TRENDS } from '@/lib/patterns/trends'
import { SEVERITIES, type SeverityFacts, severityOf } from './severity'

const plain: SeverityFacts = { state: 'new', priority: 'low', cause: 'agent', trend: 'steady', tokensWasted: null }

test.each<[string, Partial<SeverityFacts>, string]>([
  ['nothing special', {}, 'low'],
  ['verified, however dear', { state: 'verified', tokensWasted: 9e9, priority: 'high' }, 'low'],
  ['ignored, however often', { state: 'ignored', priority: 'high', trend: 'escalating' }, 'low'],
  ['cancelled by a person', { cause: 'cancelled', priority: 'high', trend: 'escalating' }, 'low'],
  ['a merged fix of something frequent', { state: 'fix_merged', priority: 'high', trend: 'escalating' }, 'medium'],
  ['a merged fix', { state: 'fix_merged', priority: 'medium' }, 'low'],
  ['silent, once frequent', { trend: 'silent', priority: 'high', state: 'regressed' }, 'medium'],
  ['silent', { trend: 'silent', priority: 'medium', tokensWasted: 9e9 }, 'low'],
  ['regressed and frequent', { state: 'regressed', priority: 'high' }, 'critical'],
  ['escalating and frequent', { trend: 'escalating', priority: 'high' }, 'critical'],
  ['a million tokens', { tokensWasted: 1_000_000 }, 'critical'],
  ['not quite a million tokens', { tokensWasted: 999_999 }, 'high'],
  ['a hundred thousand tokens', { tokensWasted: 100_000 }, 'high'],
  ['not quite a hundred thousand', { tokensWasted: 99_999 }, 'low'],
  ['regressed', { state: 'regressed' }, 'high'],
  ['escalating', { trend: 'escalating' }, 'high'],
  ['frequent', { priority: 'high' }, 'high'],
  ['less frequent', { priority: 'medium' }, 'medium'],
  ['configuration', { cause: 'config' }, 'medium'],
  ['infrastructure', { cause: 'infra' }, 'medium'],
])('%s', (_, facts, severity) => {
  expect(severityOf({ ...plain, ...facts })).toBe(severity)
})

test('more tokens or a higher priority never make it less grave', () => {
  const facts = fc.record({
    state: fc.constantFrom(...PATTERN_STATES),
    ...{
      priority: fc.constantFrom(...PRIORITIES),
      cause: fc.constantFrom(...CAUSES),
      trend: fc.constantFrom(...TRENDS),
    },
    tokensWasted: fc.option(fc.nat({ max: 2_000_000 })),
  })
  const rank = (one: SeverityFacts) => SEVERITIES.indexOf(severityOf(one))
  fc.assert(
    fc.property(facts, fc.nat({ max: 2_000_000 }), (one, more) => {
      expect(rank({ ...one, tokensWasted: (one.tokensWasted ?? 0) + more })).toBeLessThanOrEqual(rank(one))
      expect(rank({ ...one, priority: 'high' })).toBeLessThanOrEqual(rank(one))
    }),
  )
})
