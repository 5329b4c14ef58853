import type { JOB_SORTS } from '@/lib/jobs/schema'
import { ListJobsInput } from '@/lib/jobs/schema'
import { listAddress } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'

export type JobSort = (typeof JOB_SORTS)[number]

/** The address of the jobs page. */
export const JOB_LIST = listAddress<ListJobsInput>(ListJobsInput, paths.jobs)

/** The order in words, as the toolbar tells it. */
export const ORDER_WORDS = {
  lastEvidence: 'newest evidence first',
  started: 'latest start first',
  tokens: 'most tokens first',
  score: 'best score first',
  name: 'by name',
} as const satisfies Record<JobSort, string>
