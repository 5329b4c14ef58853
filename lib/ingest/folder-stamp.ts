import 'server-only'
import { hash as digest } from 'node:crypto'
import type { KnownFile } from '@/lib/db/known-files'
import { isReadAsToday } from './reader-versions'
import { type FoundFile, type PathProblem, walkPaths } from './walk-paths'

/** A folder that is read as one thing: how it looks as a file, and the files in it. */
export interface FoundFolder extends FoundFile {
  files: readonly FoundFile[]
}

/**
 * All files below a folder, whichever of them were named. Null when nothing of it may be read or is there.
 * @param within what reading may not leave, wherever a link leads
 */
export async function findFolder(
  folder: string,
  within?: readonly string[],
): Promise<{ found: FoundFolder; problems: PathProblem[] } | null> {
  const walked = await walkPaths([folder], within)
  const files = walked.files.filter((file) => file.path.startsWith(`${folder}/`))
  if (files.length === 0) return null
  const found = {
    path: folder,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    mtimeMs: files.reduce((latest, file) => Math.max(latest, file.mtimeMs), 0),
    files,
  }
  return { found, problems: walked.problems }
}

/** Begins the mark of a folder, where that of a file has a hash. */
export const FOLDER_MARK = 'folder '

/** Names, sizes and times of all files of a folder, in short: another one means that something was written. */
export function folderMark({ path, files }: FoundFolder): string {
  const looks = files.map((file) => [file.path.slice(path.length + 1), file.bytes, file.mtimeMs])
  return `${FOLDER_MARK}${digest('sha256', JSON.stringify(looks), 'hex').slice(0, 16)}`
}

/** True when a folder looks as it did when it was read to its end, by the readers of today. */
export function isFolderUntouched(found: FoundFolder, { file, content }: KnownFile): boolean {
  return content.status === 'complete' && isReadAsToday(content) && file.head === folderMark(found)
}
