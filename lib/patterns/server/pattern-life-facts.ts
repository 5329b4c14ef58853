import 'server-only'
import type { Db } from '@/lib/db/client'
import { codeCommits } from '@/lib/db/code-commits'
import type { ExposedRun } from '@/lib/db/exposed-runs'
import { patternMoves, patternOccurrences } from '@/lib/db/pattern-facts'
import type { Row } from '@/lib/db/upsert'
import { recordOf } from '@/lib/http/stored-json'
import { CodeHistory } from '../code-history'
import type { StoredMove } from '../derive-pattern'
import type { LifeFacts } from '../pattern-life'
import type { IgnoreLimit, PatternMove } from '../pattern-states'
import { commitIn } from '../run-commit'
import { commitOfRun, fixesOf, runsSinceFixes } from './runs-since-fixes'

export interface LifeInput {
  life: Pick<LifeFacts, 'occurrences' | 'runs' | 'commitOf' | 'contains'>
  moves: StoredMove[]
  /** What an operator did has happened, though the clock be set back since. */
  now: string
}

/**
 * What the state of a pattern follows from: only as much of its past as its moves look back on.
 * @param planned when the fix went live that is about to be told of
 */
export async function patternLifeFacts(
  db: Db,
  id: string,
  projects: readonly string[],
  now: string,
  planned: string | null = null,
): Promise<LifeInput> {
  const moves = patternMoves(db, id).map(toMove)
  const states = moves.flatMap((each) => (each.kind === 'state' ? [each.move] : []))
  const fixes = fixesOf(states, planned)
  const hasFix = fixes.length > 0
  const [from] = [...states.map(({ at }) => at), ...fixes.map((fix) => fix.from)].sort()
  const occurrences = patternOccurrences(db, id, from ?? null)
  const code = hasFix ? new CodeHistory(await codeCommits(db, projects)) : null
  const contains = (commit: string, fix: string) => code?.contains(commit, fix) ?? null
  const runs = runsSinceFixes(db, id, { moves: states, planned, to: now, contains })
  const commits = await commitsOf(
    db,
    runs,
    occurrences.flatMap(({ runId }) => runId ?? []),
    hasFix,
  )
  const clean = runs.filter(({ hit }) => !hit)
  return {
    moves,
    now: [now, ...moves.slice(-1).map(({ at }) => at)].sort().at(-1) ?? now,
    life: {
      occurrences,
      runs: clean.map(({ id: runId, endedAt }) => ({ id: runId, endedAt, commit: commits.get(runId) ?? null })),
      commitOf: (runId) => commits.get(runId) ?? null,
      contains,
    },
  }
}

/** The commit of each run that names one. */
async function commitsOf(db: Db, runs: readonly ExposedRun[], others: readonly string[], wanted: boolean) {
  const found = new Map<string, string>()
  if (!wanted) return found
  for (const run of runs) {
    const commit = commitOfRun(run)
    if (commit !== null) found.set(run.id, commit)
  }
  const ids = [...new Set(others)].filter((id) => !found.has(id))
  for (let at = 0; at < ids.length; at += 500) {
    const where = { id: { in: ids.slice(at, at + 500) } }
    const select = { id: true, data: true }
    const rows = [...(await db.run.findMany({ where, select })), ...(await db.session.findMany({ where, select }))]
    for (const { id, data } of rows) {
      const commit = commitIn(recordOf(data))
      if (commit !== null) found.set(id, commit)
    }
  }
  return found
}

/** A stored move as the state machine takes it. */
export function toMove(row: Row): StoredMove {
  const text = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]))
  const made = { id: String(row['id']), at: String(row['at']), by: String(row['by']) }
  const to = String(row['to'])
  if (to === 'owner') return { ...made, kind: 'owner', owner: text('owner') }
  if (to === 'note') return { ...made, kind: 'note', text: text('text') ?? '' }
  const until = text('until') === null ? null : (JSON.parse(String(row['until'])) as IgnoreLimit)
  const said = { text: text('text') ?? '', reason: text('text') ?? '', until }
  const move = {
    id: made.id,
    at: made.at,
    to,
    ...said,
    fixCommit: text('fixCommit'),
    fixAt: text('fixAt'),
  } as unknown as PatternMove
  return { ...made, kind: 'state', move, text: text('text') }
}
