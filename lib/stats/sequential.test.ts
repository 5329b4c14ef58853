import { describe, expect, it } from 'vitest'
import { allNear, near } from '@/lib/testing/near'
import { TOKENS } from '@/lib/testing/paired-samples'
import { exactDifferences, rawDifferences } from './differences'
import {
  crossingProbability,
  obrienFlemingBounds,
  obrienFlemingConstant,
  pocockBounds,
  pocockConstant,
} from './group-sequential'
import { momentsOf } from './moments'
import { alwaysValid, mixtureRho } from './sequential'
import { signEValue, signEvidence } from './sign-e-value'
import { absoluteDifference, armFromRate, armFromSums, relativeDifference, welch } from './two-sample'

describe('always-valid interval', () => {
  it('has the mixture of GrowthBook', () => {
    near(mixtureRho(5_000), '.0398401')
  })

  it.each([
    [20, ['-35169.25', '-430.75'], '0.0413'],
    [40, ['-36187.24', '587.24'], '0.0625'],
    [100, ['-39514.91', '3914.91'], '0.147'],
  ])('of ten pairs planned for %i', (nStar, ci, p) => {
    const { mean, sd, n } = momentsOf(rawDifferences(TOKENS).values)
    const found = alwaysValid({ estimate: mean, sd, n, nStar })
    allNear(found.ci, ci)
    near(found.p, p)
  })

  it('agrees with GrowthBook on relative effects', () => {
    const rates = relativeDifference(armFromRate(1396, 3000), armFromRate(2422, 3461))
    const n = 3000 + 3461
    const ofRates = alwaysValid({ estimate: rates.estimate, sd: rates.se * Math.sqrt(n), n, nStar: 5_000 })
    allNear([rates.estimate, ...ofRates.ci], ['.50386', '.40098', '.60675'])
    const sums = relativeDifference(armFromSums(3000, 1396.87, 52_377.9767), armFromSums(3461, 2422.7, 134_698.29))
    const ofSums = alwaysValid({ estimate: sums.estimate, sd: sums.se * Math.sqrt(n), n, nStar: 1_000 })
    allNear([sums.estimate, ...ofSums.ci], ['.50336', '-.55844', '1.56516'])
    expect(ofSums.p).toBe(1)
  })

  it('stands beside Welch’s test at a fixed n', () => {
    const control = armFromSums(3407, 1396.87, 52_377.9767)
    const treatment = armFromSums(3461, 2422.7, 134_698.29)
    const relative = welch(relativeDifference(control, treatment))
    allNear([...relative.ci, relative.p], ['-.03526', '1.44989', '.06191'])
    near(relativeDifference(control, treatment).estimate, '.70732')
    const absolute = welch(absoluteDifference(control, treatment))
    allNear([...absolute.ci, absolute.p], ['.04538', '.53462', '.02016'])
    near(absoluteDifference(control, treatment).estimate, '.29')
  })

  it('needs spread', () => {
    expect(() => alwaysValid({ estimate: 1, sd: 0, n: 20, nStar: 20 })).toThrow('no spread')
  })
})

describe('sign e-value', () => {
  it.each([
    [5, 5, '5.333'],
    [6, 6, '9.143'],
    [7, 7, '16.0'],
    [8, 8, '28.444'],
    [8, 10, '2.069'],
    [13, 15, '19.505'],
    [16, 20, '10.306'],
    [17, 20, '43.8'],
    [30, 40, '31.637'],
  ])('of %i wins in %i', (wins, n, value) => {
    near(signEValue(wins, n), value)
    near(signEValue(n - wins, n), signEValue(wins, n))
  })

  it('is 1 without evidence, a number with the most, and blind to zeros', () => {
    expect(signEValue(0, 0)).toBe(1)
    expect(signEValue(5_000, 5_000)).toBe(Number.MAX_VALUE)
    near(signEvidence(rawDifferences(TOKENS)), '2.069')
    near(signEvidence(exactDifferences([0, 0, 1, 1, 1, 1, 1])), '5.333')
  })
})

describe('planned looks', () => {
  it.each([
    [1, '.05'],
    [2, '.083'],
    [5, '.142'],
    [10, '.193'],
    [20, '.248'],
  ])('without correction, %i of them err as often as Armitage found', (looks, rate) => {
    near(crossingProbability(pocockBounds(1.959964, looks)), rate)
  })

  it('have Pocock’s constants', () => {
    allNear(
      [2, 3, 5].map((looks) => pocockConstant(looks)),
      ['2.178', '2.289', '2.413'],
    )
  })

  it('have the bounds of O’Brien and Fleming', () => {
    allNear(obrienFlemingBounds(obrienFlemingConstant(3), 3), ['3.471', '2.454', '2.004'])
    allNear(obrienFlemingBounds(obrienFlemingConstant(5), 5), ['4.562', '3.226', '2.634', '2.281', '2.040'])
  })
})
