import { describe, expect, test } from 'vitest'
import { STATUSES, type Status } from '@/lib/model/status'
import { NO_USAGE } from '@/lib/model/usage'
import { isoFromMs } from '@/lib/time/iso'
import { deriveRun } from './derive-run'
import type { PhaseRow, RunFacts, SessionState } from './run-facts'

/**
 * Every state of the liveness machine and every move between them. A run is told as a story: evidence with its minute,
 * in the order in which it became known, and the minute of the last look. Limit: 60 minutes of silence.
 */

const at = (minute: number) => isoFromMs(Date.parse('2026-03-01T00:00:00.000Z') + minute * 60_000)

type Evidence =
  | { is: 'record'; status: Status; minute: number }
  | { is: 'phase'; key: string; status: Status; minute: number }
  | { is: 'session'; key: string; status: Status; minute: number }
  | { is: 'usage' | 'event' | 'approval' | 'answer'; minute: number }

const record = (status: Status, minute: number): Evidence => ({ is: 'record', status, minute })
const phase = (key: string, status: Status, minute: number): Evidence => ({ is: 'phase', key, status, minute })
const session = (key: string, status: Status, minute: number): Evidence => ({ is: 'session', key, status, minute })
const usage = (minute: number): Evidence => ({ is: 'usage', minute })
const event = (minute: number): Evidence => ({ is: 'event', minute })
const approval = (minute: number): Evidence => ({ is: 'approval', minute })
const answer = (minute: number): Evidence => ({ is: 'answer', minute })

