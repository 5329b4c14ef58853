import type { FailureRecord, PhaseRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_PHASE } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'
import { executionStatus } from './execution-status'
import { reevFailure } from './tool-calls'

const SHOWN_PROGRAMS = 20

/** One step of `final_result.data.steps`: a phase, and the failure of its transaction. */
export function stepRecords(
  step: unknown,
  index: number,
  of: { runKey: string; sessionKey: string; at: string | null; ref: string },
): { phase: PhaseRecord; failure: FailureRecord | null } {
  const cells = new JsonCells(step)
  const observation = cells.cells('observation')
  const statusRaw = observation.text('last_transaction_status')
  const { status, known } = executionStatus(statusRaw, null)
  const error = errorText(observation.raw('last_transaction_error'))
  const flags = [...new Set([...cells.flags, ...observation.flags, ...(known ? [] : ['enum_unknown'])])]
  const ref = `${of.ref} final_result.data.steps[${index}]`
  const phaseKey = `step-${index + 1}`
  const actions = cells.list('action')
  const phase: PhaseRecord = {
    ...BLANK_PHASE,
    runKey: of.runKey,
    phaseKey,
    index,
    name: `Step ${index + 1}`,
    statusRaw,
    status: status === 'unknown' && error !== null ? 'failed' : status,
    failureReason: error,
    updatedAt: of.at,
    data: {
      sessionKey: of.sessionKey,
      instructions: actions.length,
      programs: programsOf(actions),
      ...(cells.text('thought') === null ? {} : { thought: cells.text('thought') }),
    },
    flags,
    ref,
  }
  return { phase, failure: error === null ? null : stepFailure(phase, of.sessionKey, error, of.at) }
}

function stepFailure(phase: PhaseRecord, sessionKey: string, message: string, at: string | null): FailureRecord {
  return reevFailure(
    {
      failureKey: `${sessionKey}/${phase.phaseKey}`,
      message,
      runKey: phase.runKey,
      phaseKey: phase.phaseKey,
      sessionKey,
      at,
      type: 'transaction_error',
      ref: phase.ref,
    },
    phase.statusRaw,
  )
}

/** An error as text; nothing, `null` and empty text are none. */
export function errorText(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  const text = typeof value === 'string' ? value : jsonText(value)
  return text.trim() === '' || text === 'null' ? null : text
}

function programsOf(actions: readonly unknown[]): string[] {
  const programs = new Set<string>()
  for (const action of actions) {
    if (programs.size === SHOWN_PROGRAMS) break
    const program = isObject(action) ? new JsonCells(action).text('program_id') : null
    if (program !== null) programs.add(program)
  }
  return [...programs]
}

/**
 * What a flow step that says it is complete can be believed: calls in it that all failed contradict it.
 * @param calls whether each call in the step went well; null where that is not recorded
 */
export function flowStepVerdict(calls: readonly (boolean | null)[]): { status: Status; flags: readonly string[] } {
  const failed = calls.some((ok) => ok === false)
  if (!failed) return { status: 'succeeded', flags: [] }
  const succeeded = calls.some((ok) => ok === true)
  return { status: succeeded ? 'partial' : 'failed', flags: ['claimed_not_verified'] }
}
