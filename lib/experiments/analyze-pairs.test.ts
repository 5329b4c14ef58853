import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { allNear, near } from '@/lib/testing/near'
import { TOKENS } from '@/lib/testing/paired-samples'
import { Analysis, AnalyzePairsInput, type ContinuousTests, type PairInput } from './analysis-schema'
import { analyzePairs } from './analyze-pairs'

const analyze = (input: z.input<typeof AnalyzePairsInput>) =>
  Analysis.parse(analyzePairs(AnalyzePairsInput.parse(input)))

const pairsOf = (control: readonly (number | null)[], treatment: readonly (number | null)[]): PairInput[] =>
  control.map((value, at) => ({ key: `task ${at}`, control: value, treatment: treatment[at] ?? null }))

const tokens = pairsOf(TOKENS.control, TOKENS.treatment)

function success(table: Record<'both' | 'onlyTreatment' | 'onlyControl' | 'neither', number>): PairInput[] {
  const { both, onlyTreatment, onlyControl, neither } = table
  const of = (count: number, control: number, treatment: number) =>
    Array.from({ length: count }, () => ({ control, treatment }))
  return [...of(both, 1, 1), ...of(onlyTreatment, 0, 1), ...of(onlyControl, 1, 0), ...of(neither, 0, 0)].map(
    (pair, at) => ({ key: `task ${at}`, ...pair }),
  )
}

describe('ten pairs of tokens', () => {
  const analysis = analyze({ metric: 'continuous', pairs: tokens })
  const tests = analysis.tests as ContinuousTests

  it('have every value of the effect', () => {
    const { difference, geometricMeanRatio, ratioOfSums, hodgesLehmann, bootstrap } = analysis.effect
    expect(difference?.estimate).toBe(-17_800)
    allNear(difference?.ci, [-30_542.369839, -5_057.630161])
    near(geometricMeanRatio?.estimate, '0.9011216')
    allNear(geometricMeanRatio?.ci, ['0.8420427', '0.9643456'])
    near(geometricMeanRatio?.p, '0.0070119')
    near(ratioOfSums, '0.8798920')
    expect(hodgesLehmann).toMatchObject({ estimate: -16_500, ci: [-31_000, -2_500] })
    near(hodgesLehmann?.coverage, '0.951')
    expect(Math.abs((bootstrap?.percentile[0] ?? 0) + 28_400)).toBeLessThanOrEqual(300)
    expect(Math.abs((bootstrap?.bca?.[1] ?? 0) + 7_900)).toBeLessThanOrEqual(300)
  })

  it('have every test, of which one counts', () => {
    near(tests.pairedT?.p, 0.01154948)
    near(tests.pairedT?.statistic, -3.1600399)
    expect(tests.wilcoxon).toMatchObject({ statistic: 5, p: 0.01953125, n: 10, zeros: 0, exact: true, ties: 0 })
    expect(tests.wilcoxonLogRatio).toMatchObject({ p: 0.017578125, ties: 2 })
    expect([tests.sign?.p, tests.signFlip?.p]).toEqual([0.109375, 0.013671875])
    expect(analysis.primary).toMatchObject({ test: 'wilcoxon', p: 0.01953125, declared: false })
    expect(analysis.floor).toEqual({ untied: 10, minP: 0.001953125, canReachAlpha: true })
    near(analysis.signEValue, '2.069')
    near(analysis.detectable?.effect, '0.9960')
    near(analysis.detectable?.difference, 0.9960013715 * 17_812.604776)
  })

  it.each([
    [20, ['-35169.25', '-430.75'], '0.0413'],
    [40, ['-36187.24', '587.24'], '0.0625'],
    [100, ['-39514.91', '3914.91'], '0.147'],
  ])('have the always-valid interval for a plan of %i', (nStar, ci, p) => {
    const { sequential } = analyze({ metric: 'continuous', pairs: tokens, scale: 'raw', nStar })
    allNear(sequential?.ci, ci)
    near(sequential?.p, p)
    expect(sequential).toMatchObject({ scale: 'raw', nStar, ratioCi: null })
    expect(analyze({ metric: 'continuous', pairs: tokens, scale: 'raw', planned: nStar }).sequential).toEqual(
      sequential,
    )
  })

  it('end in one sentence', () => {
    expect(analysis.outcome).toBe('better')
    expect(analysis.verdict).toBe(
      'Treatment is lower, which is better: difference −16,500 (95 % interval −31,000 to −2,500), ratio 0.901 ' +
        '(95 % interval 0.842 to 0.964 times control); Wilcoxon signed-rank test p = 0.0195 on 10 pairs.',
    )
    const other = analyze({ metric: 'continuous', pairs: tokens, better: 'higher' })
    expect(other).toMatchObject({ outcome: 'worse', verdict: expect.stringContaining('which is worse') })
  })

  it('end otherwise by the test that was declared', () => {
    const bySigns = analyze({ metric: 'continuous', pairs: tokens, primary: 'sign' })
    expect(bySigns).toMatchObject({ outcome: 'cannot_tell', primary: { test: 'sign', p: 0.109375, declared: true } })
    expect(bySigns.verdict).toMatch(/^Cannot tell: not distinguishable at n = 10 .* are unlikely\.$/)
    const oneSided = analyze({ metric: 'continuous', pairs: tokens, direction: 'less' })
    expect(oneSided.primary.p).toBe(0.009765625)
    expect(analyze({ metric: 'continuous', pairs: tokens, direction: 'greater' }).outcome).toBe('cannot_tell')
  })
})

