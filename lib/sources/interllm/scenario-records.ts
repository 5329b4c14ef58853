import type {
  CanonicalRecord,
  EntryRecord,
  FailureRecord,
  MetricRecord,
  PhaseRecord,
  SessionRecord,
} from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { fieldOf, firstLine, type Json } from '@/lib/sources/codex/json-value'
import { type AgentRun, nameOf } from './agent-runs'
import { coordinatorEntry } from './codex-calls'
import type { CodexSession } from './codex-session'
import { coordinatorUsage } from './coordinator-usage'
import { causeData, coordinatorKey, firstCauseOf, reportedFailure } from './failures'
import { keptText } from './folder-lines'
import { type ScenarioVerdict, scenarioStatus } from './scenario-status'
import { sumOutcomes, type ToolOutcomes } from './tool-outcomes'

/** What is known around one scenario. */
export interface ScenarioContext {
  runKey: string
  model: string | null
  /** Nothing more can come: the run ended, or its server did. */
  closed: boolean
  /** Codex sessions of this scenario; null when no traffic was recorded. */
  sessions: readonly CodexSession[] | null
  /** Failures of the executor, of every scenario. */
  executor: readonly FailureRecord[]
  /** Size of its file; false when it is missing, null when outputs were not recorded. */
  fileBytes: number | false | null
}

/** Everything that follows from one run of the coordinator: its phase, session, transcript, spend and failure. */
export function scenarioRecords(run: AgentRun, context: ScenarioContext): CanonicalRecord[] {
  const first = firstCauseOf(run, context.executor)
  const outcomes = sumOutcomes((context.sessions ?? []).map((session) => session.outcomes))
  const verdict = verdictOf(run, context, outcomes, first)
  const usage = coordinatorUsage(run, context)
  const failure = reportedFailure(run, context.runKey, first)
  return [
    phaseOf(run, context, { verdict, outcomes, first, counted: usage !== null }),
    coordinatorOf(run, context, usage !== null),
    ...transcriptOf(run, context),
    ...(usage === null ? [] : [usage]),
    ...(failure === null ? [] : [failure]),
    ...metricsOf(run, context, outcomes),
  ]
}

function verdictOf(run: AgentRun, context: ScenarioContext, outcomes: ToolOutcomes, first: FailureRecord | null) {
  const reported = firstLine(run.error, 300)
  const verdict = scenarioStatus({
    end: run.end,
    closed: context.closed || run.passed,
    outputPath: run.outputPath,
    filePresent: context.fileBytes === null ? null : context.fileBytes !== false,
    error: first === null ? reported : `${firstLine(first.message, 300)} (reported as: ${reported})`,
    sessions: context.sessions?.length ?? null,
    outcomes,
    asked: asksOf(context.sessions),
  })
  return first === null ? verdict : { ...verdict, flags: [...verdict.flags, 'first_cause_elsewhere'] }
}

const asksOf = (sessions: ScenarioContext['sessions']) =>
  sessions?.at(-1)?.lastMessage?.slice(-200).trimEnd().endsWith('?') ?? false

interface Found {
  verdict: ScenarioVerdict
  outcomes: ToolOutcomes
  first: FailureRecord | null
  counted: boolean
}

const REQUIRED = ['{SCENARIO_ID}', '{SCENARIO_TITLE}', '{SCENARIO_BODY}', '{OUTPUT_PATH}']

function phaseOf(run: AgentRun, context: ScenarioContext, found: Found): PhaseRecord {
  const { verdict, counted } = found
  const sessions = context.sessions ?? []
  const drifted = sessions.flatMap((session) => session.drift().flags)
  const uncounted = run.end === 'ended' && !counted ? ['tokens_unknown'] : []
  const noStart = run.startedAt === null ? ['missing_start'] : []
  return {
    kind: 'phase',
    runKey: context.runKey,
    phaseKey: run.phaseKey,
    tierKey: null,
    index: run.index,
    name: nameOf(run),
    description: null,
    statusRaw: claimOf(run),
    status: verdict.status,
    phaseType: run.kind,
    taskCategory: null,
    complexity: null,
    tokensStored: null,
    failureReason: verdict.failureReason,
    builderAttempts: null,
    auditorAttempts: null,
    retryAttempt: null,
    lastAttemptAt: null,
    createdAt: run.startedAt,
    updatedAt: run.endedAt ?? run.startedAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    data: dataOf(run, context, found),
    ref: run.ref,
    flags: [...new Set([...run.flags, ...verdict.flags, ...drifted, ...uncounted, ...noStart])],
  }
}

const CLAIM_MAX = 40

/** What the source says of the scenario: the short answer it ended with, or the name of its last line. */
function claimOf(run: AgentRun): string {
  if (run.end !== 'ended') return run.end === 'error' ? 'agent_run_error' : 'agent_run_start'
  const output = run.output?.trim() ?? ''
  return output !== '' && output.length <= CLAIM_MAX && !output.includes('\n') ? output : 'agent_run_end'
}

