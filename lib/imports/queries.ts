import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiError, request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { ImportDetail, ImportPage, type ImportSummary, SourcesReply } from '@/lib/imports/schema'
import { paths } from '@/lib/paths'

export const IMPORTS_PER_PAGE = 20

export const importKeys = {
  lists: (fleet: Fleet) => ['imports', fleet, 'list'] as const,
  one: (id: string, fleet: Fleet) => ['imports', fleet, 'one', id] as const,
  sources: (fleet: Fleet) => ['sources', fleet] as const,
}

export const isGoingOn = ({ status }: Pick<ImportSummary, 'status'>) => status === 'queued' || status === 'running'

export const sourcesQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: importKeys.sources(fleet),
    queryFn: ({ signal }) => request(SourcesReply, paths.api.sources(fleet), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<SourcesReply>({
      live: ({ sources }) => sources.some((row) => row.state === 'watching'),
    }),
  })

export const importListQuery = (fleet: Fleet, cursor: string | null) =>
  queryOptions({
    queryKey: [...importKeys.lists(fleet), cursor] as const,
    queryFn: ({ signal }) =>
      request(ImportPage, paths.api.imports(fleet, { limit: IMPORTS_PER_PAGE, cursor }), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<ImportPage>({ live: ({ items }) => items.some(isGoingOn) }),
  })

/** An address may name an import that is not here: that is an answer, not a failure of the page. */
async function importOrNull(id: string, fleet: Fleet, signal: AbortSignal): Promise<ImportDetail | null> {
  try {
    return await request(ImportDetail, paths.api.import(id, fleet), { signal })
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return null
    throw error
  }
}

/** One import with its receipts; null when there is none of this id. What has ended does not change, so it is not asked again. */
export const importQuery = (id: string, fleet: Fleet) =>
  queryOptions({
    queryKey: importKeys.one(id, fleet),
    queryFn: ({ signal }) => importOrNull(id, fleet, signal),
    refetchInterval: pollEvery<ImportDetail | null>({
      live: (detail) => detail !== null && isGoingOn(detail),
      ended: (detail) => detail === null || !isGoingOn(detail),
    }),
  })
