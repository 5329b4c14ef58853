import { classifyFailure } from '@/lib/fingerprint/cause'
import type { FailureRecord } from '@/lib/model/records'
import type { Cause } from '@/lib/model/status'
import { firstLine } from '@/lib/sources/codex/json-value'
import { type AgentRun, nameOf } from './agent-runs'
import { type LogLine, saidBy } from './server-stderr'

/** A request that the API refuses as it stands is wrong in its settings: the same again fails again. */
const REFUSED = /\bhttp (400|404|422)\b/i
const CAUSE_CHARS = 4_000

/** The cause of a text, by the rules of all systems and then by the answer of the API. */
export function causeOf(text: string): { cause: Cause; causeRule: string | null } {
  const head = text.slice(0, CAUSE_CHARS)
  const { cause, rule, evidence } = classifyFailure(head, { system: 'interllm', state: null })
  if (rule !== null) return { cause, causeRule: `${rule}: ${evidence ?? ''}` }
  const refused = REFUSED.exec(head)
  return refused === null
    ? { cause: 'unknown', causeRule: null }
    : { cause: 'config', causeRule: `request_refused: ${firstLine(head.slice(refused.index)) ?? refused[0]}` }
}

type Parts = Pick<FailureRecord, 'failureKey' | 'runKey' | 'at' | 'message' | 'type' | 'ref'> & Partial<FailureRecord>

/** A failure with its cause read from its message, where nothing else is said of it. */
export function failureRecord(parts: Parts): FailureRecord {
  return {
    kind: 'failure',
    phaseKey: null,
    sessionKey: null,
    entryKey: null,
    ...causeOf(parts.message),
    severity: null,
    resolution: null,
    updatedAt: parts.at,
    data: {},
    flags: [],
    ...parts,
  }
}

/** A message that says which answer of the API it was. */
const withHttp = (message: string, log: LogLine | null) =>
  log?.httpStatus == null ? saidBy(message) : `http ${log.httpStatus}: ${saidBy(message)}`

/**
 * The errors of the executor, each once: what Codex reports as an event stands in its server's log too, and only there
 * with the status of the answer.
 */
export function executorFailures(
  errors: readonly FailureRecord[],
  logs: readonly LogLine[],
  at: { runKey: string; phaseOf: (at: string | null) => string | null },
): FailureRecord[] {
  const left = logs.filter(({ level }) => level === 'ERROR')
  const failures = errors.map((error) => {
    const said = saidBy(error.message)
    const index = left.findIndex((log) => isNear(log.at, error.at) && log.text.includes(said.slice(0, 200)))
    const [log = null] = index === -1 ? [] : left.splice(index, 1)
    const message = withHttp(error.message, log)
    const data = log === null ? error.data : { ...error.data, httpStatus: log.httpStatus, serverLog: log.ref }
    return { ...error, ...causeOf(log?.text ?? message), message, data }
  })
  for (const log of left) {
    failures.push(
      failureRecord({
        failureKey: `${at.runKey}/stderr/${log.place}`,
        runKey: at.runKey,
        phaseKey: at.phaseOf(log.at),
        at: log.at,
        message: log.text,
        type: log.target,
        severity: log.level.toLowerCase(),
        data: log.httpStatus === null ? {} : { httpStatus: log.httpStatus },
        ref: log.ref,
      }),
    )
  }
  return failures
}

const NEAR_MS = 5_000

const isNear = (a: string | null, b: string | null) =>
  a === null || b === null || Math.abs(Date.parse(a) - Date.parse(b)) <= NEAR_MS

/** What went wrong first, where the coordinator reports only what followed from it. */
export interface FirstCause {
  failureKey: string
  message: string
  ref: string
}

/** Types of failures that end a call of the executor; a command that fails is part of its work. */
const ENDS_A_CALL = new Set(['codex_error', 'mcp_error'])

/** The failure that came before the coordinator's own error, in the same scenario: the last call's. */
export function firstCauseOf(run: AgentRun, executor: readonly FailureRecord[]): FailureRecord | null {
  if (run.end !== 'error') return null
  const own = executor.filter(({ phaseKey }) => phaseKey === run.phaseKey)
  const ending = own.filter(({ type }) => ENDS_A_CALL.has(type ?? ''))
  const answered = own.filter(({ data }) => typeof data['httpStatus'] === 'number')
  return ending.at(-1) ?? answered.at(-1) ?? null
}

/** The coordinator's error as a failure that names its first cause. */
export function reportedFailure(run: AgentRun, runKey: string, first: FailureRecord | null): FailureRecord | null {
  if (run.error === null) return null
  const { cause, causeRule } = first ?? causeOf(run.error)
  return failureRecord({
    failureKey: `${runKey}/${run.phaseKey}`,
    runKey,
    phaseKey: run.phaseKey,
    sessionKey: coordinatorKey(runKey, run),
    at: run.endedAt,
    message: run.error,
    type: 'agent_run_error',
    cause,
    causeRule,
    data: { scenario: nameOf(run), ...(first === null ? {} : { firstCause: causeData(first) }) },
    ref: run.endRef ?? run.ref,
    flags: first === null ? [] : ['first_cause_elsewhere'],
  })
}

/** What a record keeps of its first cause. */
export const causeData = ({ failureKey, message, ref }: FailureRecord): FirstCause => ({
  failureKey,
  message: firstLine(message, 500) ?? '',
  ref,
})

/** The session of the coordinator that a scenario is. */
export const coordinatorKey = (runKey: string, run: AgentRun) => `${runKey}/${run.phaseKey}`
