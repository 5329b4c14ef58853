import 'server-only'
import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TranscriptFile } from '@/lib/sample/transcripts/transcript-file'

/** The folders of the two tools, within that of the sample. */
const FOLDERS = ['claude', 'codex'] as const

/** Writes transcripts below the folder of the sample. @returns their paths */
export function writeTranscripts(folder: string, files: readonly TranscriptFile[]): string[] {
  return files.map((file) => {
    const target = prepared(folder, file)
    writeFileSync(target, file.text)
    return target
  })
}

/**
 * Appends what the files say more than those on the disk, as the tools do: nothing that is written is written again.
 * @returns the paths of those that grew
 */
export function appendTranscripts(folder: string, files: readonly TranscriptFile[]): string[] {
  return files.flatMap((file) => {
    const target = prepared(folder, file)
    const bytes = Buffer.from(file.text)
    const written = statSync(target, { throwIfNoEntry: false })?.size ?? 0
    if (bytes.length <= written) return []
    appendFileSync(target, bytes.subarray(written))
    return [target]
  })
}

function prepared(folder: string, file: TranscriptFile): string {
  const target = path.join(folder, ...file.path.split('/'))
  mkdirSync(path.dirname(target), { recursive: true })
  return target
}

export function removeTranscripts(folder: string): void {
  for (const name of FOLDERS) rmSync(path.join(folder, name), { recursive: true, force: true })
}
