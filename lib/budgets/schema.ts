import { z } from 'zod'
import { Count, IsoTime, Moment } from '@/lib/http/wire'
import { TimeZone } from '@/lib/tokens/schema'

export const BUDGET_SCOPES = ['run', 'job', 'project', 'day'] as const
export const BudgetScope = z.enum(BUDGET_SCOPES)
export type BudgetScope = z.infer<typeof BudgetScope>
export const BUDGET_PERIODS = ['month', 'all'] as const
const MEASURES = ['tokens', 'dollars'] as const
export type BudgetMeasure = (typeof MEASURES)[number]

/** Far above any real cap, and exact as a number. */
const CAP_MAX = 1e15
const Name = z.string().min(1).max(300)
const Cap = z.int().min(1).max(CAP_MAX)

const CapFields = { capTokens: Cap.optional(), capMicroUsd: Cap.optional() }
const OneCap = (input: { capTokens?: number | undefined; capMicroUsd?: number | undefined }) =>
  (input.capTokens === undefined) !== (input.capMicroUsd === undefined)
const ONE_CAP = { message: 'either this or capMicroUsd, and not both', path: ['capTokens'] }

export const AddBudgetInput = z
  .strictObject({
    scope: BudgetScope,
    ...CapFields,
    /** Only what belongs to these; a run or job is one of many unless it is named. */
    system: z.string().min(1).max(64).optional(),
    project: Name.optional(),
    jobId: z.string().min(1).max(500).optional(),
    runId: z.string().min(1).max(2_000).optional(),
    /** Of a project: each month (the default), or all it ever spends. */
    period: z.enum(BUDGET_PERIODS).optional(),
    tz: TimeZone,
  })
  .refine(OneCap, ONE_CAP)
  .refine(({ scope, runId }) => runId === undefined || scope === 'run', { message: 'only per run', path: ['runId'] })
  .refine(({ scope, jobId }) => jobId === undefined || scope === 'job', { message: 'only per job', path: ['jobId'] })
  .refine(({ scope, period }) => period === undefined || scope === 'project', {
    message: 'only per project',
    path: ['period'],
  })
export type AddBudgetInput = z.infer<typeof AddBudgetInput>

export const BudgetIdInput = z.object({ id: z.string().min(1).max(100) })

/** A cap that an operator set; one of the two caps is null. */
export const BudgetWire = z.object({
  id: z.string(),
  scope: BudgetScope,
  measure: z.enum(MEASURES),
  capTokens: Count.nullable(),
  capMicroUsd: Count.nullable(),
  system: z.string().nullable(),
  project: z.string().nullable(),
  jobId: z.string().nullable(),
  runId: z.string().nullable(),
  period: z.enum(BUDGET_PERIODS).nullable(),
  tz: z.string(),
  createdAt: IsoTime,
})
export type BudgetWire = z.infer<typeof BudgetWire>

export const TARGET_STATES = ['over', 'cannot_tell', 'within'] as const
export const BOUND_REASONS = ['tokens_not_recorded', 'output_not_recorded', 'unpriced'] as const

/** The first event whose tokens or cost, added to everything before it, are more than the cap. */
const CrossingWire = z.object({
  eventId: z.string(),
  /** Null: no time was recorded, so it stands after all that have one. */
  at: IsoTime.nullable(),
  runId: z.string().nullable(),
  sessionId: z.string().nullable(),
  before: Count,
  after: Count,
  /** Events before it that say nothing: it may have happened earlier. */
  unknownBefore: Count,
})

/** What one run, job, project or day used of a cap; amounts in tokens, or in microdollars of a budget in dollars. */
export const TargetWire = z.object({
  /** The id of a run or job, the name of a project, a day; null: not recorded. */
  target: z.string().nullable(),
  name: z.string().nullable(),
  cap: Count,
  used: Count.nullable(),
  isLowerBound: z.boolean(),
  lowerBoundReasons: z.array(z.enum(BOUND_REASONS)),
  share: z.number().nullable(),
  state: z.enum(TARGET_STATES),
  events: Count,
  /** Events that say nothing about the measure. */
  unknownEvents: Count,
  crossing: CrossingWire.nullable(),
})
export type TargetWire = z.infer<typeof TargetWire>

const Counts = z.object({ targets: Count, over: Count, cannotTell: Count, within: Count })

/** What the period may come to, or how many days are missing for saying so. */
export const ProjectionWire = z.discriminatedUnion('basis', [
  z.object({ basis: z.literal('none'), observedDays: Count, neededDays: Count }),
  z.object({
    basis: z.literal('days'),
    observedDays: Count,
    estimate: Count,
    low: Count,
    high: Count,
    level: z.number(),
    /** In how many of the drawn futures the cap is passed. */
    overShare: z.number(),
    isLowerBound: z.boolean(),
    lastDay: z.string(),
  }),
])
export type ProjectionWire = z.infer<typeof ProjectionWire>

export const BudgetReport = z.object({
  budget: BudgetWire,
  counts: Counts,
  /** Today, the current month, the named run or job, or of many the one that used most. */
  current: TargetWire.nullable(),
  /** At most 20: the newest days, else those that used most. */
  overruns: z.array(TargetWire),
  /** Days of the current period, the sum so far for a period of several days. */
  days: z.array(
    z.object({ day: z.string(), used: Count.nullable(), sum: Count.nullable(), isLowerBound: z.boolean() }),
  ),
  projection: ProjectionWire.nullable(),
})
export type BudgetReport = z.infer<typeof BudgetReport>

export const BudgetsReply = z.object({
  items: z.array(BudgetReport),
  /** Caps that sources recorded on their runs. */
  sourceCaps: z.object({ counts: Counts, overruns: z.array(TargetWire) }),
})
export type BudgetsReply = z.infer<typeof BudgetsReply>
export const RemovedBudget = z.object({ id: z.string(), removed: z.boolean() })

export const WhatIfInput = z.object({
  scope: BudgetScope.default('run'),
  capTokens: z.coerce.number().pipe(Cap).optional(),
  capMicroUsd: z.coerce.number().pipe(Cap).optional(),
  system: z.string().min(1).max(64).optional(),
  project: Name.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  tz: TimeZone,
})
export type WhatIfInput = z.infer<typeof WhatIfInput>

export const WhatIfReply = z.object({
  scope: BudgetScope,
  measure: z.enum(MEASURES),
  cap: Count,
  from: IsoTime,
  to: IsoTime,
  /** Why these days, when none were asked for. */
  anchoredTo: z.enum(['now', 'newest usage', 'asked']),
  counts: Counts,
  /** What all of them used. */
  used: Count.nullable(),
  isLowerBound: z.boolean(),
  /** What came after the crossing events: it would not have been spent. Null where the order cannot be told. */
  after: Count.nullable(),
  /** At most 100, the most after the crossing first. */
  items: z.array(TargetWire.extend({ after: Count.nullable() })),
})
export type WhatIfReply = z.infer<typeof WhatIfReply>
