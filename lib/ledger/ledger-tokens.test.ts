import { describe, expect, expectTypeOf, it } from 'vitest'
import { LEDGER_NAMES, type LedgerName, LedgerTokens, sumLedger } from './ledger-tokens'

const spent = new LedgerTokens('spent', 10n)
const artifact = new LedgerTokens('artifactAvoided', 20n)
const doctor = new LedgerTokens('doctorAvoided', 30n)
const delta = new LedgerTokens('abDelta', -5n)

/** Never called: `tsc` reads it, and an error that is not there any more is one itself. */
const whatDoesNotCompile = () => [
  // @ts-expect-error two ledgers
  spent + artifact,
  // @ts-expect-error two ledgers
  spent - doctor,
  // @ts-expect-error one ledger, but not by the one function
  spent + spent,
  // @ts-expect-error a ledger and a number of something else
  doctor + 1n,
  // @ts-expect-error an amount of another ledger
  sumLedger('spent', [artifact]),
  // @ts-expect-error an amount of another ledger among the right ones
  sumLedger('doctorAvoided', [doctor, spent]),
  // @ts-expect-error a sum that claims to be of both
  sumLedger<'spent' | 'abDelta'>('spent', [spent, delta]),
  // @ts-expect-error bare tokens are of no ledger
  sumLedger('abDelta', [5n]),
]

describe('ledgers', () => {
  it('are types of their own, none of which is another or any', () => {
    expectTypeOf(spent).not.toEqualTypeOf(artifact)
    expectTypeOf<LedgerTokens<'spent'>>().not.toExtend<LedgerTokens<'doctorAvoided'>>()
    expectTypeOf<LedgerTokens<'spent'>>().not.toExtend<LedgerTokens<LedgerName>>()
    expectTypeOf<LedgerTokens<'abDelta'>>().not.toExtend<bigint>()
    expectTypeOf(sumLedger('spent', [spent])).toEqualTypeOf<LedgerTokens<'spent'> | null>()
    expect(whatDoesNotCompile).toBeTypeOf('function')
    expect(LEDGER_NAMES).toHaveLength(4)
  })

  it('sum within themselves, keep the sign, and are null where there is nothing', () => {
    expect(sumLedger('spent', [spent, spent])?.tokens).toBe(20n)
    expect(sumLedger('abDelta', [delta, new LedgerTokens('abDelta', 2n)])?.tokens).toBe(-3n)
    expect(sumLedger('artifactAvoided', [])).toBeNull()
    expect(sumLedger('artifactAvoided', [new LedgerTokens('artifactAvoided', 0n)])?.tokens).toBe(0n)
  })
})
