import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { patternKeys } from './queries'
import { OccurrencePage, PatternDetail, PatternPage, SubjectPatterns, type SubjectPatternsInput } from './schema'

/** Occurrences that are read at once. */
const A_PAGE = 25
/** Patterns that stand on the page of a run, session or job; the list has them all. */
const OF_SUBJECT = 12
/** Patterns that stand on the overview. */
const LOUDEST = 3

export const patternQuery = (id: string, fleet: Fleet) =>
  queryOptions({
    queryKey: [...patternKeys.pattern(id, fleet), 'detail'],
    queryFn: ({ signal }) => request(PatternDetail, paths.api.pattern(id, fleet), { signal }),
    refetchInterval: pollEvery<PatternDetail>(),
  })

/** `string | null`, which the literal alone would not say. */
const FIRST_PAGE = null as string | null

/** Not asked for by time: the page of the pattern tells when there are more. */
export const occurrencesQuery = (id: string, runId: string | null, fleet: Fleet) =>
  infiniteQueryOptions({
    queryKey: [...patternKeys.pattern(id, fleet), 'occurrences', runId],
    queryFn: ({ signal, pageParam: cursor }) =>
      request(OccurrencePage, paths.api.patternPart(id, 'occurrences', fleet, { cursor, runId, limit: A_PAGE }), {
        signal,
      }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The patterns seen in one run, session or job. */
export const subjectPatternsQuery = (kind: SubjectPatternsInput['kind'], id: string, fleet: Fleet) =>
  queryOptions({
    queryKey: [...patternKeys.patterns(fleet), 'of', kind, id],
    queryFn: ({ signal }) =>
      request(SubjectPatterns, paths.api.patternsOf(fleet, { kind, id, limit: OF_SUBJECT }), { signal }),
    refetchInterval: pollEvery<SubjectPatterns>(),
    meta: { aside: true },
  })

/** What needs triage most, for the overview. */
export const loudestQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: [...patternKeys.lists(fleet), 'loudest', LOUDEST],
    queryFn: ({ signal }) =>
      request(PatternPage, paths.api.patterns(fleet, { lane: 'triage', limit: LOUDEST }), { signal }),
    refetchInterval: pollEvery<PatternPage>(),
    meta: { aside: true },
  })
