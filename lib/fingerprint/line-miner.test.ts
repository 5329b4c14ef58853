import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineMiner, type MinedGroup } from './line-miner'

function mine(lines: readonly string[], members = true): MinedGroup[] {
  const miner = new LineMiner({ members })
  for (const line of lines) miner.add(line)
  const { groups, lines: count } = miner.finish()
  expect(count).toBe(lines.length)
  return groups
}
const shown = (lines: readonly string[]) => mine(lines).map(({ template, members }) => [template, ...(members ?? [])])

test('every line is in exactly one group, groups come by count', () => {
  expect(shown(['lease 1 lost', 'disk full', 'lease 2 lost', ''])).toEqual([
    ['lease <*> lost', 1, 3],
    ['', 4],
    ['disk full', 2],
  ])
})

test('without members the groups are the same and hold no line numbers', () => {
  const [first] = mine(['lease 1 lost', 'lease 2 lost'], false)
  expect(first).toMatchObject({ template: 'lease <*> lost', count: 2, members: null, type: 'unknown_error' })
})

test('type and cause are those of the message, whatever header or record it stands in', () => {
  const groups = mine([
    '2026-01-02 03:04:05,678 ERROR [main] app.net.Client: connect ECONNREFUSED 127.0.0.1:1',
    '{"time":"2026-01-02T03:04:05Z","level":"error","message":"connect ECONNREFUSED 127.0.0.1:2"}',
    'Jan  2 03:04:05 host app[12]: connect ECONNREFUSED 10.0.0.1:3',
  ])
  expect(groups).toHaveLength(1)
  expect(groups[0]).toMatchObject({ template: 'connect ECONNREFUSED <*>', type: 'connection_refused', cause: 'infra' })
})

test('generic lines are no group of their own: they join the informative line beside them', () => {
  expect(shown(['Exit code 1', 'fatal: bad object 1234', 'ok', 'Command failed with exit code 2'])).toEqual([
    ['fatal: bad object <*>', 1, 2],
    ['ok', 3, 4],
  ])
  expect(shown(['Chunk ID: a1b2', 'Wall time: 0.1 seconds', 'Output:', '', 'rg: x: denied'])).toEqual([
    ['rg: x: denied', 1, 2, 3, 4, 5],
  ])
  expect(shown(['all well', 'Exit code 3'])).toEqual([['all well', 1, 2]])
  expect(shown(['Exit code 3'])).toEqual([['Exit code 3', 1]])
})

test('a traceback is one occurrence, named by its exception; frames of a stack belong to what was thrown', () => {
  const python = ['Traceback (most recent call last):', '  File "a.py", line 1, in f', '    go()', 'ValueError: no 7']
  expect(shown(python)).toEqual([['ValueError: no <*>', 1, 2, 3, 4]])
  const java = ['Exception in main: broken 7', '\tat a.B.c(B.java:1)', 'Caused by: x.Y: 1', '\t... 3 more', 'next']
  expect(shown(java)).toEqual([
    ['Exception in main: broken <*>', 1, 2, 3, 4],
    ['next', 5],
  ])
})

test('lines that are records of their own make the same groups in any order', () => {
  const line = fc
    .tuple(fc.constantFrom('open', 'close'), fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.nat(9))
    .map(([verb, name, count]) => `${verb} door ${name} ${count} times`)
  fc.assert(
    fc.property(
      fc
        .array(line, { minLength: 1, maxLength: 80 })
        .chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))),
      ([lines, shuffled]) => {
        const summary = (groups: MinedGroup[]) => groups.map(({ members: _, ...group }) => group)
        expect(summary(mine(shuffled))).toEqual(summary(mine(lines)))
      },
    ),
  )
})

test('any lines at all are grouped, each once', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 40 }), (lines) => {
      const members = mine(lines).flatMap((group) => [...(group.members ?? [])])
      expect(members.sort((a, b) => a - b)).toEqual(lines.map((_, at) => at + 1))
    }),
  )
})

test('lines of which no two are alike stay bounded, and in groups that do not depend on their order', () => {
  const words = (seed: number) =>
    Array.from({ length: 9 }, (_, at) =>
      String.fromCharCode(97 + ((Math.imul(seed + 1, 7_919 * (at + 3)) >>> 9) % 26)).repeat(1 + ((seed >> at) & 3)),
    )
  const lines = Array.from({ length: 12_000 }, (_, at) => `note ${words(at).join(' ')}`)
  const groups = mine(lines, false)
  expect(groups.length).toBeLessThan(3_000)
  const summary = (found: MinedGroup[]) => found.map(({ template, count }) => [template, count])
  expect(summary(mine(lines.toReversed(), false))).toEqual(summary(groups))
})
