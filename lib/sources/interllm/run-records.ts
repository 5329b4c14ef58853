import type { CanonicalRecord, JobRecord, PhaseRecord, RunRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import type { Json } from '@/lib/sources/codex/json-value'
import { type AgentRun, nameOf, phaseKeyOf } from './agent-runs'
import type { CodexSession } from './codex-session'
import { CONFIG_FILE, EVENTS_FILE, jobConfig, jobKeyOf, type RunSetup } from './run-setup'
import type { ListedScenario } from './scenario-files'
import type { TrafficReading } from './traffic-reading'

/** What the run's own records say of its end. */
interface Stated {
  statusRaw: string | null
  status: Status
  endedAt: string | null
}

function statedOf({ completedAt, startedAt }: RunSetup, { exit }: TrafficReading): Stated {
  if (completedAt !== null) return { statusRaw: 'run_complete', status: 'succeeded', endedAt: completedAt }
  // The exit of the server is the last that is said of a run that breaks off; what its scenarios say may contradict it.
  if (exit !== null) {
    const status = exit.code === null ? 'unknown' : exit.code === 0 ? 'succeeded' : 'failed'
    return { statusRaw: exit.code === null ? 'exit' : `exit ${exit.code}`, status, endedAt: exit.at }
  }
  return { statusRaw: startedAt === null ? null : 'run_start', status: 'running', endedAt: null }
}

/** Nothing more can come of the run. */
export const isOver = (setup: RunSetup, traffic: TrafficReading) => setup.completedAt !== null || traffic.exit !== null

/** The run and the job it tried to do. */
export function runRecords(
  setup: RunSetup,
  traffic: TrafficReading,
  phases: readonly PhaseRecord[],
  runs: readonly AgentRun[],
): CanonicalRecord[] {
  const sessions = [...traffic.sessions.values()]
  const stated = statedOf(setup, traffic)
  const startedAt = setup.startedAt ?? runs[0]?.startedAt ?? null
  const failed = phases.find(({ status }) => status === 'failed')
  const last = [traffic.latestAt, ...runs.flatMap((run) => [run.startedAt, run.endedAt]), stated.endedAt, startedAt]
  const run: RunRecord = {
    kind: 'run',
    runKey: setup.runKey,
    name: setup.runKey,
    project: projectOf(sessions),
    job: { key: jobKeyOf(setup), name: jobName(setup), type: 'scenario_list', inferred: true },
    statusRaw: stated.statusRaw,
    status: stated.status,
    failureReason: failed === undefined ? null : `${failed.name}: ${failed.failureReason}`,
    createdAt: startedAt,
    updatedAt: last.reduce((a, b) => (b !== null && (a === null || b > a) ? b : a), null),
    startedAt,
    endedAt: stated.endedAt,
    tokenCap: null,
    maxDurationMinutes: null,
    goal: setup.inputPath,
    data: runData(setup, traffic, sessions),
    ref: setup.config === null ? EVENTS_FILE : CONFIG_FILE,
    flags: runFlags(setup, sessions, phases, runs),
  }
  const group = setup.inputPath === null ? [] : [groupOf(setup.inputPath, run.ref)]
  return [...group, jobOf(setup, run), run]
}

const listName = (path: string | null) => path?.split(/[\\/]/).at(-1) ?? 'scenario list'

/** One list may be tried under several configurations. */
function jobName({ inputPath, model, effort }: RunSetup): string {
  const settings = [model, effort].filter((part) => part !== null).join(', ')
  return settings === '' ? listName(inputPath) : `${listName(inputPath)} (${settings})`
}

/** The folder that Codex worked in. */
function projectOf(sessions: readonly CodexSession[]): string | null {
  const cwd = sessions.map((session) => session.record().data['cwd']).find((path) => typeof path === 'string')
  return typeof cwd === 'string' ? (cwd.split(/[\\/]/).findLast((part) => part !== '') ?? null) : null
}

function runData(setup: RunSetup, traffic: TrafficReading, sessions: readonly CodexSession[]): Json {
  const drift = sessions.flatMap((session) => {
    const { flags, evidence } = session.drift()
    return flags.length === 0 ? [] : [{ session: session.key, ...evidence }]
  })
  return {
    config: setup.config,
    modelRequested: setup.modelEmpty ? '' : setup.model,
    effortRequested: setup.effort,
    command: setup.command,
    terminalRecord: setup.completedAt !== null ? 'run_complete' : traffic.exit !== null ? 'exit' : null,
    serverExit: traffic.exit,
    executorSessions: sessions.length,
    drifted: drift.length,
    drift: drift.slice(0, 20),
    otherRuns: setup.otherRuns,
  }
}

/** Flags of a scenario or session that an operator looks for among runs. */
const RISING = new Set([
  'model_drift',
  'effort_drift',
  'claimed_not_verified',
  'first_cause_elsewhere',
  'tokens_unknown',
  'zone_unknown',
])

function runFlags(
  setup: RunSetup,
  sessions: readonly CodexSession[],
  phases: readonly PhaseRecord[],
  runs: readonly AgentRun[],
): string[] {
  const below = [...sessions.flatMap((session) => session.flags()), ...phases.flatMap(({ flags }) => flags)]
  const times = [setup.startedAt, setup.completedAt, ...runs.flatMap((run) => [run.startedAt, run.endedAt])]
  const known = times.flatMap((at) => at ?? [])
  const wholeSeconds = known.length > 0 && known.every((at) => at.endsWith('.000Z'))
  return [
    ...new Set([
      ...setup.flags,
      ...below.filter((flag) => RISING.has(flag)),
      ...(setup.modelEmpty ? ['model_empty'] : []),
      ...(wholeSeconds ? ['duration_second_resolution'] : []),
    ]),
  ]
}

/** A job about which nothing but its key is known. */
const EMPTY_JOB = {
  kind: 'job',
  parentKey: null,
  project: null,
  statusRaw: null,
  status: 'unknown',
  failureReason: null,
  goal: null,
  modelRequested: null,
  effortRequested: null,
  bestScore: null,
  baselineScore: null,
  config: null,
  createdAt: null,
  updatedAt: null,
  startedAt: null,
  endedAt: null,
  data: {},
  flags: [],
} as const

/** The list itself: the jobs are its trials, one for each configuration. */
export function groupOf(inputPath: string, ref: string): JobRecord {
  return { ...EMPTY_JOB, jobKey: inputPath, name: listName(inputPath), type: 'group', goal: inputPath, ref }
}

function jobOf(setup: RunSetup, run: RunRecord): JobRecord {
  return {
    ...EMPTY_JOB,
    jobKey: jobKeyOf(setup),
    parentKey: setup.inputPath,
    name: jobName(setup),
    type: 'scenario_list',
    project: run.project,
    goal: setup.inputPath,
    modelRequested: setup.model,
    effortRequested: setup.effort,
    config: setup.config === null ? null : jobConfig(setup.config),
    ref: run.ref,
    flags: setup.modelEmpty ? ['model_empty'] : [],
  }
}

/** Scenarios of the list that were not started: they wait, as long as the run may still come to them. */
export function waitingPhases(
  listed: readonly ListedScenario[],
  runs: readonly AgentRun[],
  setup: RunSetup,
  over: boolean,
): PhaseRecord[] {
  const evidence = over ? 'listed, and the run ended before it' : 'listed, not started'
  const limit = setup.config?.['max_scenarios']
  const planned = typeof limit === 'number' && limit >= 0 ? listed.slice(0, limit) : listed
  const fileOf = (path: string | null) => path?.split(/[\\/]/).at(-1) ?? null
  const started = new Set(runs.map((run) => fileOf(run.outputPath) ?? run.number))
  return planned
    .filter(({ outputFile, number }) => !started.has(fileOf(outputFile) ?? number))
    .map(({ number, title, outputFile }, index) => ({
      kind: 'phase',
      runKey: setup.runKey,
      phaseKey: phaseKeyOf('scenario_run', number, outputFile),
      tierKey: null,
      index: runs.length + index,
      name: nameOf({ kind: 'scenario_run', number, title }),
      description: null,
      statusRaw: null,
      status: over ? 'skipped' : 'queued',
      phaseType: 'scenario_run',
      taskCategory: null,
      complexity: null,
      tokensStored: null,
      failureReason: null,
      builderAttempts: null,
      auditorAttempts: null,
      retryAttempt: null,
      lastAttemptAt: null,
      createdAt: null,
      updatedAt: null,
      startedAt: null,
      endedAt: null,
      data: { scenarioNumber: number, scenarioTitle: title, outputPath: outputFile, evidence },
      ref: 'scenario list',
      flags: [],
    }))
}