/** What the database holds after all of it was read: of one thing the newest version, whatever came first. */
function factsOf(story: readonly Evidence[], lookedAt: number): RunFacts {
  const newest = new Map<string, Evidence>()
  for (const item of story) {
    const name = 'key' in item ? `${item.is} ${item.key}` : item.is
    const before = newest.get(name)
    if (!before || item.minute > before.minute) newest.set(name, item)
  }
  const all = [...newest.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
  const minutesOf = (...kinds: Evidence['is'][]) =>
    story.filter(({ is }) => kinds.includes(is)).map(({ minute }) => minute)
  const bounds = (...kinds: Evidence['is'][]) => {
    const minutes = minutesOf(...kinds)
    return minutes.length === 0
      ? { firstAt: null, lastAt: null }
      : { firstAt: at(Math.min(...minutes)), lastAt: at(Math.max(...minutes)) }
  }
  const own = all.find((item) => item.is === 'record')
  const [asked, answered] = [minutesOf('approval'), minutesOf('answer')]
  return {
    system: 'reev',
    row: own
      ? {
          statusRaw: own.status,
          status: own.status,
          failureReason: null,
          createdAt: at(0),
          updatedAt: at(own.minute),
          startedAt: null,
          endedAt: null,
          tokenCap: null,
          maxDurationMinutes: 60,
          data: {},
          recordFlags: [],
        }
      : null,
    phases: all.flatMap((item): PhaseRow[] =>
      item.is === 'phase'
        ? [
            {
              nativeId: item.key,
              phaseType: item.key.startsWith('iteration') ? 'iteration' : null,
              statusRaw: item.status,
              status: item.status,
              failureReason: null,
              lastAttemptAt: null,
              createdAt: at(0),
              updatedAt: at(item.minute),
              startedAt: null,
              endedAt: null,
              flags: [],
            },
          ]
        : [],
    ),
    tiers: [],
    usage: {
      sum: NO_USAGE,
      events: minutesOf('usage').length,
      unpriced: 0,
      costPico: null,
      ...bounds('usage'),
      withoutPhaseRow: 0,
      flags: {},
      byRole: [],
      byModel: [],
    },
    failures: 0,
    phaseFailures: [],
    approvals: asked.map((minute, index) => ({
      kind: 'approval',
      status: answered[index] === undefined ? 'pending' : 'approved',
      requestedAt: at(minute),
      respondedAt: answered[index] === undefined ? null : at(answered[index]),
    })),
    events: bounds('event'),
    observations: [],
    phase6: { rows: 0, fallback: 0 },
    efficiency: { rows: 0 },
    transcript: null,
    repeated: null,
    items: 0,
    sessions: all.flatMap((item): SessionState[] =>
      item.is === 'session' ? [{ status: item.status, firstAt: at(0), lastAt: at(item.minute) }] : [],
    ),
    checkedAt: at(lookedAt),
  }
}

const derived = (story: readonly Evidence[], lookedAt: number) => deriveRun(factsOf(story, lookedAt)).statusDerived

describe('the source alone', () => {
  test.each(STATUSES)('%s is taken at its word while it is fresh', (status) => {
    expect(derived([record(status, 0)], 10)).toBe(status)
  })

  test.each<[Status, Status]>([
    ['queued', 'interrupted'],
    ['running', 'interrupted'],
    ['waiting', 'interrupted'],
    ['interrupted', 'interrupted'],
    ['succeeded', 'succeeded'],
    ['partial', 'partial'],
    ['failed', 'failed'],
    ['stopped', 'stopped'],
    ['timed_out', 'timed_out'],
    ['skipped', 'skipped'],
    ['unknown', 'unknown'],
  ])('%s becomes %s when nothing comes for longer than it may take', (status, after) => {
    expect(derived([record(status, 0)], 61)).toBe(after)
  })

  test('nothing at all is unknown', () => {
    expect(derived([], 500)).toBe('unknown')
  })
})

const MOVES: [name: string, story: Evidence[], lookedAt: number, expected: Status][] = [
  // Signs of life
  ['the limit itself is not beyond it', [record('running', 0)], 60, 'running'],
  ['usage keeps it running', [record('running', 0), usage(50)], 100, 'running'],
  ['an event keeps it running', [record('running', 0), event(50)], 100, 'running'],
  ['after the last sign of life the limit counts anew', [record('running', 0), usage(50)], 111, 'interrupted'],
  ['late evidence takes back "interrupted"', [record('running', 0), usage(100)], 120, 'running'],
  ['evidence that comes late but is old takes back nothing', [record('running', 0), usage(20)], 120, 'interrupted'],
  ['evidence from before the record changes nothing', [record('running', 30), usage(10)], 80, 'running'],
  // A person
  ['a question makes it wait, however long', [record('running', 0), approval(10)], 900, 'waiting'],
  ['an answer lets it go on', [record('running', 0), approval(10), answer(50)], 100, 'running'],
  ['an answer and then silence', [record('running', 0), approval(10), answer(50)], 111, 'interrupted'],
  ['a second question after an answer', [record('running', 0), approval(10), answer(20), approval(30)], 900, 'waiting'],
  ['open phases and a question', [phase('a', 'running', 5), approval(10)], 900, 'waiting'],
  // Phases
  ['all phases queued', [record('running', 0), phase('a', 'queued', 0), phase('b', 'queued', 0)], 10, 'queued'],
  ['one phase runs', [phase('a', 'succeeded', 5), phase('b', 'running', 6)], 10, 'running'],
  ['one ended, the next not begun', [phase('a', 'succeeded', 5), phase('b', 'queued', 5)], 10, 'running'],
  [
    'open phases and silence',
    [record('running', 0), phase('a', 'succeeded', 5), phase('b', 'running', 6)],
    67,
    'interrupted',
  ],
  ['a phase that comes late reverses it', [phase('a', 'running', 6), phase('a', 'succeeded', 90)], 100, 'succeeded'],
  ['all phases ended well', [record('running', 0), phase('a', 'succeeded', 5)], 500, 'succeeded'],
  ['all phases ended, one failed', [record('succeeded', 9), phase('a', 'failed', 5)], 500, 'failed'],
  [
    'a skipped phase decides nothing against success',
    [phase('a', 'succeeded', 5), phase('b', 'skipped', 5)],
    9,
    'succeeded',
  ],
  ['a phase in a state nobody knows', [phase('a', 'succeeded', 5), phase('b', 'unknown', 5)], 9, 'unknown'],
  ['a phase opened again after it had ended', [phase('a', 'succeeded', 5), phase('a', 'running', 9)], 10, 'running'],
  ['the same phase read twice', [phase('a', 'running', 5), phase('a', 'running', 5)], 10, 'running'],
  [
    'the last iteration decides, not the first',
    [phase('iteration-1', 'failed', 5), phase('iteration-2', 'succeeded', 9)],
    20,
    'succeeded',
  ],
  [
    'the last iteration failed',
    [phase('iteration-1', 'succeeded', 5), phase('iteration-2', 'failed', 9)],
    20,
    'failed',
  ],
  [
    'iterations that say nothing leave the record its word',
    [record('succeeded', 12), phase('iteration-1', 'unknown', 5)],
    20,
    'succeeded',
  ],
  // Sessions
  [
    'a session runs while the record still says queued',
    [record('queued', 0), session('s', 'running', 5)],
    10,
    'running',
  ],
  ['its session ended: a queued run is over', [record('queued', 0), session('s', 'succeeded', 9)], 10, 'succeeded'],
  [
    'the same session told twice',
    [record('queued', 0), session('s', 'succeeded', 9), session('s', 'succeeded', 9)],
    10,
    'succeeded',
  ],
  ['a session that came days late', [record('queued', 0), session('s', 'succeeded', 9)], 9_000, 'succeeded'],
  ['a session failed', [record('running', 0), session('s', 'failed', 9)], 10, 'failed'],
  ['a session timed out', [record('running', 0), session('s', 'timed_out', 9)], 10, 'timed_out'],
  ['a session was stopped', [record('running', 0), session('s', 'stopped', 9)], 10, 'stopped'],
  ['a session asks a person', [record('running', 0), session('s', 'waiting', 9)], 900, 'waiting'],
  ['a session fell silent', [record('running', 0), session('s', 'interrupted', 9)], 900, 'interrupted'],
  ['one session ended, one goes on', [session('s', 'succeeded', 9), session('t', 'running', 10)], 11, 'running'],
  ['one session ended well, one failed', [session('s', 'succeeded', 9), session('t', 'failed', 10)], 11, 'failed'],
  [
    'a session that says nothing leaves the record its word',
    [record('succeeded', 9), session('s', 'unknown', 9)],
    11,
    'succeeded',
  ],
  ['a record of success over a failed session', [record('succeeded', 20), session('s', 'failed', 9)], 30, 'failed'],
  [
    'a session that ended after the last move of an open phase',
    [phase('a', 'running', 5), session('s', 'succeeded', 9)],
    10,
    'succeeded',
  ],
  [
    'an open phase that moved after the session had ended',
    [phase('a', 'running', 10), session('s', 'succeeded', 9)],
    20,
    'running',
  ],
  ['a session still open leaves it to the phases', [phase('a', 'queued', 0), session('s', 'running', 9)], 10, 'queued'],
  // Late records
  ['a terminal record after silence', [record('running', 0), record('failed', 300)], 301, 'failed'],
  ['an older record that is read later', [record('failed', 300), record('running', 0)], 301, 'failed'],
  ['a record that takes a terminal state back', [record('failed', 20), record('running', 30)], 40, 'running'],
]

describe('moves', () => {
  test.each(MOVES)('%s', (_name, story, lookedAt, expected) => {
    expect(derived(story, lookedAt)).toBe(expected)
  })

  test.each(MOVES)('%s: in any order, and read again', (_name, story, lookedAt, expected) => {
    expect(derived([...story].reverse(), lookedAt)).toBe(expected)
    expect(derived([...story, ...story.filter(({ is }) => is !== 'approval' && is !== 'answer')], lookedAt)).toBe(
      expected,
    )
  })

  test('every state is the end of some move', () => {
    const reached = new Set([...MOVES.map(([, , , expected]) => expected), 'partial', 'skipped'])
    expect([...reached].sort()).toEqual([...STATUSES].sort())
  })
})

describe('an experiment', () => {
  test.each<[string, Status[], Status]>([
    ['every item ended well', ['succeeded', 'succeeded'], 'succeeded'],
    ['an item that went wrong is a result', ['succeeded', 'failed', 'timed_out'], 'partial'],
    ['an item of which nothing more came', ['succeeded', 'interrupted'], 'partial'],
    ['every item went wrong', ['failed', 'stopped'], 'failed'],
    ['an item still goes on', ['succeeded', 'running', 'failed'], 'running'],
    ['sessions that say nothing', ['unknown'], 'unknown'],
  ])('%s', (_name, states, expected) => {
    const story = states.map((status, index) => session(`s${index}`, status, 5))
    expect(deriveRun({ ...factsOf(story, 900), items: states.length }).statusDerived).toBe(expected)
  })
})

describe('a contradiction is told beside the state', () => {
  test.each<[string, Evidence[], number, string | null]>([
    [
      'queued over an ended session',
      [record('queued', 0), session('s', 'succeeded', 9)],
      10,
      'Marked queued, but its session ended well.',
    ],
    [
      'success over a failed session',
      [record('succeeded', 20), session('s', 'failed', 9)],
      30,
      'Marked succeeded, but its session failed.',
    ],
    [
      'success while a session runs',
      [record('succeeded', 20), session('s', 'running', 25), session('t', 'succeeded', 9)],
      30,
      'Marked succeeded, but its 2 sessions had not ended.',
    ],
    ['running that fell silent is no contradiction: both are open', [record('running', 0)], 500, null],
  ])('%s', (_name, story, lookedAt, sentence) => {
    expect(deriveRun(factsOf(story, lookedAt)).conflictReason).toBe(sentence)
  })

  test('open by its source while nothing comes needs somebody', () => {
    expect(deriveRun(factsOf([record('running', 0)], 500)).attention).toBe(2)
    expect(deriveRun(factsOf([record('queued', 0), session('s', 'succeeded', 9)], 10)).attention).toBe(1)
    expect(deriveRun(factsOf([record('succeeded', 0)], 500)).attention).toBe(0)
  })
})
