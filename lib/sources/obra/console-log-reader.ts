import type { CanonicalRecord, FailureRecord, PhaseRecord, RunRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_FAILURE, BLANK_METRIC, BLANK_PHASE, BLANK_RUN } from '@/lib/sources/blank-records'
import { inBatches, type Piece } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'
import { type ConsoleFacts, type ConsoleStep, consoleFacts } from './console-lines'
import { isProgress, loopRecords } from './decision-loop'
import { plainWord, resultStatus, taskStatus } from './states'
import { failureCause } from './task-result'

const HEAD_CHARS = 262_144
const STEPS = /\[OBRA\]\s+(Starting iteration \d|Decision:)/
const RULES = /^Condition evaluation failed: .{1,500} is not defined\s*$/m

/** What Obra prints while it works, kept as a text: iterations with decision, quality and confidence, and its errors. */
export const obraConsoleReader: DocumentReader = {
  system: 'obra',
  parserVersion: 1,
  detect: (document) => {
    if (/\.(json|jsonl|ya?ml|csv)$/i.test(document.path)) return null
    const head = document.text().slice(0, HEAD_CHARS)
    return STEPS.test(head) || RULES.test(head) ? { systemVersion: 'console log' } : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(pieces(document), cursor),
}

/** The lines carry no time and no id: the file's name and how it begins tell one execution from another. */
function runKeyOf(document: Document): string {
  const name = document.path.split('/').at(-1) ?? ''
  return `console/${name.slice(0, 150)}/${stableHash([document.text().slice(0, 1_000)]).slice(0, 8)}`
}

function* pieces(document: Document): Iterable<Piece> {
  const facts = consoleFacts(document.text())
  const runKey = runKeyOf(document)
  const limited = hasLimit(facts)
  const phases = facts.steps.map((step, at) => phaseOf(runKey, step, limited ? (facts.steps[at + 1] ?? null) : step))
  yield { records: [runOf(runKey, facts), ...phases] }
  yield { records: [...facts.steps.flatMap((step) => metricsOf(runKey, step)), ...failuresOf(runKey, facts)] }
  yield { records: loopRecords(runKey, facts.steps, 'line 1') }
  const { problemsLost, stepsLost } = facts
  if (problemsLost > 0) yield lost('other failures', problemsLost)
  if (stepsLost > 0) yield lost('iterations beyond the first 10,000', stepsLost)
}

const lost = (name: string, count: number): Piece => ({
  unparsed: [{ kind: 'unknown-record-type', name, count, sample: null }],
})

const hasLimit = ({ problems }: ConsoleFacts) => [...problems.values()].some(({ type }) => type === 'error_max_turns')

function verdict(facts: ConsoleFacts): {
  statusRaw: string | null
  status: Status
  known: boolean
} {
  const { statusRaw, error } = facts
  if (statusRaw !== null) return { statusRaw, ...resultStatus(statusRaw, null) }
  if (error === null) return { statusRaw: null, status: 'unknown', known: true }
  const byTurns = hasLimit(facts) && /max_turns/i.test(error)
  return byTurns
    ? { statusRaw: 'error_max_turns', status: 'timed_out', known: true }
    : { statusRaw: 'error', status: 'failed', known: true }
}

function runOf(runKey: string, facts: ConsoleFacts): RunRecord {
  const { statusRaw, status, known } = verdict(facts)
  const { steps, taskStatus: stored, taskId, seconds, goal, error } = facts
  const flags = ['missing_start', 'tokens_unknown']
  if (!known) flags.push('enum_unknown')
  const storedStatus = stored === null ? null : taskStatus(stored).status
  // The task is left as it was, whatever became of it.
  if (storedStatus === 'queued' && steps.length > 0) flags.push('status_conflict')
  const lastDecision = steps.at(-1)?.calls.decision ?? null
  const isClaim = steps.length === 0 || !isProgress(lastDecision) || steps.every(({ answered }) => !answered)
  if (status === 'succeeded' && isClaim) flags.push('claimed_not_verified')
  const failed = status === 'failed' || status === 'timed_out'
  return {
    ...BLANK_RUN,
    runKey,
    name: goal ?? (taskId === null ? null : `task ${taskId}`),
    statusRaw,
    status,
    failureReason: failed ? (error ?? statusRaw) : null,
    goal,
    data: {
      inferred: true,
      iterations: steps.length,
      attempts: steps.at(-1)?.attempt ?? 0,
      terminalRecord: statusRaw !== null,
      taskId,
      taskStatus: stored,
      seconds,
      lines: facts.lines,
    },
    ref: 'line 1',
    flags,
  }
}

/** @param next the step after it, null at the end; the step itself where no limit of turns was met */
function phaseOf(runKey: string, step: ConsoleStep, next: ConsoleStep | null): PhaseRecord {
  const { index, phaseKey, number, of, attempt, answered, validated, calls, line } = step
  // An iteration that got no answer before the count began anew, or the log ended, ran into the limit.
  const cutOff = !answered && (next === null || next.attempt > attempt)
  const byAnswer = validated === null ? 'unknown' : validated ? 'succeeded' : 'failed'
  // A valid answer that has to be clarified or tried again brought the task no further.
  const isCircling = byAnswer === 'succeeded' && !isProgress(calls.decision)
  const status: Status = cutOff ? 'timed_out' : isCircling ? 'unknown' : byAnswer
  return {
    ...BLANK_PHASE,
    runKey,
    phaseKey,
    index,
    name: of === null ? `Iteration ${number}` : `Iteration ${number} of ${of}`,
    statusRaw: null,
    status,
    phaseType: 'iteration',
    failureReason: cutOff ? 'error_max_turns' : null,
    retryAttempt: attempt,
    data: { ...calls, validated, answered },
    ref: `line ${line}`,
    flags: [],
  }
}

function metricsOf(runKey: string, { index, phaseKey, calls, line }: ConsoleStep): CanonicalRecord[] {
  return Object.entries({ quality_score: calls.quality, confidence_score: calls.confidence })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({
      ...BLANK_METRIC,
      runKey,
      phaseKey,
      metricKey: `${runKey}/${index}/${name}`,
      name,
      step: index,
      value,
      ref: `line ${line}`,
    }))
}

function failuresOf(runKey: string, facts: ConsoleFacts): FailureRecord[] {
  const { statusRaw, status } = verdict(facts)
  const ended = status === 'failed' || status === 'timed_out'
  const message = facts.error ?? plainWord(statusRaw) ?? 'failed'
  const own: FailureRecord[] = ended
    ? [
        {
          ...failure(runKey, statusRaw, message, 'end'),
          ...failureCause(message, statusRaw),
          ref: `line ${facts.lines}`,
        },
      ]
    : []
  const problems = [...facts.problems.values()].map(({ type, message: text, count, line }): FailureRecord => {
    // A rule that cannot be evaluated is a fault of the set-up: it can never fire.
    const cause =
      type === 'broken_breakpoint_rule'
        ? { cause: 'config' as const, causeRule: 'a name in the condition is not defined' }
        : failureCause(text, type)
    return { ...failure(runKey, type, text, stableHash([type, text])), ...cause, data: { count }, ref: `line ${line}` }
  })
  return [...own, ...problems]
}

const failure = (runKey: string, type: string | null, message: string, key: string): FailureRecord => ({
  ...BLANK_FAILURE,
  failureKey: `${runKey}/${key}`,
  runKey,
  message,
  type,
  cause: 'unknown',
  causeRule: null,
  ref: '',
})
