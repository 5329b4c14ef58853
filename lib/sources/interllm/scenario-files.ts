import { integerOf, isObject, listOf, textOf } from '@/lib/sources/codex/json-value'
import type { FolderSource } from '@/lib/sources/reader'

/** One line of a scenario list. */
export interface ListedScenario {
  index: number | null
  number: string | null
  title: string | null
  outputFile: string | null
}

/** What a manifest says; lists of any length are cut. */
export interface Manifest {
  source: string | null
  generatedAt: unknown
  outputDir: string | null
  scenarios: ListedScenario[]
  /** Entries that are no scenarios, or too many. */
  left: number
}

export const MANIFEST_FILE = 'scenario_manifest.json'
export const TODO_FILE = 'todo_scenarios.txt'
export const RESULTS_FILE = 'MASTER_RESULTS.md'
export const SCENARIO_FILE = /(?:^|\/)scenario_\d{3,6}\.md$/
const SCENARIOS_MAX = 5_000

/** Reads a manifest; null when it is none. */
export function manifestOf(value: unknown): Manifest | null {
  if (!isObject(value) || !Array.isArray(value['scenarios'])) return null
  const all = listOf(value, 'scenarios')
  const scenarios = all.slice(0, SCENARIOS_MAX).flatMap((entry) => {
    if (!isObject(entry)) return []
    const [number, title] = [textOf(entry, 'number'), textOf(entry, 'title')]
    return [{ index: integerOf(entry, 'index'), number, title, outputFile: textOf(entry, 'output_file') }]
  })
  return {
    source: textOf(value, 'source'),
    generatedAt: value['generated_at'],
    outputDir: textOf(value, 'output_dir'),
    scenarios,
    left: all.length - scenarios.length,
  }
}

const TODO_LINE = /^\s*(\d{1,9}(?:\.\d{1,9}){0,20})\)\s+(.{1,2000}?)\s*$/

/** The scenarios of a todo list: `1.2) Title`, one a line; the n-th one writes `scenario_00n.md`. */
export function todoOf(text: string): ListedScenario[] {
  const listed: ListedScenario[] = []
  for (const line of text.split(/\r?\n/, SCENARIOS_MAX)) {
    const [, number, title] = TODO_LINE.exec(line.slice(0, 3_000)) ?? []
    if (number === undefined || title === undefined) continue
    const index = listed.length
    listed.push({ index, number, title, outputFile: `scenario_${String(index + 1).padStart(3, '0')}.md` })
  }
  return listed
}

const baseName = (path: string) => path.split(/[\\/]/).at(-1) ?? path

/** The output files that lie in the run's own folder. Elsewhere the next run empties their folder: they tell nothing. */
export class OutputFiles {
  private readonly files: Map<string, number>
  private readonly recorded: boolean
  readonly listed: readonly ListedScenario[]

  constructor(private readonly folder: FolderSource) {
    this.files = new Map(folder.files.map(({ path, bytes }) => [baseName(path), bytes]))
    this.recorded = folder.files.some(({ path }) => SCENARIO_FILE.test(path)) || this.files.has(MANIFEST_FILE)
    this.listed = this.readList()
  }

  /** Size of a scenario's file; false when it is not there, null when outputs were not recorded here. */
  bytesOf(outputPath: string | null): number | false | null {
    if (outputPath === null || !this.recorded) return null
    return this.files.get(baseName(outputPath)) ?? false
  }

  private readList(): readonly ListedScenario[] {
    const find = (name: string) => this.folder.files.find(({ path }) => baseName(path) === name)?.path
    try {
      const manifest = find(MANIFEST_FILE)
      if (manifest !== undefined) return manifestOf(this.folder.document(manifest).json())?.scenarios ?? []
      const todo = find(TODO_FILE)
      return todo === undefined ? [] : todoOf(this.folder.document(todo).text())
    } catch {
      // Gone since the folder was listed, or too large for a list: what was started is known all the same.
      return []
    }
  }
}
