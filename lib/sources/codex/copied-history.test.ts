import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { greatestUsage } from '@/lib/ledger/responses'
import type { Usage } from '@/lib/model/usage'
import { readLines } from './rollout-fixture'
import { count, event, idAt, type Line, line, meta, restamped, says, timeAt, tokens, turn, work } from './rollout-lines'

const PARENT = idAt(0, 1)
const CHILD = idAt(60_000, 2)
const spawn = (parent: string) => ({ source: { subagent: { thread_spawn: { parent_thread_id: parent, depth: 1 } } } })

/** Tokens per spending thread over several files, each response once. */
function spent(...files: readonly (readonly Line[])[]): Record<string, number> {
  const events = new Map<string, Usage>()
  for (const { nativeId, usage } of files.flatMap((file) => readLines(file).usage)) {
    const before = events.get(nativeId)
    events.set(nativeId, before ? greatestUsage(before, usage) : usage)
  }
  const sums: Record<string, number> = {}
  for (const [nativeId, { total }] of events) {
    const thread = nativeId.split('/')[0] ?? ''
    sums[thread] = (sums[thread] ?? 0) + Number(total)
  }
  return sums
}

const parentTurns = [
  ...work(1_000, idAt(1_000, 11), [10_000, 25_000]),
  ...work(30_000, idAt(30_000, 12), [40_000], 25_000),
]
const parent = [meta(0, PARENT), ...parentTurns]

/** Every way a child is known to begin, with 5,000 tokens of its own. */
const SHAPES: Record<string, Line[]> = {
  'a fork with times set to the moment of the fork': [
    meta(60_000, CHILD, { forked_from_id: PARENT }),
    ...restamped(parent, 60_000),
    ...turn(70_000, idAt(70_000, 21)),
    count(70_001, 40_000, 25_000),
    says(72_000, 'mine'),
    count(72_000, 45_000, 40_000),
  ],
  'a sub-agent with copied history and times as they were': [
    meta(60_000, CHILD, spawn(PARENT)),
    ...parent,
    ...work(60_100, idAt(60_100, 21), [5_000]),
  ],
  'a sub-agent whose copied history names no parent again': [
    meta(60_000, CHILD, { ...spawn(PARENT), forked_from_id: PARENT }),
    ...restamped(parentTurns, 60_000),
    ...work(60_300, idAt(60_300, 21), [5_000]),
  ],
  'a sub-agent with the parent named twice and nothing copied': [
    meta(60_000, CHILD, { ...spawn(PARENT), forked_from_id: PARENT }),
    meta(60_000, PARENT),
    ...work(60_010, idAt(60_010, 21), [2_000, 5_000]),
  ],
  'a sub-agent of its own': [meta(60_000, CHILD, spawn(PARENT)), ...work(60_010, idAt(60_010, 21), [5_000])],
  'a sub-agent that counts on from its parent without a copy of it': [
    meta(60_000, CHILD, { ...spawn(PARENT), forked_from_id: PARENT }),
    ...turn(60_010, idAt(60_010, 21)),
    count(60_020, 40_000, 25_000),
    says(62_000, 'mine'),
    count(62_000, 45_000, 40_000),
  ],
  'a copy that holds only the last of the history': [
    meta(60_000, CHILD, { ...spawn(PARENT), forked_from_id: PARENT }),
    meta(60_000, PARENT),
    ...restamped(work(30_000, idAt(30_000, 12), [40_000], 25_000), 60_000),
    ...turn(60_300, idAt(60_300, 21)),
    says(62_000, 'mine'),
    count(62_000, 45_000, 40_000),
  ],
  'a copy that breaks off within a turn of the parent': [
    meta(60_000, CHILD, { ...spawn(PARENT), forked_from_id: PARENT }),
    ...restamped(parent.slice(0, -1), 60_000),
    ...work(60_300, idAt(60_300, 21), [5_000]),
  ],
  'a fork in which the settings changed before': [
    meta(60_000, CHILD, { forked_from_id: PARENT }),
    ...restamped([...parent.slice(0, 8), event(0, 'thread_settings_applied'), ...parent.slice(8)], 60_000),
    ...work(90_000, idAt(90_000, 21), [45_000], 40_000),
  ],
}

