import { z } from 'zod'
import { type ChipTexts, chipsOf, type FilterChip } from '@/lib/lists/filter-chips'
import { listAddress } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'
import { ListExperimentsInput } from './experiment-schema'
import { METRIC_WORDS, ORIGIN_WORDS } from './words'

/** The one order of the list. */
const ListFilters = z.object({ ...ListExperimentsInput.shape, sort: z.enum(['newest']).default('newest') })
export type ExperimentFilters = z.infer<typeof ListFilters>

/** The address of the page of experiments. */
export const EXPERIMENT_LIST = listAddress<ExperimentFilters>(ListFilters, paths.experiments)
export const ORDER_WORDS = { newest: 'newest first' } as const satisfies Record<ExperimentFilters['sort'], string>

const TEXTS: ChipTexts<ExperimentFilters> = {
  origin: (value) => ['origin is', ORIGIN_WORDS[value].label],
  withdrawn: (value) => ['shown are', value ? 'withdrawn ones' : 'those in the list'],
  metric: (value) => ['metric is', METRIC_WORDS[value].label],
}

/** Every filter that is set and not told by the search box. */
export const filterChips = (filters: ExperimentFilters): FilterChip<ExperimentFilters>[] =>
  chipsOf(EXPERIMENT_LIST, TEXTS, filters, [])
