import type { TransitionInput } from '@/lib/patterns/operator-schema'

/** Thirteen days of nine failures of one harbour, each in a project of its own. Only what is told here happened. */

export const MESSAGES = {
  gauge: 'the tide gauge is silent',
  lamp: 'no oil left in any lamp',
  mooring: 'mooring line snapped at low water',
  chart: 'chart of these shallows belongs to another century',
  gull: 'a gull sits on our antenna',
  foghorn: 'foghorn stutters',
  wave: 'one wave came over both piers tonight',
  bilge: 'bilge pump coughs and stops',
  compass: 'compass spins',
} as const
export type Story = keyof typeof MESSAGES

const sha = (letter: string) => letter.repeat(40)

/** d follows c follows b follows a; x left the others at a. */
export const COMMITS = [
  { sha: sha('a'), parents: [] },
  { sha: sha('b'), parents: [sha('a')] },
  { sha: sha('c'), parents: [sha('b')] },
  { sha: sha('d'), parents: [sha('c')] },
  { sha: sha('e'), parents: [sha('a')] },
]
/** The branch that left early, and one that no list knows. */
const [BRANCH, STRANGER] = ['e', '9']

export const LAST_DAY = 13

/** A time of a day of March. */
export const at = (day: number, hour = 0, minute = 0): string =>
  new Date(Date.UTC(2026, 2, day, hour, minute)).toISOString()

interface Arrival {
  /** When it was imported. */
  day: number
  records: object[]
}
interface Made {
  day: number
  story: Story
  move: Omit<TransitionInput, 'id' | 'expectedVersion'>
}

let serial = 0

function run(
  story: Story,
  day: number,
  rest: { hour?: number; minute?: number; commit?: string | null; failed?: boolean },
) {
  const { hour = 10, minute = 0, commit = null, failed = false } = rest
  serial += 1
  const runId = `${story}-${day}-${serial}`
  const times = { startedAt: at(day, hour - 1, minute), endedAt: at(day, hour, minute + 5) }
  const data = commit === null ? {} : { git_commit: sha(commit) }
  const own = {
    kind: 'run',
    runId,
    project: `${story} project`,
    status: failed ? 'failed' : 'succeeded',
    ...times,
    data,
  }
  return { runId, own }
}

/** Failed runs, one at each hour, in which it occurred; told of on the day itself unless it came late. */
function hits(
  story: Story,
  day: number,
  { hours = [10], commit, arrives = day }: { hours?: number[]; commit?: string; arrives?: number } = {},
): Arrival {
  const records = hours.flatMap((hour) => {
    const { runId, own } = run(story, day, { hour, commit: commit ?? null, failed: true })
    return [own, { kind: 'failure', failureId: runId, runId, message: MESSAGES[story], at: at(day, hour) }]
  })
  return { day: arrives, records }
}

/** So many runs without it. */
const clean = (story: Story, day: number, count: number, commit: string | null = null): Arrival => ({
  day,
  records: Array.from({ length: count }, (_, minute) => run(story, day, { hour: 12, minute, commit }).own),
})

const made = (story: Story, day: number, move: Made['move']): Made => ({ story, day, move })
const fixedBy = (commit: string) => ({ to: 'fix_merged', fixCommit: sha(commit).slice(0, 9) }) as const

export const ARRIVALS: readonly Arrival[] = [
  // A fix by commit: proved, rolled back, broken again, and fixed anew.
  hits('gauge', 1, { commit: 'a' }),
  ...[clean('gauge', 5, 10, 'b'), hits('gauge', 5, { commit: 'b' })],
  ...[clean('gauge', 6, 19, 'c'), clean('gauge', 7, 1, 'd')],
  ...[hits('gauge', 8, { commit: 'b' }), hits('gauge', 9, { commit: 'd' })],
  ...[hits('gauge', 12, { commit: 'c' }), clean('gauge', 13, 20, 'd')],
  // A fix by time alone: proved, broken, forgiven, broken, and fixed between two of its days.
  ...[hits('lamp', 1), clean('lamp', 3, 20), hits('lamp', 5), hits('lamp', 7)],
  ...[clean('lamp', 9, 10), clean('lamp', 10, 10)],
  // What happened on the third morning is told of on the sixth day.
  ...[hits('mooring', 1), clean('mooring', 3, 20), hits('mooring', 3, { hours: [8], arrives: 6 })],
  // Known from the fifth day on, though it happened on the second, and before.
  ...[hits('chart', 2, { arrives: 5 }), hits('chart', 1, { arrives: 6 }), hits('chart', 7, { arrives: 9 })],
  ...[hits('gull', 1), hits('gull', 3), hits('gull', 7)],
  ...[hits('foghorn', 1), hits('foghorn', 4), hits('foghorn', 5), hits('foghorn', 6)],
  ...[hits('wave', 1), hits('wave', 4, { hours: [10, 11] }), hits('wave', 5, { hours: [12] })],
  ...[hits('wave', 6, { hours: [9, 10] }), clean('wave', 8, 20)],
  // Old code on a branch, code that does not say what it is, and code that nobody knows.
  ...[hits('bilge', 1, { commit: 'a' }), hits('bilge', 3, { commit: BRANCH }), clean('bilge', 4, 20, BRANCH)],
  ...[clean('bilge', 5, 20), hits('bilge', 6, { commit: STRANGER })],
  ...[hits('compass', 1), hits('compass', 7)],
]

/** What operators did, each at eight in the evening. */
export const MOVES: readonly Made[] = [
  made('gauge', 2, { to: 'acknowledged' }),
  made('gauge', 3, { to: 'fix_proposed', reason: 'restart the gauge at noon' }),
  made('gauge', 4, fixedBy('c')),
  made('gauge', 10, { to: 'acknowledged' }),
  made('gauge', 11, fixedBy('d')),
  made('lamp', 2, { to: 'fix_merged' }),
  made('lamp', 6, { to: 'undo' }),
  made('lamp', 8, { to: 'fix_merged', fixAt: at(7, 15) }),
  made('mooring', 2, { to: 'fix_merged' }),
  made('mooring', 7, { to: 'acknowledged' }),
  // It went live in the hour after the occurrence that was told of late.
  made('mooring', 8, { to: 'fix_merged', fixAt: at(3, 9) }),
  made('chart', 7, { to: 'acknowledged' }),
  made('gull', 2, { to: 'ignored', reason: 'it will fly away', until: at(5, 6) }),
  made('gull', 6, { to: 'ignored', reason: 'it will not' }),
  made('gull', 8, { to: 'unignored' }),
  made('foghorn', 2, { to: 'acknowledged' }),
  made('foghorn', 3, { to: 'ignored', reason: 'twice is bearable', until: { count: 2 } }),
  made('wave', 2, { to: 'fix_merged' }),
  made('wave', 3, { to: 'ignored', reason: 'twice a day is the tide', until: { perDay: 2 } }),
  made('wave', 7, { to: 'undo' }),
  made('bilge', 2, fixedBy('c')),
  made('compass', 2, { to: 'acknowledged' }),
  made('compass', 3, { to: 'undo' }),
  made('compass', 4, { to: 'fix_proposed', reason: 'move the magnet' }),
  made('compass', 5, { to: 'fix_merged' }),
  made('compass', 6, { to: 'undo' }),
]
