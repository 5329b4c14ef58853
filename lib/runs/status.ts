import { CAUSES, type Cause, STATUSES, type Status, type StatusClass, statusClass } from '@/lib/model/status'
import type { Tone } from '@/lib/tone'

interface StatusWords {
  label: string
  tone: Tone
  /** What the word stands for, in one line. */
  about: string
}

/** The one table of run and phase states: the same word in filter, badge and title. */
export const STATUS_WORDS = {
  queued: { label: 'queued', tone: 'info', about: 'has not begun' },
  running: { label: 'running', tone: 'info', about: 'works now' },
  waiting: { label: 'waiting', tone: 'warn', about: 'waits for someone' },
  succeeded: { label: 'succeeded', tone: 'ok', about: 'did what it should' },
  partial: { label: 'partial', tone: 'warn', about: 'did a part of it' },
  failed: { label: 'failed', tone: 'bad', about: 'ended without the result' },
  stopped: { label: 'stopped', tone: 'idle', about: 'was ended by someone' },
  timed_out: { label: 'timed out', tone: 'bad', about: 'ran out of time' },
  interrupted: { label: 'interrupted', tone: 'warn', about: 'went silent before its end' },
  skipped: { label: 'skipped', tone: 'idle', about: 'was left out' },
  unknown: { label: 'unknown', tone: 'idle', about: 'nothing recorded says how it stands' },
} as const satisfies Record<Status, StatusWords>

export const CLASS_WORDS = {
  open: 'open',
  succeeded: 'ended in success',
  failed: 'ended in failure',
} as const satisfies Record<StatusClass, string>

/** "class: …" below a state. */
export function classWords(status: Status): string {
  const of = statusClass(status)
  return of === null ? 'neither open nor ended' : CLASS_WORDS[of]
}

export const CAUSE_WORDS = {
  agent: 'agent',
  quality: 'quality',
  config: 'configuration',
  infra: 'infrastructure',
  cancelled: 'cancelled',
  lost: 'lost',
  unknown: 'unknown',
} as const satisfies Record<Cause, string>

export const STATUS_OPTIONS = STATUSES.map((value) => ({ value, label: STATUS_WORDS[value].label }))
export const CAUSE_OPTIONS = CAUSES.map((value) => ({ value, label: CAUSE_WORDS[value] }))
