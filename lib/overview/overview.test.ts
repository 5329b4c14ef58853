import { describe, expect, it } from 'vitest'
import { type AttentionFacts, attentionItems, conflictWords } from './attention'
import { runsPerDay, tokensPerDay } from './per-day'
import { daysOf, overviewWindow, windowBefore } from './window'

const NOW = new Date('2026-01-20T12:00:00.000Z')
const nothing: AttentionFacts = {
  fleet: 'own',
  overCap: { total: 0, first: [] },
  silent: { total: 0, first: [] },
  conflicts: [],
  conflicting: [],
  waiting: { total: 0, first: [] },
  timedOut: { total: 0, first: [] },
  orphans: [],
  failingSources: [],
  failedImport: null,
}

describe('overviewWindow', () => {
  it('ends now while the newest evidence is of the last fortnight, or lies in the future, or there is none', () => {
    for (const newest of ['2026-01-07T00:00:00.000Z', '2030-01-01T00:00:00.000Z', null]) {
      expect(overviewWindow(newest, NOW)).toEqual({
        from: '2026-01-07T00:00:00.000Z',
        to: NOW.toISOString(),
        anchoredTo: 'now',
      })
    }
  })

  it('ends at the evidence when that is older', () => {
    const window = overviewWindow('2025-12-24T10:33:00.000Z', NOW)
    expect(window).toEqual({
      from: '2025-12-11T00:00:00.000Z',
      to: '2025-12-24T10:33:00.000Z',
      anchoredTo: 'newest evidence',
    })
    expect(daysOf(window)).toHaveLength(14)
    expect(windowBefore(window)).toEqual({ from: '2025-11-27T00:00:00.000Z', to: window.from })
  })
})

describe('tokensPerDay', () => {
  it('leaves a day without records open, and puts the largest system first', () => {
    const rows = [
      { day: 'a', system: 'small', tokens: 1 },
      { day: 'c', system: 'large', tokens: 9 },
      { day: 'c', system: 'unknown', tokens: null },
    ]
    expect(tokensPerDay(rows, ['a', 'b', 'c'])).toEqual({
      series: ['large', 'small', 'unknown'],
      days: [
        { day: 'a', values: [null, 1, null] },
        { day: 'b', values: [null, null, null] },
        { day: 'c', values: [9, null, null] },
      ],
    })
  })

  it('joins what is more than five systems', () => {
    const rows = [1, 2, 3, 4, 5, 6].map((n) => ({ day: 'a', system: `s${n}`, tokens: n }))
    const { series, days } = tokensPerDay(rows, ['a'])
    expect(series).toEqual(['s6', 's5', 's4', 's3', 'other'])
    expect(days[0]?.values).toEqual([6, 5, 4, 3, 3])
  })
})

describe('runsPerDay', () => {
  it('counts by class, with a known 0 on days without a start', () => {
    const rows = [
      { day: 'a', statusDerived: 'partial' as const, runs: 2 },
      { day: 'a', statusDerived: 'timed_out' as const, runs: 1 },
      { day: 'a', statusDerived: 'unknown' as const, runs: 4 },
      { day: 'outside', statusDerived: 'failed' as const, runs: 7 },
    ]
    expect(runsPerDay(rows, ['a', 'b'])).toEqual([
      { day: 'a', succeeded: 2, failed: 1, other: 4 },
      { day: 'b', succeeded: 0, failed: 0, other: 0 },
    ])
  })
})

describe('attentionItems', () => {
  it('is empty when nothing needs anyone', () => {
    expect(attentionItems(nothing)).toEqual([])
  })

  it('says of many conflicts in one line per system how they contradict', () => {
    const conflicts = [
      { system: 'autopack', status: 'failed', statusDerived: 'interrupted', runs: 20 },
      { system: 'autopack', status: 'failed', statusDerived: 'running', runs: 3 },
      { system: 'autopack', status: 'failed', statusDerived: 'succeeded', runs: 5 },
      { system: 'autopack', status: 'queued', statusDerived: 'failed', runs: 3 },
    ] as const
    expect(attentionItems({ ...nothing, conflicts })).toMatchObject([
      {
        title: '31 Autopack runs',
        sentence:
          '23 failed with phases unfinished · 5 failed with every phase complete · 3 open with every phase finished',
        action: 'Show 31',
        tone: 'warn',
      },
    ])
    expect(conflictWords('succeeded', 'failed')).toBe('succeeded with a phase failed')
  })

  it('puts what fails before what waits before what is over', () => {
    const asked = { runId: 'autopack:r', context: 'risky', requestedAt: NOW.toISOString() }
    const items = attentionItems({
      ...nothing,
      failingSources: [{ path: '/records', error: 'permission denied', checkedAt: null }],
      waiting: { total: 1, first: [{ ...asked, respondedAt: null, timeoutAt: '2026-01-20T12:15:00.000Z' }] },
      timedOut: { total: 1, first: [{ ...asked, respondedAt: '2026-01-20T12:15:42.000Z', timeoutAt: null }] },
      orphans: [{ system: 'claude-code', runs: 15, tokens: 7_062_712, systemTokens: 22_704_664, at: null }],
    })
    expect(items.map(({ kind, sentence }) => [kind, sentence])).toEqual([
      ['failing', 'permission denied'],
      ['waiting', 'Waits for an answer: risky; its default is due at 12:15 UTC'],
      ['orphans', '7,062,712 tokens (31\u00a0% of Claude Code) name a run that has no record'],
      ['timed_out', 'Nobody answered for 15.7 m, then the default did'],
    ])
  })
})
