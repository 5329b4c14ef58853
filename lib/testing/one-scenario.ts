import type { Work } from '@/lib/sources/interllm/codex-calls-fixture'
import { InterllmRun, type RunOptions, type Scenario } from '@/lib/sources/interllm/interllm-fixture'
import { interllmRunReader } from '@/lib/sources/interllm/interllm-run-reader'
import { readFolder } from './memory-source'

export const START = Date.parse('2026-08-01T10:00:00.000Z')
export const PATH = 'outputs/scenario_002.md'
export const SCENARIO: Scenario = { kind: 'scenario_run', number: '1.1', title: 'Read only', outputPath: PATH }

/** A run that has begun. */
export const newRun = (options: Partial<RunOptions> = {}) => new InterllmRun({ startMs: START, ...options }).wait(1)

/** What the reader says of a run's folder. */
export const readRun = (run: InterllmRun) => readFolder(interllmRunReader, run.files())

/** One scenario with one call to Codex that ends with DONE. */
export function oneScenario(work: Partial<Work>, options: Partial<RunOptions> = {}): InterllmRun {
  const run = newRun(options).start(SCENARIO).wait(10)
  run.work({ prompt: `Write to ${PATH}`, ...work })
  return run.wait(5).end('DONE', { input: 2_000, output: 500 }).wait(1)
}

/** The scenario of such a run. */
export const scenarioIn = (run: InterllmRun) =>
  readRun(run)
    .of('phase')
    .find(({ phaseType }) => phaseType === 'scenario_run')
