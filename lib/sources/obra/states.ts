import type { Status } from '@/lib/model/status'

/** Of a task. Obra stores the name of the enum; some writers store its value. */
const TASK_STATES: Record<string, Status> = {
  pending: 'queued',
  ready: 'queued',
  running: 'running',
  retrying: 'running',
  blocked: 'waiting',
  completed: 'succeeded',
  failed: 'failed',
  cancelled: 'stopped',
}

/** Of the result that executing a task returns. */
const RESULT_STATES: Record<string, Status> = {
  completed: 'succeeded',
  escalated: 'waiting',
  max_iterations: 'failed',
  stopped: 'stopped',
  failed: 'failed',
  error: 'failed',
}

const OUTCOMES: Record<string, Status> = {
  success: 'succeeded',
  success_limits: 'succeeded',
  success_with_limits: 'succeeded',
  partial: 'partial',
  failed: 'failed',
  blocked: 'waiting',
}

const SESSION_STATES: Record<string, Status> = {
  active: 'running',
  // Written whatever happened in it: the end of a session, not its success.
  completed: 'unknown',
  refreshed: 'unknown',
  abandoned: 'interrupted',
}

const WORD_MAX = 100

/** A stored word in its plain form: `TaskStatus.PENDING`, `"pending"` and `PENDING` are one. */
export function plainWord(raw: string | null): string | null {
  if (raw === null || raw.length > WORD_MAX) return null
  const word = raw
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/^\w+\./, '')
    .toLowerCase()
  return word === '' ? null : word
}

interface Read {
  status: Status
  /** False when something is written that nobody knows. */
  known: boolean
}

function normalise(raw: string | null, states: Record<string, Status>): Read {
  const key = plainWord(raw) ?? ''
  const status = Object.hasOwn(states, key) ? states[key] : undefined
  return { status: status ?? 'unknown', known: raw === null || status !== undefined }
}

export const taskStatus = (raw: string | null) => normalise(raw, TASK_STATES)
export const sessionStatus = (raw: string | null) => normalise(raw, SESSION_STATES)

/** A result's status; of one that completed, the outcome says how well. */
export function resultStatus(raw: string | null, outcome: string | null): Read {
  const read = normalise(raw, RESULT_STATES)
  if (read.status !== 'succeeded' && raw !== null) return read
  const assessed = outcome === null ? null : normalise(outcome, OUTCOMES)
  return assessed === null ? read : assessed
}

/** The state that an error of a call leaves its iteration in. */
export const errorStatus = (errorSubtype: string): Status =>
  plainWord(errorSubtype) === 'error_max_turns' ? 'timed_out' : 'failed'
