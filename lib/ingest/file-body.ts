import 'server-only'
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type RowStatement, upsert } from '@/lib/db/upsert'
import { isoFromMs } from '@/lib/time/iso'
import { appendToArchive, archiveCopy, archivePart } from './archive'
import { type FileHistory, followingContentId, growingContentId, marksOf, stillHolds } from './file-history'
import { type PackedFile, readPacked } from './pack'
import { hashFile, stageFile } from './stage-file'
import type { ArchiveFormat } from './unpack-archive'
import type { FoundFile } from './walk-paths'

/**
 * What is read: a private copy; of a file that only grew and is not archived, the file itself as far as it was found; of
 * a member of an archive, its part of the pack.
 */
export interface Body {
  kind: 'sqlite' | 'text' | 'archive'
  format: ArchiveFormat | null
  file: string
  /** Where it begins in `file`. */
  offset: number
  /** True for a part of a file that others are parts of too. */
  shared: boolean
  /** Time of its last change, for readers that look for signs of life. */
  changedAt: string | null
  bytes: number
  /** Of the file as it was given; null for a growing one that is watched, which would be read whole for it. */
  sha256: string | null
  contentId: string
  /** The whole of it, when it is a small text. */
  memory: Buffer | null
}

const changeOf = (found: FoundFile): string => isoFromMs(found.mtimeMs)
const ALONE = { format: null, offset: 0, shared: false } as const

/** The content of a document is known by its path too: a reader may take names from it. */
export const documentContentId = (place: string, sha256: string) =>
  createHash('sha256').update(`${place}\n${sha256}`).digest('hex').slice(0, 16)

/** A file that only grew is not copied again: what is new is appended to the copy in the archive. */
export async function growingBody(found: FoundFile, live: boolean, history: FileHistory): Promise<Body> {
  const contentId = followingContentId(history.file)
  const sha256 = live ? null : await hashFile(found.path)
  const changedAt = changeOf(found)
  return { kind: 'text', ...ALONE, file: found.path, bytes: found.bytes, sha256, contentId, changedAt, memory: null }
}

/** Any other file is read from a private copy, unpacked. @throws {UnreadableFile} */
export async function stagedBody(
  found: FoundFile,
  live: boolean,
  folder: string,
  history: FileHistory | null,
): Promise<Body> {
  const staged = await stageFile(found.path, folder)
  const { kind, format, file, bytes, sha256, contentId, memory } = staged
  const read = kind === 'text' ? (memory?.length ?? (await stat(file)).size) : bytes
  const body = { kind, ...ALONE, format, file, bytes: read, sha256, contentId, changedAt: changeOf(found), memory }
  return live ? { ...body, contentId: await watchedContentId(found, body, history) } : body
}

/** A watched path keeps its content as long as it holds what was read of it. */
async function watchedContentId(found: FoundFile, body: Body, history: FileHistory | null): Promise<string> {
  if (body.kind !== 'text' || history === null) return growingContentId(found.path)
  const wasReplaced = history.file.offset > 0 && !(await stillHolds(body.memory ?? body.file, history))
  return wasReplaced ? growingContentId(found.path, body.sha256 ?? '') : followingContentId(history.file)
}

/** Smaller members are read at once. */
const MEMBER_IN_MEMORY_MAX = 32 * 2 ** 20

/** A member of an archive, read from the pack it was unpacked into. @param place the archive, `!/` and its own path */
export function packedBody(pack: string, file: PackedFile, place: string): Body {
  const { offset, bytes, sha256, changedAt } = file
  const memory = bytes <= MEMBER_IN_MEMORY_MAX ? readPacked(pack, file) : null
  const contentId = documentContentId(place, sha256)
  return { kind: 'text', format: null, file: pack, offset, shared: true, bytes, sha256, contentId, changedAt, memory }
}

/**
 * Puts what is read into the archive, unless it is generated or a database that is watched; a text is read from there.
 * @returns its path below the archive folder, or null
 */
export async function keepCopy(
  env: { archive: boolean; dataDir: string },
  found: FoundFile,
  body: Body,
  live: boolean,
  /** Where reading goes on in a file that only grew. */
  from: number | null,
): Promise<string | null> {
  const archive = path.join(env.dataDir, 'archive')
  if (!env.archive || (body.kind === 'sqlite' && live)) return null
  if (body.kind === 'archive') return null
  if (body.shared) return live ? null : archivePart(body, archive)
  const { kind, contentId, bytes, file } = body
  const kept =
    from === null
      ? { ...(await archiveCopy({ kind, contentId, bytes, file }, archive)), bytes }
      : await appendToArchive(found.path, contentId, archive, { from, to: bytes })
  // Less than was found: the file was cut meanwhile, and the hash is of other bytes.
  if (kept.bytes < bytes) Object.assign(body, { bytes: kept.bytes, sha256: null })
  body.file = kept.file
  return kept.name
}

/** Notes how a path looked when it was read, so that the next time only what is new is read. */
export async function rememberFile(
  env: { now: () => Date },
  found: FoundFile,
  body: Body,
  end: { offset: number; line: number } | null,
  grown: boolean,
): Promise<RowStatement[]> {
  const isPlain = body.kind === 'text' && (grown || body.bytes === found.bytes)
  const marks = isPlain && end ? await marksOf(body.memory ?? body.file, end.offset) : null
  const row = {
    path: found.path,
    sourceId: null,
    contentId: body.contentId,
    size: BigInt(isPlain ? body.bytes : found.bytes),
    mtimeMs: BigInt(found.mtimeMs),
    checkedAt: env.now().toISOString(),
    offset: BigInt(marks && end ? end.offset : 0),
    line: marks && end ? end.line : 0,
    head: marks?.head ?? (body.kind === 'sqlite' ? null : ''),
    tail: marks?.tail ?? null,
  }
  return upsert('SourceFile', ['path'], [row], 'replace')
}
