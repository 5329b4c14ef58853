import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { PATTERN_LIST } from './filters'
import { RuleList } from './operator-schema'
import { type ListPatternsInput, PatternCounts, PatternPage } from './schema'

/** What a move makes stale: every list of a fleet, and every page of one pattern. */
export const patternKeys = {
  lists: (fleet: Fleet) => ['patterns', fleet] as const,
  patterns: (fleet: Fleet) => ['pattern', fleet] as const,
  pattern: (id: string, fleet: Fleet) => ['pattern', fleet, id] as const,
}

export const patternListQuery = (filters: ListPatternsInput, fleet: Fleet) =>
  queryOptions({
    queryKey: [...patternKeys.lists(fleet), 'list', PATTERN_LIST.query(filters)],
    queryFn: ({ signal }) => request(PatternPage, paths.api.patterns(fleet, PATTERN_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<PatternPage>(),
  })

/** How many patterns each lane holds under these filters. */
export const patternCountsQuery = (filters: ListPatternsInput, fleet: Fleet) => {
  const { lane: _lane, sort: _sort, cursor: _cursor, limit: _limit, ...narrowing } = PATTERN_LIST.query(filters)
  return queryOptions({
    queryKey: [...patternKeys.lists(fleet), 'counts', narrowing],
    queryFn: ({ signal }) => request(PatternCounts, paths.api.patternCounts(fleet, narrowing), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<PatternCounts>(),
  })
}

/** How much needs triage: for the sidebar of every page, which asks beside what the page itself lives on. */
export const triageCountQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: [...patternKeys.lists(fleet), 'triage'],
    queryFn: ({ signal }) => request(PatternCounts, paths.api.patternCounts(fleet), { signal }),
    refetchInterval: pollEvery<PatternCounts>(),
    meta: { aside: true },
  })

/** Operators' merges and templates. */
export const patternRulesQuery = (withdrawn: boolean, fleet: Fleet) => {
  const query = { withdrawn: String(withdrawn) }
  return queryOptions({
    queryKey: [...patternKeys.lists(fleet), 'rules', query],
    queryFn: ({ signal }) => request(RuleList, paths.api.patternRules(fleet, query), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<RuleList>(),
  })
}
