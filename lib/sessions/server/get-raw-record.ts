import 'server-only'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Context } from '@/lib/context'
import { databaseFileOf } from '@/lib/db/client'
import type { Content } from '@/lib/db/generated/client'
import { notFound } from '@/lib/errors'
import { toCount } from '@/lib/http/amounts'
import type { EntryIdInput, RawRecord } from '@/lib/sessions/schema'
import { isGzip, RAW_MAX, readLine } from './read-line'

type Read = Pick<RawRecord, 'from' | 'text' | 'bytes' | 'truncated' | 'missing'>

const NOT_READ = { from: null, text: null, bytes: null, truncated: false } as const
const missing = (reason: string): Read => ({ ...NOT_READ, missing: reason })

/** `line 17` → 17; null for records of other kinds of file. */
function lineOf(ref: string | null): number | null {
  const digits = /^line (\d{1,9})\b/.exec(ref ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * The record that an entry was read from, as it stands in its file: from the copy that was kept when it was imported,
 * else from the file itself as long as that still begins with the same bytes. At most 4 MiB.
 * @throws not_found
 */
export async function getRawRecord({ db }: Context, { id, entryId }: EntryIdInput): Promise<RawRecord> {
  const entry = await db.entry.findFirst({
    where: { id: entryId, sessionId: id },
    select: { ref: true, contentId: true },
  })
  if (!entry) throw notFound('entry of this session', entryId)
  const content = entry.contentId === null ? null : await db.content.findUnique({ where: { id: entry.contentId } })
  const line = lineOf(entry.ref)
  const common = { entryId, path: content?.path ?? null, ref: entry.ref, line }
  if (!content) return { ...common, ...missing('the import does not say which file it was read from') }
  if (line === null) return { ...common, ...missing('it was not read from a line of a text file') }
  return { ...common, ...(await fromArchive(db, content, line)) }
}

async function fromArchive(db: Context['db'], content: Content, line: number): Promise<Read> {
  if (content.archivedAs === null) return fromOriginal(content, line)
  const file = path.join(path.dirname(databaseFileOf(db)), 'archive', content.archivedAs)
  try {
    return asRead('archive', await readLine(file, line, { gzip: await isGzip(file) }), line)
  } catch {
    return fromOriginal(content, line)
  }
}

/** A file of another size or beginning is another file: its lines would be taken for what they are not. */
async function fromOriginal(content: Content, line: number): Promise<Read> {
  const size = await stat(content.path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  )
  if (size === null) return missing('the file is gone, and no copy of it was kept')
  const wanted = toCount(content.bytes)
  if (size < wanted) return missing('the file is shorter now than it was, and no copy of it was kept')
  try {
    if (await isGzip(content.path)) return missing('the file is compressed, and no copy of it was kept')
    // A watched file that grows has a word in place of its hash (lib/ingest/file-body); its size must do.
    const hashed = /^[0-9a-f]{64}$/.test(content.sha256)
    const found = await readLine(content.path, line, { gzip: false, ...(hashed ? { hashBytes: wanted } : {}) })
    if (hashed && found.sha256 !== content.sha256)
      return missing('the file has changed since, and no copy of it was kept')
    return asRead('original', found, line)
  } catch (error) {
    return missing(`the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`)
  }
}

function asRead(from: 'archive' | 'original', found: Awaited<ReturnType<typeof readLine>>, line: number): Read {
  if (found.line === null) return missing(`the file has no line ${line}`)
  return {
    from,
    text: found.line.toString('utf8').toWellFormed(),
    bytes: found.bytes,
    truncated: found.bytes > RAW_MAX,
    missing: null,
  }
}
