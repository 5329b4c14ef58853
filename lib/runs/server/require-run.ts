import 'server-only'
import type { Db } from '@/lib/db/client'
import { notFound } from '@/lib/errors'

/** Parts of a run that is not there are not an empty list.
 * @throws not_found */
export async function requireRun(db: Db, id: string): Promise<void> {
  const run = await db.run.findUnique({ where: { id }, select: { id: true } })
  if (!run) throw notFound('run', id)
}
