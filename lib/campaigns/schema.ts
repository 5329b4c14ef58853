import { z } from 'zod'
import { KnownSum } from '@/lib/experiments/experiment-schema'
import { Count, IsoTime, PageInput, pageOf, StatusWire, Tokens } from '@/lib/http/wire'
import { REQUESTERS } from '@/lib/pairs/schema'
import { CauseWire, ListRunsInput } from '@/lib/runs/schema'
import { FIELD_NAMES } from '@/lib/validity/fields'
import { CHECK_LEVELS } from '@/lib/validity/levels'
import { LINKS } from './original-of'
import { PAIR_STATES } from './pair-replays'

/** A larger campaign is refused, not cut. */
export const CAMPAIGN_RUNS_MAX = 500

/** The filter of the list of runs, without its order and pages. */
export const RunFilter = z.strictObject(ListRunsInput.omit({ limit: true, cursor: true, sort: true }).shape)
export type RunFilter = z.infer<typeof RunFilter>

/** The same as text, as it stands in an address. */
const FilterText = z.record(z.string(), z.string())

/** Why a run cannot be replayed. */
export const PLAN_REASONS = ['not_final', 'not_failed', 'no_state', 'orphan', 'no_plan', 'replay_open'] as const
export type PlanReason = (typeof PLAN_REASONS)[number]

/** What has to be known of a run that can. */
export const PLAN_NOTES = [
  'infra',
  'no_quality',
  'cause_unknown',
  'states_disagree',
  'replayed_before',
  'is_replay',
  'in_campaign',
] as const
export type PlanNote = (typeof PLAN_NOTES)[number]

const RunFacts = {
  id: z.string(),
  system: z.string(),
  name: z.string().nullable(),
  status: StatusWire,
  cause: CauseWire.nullable(),
  tokens: Tokens,
}

export const PlanRun = z.object({
  ...RunFacts,
  eligible: z.boolean(),
  reason: z.enum(PLAN_REASONS).nullable(),
  notes: z.array(z.enum(PLAN_NOTES)),
})
export type PlanRun = z.infer<typeof PlanRun>

const CauseCount = z.object({ cause: CauseWire.nullable(), runs: Count })

export const CampaignPlan = z.object({
  filter: FilterText,
  /** Runs that the filter finds; null where counting would cost too much. */
  matched: Count.nullable(),
  eligible: Count,
  leftOut: Count,
  /** Most runs of one campaign. */
  limit: Count,
  /** What the eligible runs spent: what their replays may cost. */
  tokens: KnownSum,
  costMicroUsd: KnownSum,
  causes: z.array(CauseCount),
  reasons: z.array(z.object({ reason: z.enum(PLAN_REASONS), runs: Count })),
  notes: z.array(z.object({ note: z.enum(PLAN_NOTES), runs: Count })),
  /** Why no campaign can be made of this; null when one can. */
  refusal: z.string().nullable(),
  /** Of what is eligible; a campaign is made of the plan that was seen. */
  planHash: z.string(),
  runs: z.array(PlanRun),
  out: z.array(PlanRun),
})
export type CampaignPlan = z.infer<typeof CampaignPlan>

export const CAMPAIGN_METRICS = ['success', 'tokens', 'cost', 'seconds'] as const
const Text = z.string().trim().min(1)

/** What is the same for all replays, fixed before the first of them. */
const SETTINGS = {
  /** Fields of validity that are meant to differ. */
  varied: z
    .array(z.enum(FIELD_NAMES, `one of ${FIELD_NAMES.join(', ')}`))
    .max(FIELD_NAMES.length)
    .default([]),
  /** What the orchestrator is to set, by name; Pitwall hands it on and checks nothing of it. */
  values: z.record(Text.max(100), z.string().max(2_000)).default({}),
  /** Nothing varies: an A/A campaign, to see how much better a plain rerun does. */
  calibration: z.boolean().default(false),
  batchSize: z.number().int().min(1).max(100).default(5),
  /** Not success unless it is asked for: of runs that were chosen because they failed it can only rise. */
  metric: z.enum(CAMPAIGN_METRICS).default('tokens'),
  smallestEffect: z
    .strictObject({ value: z.number().finite(), scale: z.enum(['difference', 'ratio']) })
    .nullable()
    .default(null),
  note: z.string().max(4_000).default(''),
}

