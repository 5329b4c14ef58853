import { describe, expect, it } from 'vitest'
import { type DoctorCall, estimateDoctorTokens } from './doctor-estimate'

const calls = (runKey: string, doctorModel: string | null, ...tokens: number[]): DoctorCall[] =>
  tokens.map((n) => ({ runKey, doctorModel, tokens: BigInt(n) }))

describe('the doctor estimate', () => {
  it('takes the median of the run when it has three calls', () => {
    const all = [...calls('a', 'cheap', 900, 100, 500), ...calls('b', 'cheap', 9_000, 9_000, 9_000)]
    expect(estimateDoctorTokens(all, { runKey: 'a', doctorModel: 'cheap' })).toEqual({
      tokens: 500n,
      samples: 3,
      source: 'run_local',
    })
  })

  it('takes the upper middle of an even number of calls', () => {
    const all = calls('a', 'cheap', 400, 100, 300, 200)
    expect(estimateDoctorTokens(all, { runKey: 'a', doctorModel: 'cheap' }).tokens).toBe(300n)
  })

  it('does not mix cheap and strong calls when a model is given', () => {
    const all = [...calls('a', 'cheap', 1, 2), ...calls('a', 'strong', 50, 60, 70)]
    expect(estimateDoctorTokens(all, { runKey: 'a', doctorModel: 'strong' }).tokens).toBe(60n)
    expect(estimateDoctorTokens(all, { runKey: 'a', doctorModel: 'cheap' }).source).toBe('fallback')
    expect(estimateDoctorTokens(all, { runKey: 'a', doctorModel: null })).toMatchObject({ samples: 5, tokens: 50n })
  })

  it('falls back to the newest hundred calls of all runs', () => {
    const all = [...calls('b', null, ...Array<number>(100).fill(7)), ...calls('c', null, ...Array<number>(500).fill(9))]
    expect(estimateDoctorTokens(all, { runKey: 'a', doctorModel: null })).toEqual({
      tokens: 7n,
      samples: 100,
      source: 'global',
    })
  })

  it('falls back to a constant that says it rests on nothing', () => {
    const at = (doctorModel: string | null) =>
      estimateDoctorTokens(calls('a', doctorModel, 1, 2), { runKey: 'a', doctorModel })
    expect(at('cheap')).toEqual({ tokens: 10_000n, samples: 0, source: 'fallback' })
    expect(at('strong').tokens).toBe(15_000n)
    expect(at('huge').tokens).toBe(12_000n)
    expect(at(null).tokens).toBe(12_000n)
  })
})