describe('forty pairs of success', () => {
  const table = { both: 24, onlyTreatment: 9, onlyControl: 3, neither: 4 }
  const analysis = analyze({ metric: 'binary', pairs: success(table) })

  it('have McNemar’s test, Newcombe’s interval and both rates', () => {
    const tests = analysis.tests
    if (!('mcnemar' in tests)) throw new Error('no tests of success')
    near(tests.mcnemar?.exact, 0.14599609375)
    near(tests.mcnemar?.midP, 0.09228515625)
    near(tests.mcnemar?.chiSquare, 3)
    near(tests.mcnemar?.correctedChiSquare, '2.0833333')
    near(tests.mcnemar?.correctedP, '0.1489147')
    near(tests.newcombe?.estimate, 0.15)
    allNear(tests.newcombe?.ci, ['-0.0235518', '0.3142238'])
    const { control, treatment } = analysis.rates ?? {}
    allNear([treatment?.rate ?? 0, ...(treatment?.wilson ?? [])], ['0.825', '0.6805001', '0.9125459'])
    allNear([control?.rate ?? 0, ...(control?.wilson ?? [])], ['0.675', '0.5201775', '0.7991550'])
    expect(analysis.table).toEqual(table)
    expect(analysis.floor).toMatchObject({ untied: 12, canReachAlpha: true })
  })

  it('cannot tell, and say between which values the difference lies', () => {
    expect(analysis.outcome).toBe('cannot_tell')
    expect(analysis.verdict).toBe(
      'Cannot tell: not distinguishable at n = 40 (exact McNemar test p = 0.146 on 12 pairs); effects beyond −2.4 to ' +
        '+31.4 points are unlikely.',
    )
  })

  it('are judged by success: more is better', () => {
    const won = analyze({
      metric: 'binary',
      pairs: success({ both: 5, onlyTreatment: 12, onlyControl: 1, neither: 2 }),
    })
    expect(won).toMatchObject({ outcome: 'better', verdict: expect.stringContaining('succeeds more often') })
    const lost = analyze({
      metric: 'binary',
      pairs: success({ both: 5, onlyTreatment: 1, onlyControl: 12, neither: 2 }),
    })
    expect(lost).toMatchObject({ outcome: 'worse', verdict: expect.stringContaining('succeeds less often') })
  })

  it('take nothing but 0 and 1, and a key only once', () => {
    const refused = (pairs: PairInput[]) => AnalyzePairsInput.safeParse({ metric: 'binary', pairs }).error?.issues[0]
    expect(refused([{ key: 'a', control: 0.5, treatment: 1 }])?.path).toEqual(['pairs', 0, 'control'])
    const twice = [1, 0].map((treatment) => ({ key: 'a', control: 1, treatment }))
    expect(refused(twice)).toMatchObject({ path: ['pairs', 1, 'key'], message: expect.stringContaining('cluster') })
  })
})

