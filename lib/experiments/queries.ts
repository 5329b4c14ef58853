import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ExperimentDetail, ExperimentPage, type PairWire } from './experiment-schema'
import { EXPERIMENT_LIST, type ExperimentFilters } from './filters'
import type { AskedArms } from './view'

type MaybeFleet = Fleet | undefined

/** Pairs of the first reply and of each further one: as many as one reply may hold. */
export const PAIRS_A_PAGE = 500
/** Further pairs are not drawn; the export has them all. */
const PAGES_MAX = 20

const keyOf = (id: string, fleet: MaybeFleet, asked: AskedArms) =>
  ['experiment', fleet ?? 'default', id, asked] as const

export const experimentListQuery = (filters: ExperimentFilters, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: ['experiments', fleet ?? 'default', EXPERIMENT_LIST.query(filters)] as const,
    queryFn: ({ signal }) =>
      request(ExperimentPage, paths.api.experiments(fleet, EXPERIMENT_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<z.infer<typeof ExperimentPage>>(),
  })

/** The experiment with its first pairs. */
export const experimentQuery = (id: string, asked: AskedArms, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...keyOf(id, fleet, asked), 'detail'] as const,
    queryFn: ({ signal }) =>
      request(ExperimentDetail, paths.api.experiment(id, fleet, { ...asked, limit: PAIRS_A_PAGE }), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<ExperimentDetail>(),
  })

/** The pairs after the first ones, all together; a new input gives new ones. */
export const furtherPairsQuery = (
  id: string,
  asked: AskedArms,
  from: { cursor: string | null; inputHash: string | null },
  fleet: MaybeFleet,
) =>
  queryOptions({
    queryKey: [...keyOf(id, fleet, asked), 'pairs', from] as const,
    enabled: from.cursor !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const pairs: PairWire[] = []
      let cursor = from.cursor
      for (let page = 0; page < PAGES_MAX && cursor !== null; page += 1) {
        const path = paths.api.experiment(id, fleet, { ...asked, limit: PAIRS_A_PAGE, cursor })
        const { pairList } = await request(ExperimentDetail, path, { signal })
        pairs.push(...pairList.items)
        cursor = pairList.nextCursor
      }
      return pairs
    },
  })
