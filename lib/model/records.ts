/**
 * The canonical records: what every reader yields and the only thing ingest writes.
 *
 * Keys are the source's own; ingest adds the instance (lib/model/ids). Times are UTC ISO text with milliseconds
 * (lib/time/iso), tokens are bigint, null means the source does not record it. `updatedAt` is the row's own time of
 * change, the first part of "the newer wins"; ingest adds the file's latest time and the content hash.
 */
import type { Cause, Status } from './status'
import type { Usage } from './usage'

/** Where a record was read: `runs #id`, `llm_usage_events #12`, or `line 17`. */
export type Ref = string

interface Common {
  ref: Ref
  flags: readonly string[]
}

/** What an operator asked for, where the source has a record of it. A group of jobs is a job that others name as parent. */
export interface JobRecord extends Common {
  kind: 'job'
  jobKey: string
  parentKey: string | null
  name: string | null
  /** As the source names it: `prompt_learning`, `eval`, `task`, `benchmark`, `scenario_list`, `group` … */
  type: string | null
  project: string | null
  statusRaw: string | null
  status: Status
  failureReason: string | null
  /** What was asked for, in words or as the prompt. */
  goal: string | null
  modelRequested: string | null
  effortRequested: string | null
  /** Null: the source records no score, or the job has none (flag score_missing when it ended well without one). */
  bestScore: number | null
  baselineScore: number | null
  /** The source's own configuration, secrets still in it; the views mask them. */
  config: Record<string, unknown> | null
  createdAt: string | null
  updatedAt: string | null
  startedAt: string | null
  endedAt: string | null
  data: Record<string, unknown>
}

/** One candidate of an optimisation (a prompt, a transformation), evaluated. */
export interface CandidateRecord extends Common {
  kind: 'candidate'
  jobKey: string
  runKey: string | null
  /** Unique in the job. */
  candidateKey: string
  parentKey: string | null
  index: number | null
  generation: number | null
  at: string | null
  accepted: boolean | null
  isBaseline: boolean
  /** The score the source ranks by; 0–1 where it is a share. */
  score: number | null
  trainScore: number | null
  heldoutScore: number | null
  heldoutN: number | null
  /** Spent by the whole job up to this candidate. */
  rolloutsSoFar: number | null
  costPicoSoFar: bigint | null
  secondsSoFar: number | null
  /** The candidate itself: prompt text or JSON. */
  text: string | null
  data: Record<string, unknown>
}

/** How one configuration did on one item: the row of an experiment. Pairs are made of rows with the same item. */
export interface ResultRecord extends Common {
  kind: 'result'
  /**
   * Which kind of file tells it. Parts of one item and repeat are one result: what one leaves null another fills, in the
   * order evaluation, trajectory, row.
   */
  part?: 'evaluation' | 'trajectory' | 'row'
  jobKey: string | null
  runKey: string
  /** The configuration that was tried: a model, an agent, a candidate. The run has the same. */
  configuration: string
  /** `train`, `heldout` …; null when there is but one set. */
  split: string | null
  itemKey: string
  /** 0 for the first time an item was tried by this configuration. */
  repeat: number
  sessionKey: string | null
  resolved: boolean | null
  score: number | null
  usage: Usage | null
  /** What the source says it cost; null unknown. */
  costPico: bigint | null
  seconds: number | null
  calls: number | null
  at: string | null
  error: string | null
  data: Record<string, unknown>
}

/** A limit that the source sets for a session or job, and what is used of it. */
export interface LimitRecord extends Common {
  kind: 'limit'
  limitKey: string
  jobKey: string | null
  sessionKey: string | null
  /** hard, soft, rolling_window */
  type: string | null
  /** tokens, cost_usd, gpu_hours, api_calls */
  metric: string
  limit: number | null
  used: number | null
  windowSeconds: number | null
  exceededAt: string | null
  exceededReason: string | null
  at: string | null
  data: Record<string, unknown>
}

export interface RunRecord extends Common {
  kind: 'run'
  runKey: string
  name: string | null
  project: string | null
  /** The job this run tried to do; inferred where the source has none. */
  job: { key: string; name: string | null; type: string | null; inferred: boolean } | null
  statusRaw: string | null
  status: Status
  failureReason: string | null
  createdAt: string | null
  updatedAt: string | null
  startedAt: string | null
  endedAt: string | null
  tokenCap: bigint | null
  maxDurationMinutes: number | null
  goal: string | null
  /** The run that this one repeats, where the source says so: an id of its own, or a whole public one. */
  replayOf?: string
  data: Record<string, unknown>
}

export interface TierRecord extends Common {
  kind: 'tier'
  runKey: string
  /** Unique in the database, not only in the run. */
  tierKey: string
  nativeId: string
  index: number | null
  name: string | null
  detail: string | null
  statusRaw: string | null
  createdAt: string | null
  updatedAt: string | null
  startedAt: string | null
  endedAt: string | null
  data: Record<string, unknown>
}

