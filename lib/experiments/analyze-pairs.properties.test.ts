import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  Analysis,
  AnalyzePairsInput,
  type ContinuousTests,
  DIRECTIONS,
  type PairInput,
  PRIMARY_TESTS,
} from './analysis-schema'
import { analyzePairs } from './analyze-pairs'

/** Whole numbers, so that sums and differences are exact and a property is not blurred by rounding. */
const amount = fc.integer({ min: 1, max: 400_000 })
const values = fc.array(fc.tuple(amount, amount), { minLength: 2, maxLength: 24 })
const success = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })), { maxLength: 60 })
const seeded = { seed: 20_26, numRuns: 40 }

type Pair = readonly [control: number, treatment: number]

const named = (pairs: readonly Pair[]): PairInput[] =>
  pairs.map(([control, treatment], at) => ({ key: `${at}`.padStart(4, '0'), control, treatment }))

const ofAmounts = (pairs: PairInput[], more: object = {}) =>
  analyzePairs(AnalyzePairsInput.parse({ metric: 'continuous', scale: 'raw', pairs, ...more }))
const ofSuccess = (pairs: PairInput[]) => analyzePairs(AnalyzePairsInput.parse({ metric: 'binary', pairs }))

const swapped = (pairs: readonly Pair[]) => pairs.map(([control, treatment]) => [treatment, control] as const)

/** Every p by its name. */
const psOf = ({ tests }: Analysis) =>
  Object.entries(tests as ContinuousTests).map(([name, test]) => [name, test?.p ?? null])

const RELATIVE = 1e-9
function same(a: unknown, b: unknown, scale = 1): void {
  if (typeof a === 'number' && typeof b === 'number') {
    expect(Math.abs(a - b)).toBeLessThanOrEqual(RELATIVE * Math.max(scale, Math.abs(a), Math.abs(b)))
    return
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    expect(a.length).toBe(b.length)
    for (const [at, one] of a.entries()) same(one, b[at], scale)
    return
  }
  expect(a).toEqual(b)
}

const mirror = (ci: readonly number[] | null | undefined) => ci && [-(ci[1] ?? 0), -(ci[0] ?? 0)]
const inverse = (ci: readonly number[] | null | undefined) => ci && [1 / (ci[1] ?? 0), 1 / (ci[0] ?? 0)]

it('swapping the arms negates effects, mirrors intervals and leaves every p', () => {
  fc.assert(
    fc.property(values, (pairs) => {
      const [one, other] = [ofAmounts(named(pairs)), ofAmounts(named(swapped(pairs)))]
      same(psOf(one), psOf(other))
      same(one.effect.difference?.ci, mirror(other.effect.difference?.ci), 1e5)
      same(one.effect.hodgesLehmann?.ci, mirror(other.effect.hodgesLehmann?.ci), 1e5)
      same(one.effect.bootstrap?.percentile, mirror(other.effect.bootstrap?.percentile), 1e5)
      same(one.effect.geometricMeanRatio?.ci, inverse(other.effect.geometricMeanRatio?.ci))
      same(one.sequential?.ci, mirror(other.sequential?.ci), 1e5)
      same([one.signEValue, one.detectable?.effect], [other.signEValue, other.detectable?.effect])
      const turned = { better: 'worse', worse: 'better', cannot_tell: 'cannot_tell' }
      expect(one.outcome).toBe(turned[other.outcome])
    }),
    seeded,
  )
})

it('swapping the arms of success does the same', () => {
  fc.assert(
    fc.property(success, (pairs) => {
      const [one, other] = [ofSuccess(named(pairs)), ofSuccess(named(swapped(pairs)))]
      if (!('mcnemar' in one.tests && 'mcnemar' in other.tests)) throw new Error('no tests of success')
      same([one.tests.mcnemar?.p, one.tests.mcnemar?.midP], [other.tests.mcnemar?.p, other.tests.mcnemar?.midP])
      same(one.effect.difference?.ci, mirror(other.effect.difference?.ci))
      same(one.signEValue, other.signEValue)
    }),
    seeded,
  )
})

it('a constant added to both arms changes no result of differences', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: -100_000, max: 100_000 }), (pairs, constant) => {
      const moved = pairs.map(([control, treatment]) => [control + constant, treatment + constant] as const)
      const [one, other] = [ofAmounts(named(pairs)), ofAmounts(named(moved))]
      const raw = ({ tests }: Analysis) => {
        const { pairedTLogRatio: _t, wilcoxonLogRatio: _w, ...rest } = tests as ContinuousTests
        return rest
      }
      expect(raw(other)).toEqual(raw(one))
      const { geometricMeanRatio: _g, ratioOfSums: _r, ...effect } = one.effect
      expect(other.effect).toMatchObject(effect)
      expect([other.sequential, other.signEValue]).toEqual([one.sequential, one.signEValue])
    }),
    seeded,
  )
})

it('a constant factor scales differences and leaves log ratios alone', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 1_000 }), (pairs, factor) => {
      const scaled = pairs.map(([control, treatment]) => [control * factor, treatment * factor] as const)
      const [one, other] = [ofAmounts(named(pairs)), ofAmounts(named(scaled))]
      same(psOf(other), psOf(one))
      const times = (ci: readonly number[] | null | undefined) => (ci ? ci.map((value) => value * factor) : ci)
      same(other.effect.difference?.ci, times(one.effect.difference?.ci), 1e8)
      same(other.effect.hodgesLehmann?.ci, times(one.effect.hodgesLehmann?.ci), 1e8)
      same(other.sequential?.ci, times(one.sequential?.ci), 1e8)
      same(other.effect.ratioOfSums, one.effect.ratioOfSums)
      same(other.effect.geometricMeanRatio?.ci, one.effect.geometricMeanRatio?.ci)
      same((other.tests as ContinuousTests).wilcoxonLogRatio?.p, (one.tests as ContinuousTests).wilcoxonLogRatio?.p)
    }),
    seeded,
  )
})

