import { describe, expect, it } from 'vitest'
import { amountOf, LEDGER_KIND, sumOf } from './ledgers'

const spent = amountOf('spent', 100n)
const avoided = amountOf('artifactAvoided', 40n)

describe('the four ledgers', () => {
  it('sums amounts of one ledger', () => {
    expect(sumOf('spent', [spent, amountOf('spent', 1n)])?.tokens).toBe(101n)
  })

  it('has no sum where nothing was recorded', () => {
    expect(sumOf('doctorAvoided', [])).toBeNull()
  })

  it('cannot be added to one another: these lines do not compile', () => {
    // @ts-expect-error amounts of two ledgers in one sum
    sumOf('spent', [spent, avoided])
    // @ts-expect-error an amount of another ledger
    sumOf('abDelta', [spent])
    // @ts-expect-error an amount is no number
    expect(() => spent + avoided).not.toThrow()
    // @ts-expect-error one ledger cannot stand for another
    const wrong: typeof spent = avoided
    expect(wrong).toBe(avoided)
  })

  it('names what each of them is', () => {
    expect(LEDGER_KIND).toEqual({
      spent: 'measured',
      artifactAvoided: 'counted',
      doctorAvoided: 'estimated',
      abDelta: 'measured',
    })
  })
})
