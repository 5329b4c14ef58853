import 'server-only'
import type { Context } from '@/lib/context'
import { notFound } from '@/lib/errors'
import type { ImportDetail } from '@/lib/imports/schema'
import { toFileReceipt } from '@/lib/ingest/file-receipt-row'
import { toImportSummary } from './import-wire'

/** Receipts of one reply; the totals beside them are of all. */
const FILES_MAX = 2_000

/**
 * One import with the receipt of each file, in the order they were read.
 * @throws not_found
 */
export async function getImport({ db }: Context, { id }: { id: string }): Promise<ImportDetail> {
  const row = await db.import.findUnique({
    where: { id },
    include: { files: { orderBy: { seq: 'asc' }, take: FILES_MAX } },
  })
  if (!row) throw notFound('import', id)
  return { ...toImportSummary(row), files: row.files.map(toFileReceipt) }
}
