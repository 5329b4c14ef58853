export const PATTERN_STATES = [
  'new',
  'acknowledged',
  'fix_proposed',
  'fix_merged',
  'verified',
  'regressed',
  'ignored',
] as const
export type PatternState = (typeof PATTERN_STATES)[number]

/** Where the list shows a pattern, in its order. */
export const LANES = ['triage', 'told', 'known', 'fix_merged', 'verified', 'ignored'] as const
export type Lane = (typeof LANES)[number]

/** How long a pattern stays ignored: until a time, for so many more occurrences, up to a rate, or for good. */
export type IgnoreLimit = { at: string } | { count: number } | { perDay: number } | null

/** What an operator did, in the order in which it was done. */
export type PatternMove = { id: string; at: string } & (
  | { to: 'acknowledged' }
  | { to: 'fix_proposed'; text: string }
  /** `fixAt`: when the fix went live, where that is another time than the one it was told at. */
  | { to: 'fix_merged'; fixCommit: string | null; fixAt: string | null }
  | { to: 'ignored'; reason: string; until: IgnoreLimit }
  | { to: 'unignored' }
  | { to: 'undo' }
)

const FROM: Readonly<Record<Exclude<PatternMove['to'], 'undo' | 'unignored' | 'ignored'>, readonly PatternState[]>> = {
  acknowledged: ['new', 'regressed'],
  fix_proposed: ['new', 'acknowledged', 'regressed'],
  fix_merged: ['new', 'acknowledged', 'fix_proposed', 'regressed'],
}

/**
 * Why an operator may not make a move from a state; null when he may.
 * @param undoable whether there is a move before which another state stood
 */
export function refusalOf(state: PatternState, to: PatternMove['to'], undoable: boolean): string | null {
  switch (to) {
    case 'undo':
      return undoable ? null : 'nothing was done that could be undone'
    case 'ignored':
      return state === 'ignored' ? 'it is ignored already' : null
    case 'unignored':
      return state === 'ignored' ? null : 'it is not ignored'
    default:
      return FROM[to].includes(state) ? null : `from ${state} only ${movesFrom(state).join(', ')} is possible`
  }
}

/** The moves that an operator may make from a state, `undo` aside. */
export function movesFrom(state: PatternState): Exclude<PatternMove['to'], 'undo'>[] {
  if (state === 'ignored') return ['unignored']
  const own = (['acknowledged', 'fix_proposed', 'fix_merged'] as const).filter((to) => FROM[to].includes(state))
  return [...own, 'ignored']
}
