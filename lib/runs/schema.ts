import { z } from 'zod'
import {
  CostReasons,
  Count,
  EvidenceWire,
  IsoTime,
  Moment,
  PageInput,
  pageOf,
  SpentFields,
  StatusWire,
  Tokens,
  UsageWire,
} from '@/lib/http/wire'
import { CAUSES, STATUS_CLASSES } from '@/lib/model/status'

const StatusClassWire = z.enum(STATUS_CLASSES)
export const CauseWire = z.enum(CAUSES)

/** How a duration is known: `recorded` start and end, or `bounds` of the evidence (a lower bound, shown with ≥). */
export const DURATION_KINDS = ['recorded', 'bounds'] as const

export const RunSummary = z.object({
  id: z.string(),
  system: z.string(),
  nativeId: z.string(),
  name: z.string().nullable(),
  project: z.string().nullable(),
  jobId: z.string().nullable(),
  statusRaw: z.string().nullable(),
  status: StatusWire,
  statusDerived: StatusWire,
  conflict: z.boolean(),
  cause: CauseWire.nullable(),
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  lastEvidenceAt: IsoTime.nullable(),
  durationMs: Count.nullable(),
  durationKind: z.enum(DURATION_KINDS).nullable(),
  ...SpentFields,
  tokenCap: Tokens,
  phases: z.object({ total: Count, done: Count, failed: Count, running: Count }),
  sessions: Count,
  failures: Count,
  models: z.array(z.string()),
  flags: z.array(z.string()),
  orphan: z.boolean(),
  /** 2 needs someone now, 1 should be looked at, 0 neither. */
  attention: Count,
  revision: Count,
})
export type RunSummary = z.infer<typeof RunSummary>

/** `attention` is the operator's order: what needs someone first, then the newest evidence. */
export const RUN_SORTS = [
  'attention',
  'lastEvidence',
  'started',
  'tokens',
  'cost',
  'duration',
  'failed',
  'name',
] as const
const RUN_FILTERS = {
  system: z.string().max(64).optional(),
  /** Matches the derived state; `statusSource` asks for what the source said. */
  status: StatusWire.optional(),
  statusSource: StatusWire.optional(),
  /** The class of either, for "contradicts in the same way". */
  statusClass: StatusClassWire.optional(),
  statusSourceClass: StatusClassWire.optional(),
  cause: CauseWire.optional(),
  flag: z.string().max(64).optional(),
  conflict: z.stringbool().optional(),
  attention: z.stringbool().optional(),
  orphan: z.stringbool().optional(),
  project: z.string().max(300).optional(),
  model: z.string().max(300).optional(),
  jobId: z.string().max(500).optional(),
  q: z.string().max(300).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
}
export const ListRunsInput = z.object({
  ...PageInput.shape,
  ...RUN_FILTERS,
  sort: z.enum(RUN_SORTS).default('attention'),
})
export type ListRunsInput = z.infer<typeof ListRunsInput>
export const RunPage = pageOf(RunSummary)
export type RunPage = z.infer<typeof RunPage>

/** How many runs each view of the list holds: the tabs above it. */
export const RunCounts = z.object({
  all: Count,
  attention: Count,
  conflict: Count,
  overCap: Count,
  failed: Count,
  orphan: Count,
})
export type RunCounts = z.infer<typeof RunCounts>

export const RunIdInput = z.object({ id: z.string().min(1).max(2_000) })
export type RunIdInput = z.infer<typeof RunIdInput>

export const AttemptWire = z.object({
  index: Count,
  outcome: z.enum(['accepted', 'failed', 'unknown']),
  reason: z.string().nullable(),
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  events: Count,
  tokens: Tokens,
  inferred: z.boolean(),
})

