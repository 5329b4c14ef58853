import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import type { Fleet } from '@/lib/http/wire'
import { ConfigurationPage } from '@/lib/jobs/result-schema'
import { JobPage, type ListJobsInput } from '@/lib/jobs/schema'
import { paths } from '@/lib/paths'
import { type ListRunsInput, RunPage } from '@/lib/runs/schema'
import { ExperimentPreview } from './declare-schema'
import type { ExperimentDefinition } from './definition'

/** Something recorded that may be chosen: its id, and the words that an operator knows it by. */
export interface Choice {
  id: string
  label: string
  /** Beside it. */
  about: string
}

/** Those that a text fits: of a reply to an earlier text nothing else may be chosen. */
export function fittingChoices(choices: readonly Choice[], text: string): Choice[] {
  const wanted = text.trim().toLowerCase()
  return choices.filter(({ id, label }) => id.toLowerCase().includes(wanted) || label.toLowerCase().includes(wanted))
}

const SHOWN = 8
const CONFIGURATIONS_MAX = 500
const NEWEST = 'lastEvidence' satisfies ListRunsInput['sort'] & ListJobsInput['sort']

const aside = { placeholderData: keepPreviousData, meta: { aside: true }, staleTime: 5_000 } as const

/** Runs that have a text in their name or id; the newest without one. */
export const runChoices = (q: string, fleet: Fleet) =>
  queryOptions({
    queryKey: ['choices', fleet, 'runs', q] as const,
    queryFn: async ({ signal }): Promise<Choice[]> => {
      const { items } = await request(RunPage, paths.api.runs(fleet, { q, limit: SHOWN, sort: NEWEST }), { signal })
      return items.map(({ id, name, nativeId, system }) => ({ id, label: name ?? nativeId, about: system }))
    },
    ...aside,
  })

/** Jobs in the same way. */
export const jobChoices = (q: string, fleet: Fleet) =>
  queryOptions({
    queryKey: ['choices', fleet, 'jobs', q] as const,
    queryFn: async ({ signal }): Promise<Choice[]> => {
      const { items } = await request(JobPage, paths.api.jobs(fleet, { q, limit: SHOWN, sort: NEWEST }), { signal })
      return items.map(({ id, name, results }) => ({
        ...{ id, label: name ?? id },
        about: `${results.total.toLocaleString('en-US')} results`,
      }))
    },
    ...aside,
  })

/** Configurations that a job tried; without a job there is nothing to choose from. */
export const configurationChoices = (jobId: string, fleet: Fleet) =>
  queryOptions({
    queryKey: ['choices', fleet, 'configurations', jobId] as const,
    enabled: jobId !== '',
    queryFn: async ({ signal }): Promise<Choice[]> => {
      const path = paths.api.jobPart(jobId, 'results/summary', fleet, { limit: CONFIGURATIONS_MAX })
      const { items } = await request(ConfigurationPage, path, { signal })
      const counts = new Map<string, number>()
      for (const { configuration, results } of items)
        counts.set(configuration, (counts.get(configuration) ?? 0) + results)
      return [...counts]
        .map(([id, results]) => ({ id, label: id, about: `${results.toLocaleString('en-US')} results` }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    },
    ...aside,
    retry: false,
  })

/** What a definition would match; asked of the own records, and never for a result. */
export const previewQuery = (definition: ExperimentDefinition | null) =>
  queryOptions({
    queryKey: ['experiment-preview', definition] as const,
    enabled: definition !== null,
    queryFn: ({ signal }) =>
      request(ExperimentPreview, paths.api.previewExperiment, { method: 'POST', body: definition, signal }),
    meta: { aside: true },
    placeholderData: keepPreviousData,
    retry: false,
  })
