import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { isTerminal } from '@/lib/model/status'
import { paths } from '@/lib/paths'
import { type ListRunsInput, RunPage } from '@/lib/runs/schema'
import { type CompareRunsInput, RunComparison } from './schema'

const hasEnded = ({ control, treatment }: RunComparison) =>
  isTerminal(control.statusDerived) && isTerminal(treatment.statusDerived)

/** Two runs side by side; asked again while one of them goes on. */
export const comparisonQuery = (input: CompareRunsInput, fleet: Fleet | undefined) =>
  queryOptions({
    queryKey: ['compare', fleet ?? 'default', input.control, input.treatment] as const,
    queryFn: ({ signal }) => request(RunComparison, paths.api.abCompare(fleet, input), { signal }),
    refetchInterval: pollEvery<RunComparison>({ ended: hasEnded }),
  })

const SHOWN = 8

/** Runs to choose from: the newest, or those that a text is found in. */
export const runChoiceQuery = (q: string, fleet: Fleet | undefined) =>
  queryOptions({
    queryKey: ['compare', fleet ?? 'default', 'choice', q] as const,
    queryFn: ({ signal }) =>
      request(
        RunPage,
        paths.api.runs(fleet, { q, limit: SHOWN, sort: 'lastEvidence' satisfies ListRunsInput['sort'] }),
        {
          signal,
        },
      ),
    placeholderData: keepPreviousData,
  })
