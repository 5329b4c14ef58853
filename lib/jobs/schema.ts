import { z } from 'zod'
import {
  CostReasons,
  Count,
  EvidenceWire,
  IsoTime,
  Moment,
  PageInput,
  pageOf,
  StatusWire,
  Tokens,
  UsageWire,
} from '@/lib/http/wire'
import { FlagDetailWire } from '@/lib/runs/schema'

export const JobSummary = z.object({
  id: z.string(),
  system: z.string(),
  nativeId: z.string(),
  /** The group it belongs to. */
  parentId: z.string().nullable(),
  name: z.string().nullable(),
  type: z.string().nullable(),
  project: z.string().nullable(),
  statusRaw: z.string().nullable(),
  /** The source's state in our words; null when it states none. */
  statusStated: StatusWire.nullable(),
  status: StatusWire,
  statusDerived: StatusWire,
  conflict: z.boolean(),
  conflictReason: z.string().nullable(),
  /** True when the source has no jobs and this one was made from the names or goals of its runs. */
  inferred: z.boolean(),
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  lastEvidenceAt: IsoTime.nullable(),
  /** Jobs directly below it, when it is a group. */
  jobs: Count,
  /** Of itself and of the jobs below it. */
  runs: z.object({ total: Count, done: Count, failed: Count }),
  bestScore: z.number().nullable(),
  baselineScore: z.number().nullable(),
  candidates: Count,
  /** `unknown`: results of which it is not known whether they were resolved. */
  results: z.object({ total: Count, resolved: Count, unknown: Count }),
  tokens: Tokens,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  /** Usage events, not those of the timeline. */
  events: Count,
  /** What was seen on the job itself; `runFlags` on its runs. */
  flags: z.array(z.string()),
  runFlags: z.array(z.string()),
})
export type JobSummary = z.infer<typeof JobSummary>

export const JOB_SORTS = ['lastEvidence', 'started', 'tokens', 'score', 'name'] as const
export const ListJobsInput = z.object({
  ...PageInput.shape,
  system: z.string().max(64).optional(),
  type: z.string().max(2_000).optional(),
  /** Matches the derived state. */
  status: StatusWire.optional(),
  /** On the job or on one of its runs. */
  flag: z.string().max(64).optional(),
  /** Only the jobs directly below this one. */
  parentId: z.string().max(2_000).optional(),
  /** False: only jobs that belong to no group. */
  nested: z.stringbool().optional(),
  conflict: z.stringbool().optional(),
  q: z.string().max(300).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  sort: z.enum(JOB_SORTS).default('lastEvidence'),
})
export type ListJobsInput = z.infer<typeof ListJobsInput>
export const JobPage = pageOf(JobSummary)
export type JobPage = z.infer<typeof JobPage>

const Facet = z.object({ value: z.string(), jobs: Count })
/** Every value that the filters of the list can take, the most frequent first; `untyped` jobs name no type. */
export const JobFacets = z.object({
  all: Count,
  conflict: Count,
  groups: Count,
  untyped: Count,
  systems: z.array(Facet),
  types: z.array(Facet),
  statuses: z.array(z.object({ value: StatusWire, jobs: Count })),
  flags: z.array(Facet),
})
export type JobFacets = z.infer<typeof JobFacets>

const Id = z.string().min(1).max(2_000)
export const JobIdInput = z.object({ id: Id })
export type JobIdInput = z.infer<typeof JobIdInput>
export const JobPartInput = z.object({ ...PageInput.shape, ...JobIdInput.shape })
export type JobPartInput = z.infer<typeof JobPartInput>

export const JobLimitWire = z.object({
  id: z.string(),
  /** `hard`, `soft`, `rolling_window`, as the source says it. */
  type: z.string().nullable(),
  /** `tokens`, `cost_usd`, `gpu_hours`, `api_calls`, as the source says it; limit and used are of its unit. */
  metric: z.string(),
  limit: z.number().nullable(),
  used: z.number().nullable(),
  windowSeconds: z.number().nullable(),
  exceededAt: IsoTime.nullable(),
  exceededReason: z.string().nullable(),
  at: IsoTime.nullable(),
  /** The session it is set for; null: the job. */
  session: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  ref: z.string().nullable(),
})
export type JobLimitWire = z.infer<typeof JobLimitWire>

/** What one role of session spent, or what named no session. */
export const RoleSpendWire = z.object({
  role: z.string().nullable(),
  sessions: Count,
  events: Count,
  tokens: Tokens,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
  unpricedEvents: Count,
})
export type RoleSpendWire = z.infer<typeof RoleSpendWire>

/** JobSummary with what was asked for, what is below it, and how much there is of each part. */
export const JobDetail = JobSummary.extend({
  instance: z.string(),
  goal: z.string().nullable(),
  modelRequested: z.string().nullable(),
  effortRequested: z.string().nullable(),
  /** By tokens. */
  modelsObserved: z.array(z.object({ model: z.string(), runs: Count, events: Count, tokens: Tokens })),
  /** Secrets are masked; null: the source records none. */
  config: z.record(z.string(), z.unknown()).nullable(),
  configMasked: Count,
  createdAt: IsoTime.nullable(),
  updatedAt: IsoTime.nullable(),
  failureReason: z.string().nullable(),
  /** What was seen on the job itself. */
  flagDetails: z.array(FlagDetailWire),
  /** What was seen on its runs: on how many, and the first of them. */
  runFlagDetails: z.array(FlagDetailWire.extend({ runs: Count, runId: z.string() })),
  usage: UsageWire,
  spendByRole: z.array(RoleSpendWire),
  unpricedEvents: Count,
  /** Null: it belongs to none. `known` is false when nothing but this job names the group. */
  parent: z
    .object({ id: z.string(), name: z.string().nullable(), type: z.string().nullable(), known: z.boolean() })
    .nullable(),
  /** The first 200 by start; `jobs` counts them all. */
  children: z.array(JobSummary),
  /** The same benchmark before the work and after it, by number; `broken`: not one task of it ran. */
  baselines: z.array(
    z.object({
      name: z.string(),
      before: z.number().nullable(),
      after: z.number().nullable(),
      beforeBroken: z.boolean(),
      afterBroken: z.boolean(),
    }),
  ),
  limits: z.array(JobLimitWire),
  /** Of the job and its own runs. `timeline` are events, `metrics` points; `usageEvents` stand in `events`. */
  counts: z.object({
    runs: Count,
    phases: Count,
    sessions: Count,
    failures: Count,
    timeline: Count,
    metrics: Count,
    metricNames: Count,
    candidates: Count,
    results: Count,
    configurations: Count,
    limits: Count,
  }),
  evidence: EvidenceWire.nullable(),
  /** What else the source records of it; secrets are masked. */
  data: z.record(z.string(), z.unknown()),
  revision: Count,
})
export type JobDetail = z.infer<typeof JobDetail>
