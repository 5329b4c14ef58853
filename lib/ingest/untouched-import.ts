import 'server-only'
import { hasUnfinishedWork, knownFiles } from '@/lib/db/known-files'
import type { SqlReader } from '@/lib/db/sqlite-reader'
import type { FileReceipt, Receipt } from '@/lib/imports/schema'
import { emptyReceipt, isEmptyText, unchangedReceipt } from './known-file-receipt'
import { READER_SUMS } from './reader-sums'
import { receiptOf } from './receipt'
import { isUntouched } from './untouched-file'
import { type FoundFile, walkPaths } from './walk-paths'

/**
 * The receipt of an import that has nothing to do, or null when there is something to do. Every text file still has the
 * size and time with which it was read to its end, and nothing is left over from before. Such an import writes nothing,
 * so it needs neither the lease nor the ORM, and answers while others write.
 */
export async function untouchedReceipt(
  db: SqlReader,
  paths: readonly string[],
  now: () => Date,
): Promise<Receipt | null> {
  const startedMs = now().getTime()
  const { files, problems } = await walkPaths(paths)
  if (files.length === 0 || problems.length > 0 || (await hasUnfinishedWork(db))) return null
  const receipts = (await untouchedFiles(db, files, isReadAsTold)) ?? (await untouchedFolders(db, files))
  return receipts && receiptOf(receipts, (now().getTime() - startedMs) / 1_000)
}

type Content = Parameters<typeof isUntouched>[1]['content']

/** Told without the readers, which take longer to load than most trees to look at. */
const isReadAsTold = ({ system, parserVersion }: Content): boolean =>
  system !== null && Object.hasOwn(READER_SUMS, system) && READER_SUMS[system] === parserVersion

/** Receipts of files that were all read one by one, and still are as they were; else null. */
async function untouchedFiles(
  db: SqlReader,
  files: readonly FoundFile[],
  isReadAsToday: (content: Content) => boolean,
): Promise<FileReceipt[] | null> {
  const known = await knownFiles(
    db,
    files.map((file) => file.path),
  )
  const receipts: FileReceipt[] = []
  for (const found of files) {
    const before = known.get(found.path)
    if (before && isUntouched(found, before, isReadAsToday)) receipts.push(unchangedReceipt(found, before.content, 0))
    else if (isEmptyText(found)) receipts.push(emptyReceipt(found, 0))
    else return null
  }
  return receipts
}

/** The same where some of the files are folders that are one thing. */
async function untouchedFolders(db: SqlReader, files: readonly FoundFile[]): Promise<FileReceipt[] | null> {
  const { claimedFolders } = await import('./folder-claims')
  const { findFolder, isFolderUntouched } = await import('./folder-stamp')
  const { isReadAsToday } = await import('./reader-versions')
  const claims = claimedFolders(files.map((file) => file.path))
  if (claims.length === 0) return null
  const known = await knownFiles(
    db,
    claims.map((claim) => claim.folder),
  )
  const receipts: FileReceipt[] = []
  const units: string[] = []
  for (const { folder } of claims) {
    const before = known.get(folder)
    if (!before || units.some((unit) => folder.startsWith(`${unit}/`))) continue
    const unit = await findFolder(folder)
    if (!unit || unit.problems.length > 0 || !isFolderUntouched(unit.found, before)) return null
    receipts.push(unchangedReceipt(unit.found, before.content, 0))
    units.push(folder)
  }
  const alone = files.filter((file) => !units.some((unit) => file.path.startsWith(`${unit}/`)))
  const others = units.length > 0 ? await untouchedFiles(db, alone, isReadAsToday) : null
  return others && [...receipts, ...others]
}
