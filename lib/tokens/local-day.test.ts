import { describe, expect, it } from 'vitest'
import { LocalDays } from './local-day'

describe('LocalDays', () => {
  it('gives an hour to the day in which the zone has it', () => {
    const days = new LocalDays('America/New_York')
    expect([days.dayOf('2025-11-02T03'), days.dayOf('2025-11-02T04'), days.dayOf('2025-11-03T04')]).toEqual([
      '2025-11-01',
      '2025-11-02',
      '2025-11-02',
    ])
  })

  it('knows when midnight falls inside an hour', () => {
    const days = new LocalDays('Asia/Kolkata')
    expect([days.splits('2026-01-02T18'), days.splits('2026-01-02T17')]).toEqual([true, false])
    expect(days.dayOf('2026-01-02T18:15')).toBe('2026-01-02')
    expect(days.dayOf('2026-01-02T18:30')).toBe('2026-01-03')
  })
})
