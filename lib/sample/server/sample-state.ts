import 'server-only'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** Raised when the sample holds other things; an older one is then made anew. */
export const SAMPLE_VERSION = 5

const SampleState = z.object({
  version: z.literal(SAMPLE_VERSION),
  seed: z.string(),
  /** When the sample was made; all its times count from here. */
  base: z.iso.datetime(),
  /** Up to when the live runs and sessions are written. */
  advancedTo: z.iso.datetime(),
})
export type SampleState = z.infer<typeof SampleState>

/** What the sample in this folder was made from; null when there is none, or one of another version. */
export function readSampleState(folder: string): SampleState | null {
  try {
    return SampleState.parse(JSON.parse(readFileSync(stateFile(folder), 'utf8')))
  } catch {
    return null
  }
}

/** Replaces the file at once, so that a reader never sees half of it. */
export function writeSampleState(folder: string, state: SampleState): void {
  const draft = `${stateFile(folder)}.draft`
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`)
  renameSync(draft, stateFile(folder))
}

export function stateFile(folder: string): string {
  return path.join(folder, 'sample.json')
}