export interface PhaseRecord extends Common {
  kind: 'phase'
  runKey: string
  phaseKey: string
  tierKey: string | null
  index: number | null
  name: string | null
  description: string | null
  statusRaw: string | null
  status: Status
  phaseType: string | null
  taskCategory: string | null
  complexity: string | null
  tokensStored: bigint | null
  failureReason: string | null
  builderAttempts: number | null
  auditorAttempts: number | null
  retryAttempt: number | null
  lastAttemptAt: string | null
  createdAt: string | null
  updatedAt: string | null
  startedAt: string | null
  endedAt: string | null
  data: Record<string, unknown>
}

export interface AttemptRecord extends Common {
  kind: 'attempt'
  runKey: string
  phaseKey: string
  index: number
  outcome: 'accepted' | 'failed' | 'unknown'
  reason: string | null
  startedAt: string | null
  endedAt: string | null
  events: number
  tokens: bigint | null
  inferred: boolean
  updatedAt: string | null
}

export interface SessionRecord extends Common {
  kind: 'session'
  sessionKey: string
  runKey: string | null
  /** The step of the run that it worked for. */
  phaseKey?: string | null
  parentKey: string | null
  name: string | null
  /** `main` and `sub-agent` in transcripts; elsewhere the role the source names. */
  role: string | null
  /** What the agent was asked for: its type or nickname. */
  agent: string | null
  taskId: string | null
  project: string | null
  /** Version of the program that wrote it. */
  systemVersion: string | null
  model: string | null
  statusRaw: string | null
  status: Status
  inferred: boolean
  startedAt: string | null
  endedAt: string | null
  updatedAt: string | null
  data: Record<string, unknown>
}

export interface UsageRecord extends Common {
  kind: 'usage'
  nativeId: string
  runKey: string | null
  phaseKey: string | null
  sessionKey: string | null
  at: string | null
  provider: string | null
  model: string | null
  role: string | null
  purpose: string | null
  /** A doctor call, by the source's flag or by its role. */
  doctor: boolean
  usage: Usage
  /** Classes whose recorded number is only a part. */
  lowerBound: readonly string[]
  /** Picodollars, when the source itself states a cost. */
  costPico: bigint | null
  /** What two copies of one database must agree on; a difference makes them two instances. */
  identity: string
  /** As the provider recorded it: `standard`, `priority`, `flex`, `batch`; null when the source does not say. */
  serviceTier: string | null
  /** As the provider recorded it: `standard` or `fast`. */
  speed: string | null
  /**
   * Null where the source writes each event once. Else this record is one written copy of the response `nativeId`:
   * copies of one response meet across lines, files and sessions, and count once (lib/ledger/responses).
   */
  copy: ResponseCopy | null
  data: Record<string, unknown>
}

/** One copy of a response as it stands in a file. */
export interface ResponseCopy {
  /** Unique among the copies in one session's records: `12`, or `e12` for one embedded in another record of line 12. */
  place: string
  /** Characters of text, thinking and tool input in this copy: a placeholder count is told by them. */
  chars: number
  /** Whether the copy names why the response stopped; null when the format never says. */
  finished: boolean | null
}

export const ENTRY_TYPES = [
  'prompt',
  'text',
  'thinking',
  'tool_call',
  'tool_result',
  'image',
  'error',
  'retry',
  'interruption',
  'compaction',
  'summary',
  'resume',
  'note',
] as const
export type EntryType = (typeof ENTRY_TYPES)[number]

export const ENTRY_ROLES = ['person', 'assistant', 'tool', 'system'] as const
export type EntryRole = (typeof ENTRY_ROLES)[number]

/** How a tool call ended. A person's no and an interruption are decisions, not failures. */
export const ENTRY_OUTCOMES = ['ok', 'failed', 'denied', 'interrupted'] as const
export type EntryOutcome = (typeof ENTRY_OUTCOMES)[number]

/** One thing to read in a transcript: a message, a block of a response, a tool's result, a mark between turns. */
export interface EntryRecord extends Common {
  kind: 'entry'
  sessionKey: string
  /** Unique in the session: the source's own id of the record, and the block in it. */
  entryKey: string
  at: string | null
  /** Place in the file: entries are read by time, then line, then block. */
  line: number
  block: number
  type: EntryType
  role: EntryRole
  /** One short line: the file or command of a call, what a note is about. Null when `text` says it all. */
  title: string | null
  /** The text; of a tool call its input as JSON. Ingest cuts it; the raw record has the rest. */
  text: string | null
  tool: string | null
  /** Joins a call and its result. */
  callKey: string | null
  /** Of a result, or of an error. Null: not known (yet). */
  outcome: EntryOutcome | null
  exitCode: number | null
  /** The response (`UsageRecord.nativeId`) that this block is a part of. */
  usageKey: string | null
  model: string | null
  data: Record<string, unknown>
}

/** That one session goes on from, or belongs to, another; as a record says it. */
export interface SessionLinkRecord extends Common {
  kind: 'sessionLink'
  fromKey: string
  toKey: string
  type: 'fork' | 'resume' | 'compaction' | 'sub-agent'
  at: string | null
  detail: string | null
}

