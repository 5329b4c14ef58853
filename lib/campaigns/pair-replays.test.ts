import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pairing, pairReplays, type ReplayRun } from './pair-replays'
import type { Claim } from './replay-links'

const DAY = (day: number) => `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`
const NAME = (day: number) => `-replay-202603${String(day).padStart(2, '0')}-000000`

const claim = (original = 'a', day = 2, campaignId = 'cmp_1'): Claim => ({
  ...{ campaignId, createdAt: DAY(day), originalId: `autopack:${original}`, system: 'autopack' },
  instanceId: 'autopack',
  replayKey: `${original}${NAME(day)}`,
})

function replay(nativeId: string, values: Partial<ReplayRun> = {}): ReplayRun {
  const instanceId = values.instanceId ?? 'autopack'
  return {
    ...{ id: `${instanceId}:${nativeId}`, system: instanceId.split('@')[0] ?? '', instanceId, nativeId },
    ...{ replayOf: null, status: 'succeeded', statusDerived: 'succeeded', cause: null, tokens: null, beganAt: DAY(3) },
    ...values,
  }
}

const FAILED = { status: 'failed', statusDerived: 'failed' } as const
const open = { status: 'running', statusDerived: 'running' } as const

function pair(replays: readonly ReplayRun[], claims: readonly Claim[] = [claim()], originals: object = { a: FAILED }) {
  const now = new Map(Object.entries(originals).map(([id, states]) => [`autopack:${id}`, states as typeof FAILED]))
  const ids = new Set([...now.keys(), ...replays.map(({ id }) => id)])
  return pairReplays(['cmp_1'], { claims, replays, originals: now, exists: (id) => ids.has(id) }).get('cmp_1') ?? []
}

const ids = ([first]: Pairing[]) => [
  first?.state,
  first?.replay?.run.nativeId ?? null,
  ...(first?.superseded.map(({ run }) => run.nativeId) ?? []),
]

describe('what came of a chosen run', () => {
  it.each([
    ['nothing yet', [], ['waiting', null]],
    ['a replay that goes on', [replay(`a${NAME(3)}`, open)], ['running', `a${NAME(3)}`]],
    ['a replay that is over', [replay(`a${NAME(3)}`)], ['final', `a${NAME(3)}`]],
    [
      'the id of the manifest, however old it says it is',
      [replay(`a${NAME(2)}`, { beganAt: DAY(1) })],
      ['final', `a${NAME(2)}`],
    ],
    [
      'the id of the manifest in a fresh database',
      [replay(`a${NAME(2)}`, { instanceId: 'autopack@b' })],
      ['final', `a${NAME(2)}`],
    ],
    ['the same id in another system', [replay(`a${NAME(2)}`, { instanceId: 'codex' })], ['waiting', null]],
    ['by a field of another system', [replay('x', { instanceId: 'pitwall', replayOf: 'autopack:a' })], ['final', 'x']],
    ['a replay from before the campaign', [replay(`a${NAME(1)}`, { beganAt: DAY(1) })], ['waiting', null]],
    ['one without any time, by that in its name', [replay(`a${NAME(1)}`, { beganAt: '' })], ['waiting', null]],
    ['one without any time at all', [replay('x', { replayOf: 'a', beganAt: '' })], ['final', 'x']],
    [
      'a replay whose end nobody recorded',
      [replay(`a${NAME(3)}`, { status: 'unknown', statusDerived: 'unknown' })],
      ['no_end', `a${NAME(3)}`],
    ],
    [
      'two that are over: the newer counts',
      [replay(`a${NAME(3)}`), replay(`a${NAME(4)}`, { beganAt: DAY(4) })],
      ['final', `a${NAME(4)}`, `a${NAME(3)}`],
    ],
    [
      'one that is over and a newer that goes on: the first counts',
      [replay(`a${NAME(3)}`), replay(`a${NAME(4)}`, { ...open, beganAt: DAY(4) })],
      ['final', `a${NAME(3)}`, `a${NAME(4)}`],
    ],
    [
      'two that go on: the newer is shown',
      [replay(`a${NAME(3)}`, open), replay(`a${NAME(4)}`, { ...open, beganAt: DAY(4) })],
      ['running', `a${NAME(4)}`, `a${NAME(3)}`],
    ],
    [
      'the replay of a replay is not its own',
      [replay(`a${NAME(3)}`), replay(`a${NAME(3)}${NAME(4)}`)],
      ['final', `a${NAME(3)}`],
    ],
    [
      'a failure of infrastructure is an end',
      [replay(`a${NAME(3)}`, { ...FAILED, cause: 'infra' })],
      ['final', `a${NAME(3)}`],
    ],
  ] as const)('%s', (_, replays, expected) => {
    expect(ids(pair(replays))).toEqual(expected)
  })

  it('is never final while the original is open again, or gone', () => {
    expect(ids(pair([replay(`a${NAME(3)}`)], [claim()], { a: open }))[0]).toBe('original_open')
    expect(ids(pair([replay(`a${NAME(3)}`)], [claim()], {}))[0]).toBe('original_gone')
  })

  it('belongs to the campaign that was the newest when it began', () => {
    const two = [claim('a', 2), claim('a', 5, 'cmp_2')]
    expect(ids(pair([replay(`a${NAME(3)}`)], two))[0]).toBe('final')
    expect(ids(pair([replay(`a${NAME(6)}`, { beganAt: DAY(6) })], two))[0]).toBe('waiting')
    expect(ids(pair([replay(`a${NAME(2)}`, { beganAt: DAY(6) })], two))[0]).toBe('final')
    expect(ids(pair([replay(`a${NAME(5)}`, { beganAt: DAY(3) })], two))[0]).toBe('waiting')
  })
})

