import 'server-only'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type RowStatement, upsert } from '@/lib/db/upsert'
import { appendToArchive, archiveCopy } from './archive'
import { type FileHistory, followingContentId, growingContentId, marksOf, stillHolds } from './file-history'
import { hashFile, stageFile } from './stage-file'
import type { FoundFile } from './walk-paths'

/** What is read: a private copy, or, of a file that only grew and is not archived, the file itself as far as it was found. */
export interface Body {
  kind: 'sqlite' | 'text'
  file: string
  bytes: number
  /** Of the file as it was given; null for a growing one that is watched, which would be read whole for it. */
  sha256: string | null
  contentId: string
  /** The whole of it, when it is a small text. */
  memory: Buffer | null
}

/** Stands for the hash of a content whose bytes are still coming. */
export const GROWING = 'growing'
/** A file that only grew is not copied again: what is new is appended to the copy in the archive. */
export async function growingBody(found: FoundFile, live: boolean, history: FileHistory): Promise<Body> {
  const contentId = followingContentId(history.file)
  const sha256 = live ? null : await hashFile(found.path)
  return { kind: 'text', file: found.path, bytes: found.bytes, sha256, contentId, memory: null }
}

/** Any other file is read from a private copy, unpacked. @throws {UnreadableFile} */
export async function stagedBody(
  found: FoundFile,
  live: boolean,
  folder: string,
  history: FileHistory | null,
): Promise<Body> {
  const { kind, file, bytes, sha256, contentId, memory } = await stageFile(found.path, folder)
  const read = kind === 'text' ? (memory?.length ?? (await stat(file)).size) : bytes
  const body = { kind, file, bytes: read, sha256, contentId, memory }
  return live ? { ...body, contentId: await watchedContentId(found, body, history) } : body
}

/** A watched path keeps its content as long as it holds what was read of it. */
async function watchedContentId(found: FoundFile, body: Body, history: FileHistory | null): Promise<string> {
  if (body.kind === 'sqlite' || history === null) return growingContentId(found.path)
  const wasReplaced = history.file.offset > 0 && !(await stillHolds(body.memory ?? body.file, history))
  return wasReplaced ? growingContentId(found.path, body.sha256 ?? '') : followingContentId(history.file)
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
  const kept =
    from === null
      ? { ...(await archiveCopy(body, archive)), bytes: body.bytes }
      : await appendToArchive(found.path, body.contentId, archive, { from, to: body.bytes })
  // Less than was found: the file was cut meanwhile, and the hash is of other bytes.
  if (kept.bytes < body.bytes) Object.assign(body, { bytes: kept.bytes, sha256: null })
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
    head: marks?.head ?? (body.kind === 'text' ? '' : null),
    tail: marks?.tail ?? null,
  }
  return upsert('SourceFile', ['path'], [row], 'replace')
}
