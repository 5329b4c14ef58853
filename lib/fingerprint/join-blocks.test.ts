import { expect, test } from 'vitest'
import { joinBlocks } from './join-blocks'

const at = '2026-01-02 03:04:05'
const lines = (subject: string | null, ...texts: string[]) => texts.map((text) => ({ text, subject, at }))
const sizes = (all: Parameters<typeof joinBlocks>[0]) => joinBlocks(all).map((block) => block.lines)

test('a list with its heading and the same failure said again are one occurrence', () => {
  const block = lines(
    'p1',
    '[p1] ❌ Deliverables validation FAILED',
    '[p1]    Missing 2 required deliverables:',
    '[p1]      - docs/a.md',
    '[p1]      ... and 1 more',
    '[p1]    ',
    '[p1] Deliverables validation failed',
  )
  expect(joinBlocks(block)).toEqual([{ first: 0, lines: 6 }])
})

test('another failure, another subject and another moment begin a block of their own', () => {
  expect(sizes(lines('p1', 'patch failed: a', 'connection refused'))).toEqual([1, 1])
  expect(sizes([...lines('p1', 'patch failed: a'), ...lines('p2', '  - b')])).toEqual([1, 1])
  expect(sizes([...lines('p1', 'patch failed: a'), { text: '  - b', subject: 'p1', at: 'later' }])).toEqual([1, 1])
  expect(
    sizes([
      { text: 'a', subject: null, at: null },
      { text: '  - b', subject: null, at: null },
    ]),
  ).toEqual([1, 1])
})

test('generic lines and what a colon announces join', () => {
  expect(sizes(lines(null, 'could not build:', 'undefined: foo', 'Exit code 2'))).toEqual([3])
})

test('no lines, no blocks', () => {
  expect(joinBlocks([])).toEqual([])
})
