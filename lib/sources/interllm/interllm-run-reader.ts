import type { FailureRecord, PhaseRecord } from '@/lib/model/records'
import { isObject, textOf } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece } from '@/lib/sources/document-batches'
import type { Batch, FolderReader, FolderSource } from '@/lib/sources/reader'
import { type AgentRun, RUNS_FILE, readAgentRuns } from './agent-runs'
import type { CodexSession } from './codex-session'
import { executorFailures } from './failures'
import { isLine, objectsIn } from './folder-lines'
import { isOver, runRecords, waitingPhases } from './run-records'
import { CONFIG_FILE, EVENTS_FILE, type RunSetup, readSetup } from './run-setup'
import { OutputFiles } from './scenario-files'
import { scenarioRecords } from './scenario-records'
import { SDK_LOG_FILE, sdkLogEvents } from './sdk-log'
import { TRAFFIC_FILE } from './traffic'
import { TrafficReading } from './traffic-reading'

/** The default place of a run; all below it is a part of it. */
const RUN_FOLDER = /^(.*\/run-\d{8}T\d{6}Z)\/./
/** Names that no other system gives its files. */
const OWN_FILES = new Set([EVENTS_FILE, RUNS_FILE, TRAFFIC_FILE, SDK_LOG_FILE])

/** The folder of one InterLLM run: configuration, coordinator, traffic with the Codex server, log. */
export const interllmRunReader: FolderReader = {
  system: 'interllm',
  parserVersion: 1,
  folderOf: (path) => {
    const inRun = RUN_FOLDER.exec(path)?.[1]
    if (inRun !== undefined) return inRun
    const slash = path.lastIndexOf('/')
    return slash > 0 && OWN_FILES.has(path.slice(slash + 1)) ? path.slice(0, slash) : null
  },
  detect: (folder) => {
    const begins = [EVENTS_FILE, RUNS_FILE, TRAFFIC_FILE].some((path) => knows(folder, path))
    return begins || hasConfig(folder) ? { systemVersion: versionOf(folder) } : null
  },
  read: (folder, cursor): Iterable<Batch> => inBatches(readRun(folder), cursor),
}

const EVENTS = new Set([
  'run_start',
  'codex_mcp_command',
  'run_complete',
  'agent_run_start',
  'agent_run_end',
  'agent_run_error',
])

/** Whether the first line of a file is one of ours. */
function knows(folder: FolderSource, path: string): boolean {
  if (!folder.files.some((file) => file.path === path)) return false
  for (const item of objectsIn(folder, path)) {
    if (!isLine(item)) return false
    const { value } = item
    return path === TRAFFIC_FILE ? textOf(value, 'direction') !== null : EVENTS.has(textOf(value, 'event') ?? '')
  }
  return false
}

function hasConfig(folder: FolderSource): boolean {
  if (!folder.files.some(({ path }) => path === CONFIG_FILE)) return false
  try {
    const config = folder.document(CONFIG_FILE).json()
    return isObject(config) && textOf(config, 'run_id') !== null && 'todo_path' in config
  } catch {
    return false
  }
}

const versionOf = (folder: FolderSource) =>
  folder.files.some(({ path }) => path === TRAFFIC_FILE) ? 'run folder' : 'run folder without traffic'

function* readRun(folder: FolderSource): Generator<Piece> {
  const { setup, pieces } = readSetup(folder)
  yield* pieces
  const { runs, pieces: runPieces } = readAgentRuns(folder, setup.runKey)
  yield* runPieces
  const traffic = new TrafficReading(folder, setup, runs)
  yield* traffic.read()
  yield* sdkLogEvents(folder, setup.runKey, setup.startedAt ?? runs[0]?.startedAt ?? null)
  yield* conclusions(folder, setup, runs, traffic)
}

/** What only all files together tell: failures, scenarios with their states, sessions, the run and its job. */
function* conclusions(
  folder: FolderSource,
  setup: RunSetup,
  runs: readonly AgentRun[],
  traffic: TrafficReading,
): Generator<Piece> {
  const { runKey, model } = setup
  const sessions = [...traffic.sessions.values()]
  const errors = [...sessions.flatMap((session) => session.errors), ...traffic.callErrors]
  const executor: FailureRecord[] = executorFailures(errors, traffic.logs, {
    runKey,
    phaseOf: (at) => traffic.phaseAt(at),
  })
  yield { records: executor }
  const outputs = new OutputFiles(folder)
  const closed = isOver(setup, traffic)
  const byPhase = sessionsByPhase(sessions)
  const phases: PhaseRecord[] = []
  for (const run of runs) {
    const own = traffic.lines === 0 ? null : (byPhase.get(run.phaseKey) ?? [])
    const fileBytes = outputs.bytesOf(run.outputPath)
    const records = scenarioRecords(run, { runKey, model, closed, sessions: own, executor, fileBytes })
    for (const record of records) if (record.kind === 'phase') phases.push(record)
    yield { records }
  }
  const over = closed || runs.at(-1)?.end === 'error'
  yield { records: waitingPhases(outputs.listed, runs, setup, over) }
  yield { records: sessions.map((session) => session.record()) }
  yield { records: runRecords(setup, traffic, phases, runs) }
}

function sessionsByPhase(sessions: readonly CodexSession[]): Map<string, CodexSession[]> {
  const byPhase = new Map<string, CodexSession[]>()
  for (const session of sessions) {
    if (session.phase === null) continue
    const list = byPhase.get(session.phase.phaseKey)
    if (list) list.push(session)
    else byPhase.set(session.phase.phaseKey, [session])
  }
  return byPhase
}
