import { describe, expect, it } from 'vitest'
import { near } from '@/lib/testing/near'
import { noncentralTBelow } from './noncentral-t'
import {
  detectableByWilcoxon,
  detectableEffect,
  detectableRateDifference,
  groupSizeForEffect,
  groupSizeForRates,
  mcnemarPairs,
  pairedPower,
  pairsForEffect,
  questionsForDifference,
  ratePower,
  twoSamplePower,
} from './power'

describe('power of t tests', () => {
  it('is that of statsmodels and R', () => {
    near(twoSamplePower(20, 1), '.8689530')
    near(groupSizeForEffect(1, { power: 0.9 }), 22.0211)
    near(groupSizeForEffect(0.5), '63.76561')
    near(pairsForEffect(0.5), '33.36713')
  })

  it.each([
    [5, '1.6820'],
    [8, '1.1560'],
    [10, '.9960'],
    [20, '.6604'],
    [30, '.5292'],
    [50, '.4042'],
    [100, '.2829'],
  ])('lets %i pairs detect %s', (n, effect) => {
    near(detectableEffect(n), effect)
    expect(detectableByWilcoxon(n)).toBeGreaterThan(detectableEffect(n) ?? 0)
  })

  it('is alpha without an effect, grows with it, and is undefined of one pair', () => {
    near(pairedPower(12, 0), 0.05)
    near(pairedPower(12, 3), 1)
    expect(detectableEffect(1)).toBeNull()
    near(detectableEffect(10_000), 0.0280185)
  })

  it('rests on a noncentral t that is right on both sides', () => {
    // scipy: nct.cdf(t, df, nc)
    near(noncentralTBelow(2, 10, 1), 0.8076115625303752)
    near(noncentralTBelow(-1, 5, 0.5), 0.08244409105672337)
    near(noncentralTBelow(30, 20, 28), 0.6231714238302404)
  })
})

describe('power of rates', () => {
  it('is that of R’s power.prop.test', () => {
    near(ratePower(50, 0.5, 0.75), '.7401659')
    near(groupSizeForRates(0.5, 0.75, { power: 0.9 }), '76.707')
  })

  it.each([
    [0.2, 0.1, '233.0945'],
    [0.25, 0.1, '119.7084'],
    [0.15, 0.05, '154.5986'],
    [0.3, 0.2, '390.0778'],
  ])('asks for Connor’s number of pairs: %f against %f', (onlyA, onlyB, n) => {
    near(mcnemarPairs(onlyA, onlyB), n)
    near(detectableRateDifference(Number(n), onlyA + onlyB), onlyA - onlyB)
  })

  it('has no detectable difference where no pair differs, or too few ever could', () => {
    expect(detectableRateDifference(40, 0)).toBeNull()
    expect(detectableRateDifference(4, 0.1)).toBeNull()
  })
})

it.each([
  [1, '3875.99'],
  [2, '2422.49'],
  [5, '1550.40'],
  [10, '1259.70'],
  [Number.POSITIVE_INFINITY, '969.00'],
])('asks for Miller’s number of questions with %d attempts', (attempts, n) => {
  const spread = { between: 1 / 9, withinA: 1 / 6, withinB: 1 / 6, attempts }
  near(questionsForDifference(0.03, spread), n)
})
