import type { EventRecord } from '@/lib/model/records'
import { firstLine, type Json, objectOf, textOf } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import type { FolderSource } from '@/lib/sources/reader'
import { isLine, objectsIn, stampOf } from './folder-lines'

export const RUNS_FILE = 'agent_runs.jsonl'

/** One run of the coordinator: a calibration or a scenario. */
export interface AgentRun {
  phaseKey: string
  index: number
  kind: string
  agent: string | null
  number: string | null
  title: string | null
  outputPath: string | null
  prompt: string | null
  startedAt: string | null
  endedAt: string | null
  /** `open`: neither an end nor an error was recorded. */
  end: 'open' | 'ended' | 'error'
  /** Another one began while this was open; the scheduler runs one at a time. */
  passed: boolean
  output: string | null
  error: string | null
  /** What the SDK counted; null when it counted nothing. */
  usage: Json | null
  responseId: string | null
  ref: string
  endRef: string | null
  flags: Set<string>
}

/** Reads the coordinator's runs, each line as an event too. */
export function readAgentRuns(folder: FolderSource, runKey: string): { runs: AgentRun[]; pieces: Piece[] } {
  const pieces: Piece[] = []
  const book = new AgentRunBook()
  if (!folder.files.some(({ path }) => path === RUNS_FILE)) return { runs: [], pieces }
  for (const item of objectsIn(folder, RUNS_FILE)) {
    if (!isLine(item)) pieces.push(item)
    else pieces.push(book.take(item.value, item.line, runKey))
  }
  return { runs: book.runs, pieces }
}

class AgentRunBook {
  readonly runs: AgentRun[] = []
  private readonly open = new Map<string, AgentRun>()
  private readonly keys = new Map<string, number>()

  take(value: Json, line: number, runKey: string): Piece {
    const event = textOf(value, 'event')
    const place = `${RUNS_FILE} line ${line}`
    const isStart = event === 'agent_run_start'
    if (!isStart && event !== 'agent_run_end' && event !== 'agent_run_error') {
      const name = (event ?? 'no event').slice(0, 200)
      return { unparsed: [{ kind: 'unknown-record-type', name, count: 1, sample: place }] }
    }
    const run = isStart ? this.start(value, place) : this.end(value, place, event === 'agent_run_error')
    return { records: [eventOf(value, event, run, line, runKey)] }
  }

  private start(value: Json, place: string): AgentRun {
    for (const other of this.open.values()) other.passed = true
    const run = this.newRun(value, place)
    const { at, flags } = stampOf(value['ts'])
    for (const flag of flags) run.flags.add(flag)
    run.startedAt = at
    run.prompt = textOf(value, 'prompt')
    this.open.set(matchKey(value), run)
    return run
  }

  /** An end belongs to the open start of the same scenario; without one its start is lost. */
  private end(value: Json, place: string, failed: boolean): AgentRun {
    const key = matchKey(value)
    const run = this.open.get(key) ?? this.newRun(value, place)
    this.open.delete(key)
    const { at, flags } = stampOf(value['ts'])
    for (const flag of flags) run.flags.add(flag)
    run.endedAt = at
    run.end = failed ? 'error' : 'ended'
    run.output = textOf(value, 'output')
    run.error = failed ? (textOf(value, 'error') ?? 'no message was recorded') : null
    run.usage = objectOf(value, 'usage')
    run.responseId = textOf(value, 'last_response_id')
    run.endRef = place
    return run
  }

  private newRun(value: Json, place: string): AgentRun {
    const kind = textOf(value, 'run_kind')?.slice(0, 100) ?? 'run kind not recorded'
    const outputPath = textOf(value, 'output_path')
    const run: AgentRun = {
      phaseKey: this.phaseKey(kind, textOf(value, 'scenario_number'), outputPath),
      index: this.runs.length,
      kind,
      agent: textOf(value, 'agent'),
      number: textOf(value, 'scenario_number'),
      title: textOf(value, 'scenario_title'),
      outputPath,
      prompt: null,
      startedAt: null,
      endedAt: null,
      end: 'open',
      passed: false,
      output: null,
      error: null,
      usage: null,
      responseId: null,
      ref: place,
      endRef: null,
      flags: new Set(),
    }
    this.runs.push(run)
    return run
  }

  private phaseKey(kind: string, number: string | null, outputPath: string | null): string {
    const key = phaseKeyOf(kind, number, outputPath)
    const times = (this.keys.get(key) ?? 0) + 1
    this.keys.set(key, times)
    return times === 1 ? key : `${key}~${times}`
  }
}

const KEY_PART_MAX = 120

/**
 * The key of a scenario in its run. One number may stand twice in a list, and only the file it is to write tells the two
 * apart, whenever they are started.
 */
export function phaseKeyOf(kind: string, number: string | null, outputPath: string | null): string {
  const file = outputPath?.split(/[\\/]/).at(-1) ?? null
  return [kind, number, file].flatMap((part) => (part === null ? [] : [part.slice(0, KEY_PART_MAX)])).join('/')
}

const matchKey = (value: Json) =>
  JSON.stringify([textOf(value, 'run_kind'), textOf(value, 'scenario_number'), textOf(value, 'output_path')])

/** How a scenario is called on a screen: `1.2 Mutable structs`. */
export function nameOf(run: Pick<AgentRun, 'kind' | 'number' | 'title'>): string {
  const name = [run.number, run.title].filter((part) => part !== null).join(' ')
  return firstLine(name) ?? run.kind.replaceAll('_', ' ')
}

function eventOf(value: Json, type: string, run: AgentRun, line: number, runKey: string): EventRecord {
  const { at, flags } = stampOf(value['ts'])
  return {
    kind: 'event',
    eventKey: `${runKey}/${RUNS_FILE}/${line}`,
    runKey,
    seq: null,
    level: type === 'agent_run_error' ? 'error' : null,
    phaseKey: run.phaseKey,
    type,
    at,
    title: `${type.replaceAll('_', ' ')}: ${nameOf(run)}`,
    detail: firstLine(run.error ?? (type === 'agent_run_end' ? run.output : null), 500),
    actor: run.agent,
    updatedAt: null,
    data: { runKind: run.kind, scenarioNumber: run.number, outputPath: run.outputPath },
    ref: `${RUNS_FILE} line ${line}`,
    flags,
  }
}
