import { z } from 'zod'
import { Count, IsoTime, Moment, PageInput, pageOf, UsageWire } from '@/lib/http/wire'
import { JobPartInput } from './schema'

export const CANDIDATE_TEXT_MAX = 65_536

export const CandidateWire = z.object({
  id: z.string(),
  nativeId: z.string(),
  runId: z.string().nullable(),
  index: Count.nullable(),
  generation: Count.nullable(),
  parent: z.object({ id: z.string(), nativeId: z.string().nullable(), index: Count.nullable() }).nullable(),
  at: IsoTime.nullable(),
  accepted: z.boolean().nullable(),
  isBaseline: z.boolean(),
  /** The score the source ranks by. */
  score: z.number().nullable(),
  trainScore: z.number().nullable(),
  heldoutScore: z.number().nullable(),
  heldoutN: Count.nullable(),
  /** Spent by its run up to this candidate. */
  rolloutsSoFar: Count.nullable(),
  costMicroUsdSoFar: Count.nullable(),
  secondsSoFar: z.number().nullable(),
  /** Cut at `textMax`; `textChars` counts all of it, null when there is none. */
  text: z.string().nullable(),
  textChars: Count.nullable(),
  data: z.record(z.string(), z.unknown()),
  flags: z.array(z.string()),
  ref: z.string().nullable(),
})
export type CandidateWire = z.infer<typeof CandidateWire>

export const CANDIDATE_SORTS = ['index', 'score', 'heldout'] as const
export const ListCandidatesInput = JobPartInput.extend({
  runId: z.string().max(2_000).optional(),
  accepted: z.stringbool().optional(),
  sort: z.enum(CANDIDATE_SORTS).default('index'),
  textMax: z.coerce.number().int().min(0).max(CANDIDATE_TEXT_MAX).default(2_000),
})
export type ListCandidatesInput = z.infer<typeof ListCandidatesInput>
export const CandidatePage = pageOf(CandidateWire)
export type CandidatePage = z.infer<typeof CandidatePage>

const CandidatePoint = z.object({
  id: z.string(),
  nativeId: z.string(),
  index: Count.nullable(),
  /** Rollouts, or microdollars. */
  x: z.number(),
  score: z.number(),
  /** The best score at or before it in this series. */
  best: z.number(),
  trainScore: z.number().nullable(),
  heldoutScore: z.number().nullable(),
  accepted: z.boolean().nullable(),
  isBaseline: z.boolean(),
})
/** For charts, one series a run: each began to count at 0. At most 2,000 points in all; whatever set a new best is kept. */
export const CandidateSeries = z.object({
  total: Count,
  /** Candidates without a score, or without a place on that axis. */
  unscored: Count,
  withoutRollouts: Count,
  withoutCost: Count,
  cut: z.boolean(),
  series: z.array(
    z.object({
      runId: z.string().nullable(),
      runName: z.string().nullable(),
      overRollouts: z.array(CandidatePoint),
      overCost: z.array(CandidatePoint),
    }),
  ),
})
export type CandidateSeries = z.infer<typeof CandidateSeries>

export const ItemResultWire = z.object({
  id: z.string(),
  item: z.string(),
  configuration: z.string(),
  split: z.string().nullable(),
  repeat: Count,
  resolved: z.boolean().nullable(),
  score: z.number().nullable(),
  usage: UsageWire,
  costMicroUsd: Count.nullable(),
  seconds: z.number().nullable(),
  calls: Count.nullable(),
  at: IsoTime.nullable(),
  error: z.string().nullable(),
  runId: z.string(),
  sessionId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  flags: z.array(z.string()),
  ref: z.string().nullable(),
})
export type ItemResultWire = z.infer<typeof ItemResultWire>

/** `item` lists the configurations of one item side by side, `configuration` the items of one configuration. */
export const RESULT_SORTS = ['configuration', 'item', 'score', 'cost', 'tokens', 'seconds', 'calls'] as const
export const RESULT_OUTCOMES = ['resolved', 'unresolved', 'unknown', 'error'] as const
const RESULT_FILTERS = {
  configuration: z.string().max(2_000).optional(),
  split: z.string().max(300).optional(),
  item: z.string().max(2_000).optional(),
  runId: z.string().max(2_000).optional(),
  outcome: z.enum(RESULT_OUTCOMES).optional(),
  q: z.string().max(300).optional(),
}
export const ListResultsInput = JobPartInput.extend({
  ...RESULT_FILTERS,
  sort: z.enum(RESULT_SORTS).default('configuration'),
})
export type ListResultsInput = z.infer<typeof ListResultsInput>
export const ResultPage = pageOf(ItemResultWire)
export type ResultPage = z.infer<typeof ResultPage>

/** A sum and what it is a sum of: `known` results record it, the others are not in it. Null: none does. */
const Known = z.object({ known: Count, sum: z.number().nullable(), mean: z.number().nullable() })
export const ConfigurationSummary = z.object({
  configuration: z.string(),
  split: z.string().nullable(),
  results: Count,
  items: Count,
  errors: Count,
  resolved: Count,
  /** Results of which it is known whether they were resolved; the share is of these. */
  resolvedKnown: Count,
  resolvedShare: z.number().nullable(),
  score: z.object({
    known: Count,
    mean: z.number().nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
  }),
  /** In microdollars, rounded once. */
  costMicroUsd: Known,
  /** All that was spent, for each result that was resolved; null while a cost is not known. */
  costPerResolvedMicroUsd: Count.nullable(),
  tokens: Known,
  /** Each class is the sum over the results that record it. */
  usage: UsageWire,
  seconds: Known,
  calls: Known,
  firstAt: IsoTime.nullable(),
  lastAt: IsoTime.nullable(),
})
export type ConfigurationSummary = z.infer<typeof ConfigurationSummary>
/** The most resolved first, then the best mean score. */
export const SummarizeResultsInput = JobPartInput.extend({ split: z.string().max(300).optional() })
export type SummarizeResultsInput = z.infer<typeof SummarizeResultsInput>
export const ConfigurationPage = pageOf(ConfigurationSummary)
export type ConfigurationPage = z.infer<typeof ConfigurationPage>

const AgentItem = z.object({
  item: z.string(),
  jobId: z.string().nullable(),
  results: Count,
  resolved: Count,
  meanScore: z.number().nullable(),
})
/** How one agent, model or other configuration did over the results that name it. */
export const AgentPerformance = z.object({
  system: z.string(),
  agent: z.string(),
  results: Count,
  runs: Count,
  jobs: Count,
  resolved: Count,
  resolvedKnown: Count,
  successRate: z.number().nullable(),
  scored: Count,
  meanScore: z.number().nullable(),
  meanSeconds: z.number().nullable(),
  firstAt: IsoTime.nullable(),
  lastAt: IsoTime.nullable(),
  /** At most three each, by mean score; what stands in one does not stand in the other. */
  best: z.array(AgentItem),
  worst: z.array(AgentItem),
})
export type AgentPerformance = z.infer<typeof AgentPerformance>
/** The best success rate first, then the best mean score. */
export const ListAgentsInput = z.object({
  ...PageInput.shape,
  system: z.string().max(64).optional(),
  /** Of results with a time. */
  from: Moment.optional(),
  to: Moment.optional(),
})
export type ListAgentsInput = z.infer<typeof ListAgentsInput>
export const AgentPage = pageOf(AgentPerformance)
export type AgentPage = z.infer<typeof AgentPage>