describe('what is not said', () => {
  it('below six pairs that differ: they cannot reach 0.05', () => {
    const control = [10, 10, 10, 10, 10]
    const { verdict, outcome, floor, tests } = analyze({
      metric: 'continuous',
      pairs: pairsOf(control, [7, 5, 8, 2, 9]),
    })
    expect((tests as ContinuousTests).wilcoxon?.p).toBe(0.0625)
    expect([outcome, floor.canReachAlpha]).toEqual(['cannot_tell', false])
    expect(verdict).toContain('cannot reach 0.05 at this n')
    const few = analyze({
      metric: 'binary',
      pairs: success({ both: 50, onlyTreatment: 5, onlyControl: 0, neither: 0 }),
    })
    expect(few.verdict).toContain('cannot reach 0.05 at this n')
  })

  it('when infrastructure took one arm: no quality result', () => {
    const pairs = Array.from({ length: 12 }, (_, seed) => ({
      ...{ key: `seed ${seed}`, control: null, treatment: 1, cause: 'infra' },
    }))
    const analysis = analyze({ metric: 'binary', pairs })
    expect(analysis.verdict).toBe('Cannot tell: no quality result (0 of 12 evaluable).')
    expect(analysis.n).toMatchObject({
      paired: 12,
      evaluable: 0,
      excluded: [{ arm: 'control', cause: 'infra', count: 12 }],
    })
    expect(analysis).toMatchObject({ rates: null, signEValue: null, effect: { difference: null, ratioOfSums: null } })
    expect(analysis.reasons['rates']).toBe('there is no pair')
  })

  it('when one arm lost more pairs than the other: the verdict is withheld', () => {
    const lost = pairsOf(
      Array.from({ length: 7 }, () => null),
      [1, 2, 3, 4, 5, 6, 7],
    ).map((pair) => ({
      ...{ ...pair, key: `lost ${pair.key}`, cause: 'timeout' },
    }))
    const analysis = analyze({ metric: 'continuous', pairs: [...tokens, ...lost] })
    expect(analysis.outcome).toBe('cannot_tell')
    expect(analysis.verdict).toContain(
      'verdict withheld, the arms lost pairs unequally (control lost 7 and treatment 0',
    )
    near(analysis.n.unequalExclusionP, 0.015625)
    expect(analysis.effect.difference?.estimate).toBe(-17_800)
  })

  it('when both arms are the same: effect 0 and no test at all', () => {
    const analysis = analyze({ metric: 'continuous', pairs: pairsOf(TOKENS.control, TOKENS.control) })
    expect(analysis.effect.difference).toEqual({ estimate: 0, ci: null })
    expect((analysis.tests as ContinuousTests).wilcoxon).toBeNull()
    expect(analysis.reasons['tests.wilcoxon']).toBe('all differences are zero: no test')
    expect(analysis.verdict).toContain('both arms are the same in all 10 pairs')
  })

  it('of a ratio with a zero, while the rest is given', () => {
    const analysis = analyze({ metric: 'continuous', pairs: [...tokens, { key: 'zero', control: 0, treatment: 5 }] })
    expect(analysis.effect.geometricMeanRatio).toBeNull()
    expect(analysis.reasons['effect.geometricMeanRatio']).toContain('1 of 11 pairs')
    expect(analysis.sequential).toBeNull()
    expect(analysis.effect.difference?.ci).not.toBeNull()
    expect(analysis.effect.ratioOfSums).toBeGreaterThan(0)
    expect(analysis.outcome).toBe('better')
  })

  it('by an always-valid interval below ten pairs', () => {
    const analysis = analyze({ metric: 'continuous', pairs: tokens.slice(0, 9) })
    expect(analysis.sequential).toBeNull()
    expect(analysis.reasons['sequential']).toContain('from 10 pairs on')
  })

  it('of no pair at all', () => {
    for (const metric of ['continuous', 'binary'] as const) {
      const { verdict, outcome, primary } = analyze({ metric, pairs: [] })
      expect({ verdict, outcome, p: primary.p }).toEqual({
        ...{ verdict: 'Cannot tell: no quality result (0 of 0 evaluable).', outcome: 'cannot_tell', p: null },
      })
    }
  })
})

