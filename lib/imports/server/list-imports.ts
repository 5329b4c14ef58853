import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { importPage } from '@/lib/db/import-list'
import type { ImportPage, ListImportsInput } from '@/lib/imports/schema'
import { toImportSummary } from './import-wire'

/** Imports, the newest request first. */
export async function listImports({ db }: Context, input: ListImportsInput): Promise<z.infer<typeof ImportPage>> {
  const where = input.status === undefined ? {} : { status: input.status }
  const [page, total] = await Promise.all([importPage(db, input), db.import.count({ where })])
  return { items: page.rows.map(toImportSummary), nextCursor: page.nextCursor, total }
}
