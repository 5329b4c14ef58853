import 'server-only'
import type { Context } from '@/lib/context'
import { countPatterns, patternListPage } from '@/lib/db/pattern-list'
import { capTexts } from '@/lib/http/cap-texts'
import type { ListPatternsInput, PatternCounts, PatternPage } from '../schema'
import { toSummaries } from './pattern-wire'

const LINE_TEXT_MAX = 1_500

/** One page of patterns, by default what needs someone first: regressed, escalating, new. */
export async function listPatterns({ db, now }: Context, input: ListPatternsInput): Promise<PatternPage> {
  const { limit: _limit, cursor: _cursor, sort: _sort, ...filters } = input
  const [{ rows, nextCursor }, counts] = await Promise.all([patternListPage(db, input), countPatterns(db, filters)])
  const total = [...counts.values()].reduce((all, n) => all + n, 0)
  return { items: capTexts(await toSummaries(db, rows, now), LINE_TEXT_MAX), nextCursor, total }
}

/** How many patterns the filters find in each lane; the filter by lane itself is left out. */
export async function countPatternLanes({ db }: Context, input: ListPatternsInput): Promise<PatternCounts> {
  const { lane: _lane, limit: _limit, cursor: _cursor, sort: _sort, ...filters } = input
  const counts = await countPatterns(db, filters)
  const of = (lane: string) => counts.get(lane) ?? 0
  return {
    all: [...counts.values()].reduce((all, n) => all + n, 0),
    triage: of('triage'),
    told: of('told'),
    known: of('known'),
    fix_merged: of('fix_merged'),
    verified: of('verified'),
    ignored: of('ignored'),
  }
}
