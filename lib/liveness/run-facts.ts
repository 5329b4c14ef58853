import type { Cause, Status } from '@/lib/model/status'
import type { Usage } from '@/lib/model/usage'
import type { StateSeen } from './state-transitions'

/** Everything that is known about one run, and the one clock: when its source was last read or found unchanged. */
export interface RunFacts {
  system: string
  /** Null when only usage, phases or the like name the run. */
  row: RunRow | null
  phases: readonly PhaseRow[]
  tiers: readonly { statusRaw: string | null }[]
  usage: RunUsage
  /** How many failures are recorded of it, of its phases or not. */
  failures: number
  phaseFailures: readonly PhaseFailures[]
  approvals: readonly ApprovalRow[]
  /** Decisions, plan changes and other dated events that name the run. */
  events: { firstAt: string | null; lastAt: string | null }
  observations: readonly StateSeen[]
  /** Rows of phase6 metrics, and how many of them hold an estimate that is only a constant. */
  phase6: { rows: number; fallback: number }
  efficiency: { rows: number }
  /** What the transcript of the run's main session says; null when the run has none. */
  transcript: TranscriptFacts | null
  /** Rows of results that only repeat what sessions of another run count; null when there are none. */
  repeated: { rows: number; tokens: bigint; countedIn: string } | null
  /** How many items of an experiment the run has results of. */
  items: number
  /** Sessions that the source recorded for the run, those of sub-agents left out. */
  sessions: readonly SessionState[]
  checkedAt: string
}

/** How one session of the run stands, as it was derived from what is in it. */
export interface SessionState {
  status: Status
  firstAt: string | null
  lastAt: string | null
}

export interface TranscriptFacts {
  status: Status
  firstAt: string | null
  lastAt: string | null
  interruptAfter: string | null
}

export interface RunRow {
  statusRaw: string | null
  status: Status
  failureReason: string | null
  createdAt: string | null
  updatedAt: string | null
  startedAt: string | null
  endedAt: string | null
  tokenCap: bigint | null
  maxDurationMinutes: number | null
  /** The other columns of the source. */
  data: Record<string, unknown>
  /** What the reader saw on the row itself. */
  recordFlags: readonly string[]
}

export interface PhaseRow {
  nativeId: string
  phaseType: string | null
  statusRaw: string | null
  status: Status
  failureReason: string | null
  lastAttemptAt: string | null
  createdAt: string | null
  updatedAt: string | null
  startedAt: string | null
  endedAt: string | null
  flags: readonly string[]
}

export interface RunUsage {
  sum: Usage
  events: number
  /** Events whose tokens are known and whose price is not. */
  unpriced: number
  costPico: bigint | null
  firstAt: string | null
  lastAt: string | null
  /** Events that name a phase which has no row. */
  withoutPhaseRow: number
  /** Flag of an event → how many events of the run carry it. */
  flags: Readonly<Record<string, number>>
  byRole: readonly { role: string | null; events: number }[]
  byModel: readonly { model: string | null; events: number }[]
}

/** The failures of one phase with one cause. A run may have a hundred thousand; what it needs of them are the numbers. */
export interface PhaseFailures {
  phase: string
  cause: Cause
  count: number
  /** The rule that named the cause, else the message; of several the first by name. */
  evidence: string
}

export interface ApprovalRow {
  kind: 'approval' | 'governance'
  status: string
  requestedAt: string | null
  respondedAt: string | null
}

export const EVIDENCE_KINDS = [
  'usage',
  'entry',
  'session',
  'attempt',
  'phase change',
  'decision',
  'approval',
  'run change',
  'created',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

export interface FlagDetail {
  name: string
  /** One sentence for the operator. */
  detail: string
  /** Where it shows: `table.column`. */
  evidence: string
  count: number
}

export interface DerivedRun {
  status: Status
  statusDerived: Status
  conflict: boolean
  /** One sentence naming what contradicts. */
  conflictReason: string | null
  cause: Cause | null
  causeEvidence: string | null
  firstEvidenceAt: string | null
  lastEvidenceAt: string | null
  lastEvidenceKind: EvidenceKind | null
  /** When the run counts as interrupted if nothing new arrives; null when that cannot happen. */
  interruptAfter: string | null
  phases: { total: number; done: number; failed: number; running: number }
  durationMs: bigint | null
  durationKind: 'recorded' | 'bounds' | null
  flags: FlagDetail[]
  /** 2 needs someone now, 1 should be looked at, 0 neither. */
  attention: 0 | 1 | 2
}
