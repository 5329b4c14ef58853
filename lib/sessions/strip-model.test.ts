import { describe, expect, it } from 'vitest'
import type { TokenPoint } from './schema'
import { stripTimes } from './strip-model'

const FRAME = { left: 0, width: 1_000, top: 0, height: 50 }

const textsAt = (times: readonly (string | null)[]) => {
  const points = times.map((at) => ({ at }) as TokenPoint)
  return stripTimes(points, FRAME).map(({ text }) => text.replaceAll('\u00a0', ' '))
}

describe('the times below the token strip', () => {
  it('tell minutes, seconds when all is over in a few minutes, and days when there are several', () => {
    expect(textsAt(['2026-01-05T09:00:00.000Z', '2026-01-05T09:30:00.000Z'])).toEqual(['09:00', '09:30'])
    expect(textsAt(['2026-01-05T09:00:01.000Z', '2026-01-05T09:00:59.000Z'])).toEqual(['09:00:01', '09:00:59'])
    expect(textsAt(['2026-01-05T23:59:59.000Z', '2026-01-06T00:00:01.000Z'])).toEqual(['5 Jan 23:59', '6 Jan 00:00'])
  })

  it('leave out what has no time', () => {
    expect(textsAt([null, null])).toEqual([])
    expect(textsAt([null, '2026-01-05T09:00:01.000Z'])).toEqual(['09:00:01'])
  })
})
