import { describe, expect, it } from 'vitest'
import { allNear, near } from '@/lib/testing/near'
import { fisherExact } from './fisher-exact'
import { mcnemar } from './mcnemar'
import { pairedMissingness, unpairedMissingness } from './missingness'
import { newcombe, waldDifference } from './newcombe'
import { passAtK, passEveryK } from './pass-at-k'
import { clopperPearsonInterval, exactRateP, wilsonInterval } from './rate-intervals'
import { chiSquareRatio, sampleRatio } from './sample-ratio'
import { normalQuantile } from './special-functions'

const APPROVAL = { both: 794, onlyTreatment: 150, onlyControl: 86, neither: 570 }

describe('McNemar', () => {
  it('agrees with Agresti’s approval ratings', () => {
    const { chiSquare, chiSquareP, correctedChiSquare, correctedP, p, midP } = mcnemar(APPROVAL)
    allNear([chiSquare, chiSquareP], ['17.355932', '3.0993e-5'])
    allNear([correctedChiSquare, correctedP], ['16.817797', '4.1145623e-5'])
    allNear([p, midP], ['3.7159361e-5', '2.8933895e-5'])
  })

  it('agrees with the table of 6 against 16', () => {
    const { chiSquare, chiSquareP, correctedChiSquare, correctedP, p, midP } = mcnemar({
      ...{ both: 0, onlyTreatment: 6, onlyControl: 16, neither: 0 },
    })
    allNear([chiSquare, chiSquareP], ['4.545455', '.0330'])
    allNear([correctedChiSquare, correctedP, p, midP], ['3.681818', '.0550088', '.0524788', '.0346897'])
  })

  it('has every value of forty pairs', () => {
    const { p, midP, chiSquare, correctedChiSquare, correctedP, n, zeros } = mcnemar({
      ...{ both: 24, onlyTreatment: 9, onlyControl: 3, neither: 4 },
    })
    expect([n, zeros, chiSquare]).toEqual([12, 28, 3])
    allNear([p, midP, correctedChiSquare, correctedP], [0.14599609375, 0.09228515625, '2.0833333', '0.1489147'])
  })

  it.each([
    [53, 25, '0.00203114'],
    [44, 26, '0.0413914'],
    [54, 28, '0.00543592'],
  ])('of %i against %i has the published p', (onlyControl, onlyTreatment, p) => {
    near(mcnemar({ both: 300, onlyTreatment, onlyControl, neither: 100 }).p, p)
  })

  it('is 1 when both win as often, and no test when they never differ', () => {
    const even = mcnemar({ both: 284, onlyTreatment: 40, onlyControl: 40, neither: 136 })
    expect(even.p).toBe(1)
    near(even.midP, 1)
    expect(mcnemar({ both: 284, onlyTreatment: 41, onlyControl: 40, neither: 135 }).p).toBe(1)
    expect(() => mcnemar({ both: 5, onlyTreatment: 0, onlyControl: 0, neither: 5 })).toThrow('agree in every pair')
  })
})

describe('differences of paired rates', () => {
  it('have the intervals of Wald and Newcombe', () => {
    const { estimate, se, ci } = waldDifference(APPROVAL, normalQuantile(0.975))
    allNear([estimate, se, ...ci], ['.04', '.00954921', '.02128', '.05872'])
    allNear(newcombe(APPROVAL).ci, ['.0212304', '.0587039'])
  })

  it('have Newcombe’s published case, and that of forty pairs', () => {
    const published = newcombe({ both: 36, onlyTreatment: 12, onlyControl: 2, neither: 0 })
    allNear([published.estimate, ...published.ci], ['.20', '.0569296', '.3404276'])
    const forty = newcombe({ both: 24, onlyTreatment: 9, onlyControl: 3, neither: 4 })
    allNear([forty.estimate, ...forty.ci], ['0.15', '-0.0235518', '0.3142238'])
  })

  it('stay within −1 to 1 when every pair or no pair differs', () => {
    expect(newcombe({ both: 0, onlyTreatment: 9, onlyControl: 0, neither: 0 })).toMatchObject({ estimate: 1 })
    for (const table of [
      { both: 0, onlyTreatment: 9, onlyControl: 0, neither: 0 },
      { both: 9, onlyTreatment: 0, onlyControl: 0, neither: 0 },
      { both: 0, onlyTreatment: 0, onlyControl: 1, neither: 0 },
    ]) {
      const { estimate, ci } = newcombe(table)
      expect(ci[0] >= -1 && ci[0] <= estimate && estimate <= ci[1] && ci[1] <= 1).toBe(true)
    }
  })
})

