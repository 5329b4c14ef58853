import { describe, expect, it } from 'vitest'
import { type StateSeen, stateHistory } from './state-history'

const seen = (state: string, at: string, firstSeenIn = at): StateSeen => ({
  subject: 'phase',
  subjectId: 'p',
  state,
  at,
  firstSeenIn,
})
const steps = (all: StateSeen[]) => stateHistory(all).map(({ from, to, afterFinal }) => [from, to, afterFinal])

describe('stateHistory', () => {
  it('does not depend on the order of the observations', () => {
    const all = [seen('QUEUED', '1'), seen('FAILED', '2'), seen('COMPLETE', '3')]
    expect(stateHistory(all.toReversed())).toEqual(stateHistory(all))
    expect(steps(all)).toEqual([
      [null, 'QUEUED', false],
      ['QUEUED', 'FAILED', false],
      ['FAILED', 'COMPLETE', true],
    ])
  })

  it('shows a state once, however often it was seen', () => {
    expect(steps([seen('QUEUED', '1'), seen('QUEUED', '2'), seen('QUEUED', '3')])).toEqual([[null, 'QUEUED', false]])
  })

  it('orders two states of one time by the copies that held them', () => {
    expect(steps([seen('COMPLETE', '1', 'b'), seen('FAILED', '1', 'a')])).toEqual([
      [null, 'FAILED', false],
      ['FAILED', 'COMPLETE', true],
    ])
  })

  it('takes every DONE_ state of a run for final', () => {
    expect(steps([seen('DONE_FAILED_POLICY_VIOLATION', '1'), seen('QUEUED', '2')])[1]?.[2]).toBe(true)
  })

  it('keeps subjects apart', () => {
    expect(stateHistory([seen('QUEUED', '1'), { ...seen('QUEUED', '2'), subjectId: 'q' }])).toHaveLength(2)
  })
})
