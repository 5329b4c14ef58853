import 'server-only'
import type { Db } from '@/lib/db/client'
import { notFound } from '@/lib/errors'

/** Parts of a job that is not there are not an empty list.
 * @throws not_found */
export async function requireJob(db: Db, id: string): Promise<void> {
  const job = await db.job.findUnique({ where: { id }, select: { id: true } })
  if (!job) throw notFound('job', id)
}
