/** The jobs of the systems that are neither Autopack nor a coding tool: one of each, with its typical trap. */
import { finishedRun } from './interllm/finished-run'
import { liveRunFiles } from './interllm/live-run'
import { runFiles } from './interllm/run-files'
import { obraDatabase } from './obra/obra-database'
import { canary } from './pitwall/canary'
import { outageExperiment } from './pitwall/outage-experiment'
import { ownRecords } from './pitwall/own-records'
import { storm } from './pitwall/storm'
import { reevDatabase, reevFiles } from './reev/reev-files'
import { resultFiles } from './results/result-files'
import { tokenExperiment } from './results/token-experiment'
import { HOUR_MS, type SampleDatabase, type SampleFile } from './sample-file'
import { synthFiles } from './synth/synth-files'

/** The folders of these systems, within that of the sample. */
export const OTHER_SYSTEMS = ['synth', 'obra', 'interllm', 'reev', 'results', 'pitwall'] as const

/** Their text files at `now`, in milliseconds; equal seed and time give equal files. */
export function otherFiles(seed: string, now: number): SampleFile[] {
  return [
    ...synthFiles(seed, now),
    ...runFiles(finishedRun(seed, now - 26 * HOUR_MS)),
    ...liveRunFiles(seed, now, Number.NEGATIVE_INFINITY, now),
    ...reevFiles(seed, now),
    ...resultFiles(seed, now),
    tokenExperiment(seed, now),
    ownRecords(seed, now),
    outageExperiment(seed, now),
    canary(seed, now),
    storm(seed, now),
  ]
}

/** Their databases at `now`. */
export const otherDatabases = (seed: string, now: number): SampleDatabase[] => [
  obraDatabase(seed, now),
  reevDatabase(seed, now),
]
