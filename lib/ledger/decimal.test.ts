import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalText, divideHalfUp, parseDecimal, roundHalfUp, sumProducts } from './decimal'

describe('exact decimals', () => {
  it('reads exponents, fractions and a shift without floating point', () => {
    expect(parseDecimal('3e-06', 12)).toEqual({ digits: 3_000_000n, scale: 0 })
    expect(parseDecimal('2.9999900000000002e-06', 12)).toEqual({ digits: 29_999_900_000_000_002n, scale: 10 })
    expect(parseDecimal('0.1')).toEqual({ digits: 1n, scale: 1 })
    expect(parseDecimal('5.')).toEqual({ digits: 5n, scale: 0 })
  })

  it('refuses what is no non-negative decimal', () => {
    for (const text of ['', '-1', 'NaN', 'Infinity', '1e9999', '0x10', '1,5', '.', 'abc']) {
      expect(parseDecimal(text), text).toBeNull()
    }
  })

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 30n), fc.integer({ min: 0, max: 20 }), (digits, scale) => {
        const text = decimalText({ digits, scale })
        const again = parseDecimal(text)
        expect(again && again.digits * 10n ** BigInt(scale - again.scale)).toBe(digits)
      }),
    )
  })

  it('adds products of different scales exactly', () => {
    const price = (text: string) => parseDecimal(text) ?? { digits: 0n, scale: 0 }
    const sum = sumProducts([
      { count: 3n, price: price('0.1') },
      { count: 7n, price: price('0.02') },
      { count: 1n, price: price('1') },
    ])
    expect(decimalText(sum)).toBe('1.44')
  })

  it('rounds a half up, also below zero', () => {
    expect(roundHalfUp({ digits: 25n, scale: 1 })).toBe(3n)
    expect(roundHalfUp({ digits: 24999n, scale: 4 })).toBe(2n)
    expect([-25n, -15n, -14n, -5n, 5n, 15n].map((n) => divideHalfUp(n, 10n))).toEqual([-2n, -1n, -1n, 0n, 1n, 2n])
  })
})
