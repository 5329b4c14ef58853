import 'server-only'
import { lstat, readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Db, databaseFileOf } from '@/lib/db/client'
import type { Content } from '@/lib/db/generated/client'
import { toCount } from '@/lib/http/amounts'
import { decodeText, encodingOf, type TextEncoding } from '@/lib/sources/text-encoding'
import { isGzip, RAW_MAX, readBeginning, readLine } from './read-line'

/** What stands in a file, or why it cannot be shown. */
export interface RawText {
  /** Null: the text is the whole file, or its beginning. */
  line: number | null
  from: 'archive' | 'original' | null
  text: string | null
  /** Of the whole record. */
  bytes: number | null
  truncated: boolean
  missing: string | null
}

/** A file, or a part of one, in which a record stands. */
interface Place {
  from: 'archive' | 'original'
  file: string
  line: number | null
  part?: { offset: number; bytes: number }
  /** Bytes that must have this hash: a file of another beginning is another file. */
  hashed?: { bytes: number; sha256: string }
}

class CannotRead extends Error {}

const NOT_A_LINE = 'it was not read from a line of a text file'
/** `runs #4`: a row of a table. */
const isRow = (ref: string | null) => /^\w+ #/.test(ref ?? '')

const missing = (line: number | null, reason: string): RawText => ({
  line,
  from: null,
  text: null,
  bytes: null,
  truncated: false,
  missing: reason,
})

/** `line 17` → 17; `notes.jsonl line 17` → 17 of notes.jsonl; anything else names no line. */
function placeIn(ref: string | null): { file: string | null; line: number | null } {
  const match = /^(?:([\s\S]+) )?line (\d{1,9})(?![\d\w])/.exec(ref ?? '')
  if (match?.[2] === undefined) return { file: ref, line: null }
  return { file: match[1] ?? null, line: Number(match[2]) }
}

/**
 * The record at a reference, as it stands in its file: from the copy that was kept when it was imported, else from the file
 * itself as long as that still begins with the same bytes. A line where the reference names one, else the file; at most
 * 4 MiB.
 */
export async function readRaw(db: Db, content: Content, ref: string | null): Promise<RawText> {
  const { line } = placeIn(ref)
  if (isRow(ref)) return missing(null, NOT_A_LINE)
  try {
    const kept = await keptPlace(db, content, ref)
    if (kept !== null) return await read(kept)
  } catch {
    // The copy is gone or damaged: the file itself may still be there.
  }
  try {
    return await read(await originalPlace(content, ref))
  } catch (error) {
    if (error instanceof CannotRead) return missing(line, error.message)
    return missing(line, `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`)
  }
}

const PackList = z.array(z.object({ path: z.string(), offset: z.number(), bytes: z.number() }))

async function keptPlace(db: Db, content: Content, ref: string | null): Promise<Place | null> {
  if (content.archivedAs === null) return null
  const file = path.join(path.dirname(databaseFileOf(db)), 'archive', content.archivedAs)
  if (!content.archivedAs.endsWith('.pack')) return { from: 'archive', file, line: placeIn(ref).line }
  const files = PackList.parse(JSON.parse(await readFile(`${file}.json`, 'utf8')))
  const named = fileNamedBy(
    ref,
    files.map((packed) => packed.path),
  )
  const packed = files.find((one) => one.path === named)
  if (packed === undefined) throw new CannotRead('it was put together from several files')
  return { from: 'archive', file, line: placeIn(ref).line, part: packed }
}

/** The longest of the names that a reference begins with: `a.json`, `a.json line 3`, `a.json $.jobs[0]`. */
function fileNamedBy(ref: string | null, names: readonly string[]): string | null {
  const found = names.filter((name) => ref === name || ref?.startsWith(`${name} `) === true)
  return found.toSorted((a, b) => b.length - a.length)[0] ?? null
}

async function originalPlace(content: Content, ref: string | null): Promise<Place> {
  const found = await lstat(content.path).catch(() => null)
  if (found?.isDirectory()) return originalInFolder(content.path, ref)
  if (!found?.isFile()) throw new CannotRead('the file is gone, and no copy of it was kept')
  const bytes = toCount(content.bytes)
  if (found.size < bytes) throw new CannotRead('the file is shorter now than it was, and no copy of it was kept')
  if (await isGzip(content.path)) throw new CannotRead('the file is compressed, and no copy of it was kept')
  const { line } = placeIn(ref)
  // A watched file that grows has a word in place of its hash (lib/ingest/file-body); its size must do.
  const hashed = /^[0-9a-f]{64}$/.test(content.sha256) ? { hashed: { bytes, sha256: content.sha256 } } : {}
  return { from: 'original', file: content.path, line, ...hashed }
}

/** A reference is text from a record: it may name a file of the folder, and nothing outside of it. */
async function originalInFolder(folder: string, ref: string | null): Promise<Place> {
  const { file: name, line } = placeIn(ref)
  const file = path.resolve(folder, name ?? '')
  // Links count as what they lead to, wherever in the path they stand.
  const [real, root] = await Promise.all([file, folder].map((place) => realpath(place).catch(() => null)))
  const isInside = real != null && root != null && real.startsWith(root + path.sep)
  const found = isInside ? await lstat(real) : null
  if (!found?.isFile()) throw new CannotRead('it was put together from several files')
  return { from: 'original', file, line }
}

const SQLITE = 'SQLite format 3\0'
const CHANGED = 'the file has changed since, and no copy of it was kept'

async function read({ from, file, line, part, hashed }: Place): Promise<RawText> {
  const options = {
    gzip: from === 'archive' && part === undefined && (await isGzip(file)),
    ...(part === undefined ? {} : { part }),
    ...(hashed === undefined ? {} : { hashBytes: hashed.bytes }),
  }
  if (line !== null) {
    const found = await readLine(file, line, options)
    if (hashed && found.sha256 !== hashed.sha256) throw new CannotRead(CHANGED)
    if (found.line === null) return missing(line, `the file has no line ${line}`)
    return shown({ from, line, text: found.line, encoding: found.encoding, bytes: found.bytes })
  }
  const found = await readBeginning(file, options)
  if (hashed && found.sha256 !== hashed.sha256) throw new CannotRead(CHANGED)
  if (found.text.subarray(0, SQLITE.length).toString('latin1') === SQLITE) {
    return missing(null, NOT_A_LINE)
  }
  const encoding = encodingOf(found.text)
  if (encoding === 'utf8' && found.text.includes(0)) return missing(null, 'the file is not text')
  const whole = part?.bytes ?? hashed?.bytes ?? found.text.length
  return shown({ from, line: null, text: found.text, encoding, bytes: Math.max(whole, found.text.length) })
}

function shown({
  from,
  line,
  text,
  encoding,
  bytes,
}: {
  from: Place['from']
  line: number | null
  text: Buffer
  encoding: TextEncoding
  bytes: number
}): RawText {
  return {
    line,
    from,
    text: decodeText(text, encoding)
      .replace(encoding === 'utf8' ? '' : /^\uFEFF/, '')
      .toWellFormed(),
    bytes,
    truncated: bytes > RAW_MAX || text.length >= RAW_MAX,
    missing: null,
  }
}
