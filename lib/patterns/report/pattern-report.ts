import type { Cause } from '@/lib/model/status'
import type { PatternMove, PatternState } from '@/lib/patterns/pattern-states'
import type { Confidence, Priority, Recurrence } from '@/lib/patterns/recurrence'
import type { Trend } from '@/lib/patterns/trends'

/** A pattern as lists and pages have it. Null means that nothing was recorded. */
export interface ReportPattern {
  id: string
  fingerprint: string
  algorithm: string
  template: string
  title: string
  errorType: string
  cause: Cause
  state: PatternState
  trend: Trend
  confidence: Confidence
  priority: Priority
  occurrences: number
  runs: number
  sessions: number
  phases: number
  firstSeenAt: string
  lastSeenAt: string
  tokensWasted: number | null
  minutesWasted: number | null
  recurrence: Pick<Recurrence, 'sessions' | 'daysOpen'>
  mitigation?: string | null
  owner?: string | null
  version: number
  autopackSignatures: readonly string[]
}

/** Where one occurrence can be read. What is not known is null. */
export interface ReportEvidence {
  at: string | null
  file: string | null
  line: number | null
  /** Of the run, session or entry. */
  id: string | null
}

export interface ReportMove {
  at: string
  /** Null: nobody was recorded. */
  who: string | null
  to: PatternMove['to']
  /** What was proposed, the reason, or the commit. */
  text: string | null
}

export interface ReportEntry {
  pattern: ReportPattern
  /** One real message. */
  sample: string | null
  /** The newest first; at most five are shown. */
  evidence: readonly ReportEvidence[]
  /** In this window or session; the pattern has those of all time. */
  occurrencesHere: number | null
  costMicroUsd: number | null
  /** "told 4 times, still not fixed"; null when it is not so. */
  told: string | null
  /** Numbers of the sessions in which it was seen, rising; empty when sessions have none. */
  toldIn: readonly number[]
  /** By time. */
  moves: readonly ReportMove[]
  /** What the catalogue says that helps. */
  helps: string | null
  /** Where the pattern is shown: "/patterns/…". */
  path: string
}

export type ReportScope =
  | { kind: 'window'; from: string; to: string }
  | { kind: 'session'; number: number | null; id: string; title: string | null; at: string | null }

export interface ReportSection {
  scope: ReportScope
  entries: readonly ReportEntry[]
  /** Further patterns of this section, which the report leaves out. */
  leftOut: number
}

/** All that a report tells, as plain data: one section for a window, or one for every session. */
export interface PatternReport {
  madeAt: string
  sections: readonly ReportSection[]
}
