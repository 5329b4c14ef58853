import { isConflict, type Status, statusClass } from '@/lib/model/status'

/** What the source's own record says of a job. */
export interface JobRecordFacts {
  /** In our words; null when the record names no state. */
  status: Status | null
  statusRaw: string | null
  failureReason: string | null
  startedAt: string | null
  endedAt: string | null
  /** The latest time the record itself states. */
  lastAt: string | null
  flags: readonly string[]
}

/** How the runs of a job and the jobs below it stand, each counted once. */
export interface JobUnits {
  total: number
  done: number
  failed: number
  open: number
  /** Of the open ones: those that move or wait for a person. */
  running: number
  /** Of the open ones: those not begun. */
  queued: number
  startedAt: string | null
  endedAt: string | null
  lastAt: string | null
}

export interface JobFacts {
  /** Null: only runs, results and the like name it. */
  record: JobRecordFacts | null
  units: JobUnits
  /** The latest time of an event, metric, candidate or result of the job itself. */
  partsAt: string | null
  /** What a reader flagged on the record, or on the runs that stand for it. */
  flags: readonly string[]
}

export interface DerivedJob {
  status: Status
  statusDerived: Status
  conflict: boolean
  conflictReason: string | null
  startedAt: string | null
  endedAt: string | null
  lastEvidenceAt: string | null
  flags: string[]
}

/**
 * What follows for a job from its own record, its runs and the jobs below it. Pure. What the source states is kept; what
 * the runs say stands beside it, and a contradiction is told.
 */
export function deriveJob({ record, units, partsAt, flags }: JobFacts): DerivedJob {
  const stated = record?.status ?? null
  const statusDerived = derivedStatus(record, units, partsAt)
  const status = stated ?? statusDerived
  const conflict = stated !== null && isConflict(stated, statusDerived)
  const isOpen = statusClass(statusDerived) === 'open'
  const noReason = stated !== null && (stated === 'failed' || stated === 'timed_out') && !record?.failureReason
  return {
    status,
    statusDerived,
    conflict,
    conflictReason: conflict ? `its record says ${record?.statusRaw ?? status}; ${unitWords(units)}` : null,
    startedAt: record?.startedAt ?? units.startedAt,
    endedAt: record?.endedAt ?? (isOpen ? null : units.endedAt),
    lastEvidenceAt: latest(record?.lastAt, units.lastAt, partsAt),
    flags: [
      ...new Set([...flags, ...(conflict ? ['status_conflict'] : []), ...(noReason ? ['missing_reason'] : [])]),
    ].sort(),
  }
}

const latest = (...times: (string | null | undefined)[]): string | null =>
  times
    .filter((at): at is string => typeof at === 'string' && at !== '')
    .sort()
    .at(-1) ?? null

/** The record alone decides when there is nothing below it, or when it says "open" later than the last run ended. */
function derivedStatus(record: JobRecordFacts | null, units: JobUnits, partsAt: string | null): Status {
  const stated = record?.status ?? null
  if (units.total === 0) return stated ?? 'unknown'
  const byUnits = statusOfUnits(units)
  if (byUnits === 'unknown') return stated ?? byUnits
  const isStillOpen = stated !== null && statusClass(stated) === 'open' && statusClass(byUnits) !== 'open'
  const saidAt = latest(record?.lastAt, partsAt)
  if (isStillOpen && saidAt !== null && saidAt > (units.lastAt ?? '')) return stated
  return byUnits
}

function statusOfUnits({ done, failed, open, running, queued }: JobUnits): Status {
  if (running > 0) return 'running'
  if (open > 0) return open > queued ? 'interrupted' : 'queued'
  if (done > 0) return failed > 0 ? 'partial' : 'succeeded'
  return failed > 0 ? 'failed' : 'unknown'
}

function unitWords({ total, done, failed, open }: JobUnits): string {
  const of = (count: number) => `${count} of ${total} ${total === 1 ? 'run' : 'runs'}`
  if (open > 0) return `${of(open)} ${open === 1 ? 'is' : 'are'} not over`
  if (failed > 0) return `${of(failed)} failed`
  return `${of(done)} succeeded`
}
