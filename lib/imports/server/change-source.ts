import 'server-only'
import type { Context } from '@/lib/context'
import { notFound } from '@/lib/errors'
import type { ChangeSourceInput, RemovedSource, SourceWire } from '@/lib/imports/schema'
import { watchedLineOf } from './source-line'

/** Pauses a watched source or goes on with it. @throws not_found */
export async function changeSource({ db, now }: Context, { id, state }: ChangeSourceInput): Promise<SourceWire> {
  const { count } = await db.source.updateMany({ where: { id }, data: { state, error: null } })
  if (count === 0) throw notFound('source', id)
  return watchedLineOf(db, id, now)
}

/** Stops watching; what was read stays, and so does what is known of its files. @throws not_found */
export async function removeSource({ db }: Context, { id }: { id: string }): Promise<RemovedSource> {
  const row = await db.source.findUnique({ where: { id } })
  if (!row) throw notFound('source', id)
  await db.source.deleteMany({ where: { id } })
  return { id, path: row.path }
}
