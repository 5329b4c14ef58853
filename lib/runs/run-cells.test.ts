import { describe, expect, it } from 'vitest'
import { shortModel } from '@/lib/model/model-name'
import { makeRunSummary } from '@/lib/testing/make-run'
import { costOf, durationOf, flagTags, sourceSaid, tokensOf } from './run-cells'

const usage = makeRunSummary().usage

describe('what a row says', () => {
  it('never turns what is not recorded into a zero, and says why', () => {
    const empty = makeRunSummary({
      events: 0,
      unpricedEvents: 0,
      costLowerBoundReasons: [],
      usage: { ...usage, total: null },
    })
    expect(tokensOf(empty)).toMatchObject({ value: null, title: 'no usage event names this run' })
    expect(costOf(empty)).toMatchObject({ value: null, title: 'no usage event names this run' })
    expect(durationOf(empty).value).toBeNull()
  })

  it('keeps a recorded zero', () => {
    expect(tokensOf(makeRunSummary({ usage: { ...usage, total: 0 } })).value).toBe(0)
    expect(durationOf(makeRunSummary({ durationMs: 0, durationKind: 'recorded' }))).toMatchObject({
      value: 0,
      lowerBound: false,
    })
  })

  it('marks sums of which a part is missing as lower bounds', () => {
    expect(tokensOf(makeRunSummary({ usage: { ...usage, lowerBound: ['output'] } })).lowerBound).toBe(true)
    const cost = costOf(makeRunSummary({ costMicroUsd: 5, unpricedEvents: 1, costLowerBoundReasons: ['unpriced'] }))
    expect(cost).toMatchObject({
      value: 5,
      lowerBound: true,
      title: '1 of 4 events without a price or a split to price',
    })
    expect(durationOf(makeRunSummary({ durationMs: 5, durationKind: 'bounds' })).lowerBound).toBe(true)
  })

  it('never says that an end was recorded where none was', () => {
    const told = makeRunSummary({ durationMs: 5, durationKind: 'recorded', endedAt: null })
    expect(durationOf(told)).toMatchObject({ value: 5, lowerBound: false, title: 'from the first to the last entry' })
  })

  it('tells same, another word of the same class, contradiction and no row apart', () => {
    expect(sourceSaid(makeRunSummary()).kind).toBe('same')
    expect(sourceSaid(makeRunSummary({ status: 'running', statusDerived: 'interrupted' })).kind).toBe('near')
    expect(sourceSaid(makeRunSummary({ status: 'failed', conflict: true }))).toMatchObject({
      kind: 'differs',
      text: 'failed',
    })
    expect(sourceSaid(makeRunSummary({ orphan: true, conflict: true })).text).toBe('no row')
  })

  it('shortens models to what tells them apart', () => {
    expect(
      ['claude-sonnet-4-5-20250929', 'anthropic/claude-3-opus', 'gpt-4o', 'gpt-4-20240101'].map(shortModel),
    ).toEqual(['sonnet-4-5', '3-opus', 'gpt-4o', 'gpt-4'])
  })

  it('puts the cap first, as a share, and leaves out what other columns tell', () => {
    const flags = ['counter_not_written', 'status_conflict', 'from_a_later_version', 'over_cap']
    expect(flagTags(makeRunSummary({ flags, tokenCap: 300, usage: { ...usage, total: 438 } }))).toEqual([
      { name: 'over_cap', text: '146\u00a0% of cap', bad: true },
      { name: 'from_a_later_version', text: 'from a later version', bad: false },
      { name: 'counter_not_written', text: 'counter not written', bad: false },
    ])
    expect(flagTags(makeRunSummary({ flags: ['over_cap'], tokenCap: 0 }))[0]?.text).toBe('over cap')
  })
})
