import { z } from 'zod'
import { Count, IsoTime, Moment, PageInput, pageOf, Tokens } from '@/lib/http/wire'
import { STATUSES } from '@/lib/model/status'

export const JobSummary = z.object({
  id: z.string(),
  system: z.string(),
  nativeId: z.string(),
  name: z.string().nullable(),
  type: z.string().nullable(),
  project: z.string().nullable(),
  statusRaw: z.string().nullable(),
  status: z.enum(STATUSES),
  statusDerived: z.enum(STATUSES),
  /** True when the source has no jobs and this one was made from the names or goals of its runs. */
  inferred: z.boolean(),
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  lastEvidenceAt: IsoTime.nullable(),
  runs: z.object({ total: Count, done: Count, failed: Count }),
  tokens: Tokens,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  events: Count,
  flags: z.array(z.string()),
})
export type JobSummary = z.infer<typeof JobSummary>

export const JOB_SORTS = ['lastEvidence', 'started', 'tokens', 'name'] as const
export const ListJobsInput = z.object({
  ...PageInput.shape,
  system: z.string().max(64).optional(),
  type: z.string().max(100).optional(),
  status: z.enum(STATUSES).optional(),
  q: z.string().max(300).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  sort: z.enum(JOB_SORTS).default('lastEvidence'),
})
export type ListJobsInput = z.infer<typeof ListJobsInput>
export const JobPage = pageOf(JobSummary)
export type JobPage = z.infer<typeof JobPage>
