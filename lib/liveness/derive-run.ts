import { isConflict, type Status, statusClass } from '@/lib/model/status'
import { runCause } from './run-cause'
import { durationOf, evidenceBounds, interruptTime } from './run-evidence'
import type { DerivedRun, RunFacts } from './run-facts'
import { isOverCap, runFlags } from './run-flags'
import { conflictReason, derivedStatus, phaseCounts } from './run-status'

export type { DerivedRun, PhaseRow, RunFacts, RunRow, RunUsage, SessionState, TranscriptFacts } from './run-facts'

/**
 * Everything about a run that follows from its rows and evidence. Pure: the same facts give the same answer, and the only
 * clock is `checkedAt`, the last time its source was read. What the source says is never overwritten, only set beside.
 */
export function deriveRun(facts: RunFacts): DerivedRun {
  const status: Status = facts.row?.status ?? 'unknown'
  const { first, last } = evidenceBounds(facts)
  const limit = facts.transcript ? facts.transcript.interruptAfter : interruptTime(facts, last?.at ?? null)
  const statusDerived = derivedStatus(facts, limit)
  const reason = conflictReason(facts, statusDerived)
  return {
    status,
    statusDerived,
    conflict: isConflict(status, statusDerived),
    conflictReason: reason,
    ...runCause(facts, statusDerived),
    firstEvidenceAt: first?.at ?? null,
    lastEvidenceAt: last?.at ?? null,
    lastEvidenceKind: last?.kind ?? null,
    interruptAfter: statusDerived === 'running' ? limit : null,
    phases: phaseCounts(facts.phases),
    ...durationOf(facts),
    flags: runFlags(facts, reason),
    attention: attentionOf(facts, status, statusDerived),
  }
}

const RECENT_MS = 86_400_000

/** A transcript that fell silent days ago was left by its person; nobody waits for it. */
function isRecent({ transcript, checkedAt }: RunFacts): boolean {
  return transcript?.lastAt != null && Date.parse(checkedAt) - Date.parse(transcript.lastAt) < RECENT_MS
}

/** 2: over its cap, or stuck (open by its source while nothing comes). 1: waiting, or open against the evidence. */
function attentionOf(facts: RunFacts, status: Status, derived: Status): 0 | 1 | 2 {
  const openBySource = statusClass(status) === 'open'
  if (facts.transcript !== null && !isRecent(facts)) return 0
  if (isOverCap(facts) || (openBySource && derived === 'interrupted')) return 2
  if (derived === 'waiting' && (openBySource || facts.row === null)) return 1
  return openBySource && isConflict(status, derived) ? 1 : 0
}