export interface MetricRecord extends Common {
  kind: 'metric'
  metricKey: string
  /** Of a whole job rather than of one run. */
  jobKey?: string | null
  runKey: string | null
  phaseKey: string | null
  name: string
  step: number | null
  value: number | null
  at: string | null
  data: Record<string, unknown>
}

export interface EventRecord extends Common {
  kind: 'event'
  eventKey: string
  /** Of a whole job rather than of one run. */
  jobKey?: string | null
  runKey: string | null
  /** Place among the events of its job or run, where the source numbers them. */
  seq?: number | null
  /** error, warning, info …, as the source says it. */
  level?: string | null
  /** The run exists, though this source has no row of it: until another has, it stands without one. */
  provesRun?: true
  phaseKey: string | null
  /** decision, plan_change, model_selection, phase_outcome … */
  type: string
  at: string | null
  title: string
  detail: string | null
  actor: string | null
  updatedAt: string | null
  data: Record<string, unknown>
}

export interface ApprovalRecord extends Common {
  kind: 'approval'
  approvalKey: string
  runKey: string | null
  phaseKey: string | null
  type: 'approval' | 'governance'
  context: string | null
  statusRaw: string | null
  status: 'pending' | 'approved' | 'rejected' | 'timeout' | 'error' | 'unknown'
  requestedAt: string | null
  respondedAt: string | null
  timeoutAt: string | null
  method: string | null
  reason: string | null
  updatedAt: string | null
  data: Record<string, unknown>
}

export interface FailureRecord extends Common {
  kind: 'failure'
  failureKey: string
  runKey: string | null
  /** The run exists, though this source has no row of it: until another has, it stands without one. */
  provesRun?: true
  phaseKey: string | null
  sessionKey: string | null
  /** The entry that shows it, when there is a transcript. */
  entryKey: string | null
  at: string | null
  message: string
  type: string | null
  cause: Cause
  /** The rule and the text that decided the cause. */
  causeRule: string | null
  severity: string | null
  resolution: string | null
  /** The signature that Autopack itself would give the message; of Autopack's failures only. */
  autopackSignature?: string
  updatedAt: string | null
  data: Record<string, unknown>
}

export interface Phase6Record extends Common {
  kind: 'phase6'
  key: string
  runKey: string
  phaseKey: string | null
  failureHardeningTriggered: boolean
  failurePatternDetected: string | null
  failureHardeningMitigated: boolean
  doctorCallSkipped: boolean
  doctorTokensAvoidedEstimate: bigint
  estimateCoverageN: number | null
  estimateSource: string | null
  intentionContextInjected: boolean
  intentionContextChars: number
  intentionContextSource: string | null
  planNormalizationUsed: boolean
  planNormalizationConfidence: number | null
  planNormalizationWarnings: number
  planDeliverablesCount: number | null
  planScopeSizeBytes: bigint | null
  phaseSuccess: boolean | null
  goalDriftScore: number | null
  completionTimeSec: number | null
  errorCount: number | null
  retryCount: number | null
  createdAt: string | null
}

export interface TokenEfficiencyRecord extends Common {
  kind: 'tokenEfficiency'
  key: string
  runKey: string
  phaseKey: string | null
  artifactSubstitutions: number
  tokensSavedArtifacts: bigint
  budgetMode: string | null
  budgetUsed: bigint
  budgetCap: bigint
  filesKept: number
  filesOmitted: number
  phaseOutcome: string | null
  embeddingCacheHits: number | null
  embeddingCacheMisses: number | null
  embeddingCallsMade: number | null
  embeddingCapValue: number | null
  embeddingFallbackReason: string | null
  deliverablesCount: number | null
  contextFilesTotal: number | null
  createdAt: string | null
}

export interface ABResultRecord extends Common {
  kind: 'abResult'
  key: string
  testId: string
  controlRunKey: string
  treatmentRunKey: string
  controlCommitSha: string | null
  treatmentCommitSha: string | null
  controlModelHash: string | null
  treatmentModelHash: string | null
  isValid: boolean
  validityErrors: readonly string[]
  tokenDelta: bigint | null
  timeDeltaSeconds: number | null
  /** Percentage points, as the source stores it. */
  successRateDelta: number | null
  controlTotalTokens: bigint | null
  controlPhasesComplete: number | null
  controlPhasesFailed: number | null
  controlTotalPhases: number | null
  treatmentTotalTokens: bigint | null
  treatmentPhasesComplete: number | null
  treatmentPhasesFailed: number | null
  treatmentTotalPhases: number | null
  createdAt: string | null
  createdBy: string | null
}

export type CanonicalRecord =
  | JobRecord
  | CandidateRecord
  | ResultRecord
  | LimitRecord
  | RunRecord
  | TierRecord
  | PhaseRecord
  | AttemptRecord
  | SessionRecord
  | EntryRecord
  | SessionLinkRecord
  | UsageRecord
  | MetricRecord
  | EventRecord
  | ApprovalRecord
  | FailureRecord
  | Phase6Record
  | TokenEfficiencyRecord
  | ABResultRecord
