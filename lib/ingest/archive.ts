import 'server-only'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** Folders of this process's archives that are there; one for each first two digits. */
const made = new Set<string>()

/** Agents delete their transcripts after some weeks: what was read stays here, under its content's own name. */
async function placeFor(contentId: string, extension: string, archive: string) {
  const name = path.join(contentId.replace('live-', '').slice(0, 2), `${contentId}${extension}`)
  const target = path.join(archive, name)
  const folder = path.dirname(target)
  if (!made.has(folder)) await mkdir(folder, { recursive: true })
  made.add(folder)
  return { name, target }
}

const sizeOf = (file: string) =>
  stat(file).then(
    ({ size }) => size,
    () => null,
  )

/**
 * Keeps what is about to be read: databases compressed, text as it is, so that one line of it can be shown and more of it
 * appended. The private copy of a text moves there and is read from there. Harmless when it is there.
 * @returns the path below `archive`, and the file to read
 */
export async function archiveCopy(
  body: { kind: 'sqlite' | 'text'; file: string; bytes: number; contentId: string },
  archive: string,
): Promise<{ name: string; file: string }> {
  const { name, target } = await placeFor(body.contentId, body.kind === 'sqlite' ? '.gz' : '.jsonl', archive)
  if (body.kind === 'text') {
    await rename(body.file, target)
    return { name, file: target }
  }
  if ((await sizeOf(target)) === null) {
    const part = `${target}.part`
    await pipeline(createReadStream(body.file), createGzip({ level: 1 }), createWriteStream(part))
    await rename(part, target)
  }
  return { name, file: body.file }
}

/** Keeps a part of a file under its own name, compressed. @returns the path below `archive` */
export async function archivePart(
  part: { file: string; offset: number; bytes: number; contentId: string },
  archive: string,
): Promise<string> {
  const { name, target } = await placeFor(part.contentId, '.gz', archive)
  if ((await sizeOf(target)) !== null) return name
  const unfinished = `${target}.part`
  const end = Math.max(part.offset, part.offset + part.bytes) - 1
  const source = part.bytes === 0 ? Readable.from([]) : createReadStream(part.file, { start: part.offset, end })
  await pipeline(source, createGzip({ level: 1 }), createWriteStream(unfinished))
  await rename(unfinished, target)
  return name
}

/** Keeps the files of a folder, one after the other as they were packed, and a list of them. The pack moves there. */
export async function archivePack(
  pack: string,
  files: readonly { path: string; offset: number; bytes: number; sha256: string }[],
  contentId: string,
  archive: string,
): Promise<{ name: string; file: string }> {
  const { name, target } = await placeFor(contentId, '.pack', archive)
  await writeFile(`${target}.json`, JSON.stringify(files))
  await rename(pack, target)
  return { name, file: target }
}

/**
 * Copies what a growing file has gained to its copy in the archive, which is read then: whatever happens to the file, the
 * copy stays. What stands behind `from` was not read yet and may have changed.
 * @returns the path below `archive`, the copy, and how long it is: shorter than `to` when the file was cut
 */
export async function appendToArchive(
  file: string,
  contentId: string,
  archive: string,
  { from, to }: { from: number; to: number },
): Promise<{ name: string; file: string; bytes: number }> {
  const { name, target } = await placeFor(contentId, '.jsonl', archive)
  const kept = (await sizeOf(target)) ?? 0
  const start = Math.min(kept, from)
  if (start < kept) await truncate(target, start)
  if (start < to)
    await pipeline(createReadStream(file, { start, end: to - 1 }), createWriteStream(target, { flags: 'a' }))
  return { name, file: target, bytes: (await sizeOf(target)) ?? 0 }
}