describe('copied history', () => {
  test.each(Object.entries(SHAPES))('%s: parent and child are each counted once', (_name, child) => {
    const both = { [PARENT]: 40_000, [CHILD]: 5_000 }
    expect(spent(parent, child)).toEqual(both)
    expect(spent(child, parent)).toEqual(both)
    expect(spent(child)[CHILD]).toBe(5_000)
  })

  test('an empty fork has spent nothing of its own', () => {
    const child = [meta(60_000, CHILD, { forked_from_id: PARENT }), ...restamped(parent, 60_000)]
    expect(spent(parent, child)).toEqual({ [PARENT]: 40_000 })
  })

  test('what a child holds of its parent is a copy in the child', () => {
    const child = SHAPES['a fork with times set to the moment of the fork'] ?? []
    const { usage, sessions, links, dropped } = readLines(child)
    expect(new Set(usage.map(({ sessionKey }) => sessionKey))).toEqual(new Set([CHILD]))
    expect(usage.every(({ copy }) => copy !== null)).toBe(true)
    expect(sessions.at(-1)).toMatchObject({ sessionKey: CHILD, role: 'main', data: { openedAt: timeAt(60_000) } })
    expect(links).toMatchObject([{ type: 'fork', fromKey: CHILD, toKey: PARENT }])
    expect(dropped).toEqual([{ rule: 'repeated-event', events: 1, tokens: 15_000n }])
  })

  test('copied entries are not shown again; one line says what goes before', () => {
    const child = SHAPES['a sub-agent whose copied history names no parent again'] ?? []
    const { entries } = readLines(child)
    expect(entries.map(({ type, title, text }) => [type, text ?? title])).toEqual([
      ['note', `history of ${PARENT} goes before`],
      ['prompt', 'do it at 60300'],
      ['text', 'done at 60300 0'],
    ])
  })

  test('a fork of a fork: each turn belongs to the thread it began in', () => {
    const grandchild = idAt(120_000, 3)
    const child = [
      meta(60_000, CHILD, { forked_from_id: PARENT }),
      ...restamped(parent, 60_000),
      ...work(90_000, idAt(90_000, 21), [45_000], 40_000),
    ]
    const last = [
      meta(120_000, grandchild, { forked_from_id: CHILD }),
      ...restamped(child, 120_000),
      ...work(130_000, idAt(130_000, 31), [52_000], 45_000),
    ]
    expect(spent(last, child, parent)).toEqual({ [PARENT]: 40_000, [CHILD]: 5_000, [grandchild]: 7_000 })
    expect(spent(last)).toEqual({ [PARENT]: 40_000, [CHILD]: 5_000, [grandchild]: 7_000 })
  })

  test('without ids that tell, the end of the burst does', () => {
    const [older, younger] = ['thread-parent', 'thread-child']
    const first = [meta(0, older), ...work(1_000, null, [10_000, 25_000])]
    const second = [
      meta(60_000, younger, { forked_from_id: older }),
      ...restamped(first, 60_000),
      ...work(63_000, 'turn-7', [30_000], 25_000),
    ]
    expect(spent(first, second)).toEqual({ [older]: 25_000, [younger]: 5_000 })
  })

  test('without ids that tell, the parent named again begins its copied history', () => {
    const [older, younger] = ['thread-parent', 'thread-child']
    const first = [meta(0, older), ...work(1_000, null, [10_000])]
    const second = [
      meta(60_000, younger, spawn(older)),
      ...restamped(first, 60_000),
      ...work(63_000, null, [15_000], 10_000),
    ]
    expect(spent(first, second)).toEqual({ [older]: 10_000, [younger]: 5_000 })
  })

  test('without ids that tell, times older than the thread are those of its parent', () => {
    const [older, younger] = ['thread-parent', 'thread-child']
    const first = [meta(0, older), ...work(1_000, null, [10_000, 25_000])]
    const second = [meta(60_000, younger, spawn(older)), ...first.slice(1), ...work(63_000, null, [5_000])]
    expect(spent(first, second)).toEqual({ [older]: 25_000, [younger]: 5_000 })
  })

  test('the thread named again ends its copied history', () => {
    const [older, younger] = ['thread-parent', 'thread-child']
    const first = [meta(0, older), ...work(1_000, null, [10_000])]
    const second = [
      meta(60_000, younger, { forked_from_id: older }),
      ...restamped(first, 60_000),
      meta(60_010, younger),
      ...restamped(work(60_010, null, [15_000], 10_000), 60_010),
    ]
    expect(spent(first, second)).toEqual({ [older]: 10_000, [younger]: 5_000 })
    expect(readLines(second).entries.filter(({ type }) => type === 'resume')).toEqual([])
  })

  test('a first response that the copy of a counter hides is still counted', () => {
    const child = [
      meta(60_000, CHILD, { ...spawn(PARENT), forked_from_id: PARENT }),
      ...restamped([meta(0, PARENT), ...work(1_000, idAt(1_000, 11), [5_000])], 60_000),
      ...work(60_300, idAt(60_300, 21), [5_000]),
    ]
    expect(spent(child)).toEqual({ [PARENT]: 5_000, [CHILD]: 5_000 })
  })

  test('an estimate after a compaction is no response, in a thread that counts on from its parent either', () => {
    const estimate = { input_tokens: 0, cached_input_tokens: 0, output_tokens: 0, total_tokens: 7_000 }
    const child = [
      meta(60_000, CHILD, { ...spawn(PARENT), forked_from_id: PARENT }),
      ...turn(60_010, idAt(60_010, 21)),
      event(60_020, 'token_count', { info: { total_token_usage: tokens(40_000), last_token_usage: estimate } }),
      says(62_000, 'mine'),
      count(62_000, 45_000, 40_000),
    ]
    expect(spent(child)).toEqual({ [CHILD]: 5_000 })
  })

  test('a turn of the child without a count gives nothing', () => {
    const child = [
      meta(60_000, CHILD, { ...spawn(PARENT), forked_from_id: PARENT }),
      ...turn(60_010, idAt(60_010, 21)),
      event(60_020, 'token_count', { info: { total_token_usage: tokens(40_000) } }),
      line(60_030, 'token_usage_record', { thread_id: CHILD, response_id: 'resp_1' }),
    ]
    expect(spent(child)).toEqual({})
  })
})