it('the order of pairs changes nothing', () => {
  const shuffled = values.chain((pairs) => {
    const all = named(pairs).map((pair, at) => ({ ...pair, cluster: `${at % 3}` }))
    return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
  })
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      expect(ofAmounts(other)).toEqual(ofAmounts(all))
    }),
    seeded,
  )
})

it('the same arms have no effect and no test', () => {
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 30 }), (control) => {
      const { effect, tests, outcome, reasons } = ofAmounts(named(control.map((value) => [value, value] as const)))
      expect([effect.difference?.estimate, effect.geometricMeanRatio?.estimate, outcome]).toEqual([0, 1, 'cannot_tell'])
      expect(Object.values(tests).every((test) => test === null)).toBe(true)
      expect(reasons['tests.wilcoxon']).toContain('no test')
    }),
    seeded,
  )
})

it('a verdict is given only by a p below alpha that so many pairs can reach', () => {
  fc.assert(
    fc.property(values, (pairs) => {
      const { outcome, primary, floor } = ofAmounts(named(pairs))
      const mayTell = floor.canReachAlpha && floor.untied >= 6 && primary.p !== null && primary.p <= 0.05
      expect(outcome !== 'cannot_tell').toBe(mayTell)
    }),
    { ...seeded, numRuns: 200 },
  )
})

it('whatever the values are, the reply is one: no number that is none, every null with its reason', () => {
  const value = fc.option(
    fc.oneof(
      amount,
      fc.double({ min: -1e100, max: 1e100, noNaN: true }),
      fc.constantFrom(0, -0, 1e-320, 1e100, -1e100),
    ),
    { freq: 8 },
  )
  const pair = fc.record({
    key: fc.string({ minLength: 1, maxLength: 3 }),
    control: value,
    treatment: value,
    cluster: fc.option(fc.constantFrom('a', 'b', '__proto__'), { freq: 3 }),
    cause: fc.option(fc.string({ minLength: 1, maxLength: 9 })),
  })
  const input = fc.record({ pairs: fc.array(pair, { maxLength: 30 }), scale: fc.constantFrom('raw', 'log-ratio') })
  fc.assert(
    fc.property(input, (given) => {
      const analysis = ofAmounts(given.pairs, given)
      expect(Analysis.safeParse(JSON.parse(JSON.stringify(analysis))).error).toBeUndefined()
      for (const part of ['effect', 'tests'] as const) {
        for (const [name, found] of Object.entries(analysis[part]))
          if (found === null) expect(analysis.reasons, `${part}.${name}`).toHaveProperty([`${part}.${name}`])
      }
      for (const name of ['detectable', 'sequential', 'signEValue', 'cluster'] as const)
        if (analysis[name] === null) expect(analysis.reasons, name).toHaveProperty([name])
      expect(analysis.verdict).toMatch(/^(Cannot tell: |Treatment ).+\.$/s)
    }),
    { ...seeded, numRuns: 300 },
  )
})

it('whatever is declared, there is one sentence and an outcome that fits it', () => {
  const options = fc.record(
    {
      primary: fc.constantFrom(...PRIMARY_TESTS),
      direction: fc.constantFrom(...DIRECTIONS),
      better: fc.constantFrom('lower' as const, 'higher' as const),
      alpha: fc.constantFrom(1e-6, 0.01, 0.05, 0.5),
      power: fc.constantFrom(0.5, 0.8, 0.999),
      planned: fc.integer({ min: 1, max: 1e9 }),
      nStar: fc.integer({ min: 1, max: 1e9 }),
      seed: fc.integer({ min: 0, max: 0xffff_ffff }),
    },
    { requiredKeys: [] },
  )
  const clustered = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 }), fc.boolean()))
  fc.assert(
    fc.property(
      clustered,
      options,
      fc.constantFrom('binary', 'continuous'),
      fc.boolean(),
      (rows, more, metric, named) => {
        const pairs = rows.map(([control, treatment, side], at) => ({
          ...{ key: `${at}`, control, treatment, cluster: named ? `${side} ${at % 4}` : null },
        }))
        const input = AnalyzePairsInput.safeParse({ metric, pairs, ...more })
        fc.pre(input.success)
        const analysis = Analysis.parse(JSON.parse(JSON.stringify(analyzePairs(input.data))))
        const { outcome, verdict, primary } = analysis
        expect(verdict.startsWith('Cannot tell: ')).toBe(outcome === 'cannot_tell')
        expect(verdict).toMatch(outcome === 'cannot_tell' ? /./ : new RegExp(`which is ${outcome}: `))
        expect(verdict).not.toMatch(/undefined|NaN|null|beyond {2}/)
        if (more.primary) expect(primary).toMatchObject({ test: more.primary, declared: true })
        if (primary.p === null) expect(analysis.reasons).toHaveProperty(['primary.p'])
      },
    ),
    { ...seeded, numRuns: 400 },
  )
})
