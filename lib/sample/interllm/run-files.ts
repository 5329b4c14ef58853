import type { SampleFile } from '@/lib/sample/sample-file'
import type { InterllmRun } from '@/lib/sources/interllm/interllm-fixture'

/** The folder of a run so far, where the program puts it; files that are still empty are not there. */
export function runFiles(run: InterllmRun): SampleFile[] {
  return Object.entries(run.files())
    .filter(([, text]) => text !== '')
    .map(([path, text]) => ({ path: `interllm/logs/run-${run.runId}/${path}`, text }))
}
