import { describe, expect, it } from 'vitest'
import { cutText, middleTruncate, plainText, visibleText } from '@/components/ui/visible-text'

const text = (value: string) => ({ kind: 'text', text: value })

describe('foreign text', () => {
  it('is left alone when it hides nothing', () => {
    expect(visibleText('<script>alert(1)</script> & „ü“ 👩‍💻 ไทย')).toEqual([
      text('<script>alert(1)</script> & „ü“ 👩‍💻 ไทย'),
    ])
  })

  it('loses its ANSI colours, titles and cursor moves', () => {
    expect(plainText('\u001b[31mred\u001b[0m \u001b]0;title\u0007\u001b[2Jend')).toBe('red end')
  })

  it('cannot reorder what stands beside it', () => {
    expect(plainText('safe\u202egnp.exe')).toBe('safe‹RLO›gnp.exe')
    expect(plainText('\u2066a\u2069\u200b\ufeff')).toBe('‹LRI›a‹PDI›‹ZWSP›‹BOM›')
  })

  it('shows control characters, a lone escape and half a surrogate pair', () => {
    expect(plainText('a\u0000b\u0007c\u007f\u001b')).toBe('a‹␀›b‹␇›c‹␡›‹␛›')
    expect(plainText('x\ud800y')).toBe('x‹D800›y')
  })

  it('keeps line breaks only where lines are wanted', () => {
    expect(visibleText('a\r\nb\tc')).toEqual([text('a b c')])
    expect(visibleText('a\r\nb\tc', { lines: true })).toEqual([text('a\nb\tc')])
  })

  it('cannot paint over other lines with stacked marks', () => {
    expect(plainText(`a${'\u0301'.repeat(200)}b`)).toBe(`a${'\u0301'.repeat(4)}b`)
  })

  it('is cut without tearing a character', () => {
    expect(cutText('ab👩', 3)).toBe('ab')
    expect(cutText('ab👩', 4)).toBe('ab👩')
  })

  it('costs no more when it is 5 MB long', () => {
    expect(plainText('\u001b]'.repeat(2_500_000)).length).toBeLessThan(2_100)
    expect(middleTruncate('x'.repeat(5_000_000), 20)).toBe(`${'x'.repeat(10)}…${'x'.repeat(9)}`)
  })
})

describe('middleTruncate', () => {
  it('keeps both ends, because both carry meaning', () => {
    expect(middleTruncate('build132-coverage-delta-integration', 31)).toBe('build132-covera…lta-integration')
  })
  it('leaves short ids alone and counts characters, not code units', () => {
    expect(middleTruncate('run-1', 5)).toBe('run-1')
    expect(middleTruncate('👩👩👩👩', 4)).toBe('👩👩👩👩')
    expect(middleTruncate('👩'.repeat(9), 5)).toBe('👩👩…👩👩')
  })
})
