import 'server-only'
import type { Context } from '@/lib/context'
import type { SourceWire } from '@/lib/imports/schema'
import { askedSourceId } from '@/lib/ingest/watch-limit'
import { watchedLineOf } from './source-line'

/** A path that may be watched: real, and decided on by the door it came through. */
export interface AdmittedSource {
  path: string
  /** The system whose default folder it is; null: every reader is asked. */
  system: string | null
}

/** Watches a path from now on; one that is watched or paused already goes on. The worker reads it within a second. */
export async function watchSource({ db, now }: Context, { path, system }: AdmittedSource): Promise<SourceWire> {
  const { id } = await db.source.upsert({
    where: { path },
    create: { id: askedSourceId(), path, system, state: 'watching', addedAt: now.toISOString() },
    update: { state: 'watching', error: null },
    select: { id: true },
  })
  return watchedLineOf(db, id, now)
}
