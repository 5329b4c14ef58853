import 'server-only'
import { type Dirent, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Db } from '@/lib/db/client'
import type { FoundSource } from '@/lib/imports/schema'
import { sampleFolder } from '@/lib/sample/server/sample-folder'
import { foundId } from './find-transcripts'

type Found = FoundSource & { paths: string[] }

/** Looking must stay cheap: it happens while a page waits. */
const ENTRIES_MAX = 1_000
const FOLDERS_MAX = 200
const AUTOPACK_DATABASE = /^autopack.*\.db$/i

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).slice(0, ENTRIES_MAX)
  } catch {
    return [] // gone or not permitted: then nothing was found there
  }
}

/**
 * Folders with records a reader exists for and that were not imported yet: databases named like Autopack's, in the
 * allowed folders themselves and one level below. Contents are not opened. The sample's own files are no offer: sample
 * and own records are never mixed.
 */
export async function findSources(db: Db, allowedFolders: readonly string[]): Promise<Found[]> {
  const folders = allowedFolders.flatMap((folder) => [
    folder,
    ...entriesOf(folder)
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(folder, entry.name)),
  ])
  const own = [...new Set(folders)].filter((folder) => folder !== sampleFolder())
  const found = own.slice(0, FOLDERS_MAX).flatMap((folder) => {
    const names = entriesOf(folder).filter((entry) => entry.isFile() && AUTOPACK_DATABASE.test(entry.name))
    return names.length === 0 ? [] : [{ folder, paths: names.map(({ name }) => path.join(folder, name)) }]
  })
  if (found.length === 0) return []
  const all = found.flatMap(({ paths }) => paths).slice(0, ENTRIES_MAX)
  const known = await db.sourceFile.findMany({ where: { path: { in: all } }, select: { path: true } })
  const imported = new Set(known.map((file) => file.path))
  return found.flatMap(({ folder, paths }) => {
    const fresh = paths.filter((file) => !imported.has(file))
    if (fresh.length === 0) return []
    const common = { system: 'autopack', path: folder, filesMore: false, newestAt: null, by: 'import' as const }
    return [{ id: foundId(folder), ...common, files: fresh.length, paths: fresh }]
  })
}
