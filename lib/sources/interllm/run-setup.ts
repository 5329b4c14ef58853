import type { EventRecord } from '@/lib/model/records'
import { fieldOf, type Json, listOf, textOf } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import type { FolderSource } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'
import { isLine, objectsIn, stampOf } from './folder-lines'

export const CONFIG_FILE = 'run_config.json'
export const EVENTS_FILE = 'run_events.jsonl'

/** What a run was started with, and what it says of its own start and end. */
export interface RunSetup {
  runKey: string
  /** The whole of `run_config.json`; null when it was never written or cannot be read. */
  config: Json | null
  model: string | null
  /** A model is named, and its name is empty: the program then falls back to another one. */
  modelEmpty: boolean
  effort: string | null
  inputPath: string | null
  /** The command line of the Codex server. */
  command: readonly string[]
  startedAt: string | null
  completedAt: string | null
  /** Other runs whose lines stand in the same folder. */
  otherRuns: readonly string[]
  flags: readonly string[]
}

/** A run's own id in the name of its folder. */
const RUN_FOLDER = /(?:^|\/)run-([^/]+)$/

interface Seen {
  starts: { runId: string; at: string | null; model: unknown; effort: unknown }[]
  command: readonly string[]
  completedAt: string | null
  flags: Set<string>
}

/** Reads configuration and events of the run; events become records. */
export function readSetup(folder: FolderSource): { setup: RunSetup; pieces: Piece[] } {
  const pieces: Piece[] = []
  const config = readConfig(folder, pieces)
  const lines: { line: number; value: Json }[] = []
  if (folder.files.some(({ path }) => path === EVENTS_FILE)) {
    for (const item of objectsIn(folder, EVENTS_FILE)) isLine(item) ? lines.push(item) : pieces.push(item)
  }
  const seen = seenIn(lines)
  const setup = setupOf(folder.path, config, seen)
  pieces.push({ records: lines.map(({ line, value }) => eventOf(setup.runKey, line, value)) })
  return { setup, pieces }
}

function readConfig(folder: FolderSource, pieces: Piece[]): Json | null {
  if (!folder.files.some(({ path }) => path === CONFIG_FILE)) return null
  const reject = (reason: string) => pieces.push({ rejected: [{ line: null, place: CONFIG_FILE, reason }] })
  try {
    const value = folder.document(CONFIG_FILE).json()
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
    reject(value === undefined ? 'not JSON' : 'not an object')
  } catch (error) {
    reject(error instanceof Error ? error.message : String(error))
  }
  return null
}

function seenIn(lines: readonly { value: Json }[]): Seen {
  const seen: Seen = { starts: [], command: [], completedAt: null, flags: new Set() }
  for (const { value } of lines) {
    const { at, flags } = stampOf(value['ts'])
    for (const flag of flags) seen.flags.add(flag)
    const runId = textOf(value, 'run_id')
    if (value['event'] === 'run_start' && runId !== null) {
      seen.starts.push({ runId, at, model: fieldOf(value, 'model'), effort: fieldOf(value, 'reasoning_effort') })
    }
    if (value['event'] === 'codex_mcp_command') seen.command = words(listOf(value, 'command'))
    if (value['event'] === 'run_complete') seen.completedAt = at
  }
  return seen
}

const words = (list: readonly unknown[]) => list.filter((word) => typeof word === 'string').slice(0, 200)

function setupOf(path: string, config: Json | null, seen: Seen): RunSetup {
  const named = textOf(config, 'run_id') ?? seen.starts.at(-1)?.runId ?? null
  const runKey = named ?? RUN_FOLDER.exec(path)?.[1] ?? path.split('/').at(-1) ?? path
  const start = seen.starts.find(({ runId }) => runId === runKey) ?? null
  const model = fieldOf(config, 'model') ?? start?.model ?? optionIn(seen.command, '--model')
  const effort = textOf(config, 'reasoning_effort') ?? (typeof start?.effort === 'string' ? start.effort : null)
  const otherRuns = [...new Set(seen.starts.map(({ runId }) => runId))].filter((runId) => runId !== runKey)
  return {
    runKey,
    config,
    model: typeof model === 'string' && model.trim() !== '' ? model : null,
    modelEmpty: typeof model === 'string' && model.trim() === '',
    effort: effort || effortIn(seen.command),
    inputPath: textOf(config, 'input_path'),
    command: seen.command,
    startedAt: start?.at ?? null,
    completedAt: seen.completedAt,
    otherRuns,
    flags: [...seen.flags, ...(otherRuns.length > 0 ? ['id_reused'] : [])],
  }
}

/** The word after an option of a command line, empty ones too. */
export function optionIn(command: readonly string[], option: string): string | null {
  const at = command.indexOf(option)
  return at === -1 ? null : (command[at + 1] ?? null)
}

const EFFORT = /^model_reasoning_effort\s*=\s*"?([\w-]{1,40})"?$/

/** The effort that a command line sets by `--config model_reasoning_effort="…"`. */
export function effortIn(command: readonly string[]): string | null {
  for (const word of command) {
    const found = EFFORT.exec(word)
    if (found?.[1] !== undefined) return found[1]
  }
  return null
}

function eventOf(runKey: string, line: number, value: Json): EventRecord {
  const { at, flags } = stampOf(value['ts'])
  const type = textOf(value, 'event')?.slice(0, 100) ?? 'event not named'
  const command = words(listOf(value, 'command')).join(' ')
  const { ts: _ts, event: _event, ...data } = value
  return {
    kind: 'event',
    eventKey: `${runKey}/${EVENTS_FILE}/${line}`,
    runKey,
    seq: null,
    level: null,
    phaseKey: null,
    type,
    at,
    title: type.replaceAll('_', ' '),
    detail: command === '' ? null : command.slice(0, 2_000),
    actor: 'orchestrator',
    updatedAt: null,
    data,
    ref: `${EVENTS_FILE} line ${line}`,
    flags,
  }
}

/** Of the configuration, what another run of the same job has too. */
const OF_ONE_RUN = new Set(['run_id', 'log_dir'])

/** The settings of the job: the configuration without what only names the run. */
export function jobConfig(config: Json): Json {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !OF_ONE_RUN.has(name)))
}

/** The job of a run: a scenario list under one configuration. */
export function jobKeyOf({ inputPath, config, model, effort }: RunSetup): string {
  const settings = config === null ? { model, effort } : jobConfig(config)
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${inputPath ?? 'scenario list'}#${stableHash([JSON.stringify(sorted)]).slice(0, 12)}`
}
