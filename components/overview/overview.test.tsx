import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { runBars, tokenBars } from '@/components/overview/day-charts'
import { changeText, OverviewNumbers } from '@/components/overview/overview-numbers'
import { windowReason, windowText } from '@/components/overview/window-text'
import type { Overview } from '@/lib/overview/schema'

const overview = (rest: Partial<Overview> = {}): Overview => ({
  window: { from: '2025-12-11T00:00:00.000Z', to: '2025-12-24T10:33:00.000Z', anchoredTo: 'now' },
  attention: [],
  attentionTotal: 0,
  runs: { total: 0, succeeded: 0, failed: 0, open: 0, unknown: 0, from: null, to: null },
  conflicts: { total: 0, ofRuns: 0, bySystem: [] },
  tokens: { total: null, isLowerBound: false, before: null, unknownEvents: 0 },
  cost: { microUsd: null, isLowerBound: false, unpricedEvents: 0, events: 0 },
  tokensPerDay: { series: [], days: [] },
  runsPerDay: [],
  imports: [],
  ...rest,
})
const words = (shown: Overview) =>
  renderToStaticMarkup(<OverviewNumbers overview={shown} fleet="own" />)
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/ +/g, ' ')

describe('the numbers of the overview', () => {
  it('of an empty database claim nothing: no zero for unknown, no all clear', () => {
    const text = words(overview())
    expect(text).toContain('Tokens, last 14 days not known no usage recorded in these days')
    expect(text).toContain('Cost, last 14 days not known')
    expect(text).not.toContain('all clear')
    expect(text).not.toContain('NaN')
  })
  it('say at least, and why a cost is not known', () => {
    const text = words(
      overview({
        tokens: { total: 10_670_000, isLowerBound: true, before: 12_855_000, unknownEvents: 3 },
        cost: { microUsd: null, isLowerBound: true, unpricedEvents: 5, events: 5 },
      }),
    )
    expect(text).toMatch(/≥ ?at least ?10\.67 ?M/)
    expect(text).toContain('\u221217 % on the 14 days before')
    expect(text).toContain('not known no event can be priced')
  })
  it('name the years when runs span several', () => {
    const runs = { ...overview().runs, total: 2, from: '1970-01-01T00:00:00.000Z', to: '2025-12-31T00:00:00.000Z' }
    expect(words(overview({ runs }))).toContain('Runs, 1 Jan 1970 – 31 Dec 2025')
  })
  it('compare with the window before only when there is one', () => {
    expect(changeText(5, null)).toBe('nothing recorded in the 14 days before')
    expect(changeText(5, 0)).toBe('none in the 14 days before')
    expect(changeText(5, 5)).toBe('±0\u00a0% on the 14 days before')
    expect(changeText(20, 5)).toBe('+300\u00a0% on the 14 days before')
  })
})

describe('the window', () => {
  it('says what it is anchored to', () => {
    const { window } = overview()
    expect(windowText(window)).toBe('last 14 days')
    expect(windowText({ ...window, anchoredTo: 'newest evidence' })).toBe('14 days to 24\u00a0Dec')
    expect(windowReason({ ...window, anchoredTo: 'newest evidence' })).toContain('up to the newest evidence')
  })
})

describe('the charts of the overview', () => {
  const days = [
    { day: '2025-12-23', values: [1, null] },
    { day: '2025-12-24', values: [null, 2] },
  ]
  it('leave the last day open only while it goes on', () => {
    const tokensPerDay = { series: ['autopack', 'other'], days }
    const live = overview({ tokensPerDay })
    expect(tokenBars(live).slots.map(({ filling }) => filling)).toEqual([false, true])
    const old = { ...live, window: { ...live.window, anchoredTo: 'newest evidence' as const } }
    expect(tokenBars(old).slots.map(({ filling }) => filling)).toEqual([false, false])
    expect(tokenBars(live).series.map(({ fill }) => fill)).toEqual(['s1', 's-other'])
  })
  it('give a status its tone and hatch what failed', () => {
    const bars = runBars(overview({ runsPerDay: [{ day: '2025-12-24', succeeded: 1, failed: 2, other: 0 }] }))
    expect(bars.series.map(({ tone }) => tone)).toEqual(['ok', 'bad', 'idle'])
    expect(bars.series.filter(({ hatched }) => hatched).map(({ key }) => key)).toEqual(['failed'])
    expect(bars.peak?.total).toBe(3)
  })
})
