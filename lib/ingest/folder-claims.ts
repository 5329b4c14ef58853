import 'server-only'
import path from 'node:path'
import type { Db } from '@/lib/db/client'
import type { FolderReader } from '@/lib/sources/reader'
import { fileHistories } from './file-history'
import { FOLDER_MARK } from './folder-stamp'
import { folderReaders } from './readers'

/** A folder that may be one thing, by the names of its files, and the readers that say so. */
export interface FolderClaim {
  folder: string
  readers: FolderReader[]
}

/** The folders that readers make one thing of, outermost first. @param paths absolute, with `/` */
export function claimedFolders(paths: Iterable<string>): FolderClaim[] {
  if (folderReaders.length === 0) return []
  const claims = new Claims()
  for (const file of paths) for (const reader of folderReaders) claims.add(folderOf(reader, file), reader)
  return claims.list()
}

/**
 * The same, with the folders that were read as one thing before: any change in them is a change of the whole, whichever
 * of their files are named.
 */
export async function foldersToRead(db: Db, paths: readonly string[]): Promise<FolderClaim[]> {
  if (folderReaders.length === 0) return []
  const claims = new Claims(claimedFolders(paths))
  const above = new Set(paths.flatMap(foldersAbove))
  for (const [folder, { file, content }] of await fileHistories(db, [...above])) {
    if (!file.head?.startsWith(FOLDER_MARK)) continue
    for (const reader of folderReaders) if (reader.system === content.system) claims.add(folder, reader)
  }
  return claims.list()
}

class Claims {
  private readonly byFolder = new Map<string, Set<FolderReader>>()

  constructor(known: readonly FolderClaim[] = []) {
    for (const { folder, readers } of known) for (const reader of readers) this.add(folder, reader)
  }

  add(folder: string | null, reader: FolderReader): void {
    if (folder === null) return
    const readers = this.byFolder.get(folder)
    if (readers) readers.add(reader)
    else this.byFolder.set(folder, new Set([reader]))
  }

  /** Outermost first, each with its readers in the order in which they are asked. */
  list(): FolderClaim[] {
    return [...this.byFolder]
      .map(([folder, readers]) => ({ folder, readers: folderReaders.filter((reader) => readers.has(reader)) }))
      .sort((a, b) => (a.folder < b.folder ? -1 : 1))
  }
}

function foldersAbove(file: string): string[] {
  const folders: string[] = []
  for (let at = path.dirname(file); at !== path.dirname(at); at = path.dirname(at)) folders.push(at)
  return folders
}

/** Only a folder above the file is one; what a reader says beyond that is not followed. */
function folderOf(reader: FolderReader, file: string): string | null {
  const folder = reader.folderOf(file)?.replace(/\/+$/, '') ?? null
  return folder !== null && folder !== '' && file.startsWith(`${folder}/`) ? folder : null
}
