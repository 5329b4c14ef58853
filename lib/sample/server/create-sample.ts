import 'server-only'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AUTOPACK_FIRST_SCHEMA, AUTOPACK_SCHEMA } from '@/lib/sample/autopack-schema'
import { sampleRows } from '@/lib/sample/databases'
import { liveRows } from '@/lib/sample/live'
import { modelSelections } from '@/lib/sample/model-selections'
import { otherDatabases, otherFiles } from '@/lib/sample/other-systems'
import { liveTranscripts } from '@/lib/sample/transcripts/live-transcripts'
import { sampleTranscripts } from '@/lib/sample/transcripts/sample-transcripts'
import { writeAutopackFile } from './autopack-file'
import { writeDatabase } from './database-file'
import { SAMPLE_VERSION, stateFile, writeSampleState } from './sample-state'
import { removeTextFiles, writeTextFiles } from './text-files'

const DEFAULT_SEED = 'harbor'
const OURS = /^(autopack(-copy-\d{8}|-legacy)?\.db|model_selections_\d{8}\.jsonl|sample\.json)(\.draft)?$/

export interface CreatedSample {
  /** Paths of what a reader should import, in the order in which it makes sense. */
  files: string[]
}

/**
 * Writes the sample fleet as native files into `folder`, replacing an older sample there and nothing else. Equal seed
 * and time give equal rows.
 */
export function createSample(of: { folder: string; now: Date; seed?: string }): CreatedSample {
  const { folder, seed = DEFAULT_SEED } = of
  const now = of.now.getTime()
  mkdirSync(folder, { recursive: true })
  removeSample(folder)
  const sample = sampleRows(seed, now)
  const file = (name: string) => path.join(folder, name)
  const [main, copy, legacy] = [
    file('autopack.db'),
    file(`autopack-copy-${sample.copy.day}.db`),
    file('autopack-legacy.db'),
  ]
  writeAutopackFile(copy, AUTOPACK_SCHEMA, [sample.copy.rows])
  writeAutopackFile(main, AUTOPACK_SCHEMA, [sample.main, ...liveRows(seed, now, now, now)])
  writeAutopackFile(legacy, AUTOPACK_FIRST_SCHEMA, [sample.legacy])
  const selections = [...modelSelections(sample.plans, now)].map(([name, text]) => {
    writeFileSync(file(name), text)
    return file(name)
  })
  const texts = writeTextFiles(folder, [
    ...sampleTranscripts(seed, now),
    ...liveTranscripts(seed, now, Number.NEGATIVE_INFINITY, now),
    ...otherFiles(seed, now),
  ])
  const databases = otherDatabases(seed, now).map((database) => writeDatabase(folder, database))
  const at = of.now.toISOString()
  writeSampleState(folder, { version: SAMPLE_VERSION, seed, base: at, advancedTo: at })
  return { files: [copy, main, legacy, ...selections, ...texts, ...databases] }
}

/** Removes the files that `createSample` writes; anything else in the folder stays. */
export function removeSample(folder: string): void {
  // First the state: a folder without it counts as no sample, whatever else is left after a crash.
  rmSync(stateFile(folder), { force: true })
  for (const name of readdirSync(folder)) if (OURS.test(name)) rmSync(path.join(folder, name), { force: true })
  removeTextFiles(folder)
}
