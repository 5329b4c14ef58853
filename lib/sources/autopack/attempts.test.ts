import { describe, expect, test } from 'vitest'
import { type Call, inferAttempts, type PhaseTries } from './attempts'

/** `b 900` builder, `a` auditor, `d` doctor, `h` helper; one minute apart unless `+m` says otherwise. */
function callsOf(script: string): Call[] {
  const roles: Record<string, string> = { b: 'builder', a: 'auditor', d: 'doctor', h: 'agent:deliverables_manifest' }
  let minutes = 0
  return script.split(',').map((part) => {
    const [, letter = '', tokens = '100', pause = '1'] = /^\s*(\w)(?: (\d+))?(?: \+(\d+)m)?\s*$/.exec(part) ?? []
    minutes += Number(pause)
    return {
      role: roles[letter] ?? letter,
      total: BigInt(tokens),
      at: new Date(Date.UTC(2025, 11, 19, 0, minutes)).toISOString(),
    }
  })
}

const tries = (values: Partial<PhaseTries> = {}): PhaseTries => ({
  status: 'succeeded',
  failureReason: null,
  builderAttempts: null,
  retryAttempt: null,
  lastAttemptAt: null,
  updatedAt: null,
  ...values,
})
const infer = (script: string, phase: PhaseTries | null = tries()) => inferAttempts('r', 'p', callsOf(script), phase)
const shape = (script: string, phase?: PhaseTries | null) => infer(script, phase).map(({ events }) => events)

describe('where an attempt ends', () => {
  test('one pass of builder and auditor is one attempt', () => {
    expect(shape('h 266, b 900, a 200')).toEqual([3])
  })

  test('a doctor call ends it, and further doctor calls belong to the same', () => {
    expect(shape('b 900, d, d, b 900, a')).toEqual([3, 2])
  })

  test('a builder call as large as the first begins anew; small ones go on with the work', () => {
    expect(shape('b 900, b 100, b 120, b 850, b 90')).toEqual([3, 2])
  })

  test('the builder working again after a verdict begins anew, however small', () => {
    expect(shape('b 900, a, b 100, a')).toEqual([2, 2])
  })

  test('what a helper prepared right before a whole build belongs to it', () => {
    expect(shape('h 266, b 900, h 192, b 100, h 260, b 900')).toEqual([4, 2])
  })

  test('a helper asked what was asked first begins anew, even when no build follows', () => {
    expect(shape('h 515, b 900, h 515, b 900, h 515')).toEqual([2, 2, 1])
    expect(shape('h 266, h 266, b 900')).toEqual([3])
  })

  test('an hour of silence ends it', () => {
    expect(shape('h 5, b 900, h 7 +61m')).toEqual([2, 1])
    expect(shape('h 5, b 900, h 7 +59m')).toEqual([3])
  })

  test('calls without amounts or times are counted, not lost', () => {
    const calls: Call[] = [
      { role: 'builder', at: null, total: null },
      { role: null, at: null, total: null },
      { role: 'builder', at: null, total: null },
    ]
    const attempts = inferAttempts('r', 'p', calls, null)
    expect(attempts.map(({ events, tokens, startedAt }) => [events, tokens, startedAt])).toEqual([
      [2, null, null],
      [1, null, null],
    ])
  })

  test('more calls only add attempts, so a later copy never takes one back', () => {
    const calls = callsOf('h 266, b 900, h 192, b 100, h 260, b 900, d, h 266, b 900, a, b 50, h 266, b 900 +90m')
    let before = 0
    for (let count = 1; count <= calls.length; count += 1) {
      const now = inferAttempts('r', 'p', calls.slice(0, count), tries({ status: 'running' })).length
      expect(now).toBeGreaterThanOrEqual(before)
      before = now
    }
  })
})

describe('outcomes', () => {
  const outcomes = (phase: PhaseTries | null) =>
    infer('b 900, d, b 900, a', phase).map(({ outcome, reason }) => [outcome, reason])

  test('of a completed phase the last was accepted, and a reason left over belongs to the one before', () => {
    expect(outcomes(tries({ failureReason: 'PATCH_FAILED' }))).toEqual([
      ['failed', 'PATCH_FAILED'],
      ['accepted', null],
    ])
  })

  test('of a failed phase all failed, the last with its reason', () => {
    expect(outcomes(tries({ status: 'failed', failureReason: 'X' }))).toEqual([
      ['failed', null],
      ['failed', 'X'],
    ])
  })

  test('of an open phase the last is undecided', () => {
    expect(outcomes(tries({ status: 'running' })).map(([outcome]) => outcome)).toEqual(['failed', 'unknown'])
  })

  test('without a row, or in a state nobody knows, nothing is claimed', () => {
    expect(outcomes(null).map(([outcome]) => outcome)).toEqual(['unknown', 'unknown'])
    expect(outcomes(tries({ status: 'unknown' })).map(([outcome]) => outcome)).toEqual(['unknown', 'unknown'])
  })
})

describe('the counters of the phase', () => {
  test('an attempt that left no call is added where the last failure was, when the counters name it', () => {
    const lastAttemptAt = '2025-12-19T00:10:00.000Z'
    const phase = tries({ retryAttempt: 2, builderAttempts: 2, lastAttemptAt })
    const attempts = infer('b 900, d, b 900 +20m', phase)
    expect(attempts.map(({ index, events, tokens, endedAt }) => [index, events, tokens, endedAt])).toEqual([
      [1, 2, 1_000n, '2025-12-19T00:02:00.000Z'],
      [2, 0, null, lastAttemptAt],
      [3, 1, 900n, '2025-12-19T00:22:00.000Z'],
    ])
  })

  test('where the counters name no more, the last failure only ends the attempt before it', () => {
    const lastAttemptAt = '2025-12-19T00:10:00.000Z'
    expect(
      infer('b 900, d, b 900 +20m', tries({ retryAttempt: 1, lastAttemptAt })).map(({ endedAt }) => endedAt),
    ).toEqual([lastAttemptAt, '2025-12-19T00:22:00.000Z'])
  })
})
