import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PartTokens, tokenWaterfall, type WaterfallBar, type WaterfallPart } from './token-waterfall'

const part = (control: PartTokens, treatment: PartTokens, key = 'a'): WaterfallPart => ({
  key,
  label: key,
  control,
  treatment,
})
const sum = (bars: readonly WaterfallBar[]) => bars.reduce((total, { delta }) => total + (delta ?? 0n), 0n)

describe('tokenWaterfall', () => {
  it.each([
    ['both known', part(10n, 4n), { delta: -6n, unknown: 'none' }],
    ['only in the treatment', part('absent', 4n), { delta: 4n, control: null, unknown: 'none' }],
    ['only in the control', part(10n, 'absent'), { delta: -10n, treatment: null, unknown: 'none' }],
    ['not recorded in the control', part(null, 4n), { delta: 4n, unknown: 'control' }],
    ['not recorded in the treatment', part(10n, null), { delta: -10n, unknown: 'treatment' }],
    ['recorded on no side', part(null, null), { delta: null, unknown: 'both' }],
    ['of one side, and not recorded there', part(null, 'absent'), { delta: null, unknown: 'control' }],
    ['a recorded zero', part(0n, 0n), { delta: 0n, unknown: 'none' }],
  ])('%s', (_, only, bar) => {
    const { bars } = tokenWaterfall([only, part(1n, 1n, 'other')])
    expect(bars[0]).toMatchObject(bar)
  })

  it('has no difference where a side recorded nothing, and no bar pretends one', () => {
    const { control, treatment, delta, bars } = tokenWaterfall([part(null, 5n), part('absent', 3n)])
    expect([control, treatment, delta, ...bars.map((bar) => bar.delta)]).toEqual([null, 8n, null, null, null])
    expect(tokenWaterfall([])).toEqual({ control: null, treatment: null, delta: null, bars: [] })
  })

  const amount = fc.oneof(
    fc.constant<PartTokens>('absent'),
    fc.constant<PartTokens>(null),
    fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }) as fc.Arbitrary<PartTokens>,
  )
  const run = fc.array(fc.tuple(amount, amount), { maxLength: 30 })

  it('has bars that add up to treatment − control exactly, for any two runs', () => {
    fc.assert(
      fc.property(run, (amounts) => {
        const { control, treatment, delta, bars } = tokenWaterfall(amounts.map(([a, b]) => part(a, b)))
        if (delta === null) expect(bars.every((bar) => bar.delta === null)).toBe(true)
        else expect([sum(bars), (treatment ?? 0n) - (control ?? 0n)]).toEqual([delta, delta])
      }),
    )
  })

  it('changes every sign with the sides swapped, and is flat between a run and itself', () => {
    fc.assert(
      fc.property(run, (amounts) => {
        const there = tokenWaterfall(amounts.map(([a, b]) => part(a, b)))
        const back = tokenWaterfall(amounts.map(([a, b]) => part(b, a)))
        const minus = (value: bigint | null) => (value === null ? null : -value)
        expect(back.delta).toBe(minus(there.delta))
        expect(back.bars.map(({ delta }) => delta)).toEqual(there.bars.map(({ delta }) => minus(delta)))
        const itself = tokenWaterfall(amounts.map(([a]) => part(a, a)))
        expect(itself.bars.every(({ delta }) => delta === null || delta === 0n)).toBe(true)
      }),
    )
  })
})
