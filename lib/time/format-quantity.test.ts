import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatCents,
  formatCompact,
  formatInteger,
  formatMoney,
  formatPercent,
} from '@/lib/time/format-quantity'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [9_999, '9,999'],
    [865_204, '865.2 k'],
    [999_999, '1.00 M'],
    [22_704_664, '22.70 M'],
    [1_234_000_000, '1.23 G'],
    [-17_800, '−17.8 k'],
  ])('%d is %s', (n, text) => {
    expect(plain(formatCompact(n))).toBe(text)
  })

  it('gives every amount of a column two decimals, and never rounds a cost down to nothing', () => {
    expect([0, 493, 9_999, 10_000, 1_470_000].map(formatCents)).toEqual(['$0.00', '<$0.01', '<$0.01', '$0.01', '$1.47'])
  })

  it('keeps all digits where they are asked for', () => {
    expect(formatInteger(22_704_664)).toBe('22,704,664')
    expect(formatInteger(-30_542)).toBe('−30,542')
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [2_100_000, '2.1 MB'],
    [204_000_000, '204 MB'],
    [999_999_999_999_999, '1000 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text)
  })

  it.each([
    [0, '$0.00'],
    [1, '$0.000001'],
    [3_100, '$0.0031'],
    [1_470_000, '$1.47'],
    [1_204_100_000, '$1,204.10'],
    [-1_470_000, '−$1.47'],
  ])('%d millionths of a dollar are %s', (micro, text) => {
    expect(formatMoney(micro)).toBe(text)
  })

  it('never rounds a share to all or nothing', () => {
    expect(plain(formatPercent(0.9999))).toBe('>99.9 %')
    expect(plain(formatPercent(0.0001))).toBe('<0.1 %')
    expect(plain(formatPercent(1))).toBe('100 %')
    expect(plain(formatPercent(0))).toBe('0 %')
    expect(plain(formatPercent(1.46))).toBe('146 %')
    expect(plain(formatPercent(-0.17))).toBe('−17 %')
  })
})
