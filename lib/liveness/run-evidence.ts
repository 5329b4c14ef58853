import { isoFromMs } from '@/lib/time/iso'
import type { EvidenceKind, PhaseRow, RunFacts } from './run-facts'

const DEFAULT_MAX_MINUTES = 120
const MINUTE_MS = 60_000

interface Evidence {
  at: string
  kind: EvidenceKind
}

interface Bounds {
  first: string
  last: string
}

function boundsOf(times: readonly (string | null)[]): Bounds | null {
  const known = times.filter((at): at is string => at !== null).sort()
  const [first] = known
  const last = known.at(-1)
  return first === undefined || last === undefined ? null : { first, last }
}

/** A queued phase that was written once says when it was planned, not that anything happened. */
function phaseChanges(phase: PhaseRow): (string | null)[] {
  const touched = phase.updatedAt !== phase.createdAt && phase.status !== 'queued'
  return [phase.startedAt, phase.endedAt, touched ? phase.updatedAt : null]
}

/** What happened in the run, by kind, strongest first; the row's own times come last. */
function allEvidence({
  usage,
  phases,
  events,
  approvals,
  row,
  transcript,
  sessions,
}: RunFacts): [EvidenceKind, Bounds | null][] {
  const touched = row !== null && row.updatedAt !== row.createdAt
  return [
    ['usage', boundsOf([usage.firstAt, usage.lastAt])],
    ['entry', boundsOf([transcript?.firstAt ?? null, transcript?.lastAt ?? null])],
    ['session', boundsOf(sessions.flatMap(({ firstAt, lastAt }) => [firstAt, lastAt]))],
    ['attempt', boundsOf(phases.map((phase) => phase.lastAttemptAt))],
    ['phase change', boundsOf(phases.flatMap(phaseChanges))],
    ['decision', boundsOf([events.firstAt, events.lastAt])],
    ['approval', boundsOf(approvals.flatMap(({ requestedAt, respondedAt }) => [requestedAt, respondedAt]))],
    ['run change', boundsOf([row?.startedAt ?? null, row?.endedAt ?? null, touched ? (row?.updatedAt ?? null) : null])],
    ['created', boundsOf([row?.createdAt ?? null, ...phases.map((phase) => phase.createdAt)])],
  ]
}

/** First and last evidence of a run. Being created counts only where nothing else is known to have happened. */
export function evidenceBounds(facts: RunFacts): { first: Evidence | null; last: Evidence | null } {
  const found = allEvidence(facts).flatMap(([kind, bounds]) => (bounds ? [{ kind, ...bounds }] : []))
  const strong = found.filter(({ kind }) => kind !== 'created')
  let first: Evidence | null = null
  let last: Evidence | null = null
  for (const { kind, ...bounds } of strong.length > 0 ? strong : found) {
    if (first === null || bounds.first < first.at) first = { at: bounds.first, kind }
    if (last === null || bounds.last > last.at) last = { at: bounds.last, kind }
  }
  return { first, last }
}

/** When a run that still counts as running becomes interrupted: its own limit after the last evidence. */
export function interruptTime(facts: RunFacts, lastEvidenceAt: string | null): string | null {
  if (lastEvidenceAt === null) return null
  const minutes = facts.row?.maxDurationMinutes ?? DEFAULT_MAX_MINUTES
  const at = Date.parse(lastEvidenceAt) + Math.max(0, minutes) * MINUTE_MS
  return Number.isFinite(at) && at <= Date.parse('9999-12-31T23:59:59.999Z') ? isoFromMs(at) : null
}

/**
 * How long the run took, in milliseconds. Recorded when its row has both ends in the right order; otherwise the span of
 * its usage, or of its attempts and phase changes: a lower bound.
 */
export function durationOf(facts: RunFacts): { durationMs: bigint | null; durationKind: 'recorded' | 'bounds' | null } {
  const { row } = facts
  if (row?.startedAt && row.endedAt && row.endedAt >= row.startedAt) {
    return { durationMs: span({ first: row.startedAt, last: row.endedAt }), durationKind: 'recorded' }
  }
  const kinds = new Map(allEvidence(facts))
  // A transcript is the run itself: what it spans is how long it took.
  const told = kinds.get('entry') ?? null
  if (told !== null && told.last > told.first) return { durationMs: span(told), durationKind: 'recorded' }
  const work = boundsOf((['attempt', 'phase change'] as const).flatMap((kind) => Object.values(kinds.get(kind) ?? {})))
  for (const bounds of [kinds.get('usage') ?? null, work]) {
    if (bounds !== null && bounds.last > bounds.first) return { durationMs: span(bounds), durationKind: 'bounds' }
  }
  return { durationMs: null, durationKind: null }
}

const span = ({ first, last }: Bounds) => BigInt(Date.parse(last) - Date.parse(first))
