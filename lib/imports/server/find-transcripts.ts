import 'server-only'
import { createHash } from 'node:crypto'
import { type Dirent, realpathSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DefaultFolder } from '@/lib/imports/default-folders'
import type { FoundSource } from '@/lib/imports/schema'

/** Looking must stay cheap: it happens while a page waits. */
const FILES_MAX = 5_000
const ENTRIES_MAX = 20_000
const DEPTH_MAX = 8
const TRANSCRIPT = /\.jsonl$/i

interface Count {
  files: number
  newestMs: number
  entries: number
  more: boolean
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    return [] // gone or not permitted: then nothing was found there
  }
}

/** Newest names first: Codex names its folders by date, so what is left uncounted is old. Links are not followed. */
async function countBelow(folder: string, depth: number, count: Count): Promise<void> {
  const entries = (await entriesOf(folder)).sort((a, b) => (a.name < b.name ? 1 : -1))
  for (const entry of entries) {
    if (count.files >= FILES_MAX || ++count.entries > ENTRIES_MAX) {
      count.more = true
      return
    }
    const place = path.join(folder, entry.name)
    if (entry.isDirectory() && depth < DEPTH_MAX) await countBelow(place, depth + 1, count)
    if (!entry.isFile() || !TRANSCRIPT.test(entry.name)) continue
    const stats = await stat(place).catch(() => null)
    if (!stats) continue
    count.files += 1
    count.newestMs = Math.max(count.newestMs, stats.mtimeMs)
  }
}

/** The real path of what exists, or null. */
export function realOf(folder: string): string | null {
  try {
    return realpathSync(folder)
  } catch {
    return null
  }
}

/** A time of a file may be absurd; then it is not told. */
const isoOf = (ms: number) => (ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : null)

/** The id under which a found folder is offered: the same as long as its place is. */
export function foundId(folder: string): string {
  return `found_${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
}

/**
 * Which of the default folders exist here and hold transcripts, by their real path, each once. Nothing is opened, and
 * counting ends at a cap (`filesMore`).
 */
export async function findTranscripts(folders: readonly DefaultFolder[]): Promise<FoundSource[]> {
  const found = new Map<string, FoundSource>()
  for (const { system, path: folder } of folders) {
    const real = realOf(folder)
    if (real === null || found.has(real)) continue
    const count: Count = { files: 0, newestMs: 0, entries: 0, more: false }
    await countBelow(real, 0, count)
    if (count.files === 0) continue
    const { files, more: filesMore, newestMs } = count
    found.set(real, { id: foundId(real), system, path: real, files, filesMore, newestAt: isoOf(newestMs), by: 'watch' })
  }
  return [...found.values()]
}