export const PhaseWire = z.object({
  id: z.string(),
  nativeId: z.string(),
  index: Count.nullable(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  statusRaw: z.string().nullable(),
  status: StatusWire,
  tier: z
    .object({ name: z.string(), nativeId: z.string(), statusRaw: z.string().nullable(), ofOtherRun: z.boolean() })
    .nullable(),
  phaseType: z.string().nullable(),
  taskCategory: z.string().nullable(),
  complexity: z.string().nullable(),
  failureReason: z.string().nullable(),
  tokensStored: Tokens,
  tokens: Tokens,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
  unpricedEvents: Count,
  events: Count,
  /** Doctor calls, as points on the time axis. */
  doctorAt: z.array(IsoTime),
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  firstEvidenceAt: IsoTime.nullable(),
  lastEvidenceAt: IsoTime.nullable(),
  flags: z.array(z.string()),
  attempts: z.array(AttemptWire),
  /** Table and key, or file and line. */
  ref: z.string().nullable(),
})
export type PhaseWire = z.infer<typeof PhaseWire>

export const RunSessionWire = z.object({
  id: z.string(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  model: z.string().nullable(),
  parentId: z.string().nullable(),
  status: StatusWire,
  inferred: z.boolean(),
  events: Count,
  /** Own spend; a parent's sum is own plus children, computed where it is shown. */
  tokens: Tokens,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
  unpricedEvents: Count,
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
})
export type RunSessionWire = z.infer<typeof RunSessionWire>

export const UsageByWire = z.object({
  model: z.string().nullable(),
  role: z.string().nullable(),
  provider: z.string().nullable(),
  events: Count,
  usage: UsageWire,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
  unpricedEvents: Count,
})
export type UsageByWire = z.infer<typeof UsageByWire>

export const StateChangeWire = z.object({
  subject: z.enum(['run', 'phase']),
  subjectId: z.string(),
  subjectName: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  at: IsoTime,
  /** True when a final state was replaced by another. */
  afterFinal: z.boolean(),
})
export type StateChangeWire = z.infer<typeof StateChangeWire>

export const FlagDetailWire = z.object({ name: z.string(), detail: z.string(), evidence: z.string(), count: Count })
export const ApprovalWire = z.object({
  id: z.string(),
  kind: z.enum(['approval', 'governance']),
  context: z.string().nullable(),
  phase: z.string().nullable(),
  status: z.enum(['pending', 'approved', 'rejected', 'timeout', 'error', 'unknown']),
  statusRaw: z.string().nullable(),
  requestedAt: IsoTime.nullable(),
  respondedAt: IsoTime.nullable(),
  timeoutAt: IsoTime.nullable(),
  method: z.string().nullable(),
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  ref: z.string().nullable(),
})
export type ApprovalWire = z.infer<typeof ApprovalWire>

/** RunSummary, where `phases` and `sessions` are the lists and the counts stand beside them. */
export const RunDetail = RunSummary.omit({ phases: true, sessions: true }).extend({
  createdAt: IsoTime.nullable(),
  updatedAt: IsoTime.nullable(),
  firstEvidenceAt: IsoTime.nullable(),
  goal: z.string().nullable(),
  failureReason: z.string().nullable(),
  causeEvidence: z.string().nullable(),
  conflictReason: z.string().nullable(),
  interruptAfter: IsoTime.nullable(),
  maxDurationMinutes: Count.nullable(),
  /** The other columns of the source row. */
  data: z.record(z.string(), z.unknown()),
  instance: z.string(),
  evidence: EvidenceWire.nullable(),
  phaseCounts: RunSummary.shape.phases,
  sessionCount: Count,
  phases: z.array(PhaseWire),
  sessions: z.array(RunSessionWire),
  usageBy: z.array(UsageByWire),
  /** Tokens of failed attempts, where attempts are known. */
  failedAttempts: z.object({ tokens: Tokens, attempts: Count, ofAttempts: Count }).nullable(),
  stateHistory: z.array(StateChangeWire),
  flagDetails: z.array(FlagDetailWire),
  approvals: z.array(ApprovalWire),
  /** How many runs of this instance conflict, and how many in the same way. */
  conflictPeers: z.object({ conflicting: Count, sameWay: Count, ofRuns: Count }).nullable(),
})
export type RunDetail = z.infer<typeof RunDetail>

export const RunStatusWire = z.object({
  id: z.string(),
  status: StatusWire,
  statusRaw: z.string().nullable(),
  statusDerived: StatusWire,
  conflict: z.boolean(),
  progress: z.object({ total: Count, done: Count, failed: Count, running: Count, percent: z.number().nullable() }),
  lastEvidence: z.object({ at: IsoTime, kind: z.string() }).nullable(),
  revision: Count,
  terminal: z.boolean(),
})
export type RunStatusWire = z.infer<typeof RunStatusWire>

export const Phase6StatsWire = z.object({
  runId: z.string(),
  totalPhases: Count,
  failureHardeningTriggeredCount: Count,
  failurePatternsDetected: z.record(z.string(), Count),
  doctorCallsSkippedCount: Count,
  totalDoctorTokensAvoidedEstimate: Count,
  estimateCoverageStats: z.record(z.string(), z.object({ count: Count, totalN: Count })),
  intentionContextInjectedCount: Count,
  totalIntentionContextChars: Count,
  avgIntentionContextCharsPerPhase: z.number().nullable(),
  planNormalizationUsed: z.boolean(),
})
export type Phase6StatsWire = z.infer<typeof Phase6StatsWire>

export const TokenEfficiencyWire = z.object({
  runId: z.string(),
  totalPhases: Count,
  totalArtifactSubstitutions: Count,
  totalTokensSavedArtifacts: Count,
  totalBudgetUsed: Count,
  totalBudgetCap: Count,
  totalFilesKept: Count,
  totalFilesOmitted: Count,
  semanticModeCount: Count,
  lexicalModeCount: Count,
  avgArtifactSubstitutionsPerPhase: z.number().nullable(),
  avgTokensSavedPerPhase: z.number().nullable(),
  /** 0–1: sum of used over sum of caps; null when no cap was recorded. */
  budgetUtilization: z.number().nullable(),
  phaseOutcomeCounts: z.record(z.string(), Count),
})
export type TokenEfficiencyWire = z.infer<typeof TokenEfficiencyWire>

export const FailureWire = z.object({
  id: z.string(),
  at: IsoTime.nullable(),
  phaseId: z.string().nullable(),
  phase: z.string().nullable(),
  message: z.string(),
  type: z.string().nullable(),
  cause: CauseWire,
  causeRule: z.string().nullable(),
  severity: z.string().nullable(),
  resolution: z.string().nullable(),
  ref: z.string().nullable(),
  /** The pattern that it counts in; null of a person's decision, and of an echo whose first cause is known. */
  patternId: z.string().nullable(),
  /** The failure that this one only says has happened. */
  firstCauseId: z.string().nullable(),
})
export type FailureWire = z.infer<typeof FailureWire>
export const FailurePage = pageOf(FailureWire)

export const TimelineWire = z.object({
  id: z.string(),
  at: IsoTime.nullable(),
  kind: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  actor: z.string().nullable(),
  phase: z.string().nullable(),
  /** True when the event names no run and was placed by phase and time. */
  inferred: z.boolean(),
  ref: z.string().nullable(),
})
export type TimelineWire = z.infer<typeof TimelineWire>
export const TimelinePage = pageOf(TimelineWire)
export const RunSessionPage = pageOf(RunSessionWire)
export const RunPartInput = z.object({ ...PageInput.shape, ...RunIdInput.shape })
export type RunPartInput = z.infer<typeof RunPartInput>
/** `from`: the first page begins with this failure, if it is one of the run. */
export const RunFailuresInput = z.object({ ...RunPartInput.shape, from: z.string().max(2_000).optional() })
export type RunFailuresInput = z.infer<typeof RunFailuresInput>
