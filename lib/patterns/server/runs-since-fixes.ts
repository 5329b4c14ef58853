import 'server-only'
import type { Db } from '@/lib/db/client'
import { byEnd, type ExposedRun, exposedRuns } from '@/lib/db/exposed-runs'
import { recordOf } from '@/lib/http/stored-json'
import { VERIFY_AFTER } from '../pattern-life'
import type { PatternMove } from '../pattern-states'
import { commitIn } from '../run-commit'

/** Runs read at once, and at most for one stretch of a pattern's life. */
const [AT_ONCE, RUNS_MAX] = [200, 10_000]

interface Fix {
  /** Since when runs count for it. */
  from: string
  commit: string | null
}

interface Wanted {
  moves: readonly PatternMove[]
  /** When the fix went live that is about to be told of. */
  planned: string | null
  to: string
  contains: (commit: string, fix: string) => boolean | null
}

/** The commit that a run or its session names. */
export const commitOfRun = ({ data, sessionData }: ExposedRun): string | null =>
  commitIn(recordOf(data)) ?? (sessionData === null ? null : commitIn(recordOf(sessionData)))

/** When each fix of a pattern went live, the planned one included. */
export function fixesOf(moves: readonly PatternMove[], planned: string | null): Fix[] {
  const told = moves.flatMap((move) =>
    move.to === 'fix_merged'
      ? [{ from: [move.fixAt ?? move.at, move.at].sort()[0] ?? move.at, commit: move.fixCommit }]
      : [],
  )
  return planned === null ? told : [...told, { from: planned, commit: null }]
}

/**
 * Runs that can change the state of a pattern since its fixes: after each of them, and after every moment at which counting
 * may have begun again, as many as settle it. A fleet has many more.
 */
export function runsSinceFixes(db: Db, id: string, { moves, planned, to, contains }: Wanted): ExposedRun[] {
  const fixes = fixesOf(moves, planned)
  const [first] = fixes.map(({ from }) => from).sort()
  if (first === undefined) return []
  const begins = [...fixes.map(({ from }) => from), ...moves.flatMap(beginsAfter)].filter((at) => at >= first)
  const hasFixes = (run: ExposedRun) => {
    const commit = commitOfRun(run)
    return fixes.every((fix) => commit === null || fix.commit === null || contains(commit, fix.commit) !== false)
  }
  const runs = new Map<string, ExposedRun>()
  for (const from of new Set(begins)) {
    const many = moves.some(endsByCount) ? RUNS_MAX : VERIFY_AFTER
    for (const run of untilSettled(db, id, { from, to }, { many, hasFixes })) runs.set(run.id, run)
  }
  return [...runs.values()].sort(byEnd)
}

const beginsAfter = (move: PatternMove): string[] =>
  move.to === 'ignored' && move.until !== null && 'at' in move.until ? [move.at, move.until.at] : [move.at]

/** When ignoring ends with an occurrence, counting begins again who knows when. */
const endsByCount = (move: PatternMove) => move.to === 'ignored' && move.until !== null && !('at' in move.until)

function untilSettled(
  db: Db,
  id: string,
  window: { from: string; to: string },
  { many, hasFixes }: { many: number; hasFixes: (run: ExposedRun) => boolean },
): ExposedRun[] {
  const runs = new Map<string, ExposedRun>()
  let counted = 0
  for (let after = window.from; runs.size < RUNS_MAX; ) {
    const page = exposedRuns(db, id, window, { after, limit: AT_ONCE })
    const added = page.filter((run) => !runs.has(run.id))
    for (const run of added) runs.set(run.id, run)
    counted += added.filter((run) => !run.hit && hasFixes(run)).length
    if (page.length < AT_ONCE || added.length === 0 || counted >= many) break
    after =
      page
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? window.to
  }
  return [...runs.values()]
}
