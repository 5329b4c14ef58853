import type { CanonicalRecord, RunRecord } from '@/lib/model/records'
import type { Json } from '@/lib/sources/codex/json-value'
import { type Benchmark, benchmarkNamed, isSweItem, knownBenchmark } from './benchmark'
import { type Columns, columnsOf } from './columns'
import { Fields, shortId } from './fields'
import { baseName, fileName } from './path-names'
import { jobRecord, runRecord } from './record-makers'
import { Cells, configurationOf, resultOf, spent } from './row-result'
import { type RunTally, runTally, statusOf, tallied, tallyFlags } from './run-tally'

/** What a file says about all of its rows. */
export interface RowsContext {
  path: string
  /** The set, when the file names it; else a column, the file's name or the form of the items tell. */
  benchmark: Benchmark | null
}

interface RunOfRows {
  benchmark: Benchmark
  name: string
  tally: RunTally
  columns: Record<string, string>
}

/** JSON-safe: what is known of a file's rows so far. */
export interface RowsState {
  runs: [string, RunOfRows][]
  seen: [string, number][]
}

/** Runs whose sums go on after a pause. */
const RUNS_KEPT = 20_000

/** Turns rows of experiments into results, and remembers what their runs and jobs come to. */
export class ResultRows {
  private readonly runs: Map<string, RunOfRows>
  private readonly seen: Map<string, number>
  private readonly changed = new Set<string>()
  private readonly ref: string
  private readonly columnsByShape = new Map<string, Columns>()
  /** Columns that were not understood, with the number of rows that have them. */
  readonly unknown = new Map<string, number>()

  constructor(
    private readonly context: RowsContext,
    state: RowsState | null = null,
    /** Items whose repeats are counted; of later ones a repeat is what the row states, or the first. */
    private readonly seenMax = Number.POSITIVE_INFINITY,
  ) {
    this.ref = baseName(context.path)
    this.runs = new Map(state?.runs ?? [])
    this.seen = new Map(state?.seen ?? [])
  }

  state(): RowsState {
    return { runs: [...this.runs].slice(-RUNS_KEPT), seen: [...this.seen] }
  }

  /** One row's records, or why it is none. */
  take(row: Json, ref: string): { records: CanonicalRecord[] } | { reason: string } {
    const fields = new Fields(row)
    const columns = this.columns(Object.keys(row))
    const cell = new Cells(fields, columns)
    const item = cell.id('item')
    if (item === null) return { reason: 'it names no item' }
    const run = this.runOf(cell, item)
    const split = cell.id('split')
    const repeat = this.repeatOf(`${run.key} ${split ?? ''} ${item}`, cell)
    this.changed.add(run.key)
    const place = { jobKey: run.of.benchmark.key, runKey: run.key, configuration: run.of.name }
    const result = resultOf(cell, { ...place, item, split, repeat, ref })
    tallied(run.of.tally, result)
    return { records: [result, ...spent(result, cell)] }
  }

  /** Jobs and runs that rows were added to since the last call, as they stand now. */
  records(): CanonicalRecord[] {
    const runs = [...this.runs].filter(([runKey]) => this.changed.has(runKey))
    const jobs = new Map(runs.map(([, { benchmark }]) => [benchmark.key, benchmark]))
    this.changed.clear()
    return [
      ...[...jobs.values()].map((benchmark) => jobRecord(benchmark, { ref: this.ref })),
      ...runs.map(([runKey, run]) => this.run(runKey, run)),
    ]
  }

  /** The run of a file that has but one, and what its rows come to; null when there are none or several. */
  onlyRun(): { run: RunRecord; tally: RunTally } | null {
    const [first, ...more] = this.runs
    return first === undefined || more.length > 0 ? null : { run: this.run(...first), tally: first[1].tally }
  }

  private run(runKey: string, { benchmark, name, tally, columns }: RunOfRows): RunRecord {
    return runRecord(benchmark, {
      runKey,
      name,
      ref: this.ref,
      status: statusOf(tally),
      startedAt: tally.firstAt,
      endedAt: tally.lastAt,
      flags: tallyFlags(tally),
      data: { columns, items: tally.items },
    })
  }

  private columns(names: string[]): Columns {
    const shape = names.join('\u0000')
    let columns = this.columnsByShape.get(shape)
    if (columns === undefined) {
      columns = columnsOf(names)
      if (this.columnsByShape.size < 1_000) this.columnsByShape.set(shape, columns)
    }
    for (const name of columns.others) {
      if (this.unknown.size < 200 || this.unknown.has(name)) this.unknown.set(name, (this.unknown.get(name) ?? 0) + 1)
    }
    return columns
  }

  private runOf(cell: Cells, item: string): { key: string; of: RunOfRows } {
    const benchmark = this.benchmarkOf(cell, item)
    const name = configurationOf(cell) ?? fileName(this.context.path)
    const key = shortId(`${benchmark.key}/${name}`)
    let of = this.runs.get(key)
    if (of === undefined) {
      of = { benchmark, name, tally: runTally(), columns: cell.taken() }
      this.runs.set(key, of)
    }
    return { key, of }
  }

  private benchmarkOf(cell: Cells, item: string): Benchmark {
    const stated = cell.id('benchmark')
    if (stated !== null) return knownBenchmark(stated, false) ?? benchmarkNamed(stated, false)
    const { benchmark, path } = this.context
    const file = fileName(path)
    return (
      benchmark ??
      knownBenchmark(file, true) ??
      (isSweItem(item) ? benchmarkNamed('SWE-bench', true) : benchmarkNamed(file, true, 'experiment'))
    )
  }

  /** The same item again, by the same configuration, is its next repeat. */
  private repeatOf(key: string, cell: Cells): number {
    const repeat = this.seen.get(key)
    if (repeat === undefined && this.seen.size >= this.seenMax) return cell.fields.count(cell.name('repeat')) ?? 0
    this.seen.set(key, (repeat ?? 0) + 1)
    return repeat ?? 0
  }
}
