import type { Status } from '@/lib/model/status'

const JOB_STATES: Record<string, Status> = {
  queued: 'queued',
  pending: 'queued',
  created: 'queued',
  running: 'running',
  in_progress: 'running',
  succeeded: 'succeeded',
  success: 'succeeded',
  completed: 'succeeded',
  failed: 'failed',
  error: 'failed',
  cancelled: 'stopped',
  canceled: 'stopped',
  timed_out: 'timed_out',
  timeout: 'timed_out',
}

const SESSION_STATES: Record<string, Status> = {
  active: 'running',
  ended: 'succeeded',
  limit_exceeded: 'stopped',
  expired: 'timed_out',
}

const TIMED_OUT = /\btimed? ?out\b|TimeoutError|deadline exceeded/i
/** Only the head of a text says how it ended. */
const SEARCHED_MAX = 4_000

/** A state in our words. Case and quotes do not matter; one that nobody knows is `unknown` and says so by `known`. */
function normalise(raw: string | null, states: Record<string, Status>): { status: Status; known: boolean } {
  const key = raw?.trim().replaceAll('"', '').toLowerCase() ?? ''
  const status = Object.hasOwn(states, key) ? states[key] : undefined
  return { status: status ?? 'unknown', known: raw === null || status !== undefined }
}

/** The state of a job or run; a failure whose error says so ran out of time. */
export function jobStatus(raw: string | null, error: string | null): { status: Status; known: boolean } {
  const state = normalise(raw, JOB_STATES)
  return state.status === 'failed' && isTimeout(error) ? { ...state, status: 'timed_out' } : state
}

export const isTimeout = (error: string | null) => error !== null && TIMED_OUT.test(error.slice(0, SEARCHED_MAX))

/** Ended by a limit is a stop, not a failure of the work. */
export const sessionStatus = (raw: string | null) => normalise(raw, SESSION_STATES)

/** The state that a time line's last entry names, or null when it is an ordinary phase. */
export function terminalPhase(phase: string): Status | null {
  const { status } = normalise(phase, JOB_STATES)
  return status === 'unknown' || status === 'queued' || status === 'running' ? null : status
}
