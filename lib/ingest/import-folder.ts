import 'server-only'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { contentOf } from '@/lib/db/stored-content'
import { type RowStatement, upsert, writeAll } from '@/lib/db/upsert'
import type { FileReceipt } from '@/lib/imports/schema'
import type { FolderSource } from '@/lib/sources/reader'
import { isoFromMs } from '@/lib/time/iso'
import { archivePack } from './archive'
import { growingContentId } from './file-history'
import type { FolderClaim } from './folder-claims'
import { folderInPack, folderOnDisk } from './folder-sources'
import { type FoundFolder, folderMark, isFolderUntouched } from './folder-stamp'
import type { ImportEnvironment } from './import-environment'
import { instanceNameOf, storedTally, unchangedReceipt } from './known-file-receipt'
import { folderReading, type KnownFolder, openFolder } from './open-reading'
import { type PackedFile, PackWriter } from './pack'
import { ReadAhead } from './read-ahead'
import type { ReadPart } from './read-part'
import { isReadAsToday } from './reader-versions'
import type { FileOptions } from './reading'
import { addRejected, fileReceipt, newTally, type Tally } from './receipt'
import { scratchFolder } from './scratch-folder'
import { fileProblem, type PathProblem } from './walk-paths'
import { writeReading } from './write-reading'

export interface PackedFolder {
  /** The folder, absolute; below an archive with the archive's path before `!`. */
  path: string
  source: FolderSource
  files: readonly PackedFile[]
  known: KnownFolder
  archivedAs: string | null
}

export interface ReadFolder extends ReadPart {
  sha256: string
  /** True when all of it was read to its end before. */
  unchanged: boolean
}

/** Of everything in the folder, and of its own name: readers may take names from both. Where it lies does not matter. */
function hashOfFolder({ path: folder, files }: Pick<PackedFolder, 'path' | 'files'>): string {
  const hash = createHash('sha256').update(path.basename(folder))
  for (const file of files) hash.update(`\n${JSON.stringify(file.path)} ${file.sha256}`)
  return hash.digest('hex')
}

const contentIdOf = (folder: string, sha256: string, { live }: FileOptions) =>
  live ? growingContentId(folder) : sha256.slice(0, 16)

/**
 * Reads a folder whose files are in a pack. An import that was cut short goes on after its last batch.
 * @param ending what is written together with the end
 */
export async function importPackedFolder(
  env: ImportEnvironment,
  folder: PackedFolder,
  options: FileOptions,
  ending: (contentId: string) => Promise<readonly RowStatement[]>,
): Promise<ReadFolder> {
  const sha256 = hashOfFolder(folder)
  const id = contentIdOf(folder.path, sha256, options)
  await env.writes.settle()
  const stored = contentOf(env.db, id)
  const same = stored?.sha256 === sha256 && isReadAsToday(stored) ? stored : null
  if (same?.status === 'complete') {
    await writeAll(env.db, [env.fence(), ...(await ending(id))])
    const { system, systemVersion, instanceId } = same
    const instance = instanceNameOf(instanceId)
    return { system, systemVersion, instance, tally: storedTally(same), sha256, unchanged: true }
  }
  const reading = folderReading(folder.source, folder.known, options)
  const goesOn = same?.status === 'partial' && same.instanceId === reading.instance.id ? same : null
  const cursor: unknown = goesOn?.cursor ? JSON.parse(goesOn.cursor) : null
  const tally: Tally = goesOn ? storedTally(goesOn) : newTally()
  const bytes = folder.files.reduce((sum, file) => sum + file.bytes, 0)
  const content = { id, sha256, path: folder.path, bytes, archivedAs: folder.archivedAs }
  const batches = new ReadAhead(reading.batches(cursor))
  await writeReading(env, content, reading, { batches, cursor, tally }, () => ending(id))
  const { system, systemVersion, instance } = reading
  return { system, systemVersion, instance: instance.name, tally, sha256, unchanged: false }
}

/**
 * Imports a folder as one thing, from a private copy of its files. What vanishes while it is copied is not in it.
 * @returns its receipt, or null when no reader knows it: then its files are read one by one
 * @throws {UnreadableFile} when it is too large; other errors are the disk's or the database's
 */
