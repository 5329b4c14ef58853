import { describe, expect, it } from 'vitest'
import { newcombe } from '@/lib/stats/newcombe'
import { pairOf } from '@/lib/testing/experiment-fixture'
import { strataOf } from './strata'

const rules = { metric: 'success', alpha: 0.05 } as const

describe('strata', () => {
  it('hold the effect of each cluster with its own interval, the largest first', () => {
    const pairs = [
      ...[pairOf('a', 1, 1, 'x'), pairOf('b', 0, 1, 'x'), pairOf('c', 0, 0, 'x')],
      ...[pairOf('d', 1, 1, 'y'), pairOf('e', 1, 1, 'y'), pairOf('f', null, 1, 'y')],
    ]
    const strata = strataOf(pairs, rules)
    const { estimate, ci } = newcombe({ both: 1, onlyTreatment: 1, onlyControl: 0, neither: 1 })
    expect(strata).toMatchObject({ scale: 'difference', total: 2 })
    expect(strata?.items[0]).toEqual({
      ...{ name: 'x', pairs: 3, control: 1 / 3, treatment: 2 / 3, estimate, ci: [...ci], why: null },
    })
    expect(strata?.items[1]).toMatchObject({ name: 'y', pairs: 2, ci: null, why: 'all alike: no interval' })
  })

  it('of amounts are ratios where every value has one, else differences', () => {
    const pairs = [pairOf('a', 10, 5, 'x'), pairOf('b', 10, 20, 'x'), pairOf('c', 4, 2, 'y'), pairOf('d', 4, 4, 'y')]
    const ratios = strataOf(pairs, { metric: 'tokens', alpha: 0.05 })
    expect(ratios?.scale).toBe('ratio')
    expect(ratios?.items[0]?.estimate).toBeCloseTo(1, 12)
    expect(ratios?.items[1]?.estimate).toBeCloseTo(Math.SQRT1_2, 12)
    const withZero = strataOf([...pairs, pairOf('e', 0, 4, 'y')], { metric: 'tokens', alpha: 0.05 })
    expect(withZero).toMatchObject({ scale: 'difference' })
  })

  it('are none where clusters group nothing', () => {
    expect(strataOf([], rules)).toBeNull()
    expect(strataOf([pairOf('a', 1, 1, 'x'), pairOf('b', 1, 0, 'x')], rules)).toBeNull()
    expect(strataOf([pairOf('a', 1, 1, 'x'), pairOf('b', 1, 0, 'y')], rules)).toBeNull()
    expect(strataOf([pairOf('a', 1, 1), pairOf('b', 1, 0)], rules)).toBeNull()
  })

  it('of a single pair claim no interval', () => {
    const strata = strataOf([pairOf('a', 3, 1, 'x'), pairOf('b', 3, 2, 'x'), pairOf('c', 5, 1, 'y')], {
      ...{ metric: 'tokens', alpha: 0.05 },
    })
    expect(strata?.items[1]).toMatchObject({ name: 'y', ci: null, why: 'one pair: no interval' })
  })
})
