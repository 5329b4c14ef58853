import type { Lane } from './pattern-states'
import type { ListPatternsInput, PatternSummary } from './schema'
import { LANE_WORDS } from './words'

/** A line of the table: a pattern, or the heading of a lane. */
export type PatternLine =
  | { kind: 'pattern'; key: string; pattern: PatternSummary }
  | { kind: 'group'; key: string; title: string; about: string }

/** In the order of urgency the lanes stand one after the other: each then has its heading, on every page. */
export function patternLines(
  rows: readonly PatternSummary[],
  { sort, lane, state }: Pick<ListPatternsInput, 'sort' | 'lane' | 'state'>,
): PatternLine[] {
  const isGrouped = sort === 'urgent' && lane === undefined && state === undefined
  let last: Lane | null = null
  return rows.flatMap((pattern): PatternLine[] => {
    const line: PatternLine = { kind: 'pattern', key: pattern.id, pattern }
    if (!isGrouped || pattern.lane === last) return [line]
    last = pattern.lane
    const { label: title, about } = LANE_WORDS[last]
    return [{ kind: 'group', key: `${last} before ${pattern.id}`, title, about }, line]
  })
}
