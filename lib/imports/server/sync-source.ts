import 'server-only'
import type { Context } from '@/lib/context'
import { notFound } from '@/lib/errors'
import type { ImportDetail } from '@/lib/imports/schema'
import { enqueueImport } from '@/lib/ingest/queue'
import { watchLimit } from '@/lib/ingest/watch-limit'
import { getImport } from './get-import'

/** Has the worker look at a watched source next, paused or not. Unchanged files are not read again. @throws not_found */
export async function syncSource(ctx: Context, { id }: { id: string }): Promise<ImportDetail> {
  const source = await ctx.db.source.findUnique({ where: { id } })
  if (!source) throw notFound('source', id)
  const { path, system, instance } = source
  const within = watchLimit(source)
  const options = {
    live: true,
    ...(system && { as: system }),
    ...(instance && { instance }),
    ...(within && { within }),
  }
  const asked = await enqueueImport(ctx.db, { paths: [path], requestedBy: 'watch', options, now: ctx.now })
  return getImport(ctx, { id: asked })
}
