import { describe, expect, it } from 'vitest'
import { allNear, near } from '@/lib/testing/near'
import { DARWIN, DEPRESSION, TOKENS } from '@/lib/testing/paired-samples'
import { exactDifferences, logRatios, rawDifferences } from './differences'
import { hodgesLehmann } from './hodges-lehmann'
import { pairedT } from './paired-t'
import { signFlip } from './sign-flip'
import { signTest } from './sign-test'
import { tost } from './tost'
import { wilcoxon } from './wilcoxon'

const darwin = exactDifferences(DARWIN)

describe('Darwin’s maize', () => {
  it('has the t test and the interval that R prints', () => {
    const { mean, sd, statistic, p, ci } = pairedT(DARWIN)
    allNear([mean, sd, statistic, p], ['20.933333', '37.744378', '2.147987', '.04970294'])
    allNear(ci, ['0.031193', '41.835473'])
    near(mean / sd, '.5546')
  })

  it('has the exact Wilcoxon test, and both normal limits', () => {
    const { statistic, plus, p, greater, exact, zeros } = wilcoxon(darwin)
    expect([statistic, plus, exact, zeros]).toEqual([24, 96, true, 0])
    expect([p, greater]).toEqual([0.041259765625, 0.0206298828125])
    near(wilcoxon(darwin, { exact: false, continuity: false }).p, '.04088813')
    near(wilcoxon(darwin, { exact: false }).p, '.04377232')
  })

  it('has 13 of 15 signs', () => {
    expect(signTest(darwin)).toMatchObject({ statistic: 13, n: 15, zeros: 0, exact: true })
    near(signTest(darwin).p, 0.00738525390625)
  })

  it('has Fisher’s 863 of 32,768 flips on one side', () => {
    const { greater, p, count, of } = signFlip(darwin, 1)
    expect([greater, p, count, of]).toEqual([863 / 32_768, 1726 / 32_768, 1726, 32_768])
  })

  it('has its Hodges–Lehmann estimate and exact interval', () => {
    const { estimate, ci, coverage } = hodgesLehmann(DARWIN)
    expect([estimate, ci]).toEqual([25, [4, 41.5]])
    near(coverage, '.9521')
  })
})

describe('depression scores', () => {
  it('has the published test and interval', () => {
    const differences = rawDifferences({ control: DEPRESSION.after, treatment: DEPRESSION.before })
    const { plus, greater, p } = wilcoxon(differences)
    expect([plus, greater, p]).toEqual([40, 0.01953125, 0.0390625])
    const { estimate, ci, coverage } = hodgesLehmann(differences.values)
    near(estimate, '0.46')
    allNear(ci, ['0.010', '0.786'])
    near(coverage, '.961')
  })
})

describe('ten pairs of tokens', () => {
  const raw = rawDifferences(TOKENS)
  const ratios = logRatios(TOKENS)

  it('has every value of its difference', () => {
    const { mean, sd, statistic, p, ci } = pairedT(raw.values)
    allNear([mean, sd, statistic, p], [-17_800, 17_812.604776, -3.1600399, 0.01154948])
    allNear(ci, [-30_542.369839, -5_057.630161])
    expect(wilcoxon(raw)).toMatchObject({ statistic: 5, p: 0.01953125, ties: 0 })
    near(signTest(raw).p, 0.109375)
    expect(signFlip(raw, 1)).toMatchObject({ count: 14, of: 1024, p: 0.013671875 })
    expect(hodgesLehmann(raw.values)).toMatchObject({ estimate: -16_500, ci: [-31_000, -2_500] })
    near(hodgesLehmann(raw.values).coverage, '0.951')
  })

  it('counts two equal ratios as a tie, also when they are written the other way round', () => {
    expect(wilcoxon(ratios)).toMatchObject({ ties: 2, p: 0.017578125 })
    const swapped = logRatios({ control: TOKENS.treatment, treatment: TOKENS.control })
    expect(wilcoxon(swapped)).toMatchObject({ ties: 2, p: 0.017578125 })
    const { mean, ci, p } = pairedT(ratios.values)
    allNear([Math.exp(mean), ...ci.map(Math.exp)], ['0.9011216', '0.8420427', '0.9643456'])
    near(p, '0.0070119')
  })
})

describe('zeros and ties', () => {
  it('drops zeros and says how many, or ranks them as Pratt does', () => {
    const differences = exactDifferences([0, 0, 1, 2, 3, -4, 5])
    expect(wilcoxon(differences)).toMatchObject({ n: 5, zeros: 2, plus: 11, minus: 4, p: 0.4375 })
    // Ranks 3 to 7 of which only the 6 is negative: five of the 32 sign choices add up to 6 or less.
    const pratt = wilcoxon(differences, { zeros: 'pratt' })
    expect(pratt).toMatchObject({ n: 5, zeros: 2, plus: 19, minus: 6, p: 10 / 32 })
    expect(signTest(differences)).toMatchObject({ n: 5, zeros: 2, statistic: 4 })
    expect(signFlip(differences, 1)).toMatchObject({ n: 5, zeros: 2, of: 32 })
  })

  it('takes what rounding leaves for a zero, and for a tie', () => {
    const differences = rawDifferences({ control: [0.3, 0.1, 5], treatment: [0.1 + 0.2, 0.3, 5.2] })
    expect(wilcoxon(differences)).toMatchObject({ n: 2, zeros: 1, ties: 2 })
  })

  it('gives no test when all are zero, and none of no pair', () => {
    for (const values of [[0, 0, 0], []]) {
      for (const test of [wilcoxon, signTest, (all: typeof darwin) => signFlip(all, 1)])
        expect(() => test(exactDifferences(values))).toThrow('no test')
    }
    expect(() => pairedT([])).toThrow('no pair')
    expect(() => pairedT([3])).toThrow('no spread')
    expect(() => pairedT([0.1, 0.1, 0.1])).toThrow('all differences are the same')
    expect(() => hodgesLehmann([])).toThrow('no pair')
  })

  it('has no interval of 95 % below six pairs', () => {
    expect(hodgesLehmann([-3, -5, -2, -8, -1])).toEqual({ estimate: -3.5, ci: null, coverage: null })
    expect(wilcoxon(exactDifferences([-3, -5, -2, -8, -1])).p).toBe(0.0625)
    expect(hodgesLehmann([-3, -5, -2, -8, -1, -9])).toMatchObject({ ci: [-9, -1], coverage: 0.96875 })
  })
})

describe('equivalence', () => {
  it('is shown only by data that lie within the margins', () => {
    const values = [1, -1, 2, -2, 0.5, -0.5, 1.5, -1.2]
    expect(tost(values, [-3, 3]).p).toBeLessThan(0.01)
    expect(tost(values, [-0.5, 0.5]).p).toBeGreaterThan(0.05)
    // The 90 % interval ends where the one-sided p is 5 %.
    const { ci } = pairedT(values, 0.9)
    near(tost(values, [-100, ci[1]]).p, 0.05)
  })
})
