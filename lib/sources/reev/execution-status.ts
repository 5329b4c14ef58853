import type { Status } from '@/lib/model/status'

const STATES: Record<string, Status> = {
  queued: 'queued',
  pending: 'queued',
  running: 'running',
  completed: 'succeeded',
  succeeded: 'succeeded',
  success: 'succeeded',
  failed: 'failed',
  failure: 'failed',
  error: 'failed',
  stopped: 'stopped',
  timeout: 'timed_out',
}

/** A state as reev means it. The database keeps it as JSON text: `"Completed"`, with its quotes. */
export function writtenStatus(raw: string | null): string | null {
  const bare = raw?.trim().replace(/^"(.*)"$/s, '$1') ?? ''
  return bare === '' ? null : bare
}

/**
 * A state in our words; case does not matter. One that was stopped by a person is stored as failed, and only its message
 * tells. A state nobody knows is `unknown`, and `known` says so.
 */
export function executionStatus(raw: string | null, message: string | null): { status: Status; known: boolean } {
  const key = writtenStatus(raw)?.toLowerCase() ?? ''
  const status = Object.hasOwn(STATES, key) ? STATES[key] : undefined
  if (status === 'failed' && message !== null && /\bexecution stopped by user\b/i.test(message.slice(0, 1_000))) {
    return { status: 'stopped', known: true }
  }
  return { status: status ?? 'unknown', known: key === '' || status !== undefined }
}

/** The score of a failed execution: its result is not kept, and only the text of its error has it. */
export function scoreInMessage(message: string | null): number | null {
  const found = /Session file indicates failure \(score: (-?\d+(?:\.\d+)?(?:e-?\d+)?)\)/i.exec(
    message?.slice(0, 1_000) ?? '',
  )
  const score = Number(found?.[1])
  return found && Number.isFinite(score) ? score : null
}
