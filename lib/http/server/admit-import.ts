import 'server-only'
import { lstat, realpath } from 'node:fs/promises'
import path from 'node:path'
import { AppError, badRequest } from '@/lib/errors'
import type { StartImportInput } from '@/lib/imports/schema'
import { isWithin } from '@/lib/ingest/walk-paths'

/** What decides whether a request may start an import. */
export interface ImportRules {
  allowedFolders: readonly string[]
  switches: Readonly<Record<'http_import', { enabled: boolean }>>
}

const OUTSIDE =
  'Imports by HTTP are accepted only from folders the operator allowed (PITWALL_ALLOWED_FOLDERS); ' +
  '`pitwall import` reads any path'

/** The real path of what exists, or null. */
export async function realOrNull(file: string): Promise<string | null> {
  try {
    return await realpath(file)
  } catch {
    return null
  }
}

/** Where a path that cannot be resolved would be: its nearest real ancestor, or null behind a dangling link. */
async function realAncestor(file: string): Promise<string | null> {
  for (let at = file; ; at = path.dirname(at)) {
    const real = await realOrNull(at)
    if (real !== null || at === path.dirname(at)) return real
    const isLink = await lstat(at)
      .then((stat) => stat.isSymbolicLink())
      .catch(() => false)
    if (isLink) return null
  }
}

/**
 * The real path, when it lies below a folder. One that lies outside is refused in the same words whether it exists
 * or not: a request must not learn what the machine holds.
 */
export async function admitPath(given: string, field: string, allowedFolders: readonly string[]): Promise<string> {
  if (!path.isAbsolute(given) || given.includes('\0')) throw badRequest(`${field}: give an absolute path`, { field })
  const real = await realOrNull(given)
  const place = real ?? (await realAncestor(path.resolve(given)))
  const folders = (await Promise.all(allowedFolders.map(realOrNull))).filter((folder) => folder !== null)
  if (place === null || !folders.some((folder) => isWithin(folder, place))) {
    throw new AppError('forbidden', `${field}: ${OUTSIDE}`, { field })
  }
  if (real === null) throw badRequest(`${field}: there is no such file or folder`, { field })
  return real
}

/**
 * The import a request may start, its paths resolved so that a link changed later leads nowhere else.
 * @throws disabled when the kill switch is off, forbidden outside the allowed folders, bad_request for no such path
 */
export async function admitImport(input: StartImportInput, rules: ImportRules): Promise<StartImportInput> {
  admitReading(rules)
  if (!('paths' in input)) return input
  const paths: string[] = []
  for (const [index, given] of input.paths.entries())
    paths.push(await admitPath(given, `paths[${index}]`, rules.allowedFolders))
  return { ...input, paths }
}

/** @throws disabled when nothing may be read because a request asks for it */
export function admitReading({ switches }: Pick<ImportRules, 'switches'>): void {
  if (switches.http_import.enabled) return
  throw new AppError('disabled', 'Imports by HTTP are switched off (http_import); `pitwall import` still works')
}
