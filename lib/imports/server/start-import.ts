import 'server-only'
import type { Context } from '@/lib/context'
import { config } from '@/lib/env'
import { notFound } from '@/lib/errors'
import type { ImportDetail, StartImportInput } from '@/lib/imports/schema'
import { enqueueImport, type ImportOptions } from '@/lib/ingest/queue'
import { watchLimit } from '@/lib/ingest/watch-limit'
import { findSources } from './find-sources'
import { getImport } from './get-import'

/**
 * Puts an import into the worker's queue. Whether the paths may be read is decided by the door it came through.
 * @throws not_found for a source that is neither watched nor found
 */
export async function startImport(ctx: Context, input: StartImportInput): Promise<ImportDetail> {
  const { paths, options } = await requestOf(ctx, input, config().allowedFolders)
  const id = await enqueueImport(ctx.db, { paths, requestedBy: 'http', options, now: ctx.now })
  return getImport(ctx, { id })
}

async function requestOf(
  { db }: Context,
  input: StartImportInput,
  within: readonly string[],
): Promise<{ paths: string[]; options: ImportOptions }> {
  if ('paths' in input) {
    const { paths, as, instance } = input
    return {
      paths,
      options: { within, ...(as === undefined ? {} : { as }), ...(instance === undefined ? {} : { instance }) },
    }
  }
  const source = await db.source.findUnique({ where: { id: input.sourceId } })
  if (source) {
    const { path, system, instance } = source
    const limit = watchLimit(source)
    return {
      paths: [path],
      options: { ...(system && { as: system }), ...(instance && { instance }), ...(limit && { within: limit }) },
    }
  }
  const found = (await findSources(db, within)).find(({ id }) => id === input.sourceId)
  if (!found) throw notFound('source', input.sourceId)
  return { paths: found.paths, options: { within } }
}
