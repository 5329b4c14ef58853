import 'server-only'
import { type Dirent, realpathSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'

export interface FoundFile {
  path: string
  bytes: number
  mtimeMs: number
}

export interface PathProblem {
  path: string
  reason: string
}

/** Files that belong to a database beside them, or to nobody. */
const SIDECAR = /-(wal|shm|journal)$/
const SKIPPED_FOLDERS = new Set(['node_modules', '.git'])

const REASONS: Record<string, string> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ENOENT: 'no such file or folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  ENOTDIR: 'a part of the path is not a folder',
}

/** The words for a failed file operation. */
export function fileProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code && REASONS[code]) || message || 'it cannot be read'
}

/**
 * Every file below the given files, folders and globs, each once (by its real path), in path order. What cannot be
 * entered is told and the rest goes on; a folder reached twice through links is walked once, so no loop can trap it.
 * With `within`, whatever really lies outside those folders is told and left alone.
 */
export async function walkPaths(
  inputs: readonly string[],
  within?: readonly string[],
): Promise<{ files: FoundFile[]; problems: PathProblem[] }> {
  const allowed = within?.flatMap((folder) => (exists(folder) ? [realpathSync(folder)] : []))
  const files = new Map<string, FoundFile>()
  const problems: PathProblem[] = []
  const folders = new Set<string>()

  const visit = async (given: string, named: boolean): Promise<void> => {
    let real: string
    try {
      real = realpathSync(given)
      if (allowed && !allowed.some((folder) => isWithin(folder, real))) {
        return void problems.push({ path: given, reason: 'it leads out of the allowed folders' })
      }
      const stat = statSync(real)
      if (stat.isDirectory()) {
        if (folders.has(real)) return
        folders.add(real)
        return await visitFolder(given, real, named)
      }
      if (!stat.isFile()) return void problems.push({ path: given, reason: 'it is neither a file nor a folder' })
      if (!files.has(real)) files.set(real, { path: real, bytes: stat.size, mtimeMs: Math.trunc(stat.mtimeMs) })
    } catch (error) {
      problems.push({ path: given, reason: fileProblem(error) })
    }
  }

  const visitFolder = async (given: string, real: string, named: boolean): Promise<void> => {
    let entries: Dirent[]
    try {
      entries = await readdir(real, { withFileTypes: true })
    } catch (error) {
      return void problems.push({ path: given, reason: fileProblem(error) })
    }
    const wanted = entries.filter(
      (entry) => !SIDECAR.test(entry.name) && !(entry.isDirectory() && SKIPPED_FOLDERS.has(entry.name)),
    )
    if (wanted.length === 0 && named) problems.push({ path: given, reason: 'the folder is empty' })
    for (const entry of wanted.sort((a, b) => (a.name < b.name ? -1 : 1)))
      await visit(path.join(real, entry.name), false)
  }

  for (const input of inputs) {
    const literal = path.resolve(input)
    if (!isDynamicPattern(input) || exists(literal)) {
      await visit(literal, true)
      continue
    }
    const matches = await glob([input], { absolute: true, dot: true, onlyFiles: false, expandDirectories: false })
    if (matches.length === 0) problems.push({ path: input, reason: 'nothing matches it' })
    for (const match of matches.sort()) if (!SIDECAR.test(match)) await visit(match, false)
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), problems }
}

/** True for the folder itself and everything below it; both must be real, absolute paths. */
export function isWithin(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)
}

function exists(target: string): boolean {
  try {
    statSync(target)
    return true
  } catch {
    return false
  }
}
