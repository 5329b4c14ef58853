import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { isTerminal } from '@/lib/model/status'
import { paths } from '@/lib/paths'
import { SESSION_LIST } from './filters'
import {
  DroppedPage,
  EntryPage,
  FindReply,
  type ListSessionsInput,
  RawRecord,
  ResultWire,
  SessionCounts,
  SessionDetail,
  SessionPage,
} from './schema'
import { ToolTimes } from './tool-schema'

type MaybeFleet = Fleet | undefined

/** Entries in one piece of a transcript: small enough to come at once, large enough to fill a screen. */
export const CHUNK = 100
/** Characters of a text in a piece; whoever wants more opens the entry. */
export const CHUNK_TEXT_MAX = 6_000
/** How long a piece out of sight is remembered: what was read a moment ago is still there, the rest makes room. */
const CHUNK_KEPT_MS = 60_000

export const sessionKeys = {
  lists: (fleet: MaybeFleet) => ['sessions', fleet ?? 'default', 'list'] as const,
  session: (id: string, fleet: MaybeFleet) => ['session', fleet ?? 'default', id] as const,
}

const someOpen = (page: SessionPage) => page.items.some((session) => !isTerminal(session.statusDerived))

export const sessionListQuery = (filters: ListSessionsInput, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...sessionKeys.lists(fleet), SESSION_LIST.query(filters)],
    queryFn: ({ signal }) => request(SessionPage, paths.api.sessions(fleet, SESSION_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<SessionPage>({ live: someOpen }),
  })

export const sessionCountsQuery = (fleet: MaybeFleet) =>
  queryOptions({
    queryKey: ['sessions', fleet ?? 'default', 'counts'] as const,
    queryFn: ({ signal }) => request(SessionCounts, paths.api.sessionCounts(fleet), { signal }),
    refetchInterval: pollEvery<SessionCounts>(),
  })

export const sessionDetailQuery = (id: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...sessionKeys.session(id, fleet), 'detail'],
    queryFn: ({ signal }) => request(SessionDetail, paths.api.session(id, fleet), { signal }),
    refetchInterval: pollEvery<SessionDetail>({
      live: (session) => !isTerminal(session.statusDerived),
      ended: (session) => isTerminal(session.statusDerived),
    }),
  })

/** Filters as the route takes them: names joined by commas. */
export type EntryQuery = Readonly<Record<string, string>>

const entriesQuery = (id: string, fleet: MaybeFleet, asked: EntryQuery) =>
  queryOptions({
    queryKey: [...sessionKeys.session(id, fleet), 'entries', asked],
    queryFn: ({ signal }) => request(EntryPage, paths.api.sessionPart(id, 'entries', fleet, asked), { signal }),
  })

/** How many entries there are: one of them, without its text. */
export const entryShapeQuery = (id: string, fleet: MaybeFleet, filters: EntryQuery) =>
  entriesQuery(id, fleet, { ...filters, limit: '1', textMax: '0' })

/** One piece of the transcript by its number. An import refreshes the pieces in sight; nothing else makes them stale. */
export const entryChunkQuery = (id: string, fleet: MaybeFleet, filters: EntryQuery, chunk: number) => ({
  ...entriesQuery(id, fleet, {
    ...filters,
    limit: String(CHUNK),
    offset: String(chunk * CHUNK),
    textMax: String(CHUNK_TEXT_MAX),
  }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: CHUNK_KEPT_MS,
})

/** Where one entry, or a moment, stands under some filters. */
export const entryPlaceQuery = (
  id: string,
  fleet: MaybeFleet,
  filters: EntryQuery,
  place: { around: string } | { at: string },
) => entriesQuery(id, fleet, { ...filters, ...place, limit: '1', textMax: '0' })

export const entryQuery = (id: string, entryId: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...sessionKeys.session(id, fleet), 'entry', entryId],
    queryFn: ({ signal }) => request(ResultWire, paths.api.entry(id, entryId, fleet), { signal }),
    meta: { aside: true },
  })

export const rawQuery = (id: string, entryId: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...sessionKeys.session(id, fleet), 'raw', entryId],
    queryFn: ({ signal }) => request(RawRecord, paths.api.rawEntry(id, entryId, fleet), { signal }),
    gcTime: 0,
    meta: { aside: true },
  })

export const findQuery = (id: string, fleet: MaybeFleet, filters: EntryQuery, q: string) =>
  queryOptions({
    queryKey: [...sessionKeys.session(id, fleet), 'find', filters, q],
    queryFn: ({ signal }) =>
      request(FindReply, paths.api.sessionPart(id, 'find', fleet, { ...filters, q }), { signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })

/** Asked again when there are more calls. */
export const toolTimesQuery = (id: string, fleet: MaybeFleet, calls: number) =>
  queryOptions({
    queryKey: [...sessionKeys.session(id, fleet), 'tools', calls],
    queryFn: ({ signal }) => request(ToolTimes, paths.api.sessionPart(id, 'tools', fleet), { signal }),
    placeholderData: keepPreviousData,
    meta: { aside: true },
  })

/** `string | null`, which the literal alone would not say. */
const FIRST_PAGE = null as string | null

export const droppedQuery = (id: string, fleet: MaybeFleet) =>
  infiniteQueryOptions({
    queryKey: [...sessionKeys.session(id, fleet), 'dropped'],
    queryFn: ({ signal, pageParam: cursor }) =>
      request(DroppedPage, paths.api.sessionPart(id, 'dropped', fleet, { cursor, limit: 50 }), { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
  })
