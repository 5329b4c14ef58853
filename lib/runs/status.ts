import { CAUSES, type Cause, STATUSES, type Status, statusClass } from '@/lib/model/status'
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

/** "class: …" below a state. */
export function classWords(status: Status): string {
  switch (statusClass(status)) {
    case 'open':
      return 'open'
    case 'succeeded':
      return 'ended in success'
    case 'failed':
      return 'ended in failure'
    case null:
      return 'neither open nor ended'
  }
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
