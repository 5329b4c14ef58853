import 'server-only'
import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { OTHER_SYSTEMS } from '@/lib/sample/other-systems'
import type { SampleFile } from '@/lib/sample/sample-file'

/** The folders of the tools and systems, within that of the sample; their databases lie there too. */
const FOLDERS = ['claude', 'codex', ...OTHER_SYSTEMS] as const

/** Writes files below the folder of the sample. @returns their paths */
export function writeTextFiles(folder: string, files: readonly SampleFile[]): string[] {
  return files.map((file) => {
    const target = prepared(folder, file)
    writeFileSync(target, file.text)
    return target
  })
}

/**
 * Appends what the files say more than those on the disk, as the programs do: nothing that is written is written again.
 * @returns the paths of those that grew
 */
export function appendTextFiles(folder: string, files: readonly SampleFile[]): string[] {
  return files.flatMap((file) => {
    const target = prepared(folder, file)
    const bytes = Buffer.from(file.text)
    const written = statSync(target, { throwIfNoEntry: false })?.size ?? 0
    if (bytes.length <= written) return []
    appendFileSync(target, bytes.subarray(written))
    return [target]
  })
}

function prepared(folder: string, file: SampleFile): string {
  const target = path.join(folder, ...file.path.split('/'))
  mkdirSync(path.dirname(target), { recursive: true })
  return target
}

/** Removes all that lies in the folders of the tools and systems. */
export function removeTextFiles(folder: string): void {
  for (const name of FOLDERS) rmSync(path.join(folder, name), { recursive: true, force: true })
}
