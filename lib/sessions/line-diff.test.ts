import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countChanges, diffParts, lineDiff } from './line-diff'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 }).map((all) => all.join('\n'))
const side = (diff: ReturnType<typeof lineDiff>, not: 'old' | 'new') =>
  diff
    .filter(({ kind }) => kind !== not)
    .map(({ text }) => text)
    .join('\n')

describe('the difference of two texts', () => {
  it('gives both of them back, whatever they are', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = lineDiff(before, after)
        expect([side(diff, 'new'), side(diff, 'old')]).toEqual([before, after])
      }),
    )
  })

  it('keeps the lines that stayed', () => {
    expect(lineDiff('a\nb\nc', 'a\nx\nc').map(({ kind, text }) => kind[0] + text)).toEqual(['sa', 'ob', 'nx', 'sc'])
    expect(countChanges(lineDiff('', 'x\ny'))).toEqual({ added: 2, removed: 0 })
  })

  it('answers at once for texts that would take minutes to compare', () => {
    const many = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word} ${n}`).join('\n')
    expect(countChanges(lineDiff(many('a'), many('b')))).toEqual({ added: 20_000, removed: 20_000 })
  })

  it('leaves out what is far from any change, and says how much', () => {
    const long = Array.from({ length: 20 }, (_, n) => `line ${n}`)
    const parts = diffParts(lineDiff(long.join('\n'), long.with(10, 'changed').join('\n')), 1)
    expect(parts.map(({ skipped, lines: shown }) => [skipped, shown.length])).toEqual([[9, 4]])
    expect(diffParts(lineDiff('same', 'same'))).toEqual([])
  })
})
