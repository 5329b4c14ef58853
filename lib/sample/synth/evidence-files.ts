import { DAY_MS, HOUR_MS, iso, jsonFile, linesFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'
import { evidenceRunId, gepaEvidenceFiles } from '@/lib/sources/synth/gepa-evidence-fixture'

const FOLDER = 'synth/evidence/gepa-comparison'
const RERUNS = 4

/** A comparison of two searches on one benchmark: of the tries of one of them the report tells the last only. */
export function evidenceFiles(startedAt: number): SampleFile[] {
  const files = gepaEvidenceFiles({ startedAt: iso(startedAt), rollouts: { gepa_ai: 96, synth_gepa: 104 } })
  const commands = [...reruns(startedAt), ...listOf(files['commands.jsonl'])]
  return Object.entries({ ...files, 'commands.jsonl': commands }).map(([path, value]) =>
    Array.isArray(value) ? linesFile(`${FOLDER}/${path}`, value) : jsonFile(`${FOLDER}/${path}`, value),
  )
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Tries of the days before, in the form of the folder's own commands; the first of them broke off. */
function reruns(startedAt: number): Record<string, unknown>[] {
  return Array.from({ length: RERUNS }, (_, index) => {
    const at = startedAt - 2 * DAY_MS + index * 5 * HOUR_MS
    const run = evidenceRunId('synth_gepa', 'trivia', iso(at))
    return {
      command_id: `command-${run}`,
      phase: 'run',
      stack: 'synth_gepa',
      benchmark: 'trivia',
      cwd: '/work/evals',
      argv: ['run_stack', '--benchmark', 'trivia', '--stack', 'synth_gepa'],
      env_keys: ['API_KEY'],
      inputs: ['/work/evals/configs/trivia.toml'],
      outputs: [`/work/evals/runs/synth_gepa/trivia/${run}`],
      started_at: iso(at),
      finished_at: iso(at + 9 * MINUTE_MS),
      exit_code: index === 0 ? 1 : 0,
    }
  })
}