describe('any order and any subset of files', () => {
  const threads = [1, 2, 3, 4, 5].map((n) => ({ id: idAt(60_000 * n, n), own: 1_000 * n, made: 60_000 * n }))
  const root = { file: [meta(0, PARENT), ...work(1_000, idAt(1_000, 99), [40_000])], id: PARENT, own: 40_000 }

  test('never counts anything twice, and never loses what a thread spent', () => {
    const family = fc.array(fc.constantFrom('fork', 'fresh', 'plain'), { minLength: 1, maxLength: 5 }).map((kinds) => [
      root,
      ...kinds.map((kind, index) => {
        const { id, own, made } = threads[index] ?? { id: '', own: 0, made: 0 }
        const begin = kind === 'fork' ? 40_000 : 0
        const copy = kind === 'plain' ? [] : restamped(root.file, made)
        const more = kind === 'plain' ? {} : { forked_from_id: PARENT }
        const file = [
          meta(made, id, { ...spawn(PARENT), ...more }),
          ...copy,
          ...work(made + 300, idAt(made + 300, 50 + index), [begin + own], begin),
        ]
        return { file, id, own }
      }),
    ])
    fc.assert(
      fc.property(family, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (files, chance) => {
        const picked = files.filter(() => (chance.next().value ?? 0) < 0.7)
        const twice = [...picked, ...picked.map((one) => ({ ...one, file: one.file.slice(0, -2) }))]
        const shuffled = twice
          .map((one) => ({ one, order: chance.next().value ?? 0 }))
          .sort((a, b) => a.order - b.order)
          .map(({ one }) => one.file)
        const sums = spent(...shuffled)
        for (const { id, own } of picked) expect(sums[id]).toBe(own)
        expect(Object.values(sums).reduce((all, n) => all + n, 0)).toBeLessThanOrEqual(
          files.reduce((all, { own }) => all + own, 0),
        )
      }),
      { numRuns: 150 },
    )
  })
})
