/** Every state a run, phase, job or session can be in, in our words. Source: docs and readers map theirs onto these. */
export const STATUSES = [
  'queued',
  'running',
  'waiting',
  'succeeded',
  'partial',
  'failed',
  'stopped',
  'timed_out',
  'interrupted',
  'skipped',
  'unknown',
] as const
export type Status = (typeof STATUSES)[number]

export const STATUS_CLASSES = ['open', 'succeeded', 'failed'] as const
export type StatusClass = (typeof STATUS_CLASSES)[number]

const CLASS_OF = {
  queued: 'open',
  running: 'open',
  waiting: 'open',
  interrupted: 'open',
  succeeded: 'succeeded',
  partial: 'succeeded',
  failed: 'failed',
  stopped: 'failed',
  timed_out: 'failed',
  skipped: null,
  unknown: null,
} as const satisfies Record<Status, StatusClass | null>

/** The class of a status, or null for `skipped` and `unknown`, which belong to none. */
export function statusClass(status: Status): StatusClass | null {
  return CLASS_OF[status]
}

/** True when two states are of different classes; a state without a class contradicts nothing. */
export function isConflict(stated: Status, derived: Status): boolean {
  const a = statusClass(stated)
  const b = statusClass(derived)
  return a !== null && b !== null && a !== b
}

/** True when nothing more is expected: polls of a terminal object stop. */
export function isTerminal(status: Status): boolean {
  return CLASS_OF[status] === 'succeeded' || CLASS_OF[status] === 'failed' || status === 'skipped'
}

/** A stored state; a word that this version does not know is `unknown`. */
export const toStatus = (value: string): Status => STATUSES.find((status) => status === value) ?? 'unknown'

export const CAUSES = ['agent', 'quality', 'config', 'infra', 'cancelled', 'lost', 'unknown'] as const
export type Cause = (typeof CAUSES)[number]
