import { describe, expect, it } from 'vitest'
import { ageText, clockTime, exactTime, formatDuration, relativeTime } from '@/lib/time/format'

const NOW = Date.parse('2025-12-26T20:31:00.000Z')
const ago = (ms: number) => new Date(NOW - ms).toISOString()
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [-5, '0 ms'],
    [999, '999 ms'],
    [1_240, '1.2 s'],
    [9_999, '9.9 s'],
    [59_999, '59 s'],
    [3_084_000, '51 m 24 s'],
    [3_600_000, '1 h'],
    [478_800_000, '5 d 13 h'],
    [86_399_999, '23 h 59 m'],
  ])('%d ms is %s, never rounded up', (ms, text) => {
    expect(plain(formatDuration(ms))).toBe(text)
  })
})

describe('relative times', () => {
  it.each([
    [0, 'now'],
    [25_000, '20 s'],
    [60_000, '1 m'],
    [3_599_000, '59 m'],
    [86_399_000, '23 h'],
    [86_400_000, '25 Dec 20:31'],
    [400 * 86_400_000, '21 Nov 2024'],
    [-60_000, 'now'],
    [-600_000, 'in 10 m'],
  ])('%d ms ago is %s', (ms, text) => {
    expect(plain(relativeTime(ago(ms), NOW))).toBe(text)
  })

  it('shows what is no time as it stands', () => {
    expect(relativeTime('yesterday', NOW)).toBe('yesterday')
    expect(exactTime('yesterday')).toBe('yesterday')
    expect(clockTime('yesterday')).toBe('yesterday')
  })

  it('names the zone in the exact time', () => {
    expect(plain(exactTime('2025-12-23T11:18:04.120Z'))).toBe('23 Dec 2025 11:18:04.120 UTC')
  })

  it('ages to the second and never runs backwards', () => {
    expect(plain(ageText(4_900))).toBe('4 s')
    expect(plain(ageText(72_000))).toBe('1 m 12 s')
    expect(plain(ageText(-3_000))).toBe('0 s')
  })
})