function dataOf(run: AgentRun, context: ScenarioContext, { verdict, outcomes, first }: Found): Json {
  const { touches, ...counts } = outcomes
  const sessions = context.sessions ?? []
  const drift = sessions.flatMap((session) => {
    const { flags, evidence } = session.drift()
    return flags.length === 0 ? [] : [{ session: session.key, ...evidence }]
  })
  const template = run.kind === 'prompt_calibration' && run.output !== null
  return {
    runKind: run.kind,
    agent: run.agent,
    scenarioNumber: run.number,
    scenarioTitle: run.title,
    outputPath: run.outputPath,
    prompt: keptText(run.prompt),
    output: keptText(run.output),
    error: keptText(run.error),
    evidence: verdict.evidence,
    toolOutcomes: context.sessions === null ? null : counts,
    touches: touches.slice(0, 20),
    fileWritten: verdict.status === 'succeeded' && run.outputPath !== null ? true : writtenOf(context.fileBytes),
    fileBytes: context.fileBytes === false ? null : context.fileBytes,
    endedWithQuestion: asksOf(context.sessions),
    coordinatorSession: coordinatorKey(context.runKey, run),
    executorSessions: sessions.slice(0, 50).map(({ key }) => key),
    drift: drift.slice(0, 20),
    ...(first === null ? {} : { firstCause: causeData(first) }),
    // A template without its placeholders is put aside for the one before, silently.
    ...(template ? { templateAccepted: REQUIRED.every((name) => run.output?.includes(name) === true) } : {}),
  }
}

const writtenOf = (bytes: number | false | null) => (bytes === null ? null : bytes !== false)

const SESSION_STATUS: Record<AgentRun['end'], Status> = { open: 'running', ended: 'succeeded', error: 'failed' }

function coordinatorOf(run: AgentRun, context: ScenarioContext, counted: boolean): SessionRecord {
  const open = run.end === 'open' && (run.passed || context.closed)
  return {
    kind: 'session',
    sessionKey: coordinatorKey(context.runKey, run),
    runKey: context.runKey,
    phaseKey: run.phaseKey,
    parentKey: null,
    name: nameOf(run),
    role: 'coordinator',
    agent: run.agent,
    taskId: run.number,
    project: null,
    systemVersion: null,
    model: context.model,
    statusRaw: run.end === 'open' ? 'agent_run_start' : run.end === 'ended' ? 'agent_run_end' : 'agent_run_error',
    status: open ? 'interrupted' : SESSION_STATUS[run.end],
    inferred: false,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    updatedAt: run.endedAt ?? run.startedAt,
    data: { runKind: run.kind, requests: fieldOf(run.usage, 'requests') ?? null, lastResponseId: run.responseId },
    ref: run.ref,
    flags: counted ? [...run.flags] : [...run.flags, 'tokens_unknown'],
  }
}

/** Entries stand by time, then line: what a scenario ends with comes after all traffic of its last second. */
const LAST_LINE = 999_999_999

function transcriptOf(run: AgentRun, context: ScenarioContext): EntryRecord[] {
  const key = coordinatorKey(context.runKey, run)
  const entries: EntryRecord[] = []
  if (run.prompt !== null) {
    const start = { at: run.startedAt, flags: [], line: 0, ref: run.ref }
    entries.push(coordinatorEntry(key, start, { entryKey: 'prompt', type: 'prompt', role: 'person', text: run.prompt }))
  }
  const end = { at: run.endedAt, flags: [], line: LAST_LINE, ref: run.endRef ?? run.ref }
  if (run.error !== null) {
    const text = run.error
    entries.push(
      coordinatorEntry(key, end, { entryKey: 'end', type: 'error', role: 'system', text, outcome: 'failed' }),
    )
  } else if (run.output !== null) {
    const { model } = context
    entries.push(
      coordinatorEntry(key, end, { entryKey: 'end', type: 'text', role: 'assistant', text: run.output, model }),
    )
  }
  return entries
}

function metricsOf(run: AgentRun, context: ScenarioContext, outcomes: ToolOutcomes): MetricRecord[] {
  if (context.sessions === null || context.sessions.length === 0) return []
  const named: [string, number][] = [
    ['commands_ok', outcomes.commandsOk],
    ['commands_failed', outcomes.commandsFailed],
    ['patches_ok', outcomes.patchesOk],
    ['patches_failed', outcomes.patchesFailed],
  ]
  return named.map(([name, value]) => ({
    kind: 'metric',
    metricKey: `${context.runKey}/${run.phaseKey}/${name}`,
    runKey: context.runKey,
    phaseKey: run.phaseKey,
    name,
    step: null,
    value,
    at: run.endedAt,
    data: {},
    ref: run.ref,
    flags: [],
  }))
}