describe('two databases with a run of one id', () => {
  const other: Claim = { ...claim(), originalId: 'autopack@b:a', instanceId: 'autopack@b' }
  const both = (replays: ReplayRun[]) => {
    const originals = new Map([FAILED, FAILED].map((states, at) => [at === 0 ? 'autopack:a' : 'autopack@b:a', states]))
    const known = { claims: [other, claim()], replays, originals, exists: () => false }
    return pairReplays(['cmp_1'], known)
      .get('cmp_1')
      ?.map(({ originalId, state }) => [originalId, state])
  }

  it('each have their own replay, and none of a third database', () => {
    expect(both([replay(`a${NAME(2)}`, { instanceId: 'autopack@b' })])).toEqual([
      ['autopack:a', 'waiting'],
      ['autopack@b:a', 'final'],
    ])
    expect(both([replay(`a${NAME(2)}`, { instanceId: 'autopack@c' })])).toEqual([
      ['autopack:a', 'waiting'],
      ['autopack@b:a', 'waiting'],
    ])
  })
})

describe('pairing', () => {
  const natives = ['a', 'b', `a${NAME(2)}`]
  const anyRun = fc
    .record({
      of: fc.constantFrom(...natives),
      day: fc.integer({ min: 1, max: 9 }),
      field: fc.boolean(),
      status: fc.constantFrom('running', 'failed', 'succeeded', 'unknown'),
      began: fc.option(fc.integer({ min: 1, max: 9 })),
    })
    .map(({ of, day, field, status, began }) =>
      replay(field ? `own ${of} ${day}` : `${of}${NAME(day)}`, {
        ...{ replayOf: field ? of : null, status, statusDerived: status, beganAt: began === null ? '' : DAY(began) },
      } as Partial<ReplayRun>),
    )
  const runs = fc.uniqueArray(anyRun, { selector: ({ id }) => id, maxLength: 12 })
  const claims = [claim('a', 2), claim('b', 4), claim('a', 6, 'cmp_2')]

  it('is the same in whatever order the rows arrive', () => {
    fc.assert(
      fc.property(
        runs.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        fc.shuffledSubarray(claims, { minLength: claims.length }),
        ([all, shuffled], otherClaims) => {
          const states = { a: FAILED, b: FAILED }
          expect(pair(shuffled, otherClaims, states)).toEqual(pair(all, claims, states))
        },
      ),
    )
  })

  it('compares only what is over, and gives each replay to one original of one campaign', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const known = { a: FAILED, b: FAILED }
        const found = pair(all, claims, known)
        for (const { state, replay: counts } of found) {
          if (state === 'final') expect(['failed', 'succeeded']).toContain(counts?.run.status)
        }
        const given = found.flatMap((one) => [...(one.replay ? [one.replay] : []), ...one.superseded])
        expect(new Set(given.map(({ run }) => run.id)).size).toBe(given.length)
      }),
    )
  })
})
