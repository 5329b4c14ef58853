import 'server-only'
import type { ImportFile } from '@/lib/db/generated/client'
import { FileReceipt } from '@/lib/imports/schema'

/** A stored receipt line as it goes over the wire. */
export function toFileReceipt(row: ImportFile): FileReceipt {
  return FileReceipt.parse({
    ...row,
    rows: JSON.parse(row.rows),
    usage: JSON.parse(row.usage),
    unparsed: JSON.parse(row.unparsed),
    rejected: JSON.parse(row.rejected),
    notes: JSON.parse(row.notes),
    bytes: Number(row.bytes),
  })
}
