import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, LocalDays } from './local-day'
import { daysBefore, parseWindow, resolveWindow } from './window'

const NOW = new Date('2026-01-20T10:00:00.000Z')
const UTC = new LocalDays('UTC')

describe('parseWindow', () => {
  it.each(['14d', '400d', '2025-12-13..2025-12-26', '2024-02-29..2024-02-29'])('takes %s', (text) => {
    expect(parseWindow(text)).not.toBeNull()
  })
  it.each([
    '',
    '0d',
    '401d',
    '14',
    '2025-02-30..2025-03-01',
    '2025-12-26..2025-12-13',
    '2020-01-01..2025-01-01',
    'a..b',
    '2025-01-01..2025-01-02..2025-01-03',
  ])('refuses %j', (text) => {
    expect(parseWindow(text)).toBeNull()
  })
})

describe('the window', () => {
  it('ends today, and with the newest usage when that is older', () => {
    const live = resolveWindow({ days: 14 }, { zone: UTC, newest: '2026-01-19T03:00:00.000Z', now: NOW })
    expect(live).toMatchObject({ first: '2026-01-07', last: '2026-01-20', anchoredTo: 'now', fillingDay: '2026-01-20' })
    const old = resolveWindow({ days: 14 }, { zone: UTC, newest: '2025-12-24T03:00:00.000Z', now: NOW })
    expect(old).toMatchObject({ first: '2025-12-11', last: '2025-12-24', anchoredTo: 'newest usage', fillingDay: null })
    expect(resolveWindow({ days: 14 }, { zone: UTC, newest: null, now: NOW }).last).toBe('2026-01-20')
  })

  it('meets the window before without gap or overlap, also over a change of clocks', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'America/Santiago',
    )
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 730 }), fc.integer({ min: 1, max: 60 }), (name, offset, days) => {
        const zone = new LocalDays(name)
        const first = addDays('2024-06-01', offset)
        const asked = { first, last: addDays(first, days - 1) }
        const window = resolveWindow(asked, { zone, newest: null, now: NOW })
        const before = daysBefore(window, zone)
        expect(before.to).toBe(window.from)
        expect([window.days.length, before.days.length]).toEqual([days, days])
        expect(zone.of(Date.parse(window.from))).toBe(first)
        expect(zone.of(Date.parse(window.from) - 1)).toBe(addDays(first, -1))
        expect(zone.of(Date.parse(window.to) - 1)).toBe(asked.last)
      }),
      { numRuns: 60 },
    )
  })

  it('has 23 and 25 hours on the days the clocks change', () => {
    const zone = new LocalDays('Europe/Berlin')
    const hours = (day: string) =>
      (Date.parse(zone.startOf(addDays(day, 1))) - Date.parse(zone.startOf(day))) / 3_600_000
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25])
  })
})
