import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { type ChipTexts, chipsOf, type FilterChip } from '@/lib/lists/filter-chips'
import { listAddress } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'
import { ListOverridesInput, OverridePage } from './override-schema'

/** The one order of the list. */
const ListFilters = z.object({ ...ListOverridesInput.shape, sort: z.enum(['newest']).default('newest') })
export type OverrideFilters = z.infer<typeof ListFilters>

/** The address of the page of overrides. */
export const OVERRIDE_LIST = listAddress<OverrideFilters>(ListFilters, paths.overrides)

const TEXTS: ChipTexts<OverrideFilters> = {
  experimentId: (value) => ['experiment is', value],
  runId: (value) => ['run is', value],
  withdrawn: (value) => ['state is', value ? 'withdrawn' : 'in force'],
}

export const overrideChips = (filters: OverrideFilters): FilterChip<OverrideFilters>[] =>
  chipsOf(OVERRIDE_LIST, TEXTS, filters, [])

export const overrideListQuery = (filters: OverrideFilters, fleet: Fleet | undefined) =>
  queryOptions({
    queryKey: ['overrides', fleet ?? 'default', OVERRIDE_LIST.query(filters)] as const,
    queryFn: ({ signal }) =>
      request(OverridePage, paths.api.overrides(fleet, OVERRIDE_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<OverridePage>(),
  })
