import { describe, expect, it } from 'vitest'
import { timeAxis } from './time-axis'

const DAY = 86_400_000
const at = (text: string) => Date.parse(text)

describe('timeAxis', () => {
  it('never has more ticks than fit, from a second to all the time there is', () => {
    for (const span of [0, 1, 1_000, 3_600_000, DAY, 100 * DAY, 700 * DAY, 40_000 * DAY, 3_000_000 * DAY]) {
      for (const width of [60, 300, 547, 1_200]) {
        const { ticks } = timeAxis([0, span], width)
        expect(ticks.length, `${span} ms on ${width} px`).toBeLessThanOrEqual(7)
      }
    }
    expect(timeAxis([-8.64e15, 8.64e15], 547).ticks.length).toBeLessThanOrEqual(7)
  })

  it('marks the first of January and writes the year over several years', () => {
    const axis = timeAxis([at('2019-03-01T00:00:00Z'), at('2025-12-31T23:59:59Z')], 547)
    expect(axis.ticks.map(({ label }) => label)).toEqual(['2020', '2022', '2024', '2026'])
    expect(axis.ticks[0]?.x).toBeCloseTo(axis.x(at('2020-01-01T00:00:00Z')))
    expect(axis.day).toBe('UTC')
  })

  it('names the day that its ticks leave out', () => {
    const axis = timeAxis([at('2025-12-19T10:00:00Z'), at('2025-12-19T10:10:00Z')], 547)
    expect(axis.ticks.map(({ label }) => label)).toEqual(['10:00', '10:02', '10:04', '10:06', '10:08', '10:10'])
    expect(axis.day).toBe('19\u00a0Dec 2025, UTC')
  })
})
