import { describe, expect, it } from 'vitest'
import { LocalDays } from './local-day'

const minutes = (spans: readonly { seconds: number }[]) => spans.map(({ seconds }) => seconds / 60)

describe('LocalDays', () => {
  it('knows when a day begins, also where clocks change at midnight or a day is skipped', () => {
    expect(new LocalDays('Europe/Berlin').startOf('2026-03-30')).toBe('2026-03-29T22:00:00.000Z')
    expect(new LocalDays('Asia/Kathmandu').startOf('2026-01-02')).toBe('2026-01-01T18:15:00.000Z')
    // Midnight of this day did not exist: clocks went from 23:59:59 to 01:00.
    expect(new LocalDays('America/Sao_Paulo').startOf('2018-11-04')).toBe('2018-11-04T03:00:00.000Z')
    expect(new LocalDays('Pacific/Apia').startOf('2011-12-30')).toBe('2011-12-30T10:00:00.000Z')
    // Clocks that differed from Greenwich by seconds.
    expect(new LocalDays('Europe/Amsterdam').of(Date.parse('1890-06-01T23:45:00.000Z'))).toBe('1890-06-02')
  })

  it('finds the moments at which clocks change, and spans none where they do not', () => {
    const days = ['2025-11-01', '2025-11-02', '2025-11-03', '2026-02-01']
    expect(new LocalDays('UTC').spansOf(days)).toEqual([
      { fromMs: Date.parse('2025-11-01'), toMs: Date.parse('2026-02-02'), seconds: 0 },
    ])
    const spans = new LocalDays('America/New_York').spansOf(days)
    expect(minutes(spans)).toEqual([-240, -300])
    expect(new Date(spans[0]?.toMs ?? 0).toISOString()).toBe('2025-11-02T06:00:00.000Z')
    expect(minutes(new LocalDays('Australia/Lord_Howe').spansOf(['2026-04-04']))).toEqual([660, 630])
    expect(minutes(new LocalDays('Pacific/Apia').spansOf(['2011-12-30']))).toEqual([-600, 840])
  })

  it('survives days at both ends of the calendar', () => {
    const spans = new LocalDays('Europe/Berlin').spansOf(['0000-01-01', '0001-01-01', '9999-12-31'])
    expect(spans.length).toBeGreaterThan(0)
    expect(spans.every(({ seconds }) => Number.isInteger(seconds))).toBe(true)
  })
})
