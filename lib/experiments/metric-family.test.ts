import { expect, test } from 'vitest'
import { holm } from '@/lib/stats/holm'
import { near } from '@/lib/testing/near'
import { AnalyzePairsInput } from './analysis-schema'
import { analyzePairs } from './analyze-pairs'
import { betterOf, ExperimentDefinition, kindOf } from './definition'
import { familyVerdict } from './family-words'
import { matchPairs, toPairInputs } from './match-pairs'
import { metricFamily } from './metric-family'
import { type Observation, type Outcome, observe } from './observation'

const PAIRS = 30
const NOTHING = { reward: null, costPico: null, seconds: null, calls: null, tokens: null }

/** Treatment takes 0.8 times the tokens, with some spread; success is even; everything else as given. */
function outcome(arm: Observation['arm'], at: number, rest: Partial<Outcome> = {}): Outcome {
  const spread = 1 + ((at * 7) % 10) / 100
  return {
    ...{ id: `${arm}-${at}`, runId: arm, repeat: 0, ...NOTHING, success: at % 3 === 0, exclusion: null },
    tokens: BigInt(Math.round((arm === 'control' ? 1_000 : 800 * spread) * (1 + at))),
    ...rest,
  }
}

const definitionOf = (fields: object) =>
  ExperimentDefinition.parse({
    ...{ name: 'bench', control: { by: 'configuration', configuration: 'a' } },
    ...{ treatment: { by: 'configuration', configuration: 'b' }, ...fields },
  })

function familyOf(definition: ExperimentDefinition, make = outcome) {
  const observations = (['control', 'treatment'] as const).flatMap((arm) =>
    Array.from({ length: PAIRS }, (_, at) =>
      observe(make(arm, at), { arm, key: `item ${at}`, cluster: null }, definition.metric),
    ),
  )
  const matched = matchPairs(observations, kindOf(definition.metric))
  const { alpha, direction, primary } = definition
  const input = AnalyzePairsInput.parse({
    ...{ metric: kindOf(definition.metric), better: betterOf(definition), alpha, direction, pairs: [] },
    ...(primary === undefined ? {} : { primary }),
  })
  const analysis = analyzePairs({ ...input, pairs: toPairInputs(matched.pairs) })
  return { family: metricFamily(observations, definition, matched, analysis), analysis }
}

test('every metric that the pairs record stands in the family, the primary one first', () => {
  const { family } = familyOf(definitionOf({ metric: 'tokens' }))
  expect(family?.rows.map(({ metric, isPrimary, n }) => [metric, isPrimary, n])).toEqual([
    ['tokens', true, PAIRS],
    ['success', false, PAIRS],
  ])
})

test('the primary metric has the numbers of its own analysis, with the declared test', () => {
  const { family, analysis } = familyOf(definitionOf({ metric: 'tokens', primary: 'signFlip' }))
  const [primary] = family?.rows ?? []
  expect(primary?.p).toBe(analysis.primary.p)
  expect(primary?.test).toContain('sign')
  expect(primary?.estimate).toBe(analysis.effect.difference?.estimate)
})

test('p values are corrected by Holm over all metrics with a test', () => {
  const { family } = familyOf(definitionOf({ metric: 'tokens' }), (arm, at) =>
    outcome(arm, at, { seconds: arm === 'control' ? 10 + at : 10 + at + (at % 2 === 0 ? 1 : -0.9), calls: at + 1 }),
  )
  const tested = family?.rows.filter(({ p }) => p !== null) ?? []
  expect(family?.tests).toBe(tested.length)
  const expected = holm(tested.map(({ p }) => p ?? 1))
  for (const [at, { holmP }] of tested.entries()) near(holmP ?? Number.NaN, expected[at] ?? Number.NaN)
  // The same number of calls in both arms is no test, and no p of 1 either.
  expect(family?.rows.find(({ metric }) => metric === 'calls')).toMatchObject({ p: null, outcome: 'cannot_tell' })
})

test('what was excluded for its cause is excluded from every metric; what one metric lacks counts in the others', () => {
  const { family } = familyOf(definitionOf({ metric: 'cost' }), (arm, at) =>
    outcome(arm, at, {
      costPico: at < 10 ? 1_000_000n * BigInt(at + 1) : null,
      exclusion: at === 29 && arm === 'control' ? 'infra' : null,
    }),
  )
  expect(Object.fromEntries(family?.rows.map(({ metric, n }) => [metric, n]) ?? [])).toEqual({
    ...{ cost: 10, success: PAIRS - 1, tokens: PAIRS - 1 },
  })
})

test('one recorded metric alone is no family', () => {
  const { family } = familyOf(definitionOf({ metric: 'success' }), (arm, at) => outcome(arm, at, { tokens: null }))
  expect(family).toBeNull()
})

test('amounts of all units have a ratio; success and amounts of nothing have none', () => {
  const { family } = familyOf(definitionOf({ metric: 'tokens' }), (arm, at) =>
    outcome(arm, at, { calls: at % 2, seconds: arm === 'control' ? 2 : at % 2 === 0 ? 1.25 : 0.8 }),
  )
  const ratioOf = (name: string) => family?.rows.find(({ metric }) => metric === name)?.ratio ?? null
  expect(ratioOf('seconds')?.estimate).toBeCloseTo(0.5, 6)
  expect(ratioOf('tokens')?.estimate).toBeLessThan(1)
  expect([ratioOf('success'), ratioOf('calls')]).toEqual([null, null])
})

test.each([
  ['tokens', 'better', 'lower', 'fewer tokens'],
  ['tokens', 'worse', 'lower', 'more tokens'],
  ['tokens', 'better', 'higher', 'more tokens'],
  ['success', 'worse', 'higher', 'succeeds less often'],
  ['cost', 'cannot_tell', 'lower', 'cannot tell'],
] as const)('%s %s, %s is good: "%s %s"', (metric, outcome, better, words) => {
  expect(familyVerdict({ metric, outcome, better, why: null })).toBe(words)
})
