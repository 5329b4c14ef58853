import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Step } from './divergence-kind'
import { firstDivergence } from './first-divergence'

/** `A` is a step, `A!` the same call that failed, `A.` one that is known to have worked. */
async function* steps(side: string, words: Iterable<string>): AsyncGenerator<Step, void> {
  let index = 0
  for (const word of words) {
    const outcome = word.endsWith('!') ? 'failed' : word.endsWith('.') ? 'ok' : null
    const key = word.replace(/[!.]$/, '')
    const [tool = null] = /^[a-z]+(?=-)/.exec(key) ?? []
    yield { id: `${side}${index}`, key, kind: key.startsWith('?') ? 'prompt' : 'tool_call', tool, outcome }
    index += 1
  }
}
const split = (text: string) => text.split(' ').filter(Boolean)
const compare = (control: Iterable<string>, treatment: Iterable<string>) =>
  firstDivergence(steps('c', control), steps('t', treatment))

describe('firstDivergence', () => {
  it.each([
    ['insert', 'A B C D', 'A X B C D', 1, 'added', 'c1', 't1', 'c1', 't2'],
    ['insert at the start', 'A B C', 'X A B C', 0, 'added', 'c0', 't0', 'c0', 't1'],
    ['insert, and another change soon after', 'A B C D E', 'A X B C Y E', 1, 'added', 'c1', 't1', 'c1', 't2'],
    ['delete', 'A B C D', 'A C D', 1, 'left_out', 'c1', 't1', 'c2', 't1'],
    ['reorder of neighbours', 'A B C D E', 'A C B D E', 1, 'moved', 'c1', 't1', 'c3', 't3'],
    ['reorder at the end', 'A B C', 'A C B', 1, 'moved', 'c1', 't1', null, null],
    ['a step done much later', 'A B C D E F', 'A C D E B F', 1, 'moved', 'c1', 't1', 'c2', 't1'],
    ['a step done much earlier', 'A C D E B F', 'A B C D E F', 1, 'moved', 'c1', 't1', 'c1', 't2'],
    ['retry', 'A B C', 'A B B C', 2, 'repeated', 'c2', 't2', 'c2', 't3'],
    ['three retries', 'A B C D', 'A B B B B C D', 2, 'repeated', 'c2', 't2', 'c2', 't5'],
    ['retry of two steps', 'A B C D', 'A B A B C D', 2, 'repeated', 'c2', 't2', 'c2', 't4'],
    ['retry in the control', 'A B B C', 'A B C', 2, 'repeated', 'c2', 't2', 'c3', 't2'],
    ['retry of what failed', 'A B. C', 'A B! B. C', 2, 'repeated', 'c2', 't2', 'c2', 't3'],
    ['retry at the very end', 'A B', 'A B B', 2, 'repeated', null, 't2', null, null],
    ['other input', 'A x-1 C D', 'A x-2 C D', 1, 'other_input', 'c1', 't1', 'c2', 't2'],
    ['other tool', 'A x-1 C D', 'A y-1 C D', 1, 'other_tool', 'c1', 't1', 'c2', 't2'],
    ['other kind', 'A x-1 C D', 'A ?hi C D', 1, 'other_kind', 'c1', 't1', 'c2', 't2'],
    ['other input, and nothing in common any more', 'A B C D', 'A X Y Z', 1, 'other_input', 'c1', 't1', null, null],
    ['prefix', 'A B', 'A B C D', 2, 'ended', null, 't2', null, null],
    ['prefix the other way', 'A B C D', 'A B', 2, 'ended', 'c2', null, null, null],
    ['one side empty', '', 'A B', 0, 'ended', null, 't0', null, null],
    ['a call that ended otherwise', 'A B. C', 'A B! C', 1, 'other_outcome', 'c1', 't1', null, null],
    ['ended otherwise, then parted', 'A B. C D', 'A B! X D', 1, 'other_outcome', 'c1', 't1', null, null],
  ])('%s', async (_, control, treatment, matched, kind, left, right, leftMeets, rightMeets) => {
    const result = await compare(split(control), split(treatment))
    expect(result).toMatchObject({
      matched,
      divergence: {
        kind,
        control: { index: matched, entryId: left, meetsAt: leftMeets },
        treatment: { index: matched, entryId: right, meetsAt: rightMeets },
      },
    })
  })

  it.each([
    ['identical', 'A B C', 'A B C', 3],
    ['both empty', '', '', 0],
    ['one outcome unknown', 'A B. C', 'A B C', 3],
  ])('finds none: %s', async (_, control, treatment, matched) => {
    expect(await compare(split(control), split(treatment))).toEqual({ matched, divergence: null })
  })

  const words = fc.array(fc.constantFrom('A', 'B', 'C', 'x-1', 'x-2', '?p'), { maxLength: 40 })

  it('finds none between a transcript and itself, and all of it is the same', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (list) => {
        expect(await compare(list, list)).toEqual({ matched: list.length, divergence: null })
      }),
    )
  })

  it('parts at the first place where the two lists differ, whichever stands left', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (a, b) => {
        const longest = Math.max(a.length, b.length)
        const first = Array.from({ length: longest }, (_, at) => at).find((at) => a[at] !== b[at]) ?? null
        const [there, back] = [await compare(a, b), await compare(b, a)]
        expect(there.divergence?.control.index ?? null).toBe(first)
        expect(there.matched).toBe(first ?? a.length)
        expect(back.matched).toBe(there.matched)
        expect(back.divergence?.control.entryId?.slice(1)).toBe(there.divergence?.treatment.entryId?.slice(1))
      }),
    )
  })

  it('reads 50,000 steps a side once, no farther ahead than it must', async () => {
    const read = { c: 0, t: 0 }
    async function* long(side: 'c' | 't', change: number): AsyncGenerator<Step, void> {
      for (let at = 0; at < 50_000; at += 1) {
        read[side] += 1
        const key = at === change ? 'other' : `step ${at % 97}`
        yield { id: `${side}${at}`, key, kind: 'tool_call', tool: 'Bash', outcome: null }
      }
    }
    expect(await firstDivergence(long('c', -1), long('t', -1))).toEqual({ matched: 50_000, divergence: null })
    expect(read).toEqual({ c: 50_000, t: 50_000 })
    const { divergence, matched } = await firstDivergence(long('c', -1), long('t', 40_000))
    expect([matched, divergence?.kind, divergence?.treatment.entryId]).toEqual([40_000, 'other_input', 't40000'])
    expect(read.t - 50_000).toBe(40_256)
  })
})
