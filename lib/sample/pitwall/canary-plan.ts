/** What a canary met, run by run: which of its failures a fix ended, which came back, and which come and go. */
import { DAY_MS, HOUR_MS } from '@/lib/sample/sample-file'

/** Commits of the service that the canary tries, the oldest first. */
export const CANARY_COMMITS = [
  ...['3f1c9ab04d27', '8e02d7715bc9', 'c64a10fe93b8', '51d9e3c7a06f', 'b7700e4d8213', '0a8fd25c6e91', '9d3be817f450'],
  ...['e15c7a9032d6', '74b2f08ec1da'],
] as const

/** Runs of one after the other on one commit. */
const RUNS_A_COMMIT = 5
const EVERY_MS = 15.5 * HOUR_MS
const REGULAR_RUNS = 44
/** Days before now: the first tries, long before the canary ran regularly. */
const EARLY = [44.2, 43.1, 41.6, 40.4] as const

export type CanaryFailure = 'port' | 'session' | 'limit' | 'disk' | 'printer' | 'binary'

/** Positions among the regular runs. Where one is named twice, the failure occurred twice. */
const MET: Readonly<Record<CanaryFailure, readonly number[]>> = {
  // Mended with the third commit, and never seen again in the 34 runs since.
  port: [0, 1, 3, 4, 4, 6, 8, 9],
  // Mended with the fifth commit; 22 is a run that was rolled back to older code, those behind it have the fix.
  session: [1, 5, 8, 12, 17, 22, 29, 36, 41],
  // Three times in weeks, then in the last days all the time.
  limit: [7, 16, 27, 34, 35, 36, 36, 37, 38, 39, 39, 40, 41, 41, 42, 43, 43],
  disk: [],
  printer: [2, 9, 15, 23, 30, 37, 42],
  binary: [43, 43],
}
const MET_EARLY: readonly (readonly CanaryFailure[])[] = [['printer', 'disk'], ['disk', 'disk'], ['printer'], ['disk']]

const ROLLED_BACK = 22

/** The first run on the commit with a fix, and the run that is no proof against it. */
export const FIXES = {
  port: { commit: CANARY_COMMITS[2], firstRun: 2 * RUNS_A_COMMIT },
  session: { commit: CANARY_COMMITS[4], firstRun: 4 * RUNS_A_COMMIT, oldCode: ROLLED_BACK },
} as const

export interface CanaryRun {
  id: string
  startedAt: number
  commit: string
  met: readonly CanaryFailure[]
}

/** The milliseconds before now at which a regular run starts. */
export const agoOf = (index: number): number => (REGULAR_RUNS - 1 - index) * EVERY_MS + 5 * HOUR_MS

/** Every run up to `now`, the oldest first. */
export function canaryRuns(now: number): CanaryRun[] {
  const early = EARLY.map((age, index) => ({
    id: `canary-early-${index + 1}`,
    startedAt: Math.floor(now - age * DAY_MS),
    commit: CANARY_COMMITS[0],
    met: MET_EARLY[index] ?? [],
  }))
  const regular = Array.from({ length: REGULAR_RUNS }, (_, index) => ({
    id: `canary-${String(index + 1).padStart(2, '0')}`,
    startedAt: Math.floor(now - agoOf(index)),
    commit: commitOf(index),
    met: metIn(index),
  }))
  return [...early, ...regular]
}

function commitOf(index: number): string {
  const position = index === ROLLED_BACK ? 1 : Math.floor(index / RUNS_A_COMMIT)
  return CANARY_COMMITS[position] ?? CANARY_COMMITS[0]
}

const metIn = (index: number): CanaryFailure[] =>
  (Object.keys(MET) as CanaryFailure[]).flatMap((name) => MET[name].filter((at) => at === index).map(() => name))
