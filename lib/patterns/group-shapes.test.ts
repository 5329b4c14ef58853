import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { fingerprintOf } from '@/lib/fingerprint/fingerprint'
import { shapeOf } from '@/lib/fingerprint/shape-of'
import { groupShapes, type MergeRule, type Shape } from './group-shapes'

const shape = (text: string, ruleId: string | null = null): Shape => ({ id: text, shape: shapeOf(text), ruleId })
const MESSAGES = ['disk is full', 'port is taken', 'key was revoked', 'tide gauge is silent', 'job has no owner']
const [DISK = '', PORT = '', KEY = '', TIDE = ''] = MESSAGES
const SHAPES = MESSAGES.map((text) => shape(text))
const idOf = (text: string) => fingerprintOf(shapeOf(text)).fingerprint
const merge = (fromShape: string, intoShape: string): MergeRule => ({ fromShape, intoShape })

/** Which messages stand together, whatever the pattern is called. */
function groupsOf(merges: readonly MergeRule[]) {
  const grouped = groupShapes(SHAPES, merges)
  return MESSAGES.map((text) => MESSAGES.find((each) => idOf(each) === grouped.get(text)?.patternId))
}

describe('merges', () => {
  test.each<[string, MergeRule[], (string | undefined)[]]>([
    ['none', [], MESSAGES],
    ['one', [merge(DISK, PORT)], [PORT, PORT, KEY, TIDE, 'job has no owner']],
    ['a chain, forwards', [merge(DISK, PORT), merge(PORT, KEY)], [KEY, KEY, KEY, TIDE, 'job has no owner']],
    ['a chain, backwards', [merge(PORT, KEY), merge(DISK, PORT)], [KEY, KEY, KEY, TIDE, 'job has no owner']],
    [
      'there and back: the first stands',
      [merge(DISK, PORT), merge(PORT, DISK)],
      [PORT, PORT, KEY, TIDE, 'job has no owner'],
    ],
    [
      'a ring of three',
      [merge(DISK, PORT), merge(PORT, KEY), merge(KEY, DISK)],
      [KEY, KEY, KEY, TIDE, 'job has no owner'],
    ],
    ['twice the same', [merge(DISK, PORT), merge(DISK, PORT)], [PORT, PORT, KEY, TIDE, 'job has no owner']],
    ['into itself', [merge(DISK, DISK)], MESSAGES],
    ['from a shape that is gone', [merge('gone', PORT)], MESSAGES],
    ['into a shape that is gone', [merge(DISK, 'gone')], MESSAGES],
    [
      'one that is gone stops no other',
      [merge(DISK, 'gone'), merge(DISK, PORT)],
      [PORT, PORT, KEY, TIDE, 'job has no owner'],
    ],
    [
      'of two into two others',
      [merge(DISK, PORT), merge(KEY, TIDE), merge(PORT, TIDE)],
      [TIDE, TIDE, TIDE, TIDE, 'job has no owner'],
    ],
  ])('%s', (_, merges, expected) => {
    expect(groupsOf(merges)).toEqual(expected)
  })

  it('end, whatever they are, and what one of them put together stays together', () => {
    const one = fc.record({
      fromShape: fc.constantFrom(...MESSAGES, 'gone'),
      intoShape: fc.constantFrom(...MESSAGES, 'gone'),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (merges) => {
        const grouped = groupShapes(SHAPES, merges)
        const patternOf = (id: string) => grouped.get(id)?.patternId
        for (const { fromShape, intoShape } of merges)
          if (grouped.has(fromShape) && grouped.has(intoShape)) expect(patternOf(fromShape)).toBe(patternOf(intoShape))
        // A pattern is always called after one of its own shapes.
        for (const { patternId } of grouped.values())
          expect(MESSAGES.filter((text) => patternOf(text) === patternId).map(idOf)).toContain(patternId)
      }),
    )
  })

  it('take the whole pattern of a shape along, not the one shape', () => {
    const many = ['anna', 'berta', 'clara', 'dora', 'emma', 'frida'].map((name) => shape(`no seat left for ${name}`))
    const grouped = groupShapes([...many, ...SHAPES], [merge('no seat left for clara', DISK)])
    expect(new Set(many.map(({ id }) => grouped.get(id)?.patternId))).toEqual(new Set([idOf(DISK)]))
  })
})

describe('shapes', () => {
  it('of which five differ in one place become one pattern; four do not', () => {
    const names = ['anna', 'berta', 'clara', 'dora', 'emma']
    const patterns = (count: number) =>
      new Set(
        [
          ...groupShapes(
            names.slice(0, count).map((name) => shape(`no seat left for ${name}`)),
            [],
          ).values(),
        ].map(({ patternId }) => patternId),
      )
    expect(patterns(4).size).toBe(4)
    expect(patterns(5)).toEqual(new Set([fingerprintOf('no seat left for <*>').fingerprint]))
  })

  it('come to the same in any order, and each in exactly one pattern', () => {
    const words = fc.constantFrom(
      'seat',
      'door',
      'anna',
      'berta',
      'clara',
      'dora',
      'emma',
      'frida',
      '__proto__',
      '\u0001',
    )
    const texts = fc.uniqueArray(
      fc.tuple(words, words, words).map((each) => each.join(' ')),
      { minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (all, random) => {
        const shapes = all.map((text) => shape(text))
        const keys = new Map(shapes.map((each) => [each, random.next().value ?? 0]))
        const shuffled = shapes.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
        const sorted = (grouped: ReturnType<typeof groupShapes>) => [...grouped].sort(([a], [b]) => (a < b ? -1 : 1))
        expect(sorted(groupShapes(shuffled, []))).toEqual(sorted(groupShapes(shapes, [])))
        expect(groupShapes(shapes, []).size).toBe(shapes.length)
      }),
      { numRuns: 50 },
    )
  })

  it("of an operator's template stand for themselves and are no value of another", () => {
    const names = ['anna', 'berta', 'clara', 'dora'].map((name) => shape(`no seat left for ${name}`))
    const rule: Shape = { id: 'rule', shape: 'no seat left for emma', ruleId: 'r' }
    const grouped = groupShapes([...names, rule], [])
    expect(grouped.get('rule')).toEqual({ template: 'no seat left for emma', patternId: idOf('no seat left for emma') })
    expect(new Set([...grouped.values()].map(({ patternId }) => patternId)).size).toBe(5)
  })

  it('of none there are no patterns', () => {
    expect(groupShapes([], [merge(DISK, PORT)]).size).toBe(0)
  })
})
