import type { TransitionInput } from './operator-schema'
import { LANES, type Lane, type PatternState, refusalOf } from './pattern-states'
import type { PatternSummary } from './schema'
import { PATTERN_STATE_WORDS } from './words'

/** What an operator does to patterns from a page; `undo` stands apart. */
export type OperatorMove = 'acknowledged' | 'fix_proposed' | 'fix_merged' | 'ignored' | 'unignored'
export type Wanted = Omit<TransitionInput, 'id' | 'expectedVersion' | 'to'> & { to: OperatorMove }

/** Of several patterns: those that a move is possible for, and the states of the others. */
export interface MoveScope<P> {
  movable: P[]
  /** "2 verified, 1 ignored"; null when all can be moved. */
  left: string | null
}

/** Says before it is done what a move will do. */
export function moveScope<P extends { state: PatternState }>(
  patterns: readonly P[],
  moves: readonly OperatorMove[],
): MoveScope<P> {
  const can = ({ state }: P) => moves.some((to) => refusalOf(state, to, false) === null)
  const left = new Map<PatternState, number>()
  for (const each of patterns) if (!can(each)) left.set(each.state, (left.get(each.state) ?? 0) + 1)
  const words = Array.from(left, ([state, count]) => `${count} ${PATTERN_STATE_WORDS[state].label}`)
  return { movable: patterns.filter(can), left: words.length === 0 ? null : words.join(', ') }
}

/** The row as it will be if nobody was faster: shown until the reply comes. */
export function predicted<P extends PatternSummary>(pattern: P, to: OperatorMove): P {
  const version = pattern.version + 1
  // Which state stood before is known to the server alone.
  if (to === 'unignored') return { ...pattern, version }
  return { ...pattern, version, state: to, lane: laneAfter(pattern, to) }
}

function laneAfter({ trend, recurrence }: PatternSummary, to: Exclude<OperatorMove, 'unignored'>): Lane {
  if (to === 'fix_merged' || to === 'ignored') return to
  return trend === 'escalating' ? 'triage' : recurrence.sessions > 1 ? 'told' : 'known'
}

/**
 * A page of the list with rows of which more is known than the page says. Rows that are not of the lane or state any
 * more leave; in the order of urgency, rows of one lane stand together.
 */
export function withKnown(
  rows: readonly PatternSummary[],
  known: ReadonlyMap<string, PatternSummary>,
  { lane, state, sort }: { lane?: Lane | undefined; state?: PatternState | undefined; sort: string },
): readonly PatternSummary[] {
  if (known.size === 0) return rows
  const newest = rows.map((row) => newer(row, known.get(row.id)))
  if (newest.every((row, index) => row === rows[index])) return rows
  const kept = newest.filter((row) => (lane ?? row.lane) === row.lane && (state ?? row.state) === row.state)
  return sort === 'urgent' ? kept.toSorted((a, b) => LANES.indexOf(a.lane) - LANES.indexOf(b.lane)) : kept
}

/** The one that knows of more moves. */
export function newer<P extends PatternSummary>(row: P, known: PatternSummary | undefined): P {
  return known !== undefined && known.version > row.version ? { ...row, ...known } : row
}
