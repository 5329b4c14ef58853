import 'server-only'
import { hasUnfinishedWork, knownFiles } from '@/lib/db/known-files'
import type { SqlReader } from '@/lib/db/sqlite-reader'
import type { FileReceipt, Receipt } from '@/lib/imports/schema'
import { isUntouched } from './file-history'
import { claimedFolders } from './folder-claims'
import { findFolder, isFolderUntouched } from './folder-stamp'
import { emptyReceipt, isEmptyText, unchangedReceipt } from './known-file-receipt'
import { receiptOf } from './receipt'
import { walkPaths } from './walk-paths'

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
  const claims = claimedFolders(files.map((file) => file.path))
  const known = await knownFiles(db, [...claims.map((claim) => claim.folder), ...files.map((file) => file.path)])
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
  for (const found of files.filter((file) => !units.some((unit) => file.path.startsWith(`${unit}/`)))) {
    const before = known.get(found.path)
    if (before && isUntouched(found, before)) receipts.push(unchangedReceipt(found, before.content, 0))
    else if (isEmptyText(found)) receipts.push(emptyReceipt(found, 0))
    else return null
  }
  return receiptOf(receipts, (now().getTime() - startedMs) / 1_000)
}