export const CampaignSettings = z.object(SETTINGS)
export type CampaignSettings = z.infer<typeof CampaignSettings>

export const CreateCampaignInput = z
  .strictObject({
    ...SETTINGS,
    name: Text.max(300),
    filter: RunFilter.default({}),
    /** `planHash` of the plan that was seen; another one is a conflict. */
    expectedPlan: z.string().max(100).optional(),
  })
  .superRefine(({ varied, calibration, values }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (calibration && varied.length > 0) refuse('varied', 'nothing varies in an A/A campaign')
    if (!calibration && varied.length === 0) refuse('varied', 'name what is to vary, or make it an A/A campaign')
    if (Object.keys(values).length > 50) refuse('values', 'at most 50')
  })
export type CreateCampaignInput = z.infer<typeof CreateCampaignInput>

const Counts = z.object({
  waiting: Count,
  running: Count,
  /** Both runs are over: these pairs are compared. */
  final: Count,
  /** The original is open again or gone, or no record says whether the replay is over. */
  other: Count,
})

export const CampaignSummary = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: IsoTime,
  createdBy: z.enum(REQUESTERS),
  runs: Count,
  counts: Counts,
  varied: CampaignSettings.shape.varied.unwrap(),
  calibration: z.boolean(),
  metric: z.enum(CAMPAIGN_METRICS),
})
export type CampaignSummary = z.infer<typeof CampaignSummary>

const ReplayWire = z.object({
  id: z.string(),
  by: z.enum(LINKS),
  status: StatusWire,
  cause: CauseWire.nullable(),
  tokens: Tokens,
  beganAt: IsoTime.nullable(),
})
export type ReplayWire = z.infer<typeof ReplayWire>

export const CampaignPair = z.object({
  originalId: z.string(),
  /** As it was when it was chosen. */
  original: z.object({ status: StatusWire, cause: CauseWire.nullable(), tokens: Tokens }),
  /** Id that its replay is to have. */
  replayId: z.string(),
  state: z.enum(PAIR_STATES),
  replay: ReplayWire.nullable(),
  superseded: z.object({ items: z.array(ReplayWire), total: Count }),
  /** Null until both runs are over. */
  comparison: z
    .object({
      valid: z.boolean(),
      /** Refused, and somebody wanted it compared nevertheless. */
      override: z.string().nullable(),
      refusals: z.array(z.object({ name: z.string(), level: z.enum(CHECK_LEVELS), detail: z.string() })),
    })
    .nullable(),
})
export type CampaignPair = z.infer<typeof CampaignPair>

export const CampaignDetail = z.object({
  ...CampaignSummary.shape,
  settings: CampaignSettings,
  filter: FilterText,
  /** What the originals had spent when they were chosen. */
  tokens: KnownSum,
  costMicroUsd: KnownSum,
  causes: z.array(CauseCount),
  warnings: z.array(z.object({ name: z.string(), detail: z.string() })),
  /** Null until a pair is final. */
  experimentId: z.string().nullable(),
  pairList: pageOf(CampaignPair),
})
export type CampaignDetail = z.infer<typeof CampaignDetail>

export const CampaignPage = pageOf(CampaignSummary)
export const ListCampaignsInput = z.object(PageInput.shape)
export type ListCampaignsInput = z.infer<typeof ListCampaignsInput>

const CampaignId = z.string().min(1).max(200)
export const GetCampaignInput = z.object({
  ...PageInput.shape,
  id: CampaignId,
  state: z.enum(PAIR_STATES).optional(),
})
export type GetCampaignInput = z.infer<typeof GetCampaignInput>

export const PlanCampaignInput = z.object(RunFilter.shape)
export const CampaignIdInput = z.object({ id: CampaignId })