describe('single rates', () => {
  it.each([
    [81, 263, '.2553', '.3662'],
    [0, 20, '0', '.1611'],
    [1, 29, '.0061', '.1718'],
    [17, 20, '.6395811', '.9476313'],
    [5, 5, '.5655175', '1'],
    [0, 10, '0', '.2775328'],
    [850, 1000, '.8265313', '.8707899'],
    [33, 40, '0.6805001', '0.9125459'],
    [27, 40, '0.5201775', '0.7991550'],
  ])('Wilson: %i of %i', (successes, n, low, high) => {
    allNear(wilsonInterval(successes, n), [low, high])
  })

  it('Clopper and Pearson: Mendel’s peas, and none of twenty', () => {
    allNear(clopperPearsonInterval(682, 925), ['.7076683', '.7654066'])
    near(exactRateP(682, 925, 0.75), '.3824916')
    allNear(clopperPearsonInterval(0, 20), [0, '.1684'])
    expect(clopperPearsonInterval(20, 20)[1]).toBe(1)
    expect(() => wilsonInterval(0, 0)).toThrow('nothing was tried')
  })

  it('pass@k and pass^k', () => {
    near(passAtK(10, 3, 5), '.9166667')
    near(passAtK(10, 3, 1), 0.3)
    near(passEveryK(8, 6, 4), '.2142857')
    expect([passAtK(10, 8, 5), passEveryK(8, 3, 4)]).toEqual([1, 0])
    expect(() => passAtK(3, 1, 4)).toThrow('4 of 3')
  })
})

describe('sample ratio', () => {
  it.each([
    [[1000, 1200], [1, 1], '2.0078656e-5'],
    [[135, 115], [1, 1], '.20590321'],
    [[310, 98], [0.75, 0.25], '.64743419'],
    [[0, 10, 10], [0.34, 0.33, 0.33], '.00579062'],
    [[500, 500, 600], [0.34, 0.33, 0.33], '.00059264'],
    [[500, 500, 600], [1, 1, 1], '.00193045'],
    [[30, 12], [1, 1], '.0055'],
  ])('%j against %j by chi-square', (observed, planned, p) => {
    near(chiSquareRatio(observed, planned).p, p)
  })

  it('is exact for two arms', () => {
    near(sampleRatio([30, 12], [1, 1]).p, '.00791590')
    near(sampleRatio([40, 12], [1, 1]).p, '1.275388e-4')
    expect(sampleRatio([40, 12], [1, 1])).toMatchObject({ test: 'exact binomial', asPlanned: false })
    expect(sampleRatio([500, 500, 600], [1, 1, 1])).toMatchObject({ test: 'chi-square', asPlanned: true })
    expect(sampleRatio([9, 0], [1, 1]).asPlanned).toBeNull()
  })

  it('has a positive p in the farthest tail, with its logarithm', () => {
    const { p, logP } = chiSquareRatio([1_000_000, 900_000], [1, 1])
    expect(p).toBeGreaterThan(0)
    // mpmath: log(erfc(sqrt(100000 ** 2 / 1900000 / 2)))
    near(logP, -2636.0891718738)
    expect(sampleRatio([1_000_000, 900_000], [1, 1]).logP).toBeLessThan(-2_600)
  })

  it('asks for a plan', () => {
    expect(() => chiSquareRatio([1, 2], [1])).toThrow('planned share')
    expect(() => chiSquareRatio([0, 0], [1, 1])).toThrow('no arm')
  })
})

describe('what is missing', () => {
  it('is unequal when one arm lost more than chance takes', () => {
    expect(pairedMissingness(0, 0)).toEqual({ p: null, unequal: false })
    expect(pairedMissingness(3, 2)).toEqual({ p: 1, unequal: false })
    expect(pairedMissingness(6, 0)).toEqual({ p: 0.03125, unequal: true })
  })

  it('is tested by Fisher where arms are not paired', () => {
    near(fisherExact({ successes: 33, n: 40 }, { successes: 27, n: 40 }), '0.1960799')
    expect(unpairedMissingness({ missing: 0, n: 20 }, { missing: 8, n: 20 })).toMatchObject({ unequal: true })
    expect(unpairedMissingness({ missing: 0, n: 20 }, { missing: 0, n: 20 }).p).toBeNull()
  })
})
