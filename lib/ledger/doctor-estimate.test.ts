import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DoctorCall, estimateDoctorCall, upperMedian } from './doctor-estimate'

const calls = (...tokens: number[]): DoctorCall[] =>
  tokens.map((amount) => ({ tokens: BigInt(amount), doctorModel: null }))
const of = (model: string, ...tokens: number[]) => calls(...tokens).map((call) => ({ ...call, doctorModel: model }))

describe('upperMedian', () => {
  it.each([
    [[], null],
    [[7], 7n],
    [[1, 9], 9n],
    [[9, 1, 5], 5n],
    [[100, 9, 10, 1], 10n],
  ] as const)('of %j is %s: amounts in the order of numbers, the upper of two middles', (list, median) => {
    expect(upperMedian(list.map(BigInt))).toBe(median)
  })

  it('is a value of the list, with at most half above it and at most half below', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 60n }), { minLength: 1 }), (list) => {
        const median = upperMedian(list) ?? -1n
        expect(list).toContain(median)
        expect(list.filter((each) => each > median).length).toBeLessThanOrEqual(list.length / 2)
        expect(list.filter((each) => each < median).length).toBeLessThanOrEqual(list.length / 2)
      }),
    )
  })
})

describe('estimateDoctorCall', () => {
  it('goes by the calls of the run once there are three', () => {
    expect(estimateDoctorCall({ ofRun: calls(5, 1, 3), ofAnyRun: calls(9, 9, 9, 9) })).toEqual({
      tokens: 3n,
      n: 3,
      source: 'run_local',
    })
  })

  it('goes by the last hundred of any run where the run has fewer, and needs three there too', () => {
    const many = [...calls(...Array<number>(100).fill(1_600)), ...calls(...Array<number>(500).fill(90_000))]
    expect(estimateDoctorCall({ ofRun: calls(5, 1), ofAnyRun: many })).toEqual({
      tokens: 1_600n,
      n: 100,
      source: 'global',
    })
    expect(estimateDoctorCall({ ofRun: calls(5, 1), ofAnyRun: calls(5, 1) })).toMatchObject({ source: 'fallback' })
  })

  it.each([
    ['cheap', 10_000n],
    ['strong', 15_000n],
    ['odd', 12_000n],
    [null, 12_000n],
  ])('falls to the constant of the doctor %j, which rests on nothing', (doctorModel, tokens) => {
    expect(estimateDoctorCall({ ofRun: [], ofAnyRun: [], doctorModel })).toEqual({ tokens, n: 0, source: 'fallback' })
  })

  it('narrows the calls of the run to the doctor asked for, and not those of other runs', () => {
    const ofRun = [...of('cheap', 1, 2, 3), ...of('strong', 50, 60)]
    expect(estimateDoctorCall({ ofRun, ofAnyRun: [], doctorModel: 'cheap' })).toMatchObject({ tokens: 2n, n: 3 })
    expect(estimateDoctorCall({ ofRun, ofAnyRun: ofRun, doctorModel: 'strong' })).toEqual({
      tokens: 3n,
      n: 5,
      source: 'global',
    })
    expect(estimateDoctorCall({ ofRun, ofAnyRun: [] })).toMatchObject({ tokens: 3n, n: 5, source: 'run_local' })
  })
})
