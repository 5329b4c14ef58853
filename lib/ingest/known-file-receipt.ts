import 'server-only'
import type { KnownFile } from '@/lib/db/known-files'
import type { FileReceipt } from '@/lib/imports/schema'
import { GROWING } from './content-marks'
import { fileReceipt, newTally, type Tally } from './receipt'
import type { FoundFile } from './walk-paths'

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const STILL_WRITTEN = 'still_written'

type Notes = FileReceipt['notes']

/** The name of an instance by its id; null for the plain one, and for none. */
export const instanceNameOf = (id: string | null): string | null =>
  id?.includes('@') ? id.slice(id.indexOf('@') + 1) : null

/** What was counted when a content was read. */
export function storedTally(content: { receipt: string | null }): Tally {
  return content.receipt ? { ...newTally(), ...(JSON.parse(content.receipt) as Tally) } : newTally()
}

/** A file whose content is known: the receipt of when it was read. */
export function unchangedReceipt(
  found: FoundFile,
  content: Pick<KnownFile['content'], 'sha256' | 'system' | 'instanceId' | 'systemVersion' | 'receipt'>,
  seconds: number,
  tally = storedTally(content),
  notes: Notes = [],
): FileReceipt {
  const facts = {
    path: found.path,
    sha256: content.sha256 === GROWING ? null : content.sha256,
    system: content.system,
    instance: instanceNameOf(content.instanceId),
    systemVersion: content.systemVersion,
    bytes: found.bytes,
    seconds,
  }
  return fileReceipt('unchanged', facts, tally, notes)
}

export const isEmptyText = (found: FoundFile) => found.bytes === 0 && /\.jsonl$/i.test(found.path)

/** A file that somebody seems to be writing: it is read again soon. */
export function stillWrittenReceipt(found: FoundFile): FileReceipt {
  const facts = { path: found.path, sha256: null, system: null, instance: null, systemVersion: null, seconds: 0 }
  return fileReceipt('unchanged', { ...facts, bytes: found.bytes }, newTally(), [
    { name: STILL_WRITTEN, count: 1, unit: 'files' },
  ])
}

/** True for the receipt of a file that was left for later because somebody seemed to be writing it. */
export const isStillWritten = ({ notes }: FileReceipt) => notes.some((note) => note.name === STILL_WRITTEN)

/** A session in which nothing was written yet, or of which nothing is left. */
export function emptyReceipt(found: FoundFile, seconds: number, gone: Notes = []): FileReceipt {
  const facts = { path: found.path, sha256: EMPTY_SHA256, system: null, instance: null, systemVersion: null }
  return fileReceipt('imported', { ...facts, bytes: 0, seconds }, newTally(), [
    { name: 'empty_file', count: 1, unit: 'files' },
    ...gone,
  ])
}