describe('pairs that hang together', () => {
  const drift = Array.from({ length: 20 }, (_, at) => ({
    ...{ key: `task ${at}`, control: 0, treatment: at, cluster: `repository ${at % 4}` },
  }))

  it('are judged by their clusters', () => {
    const analysis = analyze({ metric: 'continuous', pairs: drift })
    near(analysis.cluster?.se, '.6454972')
    near(analysis.cluster?.designEffect, (0.645497224 / 1.322875656) ** 2)
    expect(analysis.primary).toMatchObject({ test: 'clusterT' })
    expect(analysis).toMatchObject({ signEValue: null, sequential: null })
    const positive = drift.map((pair) => ({ ...pair, control: 100, treatment: 100 + pair.treatment }))
    expect(analyze({ metric: 'continuous', pairs: positive }).primary.test).toBe('clusterTLogRatio')
  })

  it('say nothing while clusters are missing, or all one', () => {
    const missing = drift.map((pair, at) => ({ ...pair, cluster: at === 3 ? null : pair.cluster }))
    expect(analyze({ metric: 'continuous', pairs: missing })).toMatchObject({
      ...{ cluster: null, outcome: 'cannot_tell', verdict: 'Cannot tell: 1 of 20 pairs name no cluster.' },
    })
    const one = drift.map((pair) => ({ ...pair, cluster: 'one' }))
    expect(analyze({ metric: 'continuous', pairs: one })).toMatchObject({ cluster: null, outcome: 'cannot_tell' })
  })

  it('of success too', () => {
    const pairs = success({ both: 4, onlyTreatment: 12, onlyControl: 2, neither: 2 }).map((pair, at) => ({
      ...{ ...pair, cluster: `task ${at % 5}` },
    }))
    const analysis = analyze({ metric: 'binary', pairs })
    expect(analysis).toMatchObject({ outcome: 'better', primary: { test: 'clusterT' } })
    expect(analysis.verdict).toContain('points')
  })

  it('under one key are averaged and count once', () => {
    const repeated = tokens.flatMap((pair) => [
      { ...pair, control: (pair.control ?? 0) - 1_000 },
      { ...pair, control: (pair.control ?? 0) + 1_000 },
      { ...pair, control: null },
    ])
    const analysis = analyze({ metric: 'continuous', pairs: repeated })
    expect(analysis.n).toMatchObject({ paired: 10, evaluable: 10, averaged: 20, excluded: [] })
    expect(analysis.effect.difference?.estimate).toBe(-17_800)
  })
})

it('takes the t test of log ratios from twenty pairs on', () => {
  const many = Array.from({ length: 20 }, (_, at) => ({
    key: `${at}`,
    control: 100 + at,
    treatment: 90 + ((at * 7) % 23),
  }))
  expect(analyze({ metric: 'continuous', pairs: many }).primary.test).toBe('pairedTLogRatio')
  expect(analyze({ metric: 'continuous', pairs: many.slice(1) }).primary.test).toBe('wilcoxon')
  const zero = [...many, { key: 'zero', control: 0, treatment: 3 }]
  expect(analyze({ metric: 'continuous', pairs: zero }).primary.test).toBe('wilcoxon')
})

it('analyses 10,000 pairs within a second of work', () => {
  const pairs = Array.from({ length: 10_000 }, (_, at) => ({
    ...{
      key: `task ${at}`,
      control: 100_000 + ((at * 7_919) % 10_007) * 13,
      treatment: 98_000 + ((at * 7_907) % 10_009) * 13,
    },
  }))
  const before = process.cpuUsage()
  const { verdict } = analyze({ metric: 'continuous', pairs })
  const seconds = process.cpuUsage(before).user / 1e6
  expect(verdict).toMatch(/10,000/)
  expect(seconds).toBeLessThan(1)
})
