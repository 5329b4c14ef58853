import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { isLine, objectsIn } from '@/lib/sources/folder-lines'
import { JsonCells } from '@/lib/sources/json-cells'
import type { FolderSource } from '@/lib/sources/reader'

/** One start of a stack on a benchmark. */
export interface Command {
  runKey: string
  stack: string
  benchmark: string
  cells: JsonCells
  ref: string
}

/** What a benchmark's own files say of it. */
export interface Benchmark {
  name: string
  parity: JsonCells | null
  /** Stack → what is reported of it. */
  stacks: Map<string, JsonCells>
  generatedAt: string | null
  notes: Json
}

/** What the small files of an evidence folder say, needed before the long ones are read. */
export interface Evidence {
  /** By run. */
  commands: Map<string, Command>
  /** Ids of the commands that were taken: manifests list them again. */
  seen: Set<string>
  /** Commands that start no run, such as the making of the report. */
  others: { cells: JsonCells; ref: string }[]
  benchmarks: Map<string, Benchmark>
  reportedRuns: Set<string>
  problems: Yielded[]
}

const RUN_PHASE = /^(?:run|search|optimi[sz]e)$/i

/** Reads commands, parity controls, manifests and summaries; the order of the files does not matter. */
export function gatherEvidence(folder: FolderSource): Evidence {
  const evidence: Evidence = {
    commands: new Map(),
    seen: new Set(),
    others: [],
    benchmarks: new Map(),
    reportedRuns: new Set(),
    problems: [],
  }
  for (const { path } of folder.files) {
    if (/(^|\/)commands\.jsonl$/.test(path)) gatherCommands(evidence, folder, path)
    const [, name, file] = /(?:^|\/)benchmarks\/([^/]+)\/(parity_controls|run_manifest|summary)\.json$/.exec(path) ?? []
    if (name === undefined || file === undefined) continue
    const value = jsonOf(folder, path, evidence)
    if (value === null) continue
    if (file === 'parity_controls') benchmarkOf(evidence, name).parity = new JsonCells(value)
    else gatherReport(evidence, name, value, path, file === 'summary')
  }
  return evidence
}

function jsonOf(folder: FolderSource, path: string, evidence: Evidence): Json | null {
  try {
    const value = folder.document(path).json()
    if (isObject(value)) return value
    evidence.problems.push(rejection(path, value === undefined ? 'not JSON' : 'not an object'))
  } catch (error) {
    evidence.problems.push(rejection(path, error instanceof Error ? error.message : String(error)))
  }
  return null
}

function gatherCommands(evidence: Evidence, folder: FolderSource, path: string): void {
  for (const item of objectsIn(folder, path)) {
    if (isLine(item)) addCommand(evidence, item.value, `${path} line ${item.line}`)
    else evidence.problems.push(item)
  }
}

/** The run that a command started is named by the folder it wrote into; without one the command names it. */
function addCommand(evidence: Evidence, fields: Json, ref: string): void {
  const cells = new JsonCells(fields)
  const [id, stack, benchmark] = [cells.key('command_id'), cells.line('stack'), cells.line('benchmark')]
  const phase = cells.line('phase')
  if (phase !== null && !RUN_PHASE.test(phase)) {
    evidence.others.push({ cells, ref })
    return
  }
  if (id !== null && evidence.seen.has(id)) return
  if (id !== null) evidence.seen.add(id)
  const output = cells.list('outputs').find((value): value is string => typeof value === 'string')
  const named =
    (output ?? '')
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1)
      ?.slice(0, 200) || id
  // A second command into the same folder is a rerun of its own.
  const runKey = named && evidence.commands.has(named) ? `${named}/${id ?? evidence.commands.size}` : named
  if (!runKey || stack === null || benchmark === null) {
    evidence.problems.push(rejection(ref, 'the command names no run, stack or benchmark'))
    return
  }
  evidence.commands.set(runKey, { runKey, stack, benchmark, cells, ref })
  benchmarkOf(evidence, benchmark)
}

function benchmarkOf(evidence: Evidence, name: string): Benchmark {
  const known = evidence.benchmarks.get(name)
  if (known) return known
  const benchmark: Benchmark = { name, parity: null, stacks: new Map(), generatedAt: null, notes: {} }
  evidence.benchmarks.set(name, benchmark)
  return benchmark
}

/** A manifest or a summary: per stack the runs that are reported and their numbers. The summary says more. */
function gatherReport(evidence: Evidence, folderName: string, value: Json, path: string, isSummary: boolean): void {
  const cells = new JsonCells(value)
  const benchmark = benchmarkOf(evidence, cells.line('benchmark') ?? folderName)
  benchmark.generatedAt = cells.time('generated_at') ?? benchmark.generatedAt
  const embedded = cells.object('parity_controls')
  if (embedded !== null) benchmark.parity ??= new JsonCells(embedded)
  if (isSummary) benchmark.notes = cells.rest(['benchmark', 'per_stack', 'parity_controls', 'generated_at'])
  const perStack = cells.object('per_stack') ?? {}
  for (const [stack, report] of Object.entries(perStack).slice(0, 100)) {
    if (!isObject(report)) continue
    const before = benchmark.stacks.get(stack)
    benchmark.stacks.set(
      stack,
      new JsonCells(isSummary ? { ...before?.fields, ...report } : { ...report, ...before?.fields }),
    )
    for (const id of new JsonCells(report).list('run_ids')) if (typeof id === 'string') evidence.reportedRuns.add(id)
  }
  // A manifest still lists the commands of runs that the report left out.
  for (const command of cells.list('run_commands')) {
    if (isObject(command)) addCommand(evidence, command, `${path} run_commands`)
  }
}
