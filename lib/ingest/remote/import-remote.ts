import 'server-only'
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { contentOf } from '@/lib/db/stored-content'
import type { FileReceipt } from '@/lib/imports/schema'
import { jobOfAddress } from '@/lib/sources/synth/backend-address'
import { synthBackendReader } from '@/lib/sources/synth/backend-reader'
import type { KeptAnswers } from '@/lib/sources/synth/kept-answers'
import type { ImportEnvironment } from '../import-environment'
import { storedTally, unchangedReceipt } from '../known-file-receipt'
import { guarded } from '../open-reading'
import { ReadAhead } from '../read-ahead'
import { isReadAsToday } from '../reader-versions'
import { type FileOptions, factsOf, type Reading } from '../reading'
import { fileReceipt, newTally } from '../receipt'
import { UnreadableFile } from '../unreadable-file'
import type { FoundFile } from '../walk-paths'
import { writeReading } from '../write-reading'
import { keptName, keptPath, readKept, remoteContentId } from './kept-file'

/** An address as a file: its size and time are those of the answers that were kept. */
export function foundRemote(dataDir: string, address: string): FoundFile {
  const stat = statSync(keptPath(dataDir, address), { throwIfNoEntry: false })
  return { path: address, bytes: stat?.size ?? 0, mtimeMs: stat?.mtimeMs ?? 0 }
}

/**
 * Imports what a backend answered about one address, from what was kept of it: no request is made. Answers that are read
 * already are only told again; of others every record is written anew under its own key, which changes what changed.
 * @throws {UnreadableFile} when nothing was kept
 */
export async function importRemote(
  env: ImportEnvironment,
  found: FoundFile,
  options: FileOptions,
): Promise<FileReceipt> {
  const startedMs = env.now().getTime()
  const seconds = () => (env.now().getTime() - startedMs) / 1_000
  const answers = readKept(env.dataDir, found.path)
  if (answers === null) throw new UnreadableFile('no answers of it are kept here; import it with a command that asks')
  const { kept, text } = answers
  const sha256 = createHash('sha256').update(text).digest('hex')
  const id = remoteContentId(found.path)
  await env.writes.settle()
  const reading = readingOf(kept, found.path, options)
  const stored = contentOf(env.db, id)
  const same =
    stored?.sha256 === sha256 && isReadAsToday(stored) && stored.instanceId === reading.instance.id ? stored : null
  const notes = notesOf(kept)
  if (same?.status === 'complete') return unchangedReceipt(found, same, seconds(), storedTally(same), notes)
  const cursor: unknown = same?.cursor ? JSON.parse(same.cursor) : null
  const tally = same ? storedTally(same) : newTally()
  const content = { id, sha256, path: found.path, bytes: found.bytes, archivedAs: keptName(found.path) }
  const batches = new ReadAhead(reading.batches(cursor))
  await writeReading(env, content, reading, { batches, cursor, tally }, async () => [])
  const { system, systemVersion, instance } = reading
  const { path: place, bytes } = found
  const facts = { path: place, sha256, system, instance: instance.name, systemVersion, bytes, seconds: seconds() }
  return fileReceipt(stored === null ? 'imported' : 'appended', facts, tally, notes)
}

function readingOf(kept: KeptAnswers, address: string, options: FileOptions): Reading {
  return {
    kind: 'document',
    ...factsOf(synthBackendReader, options),
    ownSessions: true,
    systemVersion: jobOfAddress(address) === null ? 'sessions of a backend' : 'job of a backend',
    latestAt: synthBackendReader.latestAt(kept) ?? '',
    batches: (cursor) => guarded((from) => synthBackendReader.read(kept, address, from), cursor),
    close: () => {},
  }
}

/** What the backend does not offer is no fault, and no reason to think there is nothing. */
function notesOf(kept: KeptAnswers): FileReceipt['notes'] {
  const absent = kept.value('absent')
  if (!Array.isArray(absent)) return []
  return absent.map((part) => ({ name: `not_offered: ${String(part)}`, count: 1, unit: 'answers' }))
}
