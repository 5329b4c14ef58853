import 'server-only'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type RowStatement, upsert } from '@/lib/db/upsert'
import { appendToArchive, archiveCopy } from './archive'
import { growingContentId, marksOf } from './file-history'
import { hashFile, stageFile } from './stage-file'
import type { FoundFile } from './walk-paths'

/** What is read: a private copy, or, of a file that only grew, the file itself up to the size it was found with. */
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
/** A file that only grew is read where it stands. */
export async function growingBody(found: FoundFile, live: boolean): Promise<Body> {
  const contentId = growingContentId(found.path)
  const sha256 = live ? null : await hashFile(found.path)
  return { kind: 'text', file: found.path, bytes: found.bytes, sha256, contentId, memory: null }
}

/** Any other file is read from a private copy, unpacked. @throws {UnreadableFile} */
export async function stagedBody(found: FoundFile, live: boolean, folder: string): Promise<Body> {
  const { kind, file, bytes, sha256, contentId, memory } = await stageFile(found.path, folder)
  const read = kind === 'text' ? (memory?.length ?? (await stat(file)).size) : bytes
  return { kind, file, bytes: read, sha256, contentId: live ? growingContentId(found.path) : contentId, memory }
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
  grown: boolean,
): Promise<string | null> {
  const archive = path.join(env.dataDir, 'archive')
  if (!env.archive || (body.kind === 'sqlite' && live)) return null
  if (grown) return appendToArchive(found.path, body.contentId, archive, body.bytes)
  const { name, file } = await archiveCopy(body, archive)
  body.file = file
  return name
}

/** Notes how a path looked when it was read, so that the next time only what is new is read. */
export async function rememberFile(
  env: { now: () => Date },
  found: FoundFile,
  body: Body,
  end: { offset: number; line: number } | null,
): Promise<RowStatement[]> {
  const isPlain = body.kind === 'text' && body.bytes === found.bytes
  const marks = isPlain && end ? await marksOf(body.memory ?? body.file, end.offset) : null
  const row = {
    path: found.path,
    sourceId: null,
    contentId: body.contentId,
    size: BigInt(found.bytes),
    mtimeMs: BigInt(found.mtimeMs),
    checkedAt: env.now().toISOString(),
    offset: BigInt(marks && end ? end.offset : 0),
    line: marks && end ? end.line : 0,
    head: marks?.head ?? (body.kind === 'text' ? '' : null),
    tail: marks?.tail ?? null,
  }
  return upsert('SourceFile', ['path'], [row], 'replace')
}
