import type { CanonicalRecord, RunRecord, SessionRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_RUN, BLANK_SESSION } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import { type DecidedStep, isProgress, loopRecords } from './decision-loop'

/** An iteration as far as the log told it. */
export interface LogStep extends DecidedStep {
  startedAt: string | null
  /** Whether its answer was a success; null while there is none. */
  ok: boolean | null
}

/** What the log has said so far of one session; JSON-safe, kept between readings. */
export interface LogSession {
  key: string
  openedAt: string | null
  lastAt: string | null
  firstInput: string | null
  iterations: number
  /** An instruction was sent and nothing came back yet. */
  isAsked: boolean
  answers: number
  failedAnswers: number
  errors: number
  /** Whether the last answer failed, or an error came after it. */
  lastFailed: boolean
  tasks: string[]
  steps: LogStep[]
  result: { statusRaw: string; status: Status; reason: string | null; at: string | null; flags: string[] } | null
}

/** Steps are kept for the last ones only: a loop that is longer shows as long as this. */
const STEPS_MAX = 200
/** A log of years names thousands of sessions; those that spoke last are remembered. */
const SESSIONS_MAX = 200

const newLogSession = (key: string): LogSession => ({
  key,
  openedAt: null,
  lastAt: null,
  firstInput: null,
  iterations: 0,
  isAsked: false,
  answers: 0,
  failedAnswers: 0,
  errors: 0,
  lastFailed: false,
  tasks: [],
  steps: [],
  result: null,
})

export const runKeyOf = (sessionKey: string) => `log/${sessionKey}`
export const phaseKeyOf = (index: number) => `iteration-${index}`

/** The sessions of a log by key, the last to speak last. */
export class LogSessions {
  private readonly all = new Map<string, LogSession>()
  private readonly changed = new Set<string>()

  constructor(state: unknown) {
    const saved = isObject(state) && Array.isArray(state['sessions']) ? state['sessions'] : []
    for (const one of saved)
      if (isObject(one) && typeof one['key'] === 'string')
        this.all.set(one['key'], { ...newLogSession(one['key']), ...one })
  }

  state(): unknown {
    return { sessions: [...this.all.values()] }
  }

  touch(key: string, at: string | null): LogSession {
    const session = this.all.get(key) ?? newLogSession(key)
    this.all.delete(key)
    this.all.set(key, session)
    this.changed.add(key)
    if (at !== null && (session.openedAt === null || at < session.openedAt)) session.openedAt = at
    if (at !== null && (session.lastAt === null || at > session.lastAt)) session.lastAt = at
    return session
  }

  /** Runs and sessions that changed since the last call; then those that spoke longest ago are let go. */
  gather(): CanonicalRecord[] {
    const records = [...this.changed].flatMap((key) => {
      const session = this.all.get(key)
      return session === undefined ? [] : sessionRecords(session)
    })
    this.changed.clear()
    for (const key of this.all.keys()) {
      if (this.all.size <= SESSIONS_MAX) break
      this.all.delete(key)
    }
    return records
  }
}

interface Told {
  at: string | null
  /** The line is the instruction that begins it. */
  begins: boolean
  ok: boolean | null
  calls: DecidedStep['calls']
}

/** Takes what a line says of an iteration; one that is told in several lines keeps what each of them says. */
export function addStep(session: LogSession, index: number, { at, begins, ok, calls }: Told): LogStep {
  let step = session.steps.find((one) => one.index === index)
  if (step === undefined) {
    const nothing = { decision: null, quality: null, confidence: null }
    step = { phaseKey: phaseKeyOf(index), index, startedAt: null, endedAt: null, ok: null, calls: nothing }
    session.steps.push(step)
    if (session.steps.length > STEPS_MAX) session.steps.shift()
  }
  if (begins) step.startedAt ??= at
  else step.endedAt = at ?? step.endedAt
  step.ok = ok ?? step.ok
  step.calls = {
    decision: calls.decision ?? step.calls.decision,
    quality: calls.quality ?? step.calls.quality,
    confidence: calls.confidence ?? step.calls.confidence,
  }
  return step
}

/** A session of the log as a run and a session; its state is what the last result says, and what speaks against it. */
function sessionRecords(session: LogSession): CanonicalRecord[] {
  const { key, result, openedAt, lastAt } = session
  const ref = `session ${key.slice(0, 150)}`
  const status = result?.status ?? (session.isAsked ? 'running' : 'unknown')
  const common = {
    name: session.firstInput,
    statusRaw: result?.statusRaw ?? null,
    status,
    startedAt: openedAt,
    endedAt: result !== null && !session.isAsked ? result.at : null,
    updatedAt: lastAt,
    ref,
    flags: flagsOf(session, status),
  }
  const run: RunRecord = {
    ...BLANK_RUN,
    ...common,
    runKey: runKeyOf(key),
    failureReason: status === 'failed' ? (result?.reason ?? null) : null,
    createdAt: openedAt,
    data: {
      inferred: true,
      terminalRecord: result !== null,
      iterations: session.iterations,
      failedAnswers: session.failedAnswers,
      errors: session.errors,
      tasks: session.tasks,
    },
  }
  const own: SessionRecord = {
    ...BLANK_SESSION,
    ...common,
    sessionKey: key,
    runKey: run.runKey,
    role: 'main',
    taskId: session.tasks.length === 1 ? (session.tasks[0] ?? null) : null,
  }
  return [run, own, ...loopRecords(run.runKey, session.steps, ref)]
}

function flagsOf(session: LogSession, status: Status): string[] {
  const flags = [
    ...(session.result?.flags ?? []),
    ...(session.openedAt === null ? ['missing_start'] : []),
    'tokens_unknown',
  ]
  return status === 'succeeded' && isUnfounded(session) ? [...flags, 'claimed_not_verified'] : flags
}

/** Success after a failed answer or an error, with instructions that got no good answer, or out of a circle. */
function isUnfounded({ lastFailed, iterations, answers, failedAnswers, steps }: LogSession): boolean {
  const last = steps.at(-1)?.calls.decision ?? null
  return lastFailed || !isProgress(last) || (iterations > 0 && answers > 0 && answers === failedAnswers)
}