export async function importFolder(
  env: ImportEnvironment,
  { claim, found, problems }: { claim: FolderClaim; found: FoundFolder; problems: readonly PathProblem[] },
  options: FileOptions,
): Promise<FileReceipt | null> {
  const startedMs = env.now().getTime()
  const seconds = () => (env.now().getTime() - startedMs) / 1_000
  const history = env.histories.get(found.path)
  if (history && isFolderUntouched(found, history)) return unchangedReceipt(found, history.content, seconds())
  if (openFolder(folderOnDisk(found.path, found.files), claim.readers, options) === null) return null

  const scratch = scratchFolder(env)
  await mkdir(scratch, { recursive: true })
  try {
    const { pack, files, unread } = await packFolder(found, path.join(scratch, 'pack'))
    const known = openFolder(folderInPack(pack, found.path, files), claim.readers, options)
    if (known === null) return null
    const kept = await keepPack(env, { path: found.path, pack, files }, options)
    const source = folderInPack(kept.file, found.path, files)
    const unit = { path: found.path, source, files, known, archivedAs: kept.archivedAs }
    const read = await importPackedFolder(env, unit, options, async (id) => rememberFolder(env, found, id))
    const { system, systemVersion, instance, tally, sha256 } = read
    const refused = [...problems.map(({ path: place, reason }) => ({ place, reason })), ...unread]
    addRejected(
      tally,
      refused.map(({ place, reason }) => ({ line: null, place, reason })),
    )
    const facts = { path: found.path, sha256, system, instance, systemVersion, bytes: found.bytes, seconds: seconds() }
    return fileReceipt(read.unchanged ? 'unchanged' : 'imported', facts, tally, [])
  } finally {
    void rm(scratch, { recursive: true, force: true }).catch(() => {})
  }
}

interface Packed {
  pack: string
  files: PackedFile[]
  unread: { place: string; reason: string }[]
}

async function packFolder(found: FoundFolder, target: string): Promise<Packed> {
  const writer = new PackWriter(target)
  const unread: Packed['unread'] = []
  try {
    for (const file of found.files) {
      const name = file.path.slice(found.path.length + 1)
      try {
        writer.begin(name, isoFromMs(file.mtimeMs))
        // Up to the size it was found with: what is appended meanwhile belongs to the next reading.
        if (file.bytes > 0)
          for await (const chunk of createReadStream(file.path, { end: file.bytes - 1 })) writer.write(chunk as Buffer)
        writer.finish()
      } catch (error) {
        writer.abandon()
        const { code } = error as NodeJS.ErrnoException
        if (code === undefined || code === 'ENOSPC' || code === 'EDQUOT') throw error
        if (code !== 'ENOENT') unread.push({ place: name, reason: fileProblem(error) })
      }
    }
  } finally {
    writer.close()
  }
  return { pack: target, files: writer.files(), unread }
}

/** Agents delete what they wrote: the copy stays, unless more of it is to come. */
async function keepPack(
  env: ImportEnvironment,
  { path: folder, pack, files }: { path: string; pack: string; files: readonly PackedFile[] },
  options: FileOptions,
): Promise<{ file: string; archivedAs: string | null }> {
  if (!env.archive || options.live) return { file: pack, archivedAs: null }
  const id = contentIdOf(folder, hashOfFolder({ path: folder, files }), options)
  const { name, file } = await archivePack(pack, files, id, path.join(env.dataDir, 'archive'))
  return { file, archivedAs: name }
}

/** Notes how a folder looked when it was read. */
function rememberFolder(env: ImportEnvironment, found: FoundFolder, contentId: string): RowStatement[] {
  const row = {
    path: found.path,
    sourceId: null,
    contentId,
    size: BigInt(found.bytes),
    mtimeMs: BigInt(found.mtimeMs),
    checkedAt: env.now().toISOString(),
    offset: 0n,
    line: 0,
    head: folderMark(found),
    tail: null,
  }
  return upsert('SourceFile', ['path'], [row], 'replace')
}
