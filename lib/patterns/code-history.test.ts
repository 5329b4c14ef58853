import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { CodeHistory } from './code-history'

const sha = (letter: string) => letter.repeat(40)
const [A, B, C, D, E, F] = ['a', 'b', 'c', 'd', 'e', 'f'].map(sha) as [string, string, string, string, string, string]
/** b and c branch from a, d merges them, e follows b alone; f has no parent that is known. */
const COMMITS = [
  { sha: A, parents: [] },
  { sha: B, parents: [A] },
  { sha: C, parents: [A] },
  { sha: D, parents: [B, C] },
  { sha: E, parents: [B] },
  { sha: F, parents: [sha('9')] },
]
const history = new CodeHistory(COMMITS)

describe('a commit', () => {
  test.each<[string, string, string, boolean | null]>([
    ['has itself', B, B, true],
    ['has its parent', B, A, true],
    ['has what comes through a merge', D, C, true],
    ['has not what came after it', A, B, false],
    ['has not what is on another branch', E, C, false],
    ['of another root has not', F, A, false],
    ['has a parent that the list names only as such', F, sha('9'), null],
    ['that is unknown cannot tell', sha('0'), A, null],
    ['cannot tell of a fix that is unknown', A, sha('0'), null],
    ['that is unknown still has itself', sha('0'), sha('0'), true],
    ['is known by its first seven characters', 'ddddddd', 'aaaaaaa', true],
    ['is not known by six', 'dddddd', A, null],
    ['is known in capitals', D.toUpperCase(), 'AAAAAAA', true],
    ['that is unknown is one with its own short name', `${sha('0')}`, '0000000', true],
    ['of a short name that is one with nothing', '1234567', '7654321', null],
    ['of no name', '', A, null],
  ])('%s', (_, commit, fix, expected) => {
    expect(history.contains(commit, fix)).toBe(expected)
  })

  it('whose short name means several cannot tell', () => {
    const [one, two] = [`${'a'.repeat(39)}1`, `${'a'.repeat(39)}2`]
    const twins = new CodeHistory([
      { sha: one, parents: [] },
      { sha: two, parents: [one] },
    ])
    expect(twins.contains(two, 'aaaaaaa')).toBeNull()
    expect(twins.contains('aaaaaaa', one)).toBeNull()
    expect(twins.contains(two, one)).toBe(true)
    // A name that is listed as it stands means that commit, though others begin so.
    expect(new CodeHistory([...COMMITS, { sha: 'aaaaaaa', parents: [] }]).contains('aaaaaaa', B)).toBe(false)
  })

  it('is found however the list writes it', () => {
    const upper = new CodeHistory([
      { sha: A.toUpperCase(), parents: [] },
      { sha: B, parents: [A.toUpperCase()] },
    ])
    expect(upper.contains(B, A)).toBe(true)
  })
})

it('ends on a list that no repository could have written', () => {
  const ring = new CodeHistory([
    { sha: A, parents: [C, A, '__proto__'] },
    { sha: B, parents: [A] },
    { sha: C, parents: [B] },
  ])
  expect([ring.contains(A, C), ring.contains(C, A), ring.contains(B, B)]).toEqual([true, true, true])
  expect(new CodeHistory([]).contains(A, B)).toBeNull()
})

it('answers for a long history at once, and as a walk back through the parents would', () => {
  const names = Array.from({ length: 30_000 }, (_, index) => index.toString(16).padStart(40, '0'))
  const long = new CodeHistory(names.map((name, at) => ({ sha: name, parents: at === 0 ? [] : [names[at - 1] ?? ''] })))
  const startedMs = performance.now()
  for (let at = 0; at < names.length; at += 10)
    expect(long.contains(names[at] ?? '', names[15_000] ?? '')).toBe(at >= 15_000)
  expect(performance.now() - startedMs).toBeLessThan(2_000)
  const parents = fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 3 }), { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(parents, (edges) => {
      const few = edges.map((to, at) => ({ sha: names[at] ?? '', parents: to.map((each) => names[each] ?? '') }))
      const back = (from: number, to: number, seen = new Set<number>()): boolean =>
        (edges[from] ?? []).some((each) => each === to || (!seen.has(each) && back(each, to, seen.add(each))))
      const any = new CodeHistory(few)
      for (let from = 0; from < 12; from += 1)
        for (let to = 0; to < 12; to += 1)
          expect(any.contains(names[from] ?? '', names[to] ?? '')).toBe(from === to || back(from, to))
    }),
  )
})
