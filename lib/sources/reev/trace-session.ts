import type { CanonicalRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_RUN, BLANK_SESSION } from '@/lib/sources/blank-records'
import { firstLine } from '@/lib/sources/codex/json-value'
import type { TraceState } from './trace-state'

/** The run and session that a trace tells of so far. */
export function traceSessionRecords(state: TraceState, ref: string): CanonicalRecord[] {
  const { statusRaw, status } = verdictOf(state)
  const flags = ['tokens_unknown']
  if (status === 'succeeded') flags.push('claimed_not_verified', 'score_missing')
  if (state.cutText) flags.push('truncated_text')
  const data = { source: 'trace', terminalRecord: state.ended !== null, toolCalls: state.calls }
  const shared = { statusRaw, status, startedAt: state.firstAt, endedAt: state.ended === null ? null : state.lastAt }
  return [
    // Without a time of change, so that a session file or a database row of the same execution wins.
    {
      ...BLANK_RUN,
      ...shared,
      runKey: state.id,
      name: firstLine(state.goal),
      job: state.job,
      goal: state.goal,
      data,
      flags,
      ref,
    },
    {
      ...BLANK_SESSION,
      ...shared,
      sessionKey: state.id,
      runKey: state.id,
      name: firstLine(state.goal),
      role: 'trace',
      systemVersion: state.version,
      updatedAt: state.lastAt,
      data,
      flags,
      ref,
    },
  ]
}

/** Only the closing line says that a trace is over; its counts are a claim, not a verdict. */
function verdictOf({ ended }: TraceState): { statusRaw: string | null; status: Status } {
  if (ended === null) return { statusRaw: null, status: 'unknown' }
  const statusRaw = `${ended.ok} tools succeeded, ${ended.failed} failed`
  if (ended.failed === 0) return { statusRaw, status: ended.ok > 0 ? 'succeeded' : 'unknown' }
  return { statusRaw, status: ended.ok === 0 ? 'failed' : 'unknown' }
}
