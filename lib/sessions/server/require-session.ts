import 'server-only'
import type { Db } from '@/lib/db/client'
import { notFound } from '@/lib/errors'

/** Parts of a session that is not there are not an empty list.
 * @throws not_found */
export async function requireSession(db: Db, id: string): Promise<void> {
  const session = await db.session.findUnique({ where: { id }, select: { id: true } })
  if (!session) throw notFound('session', id)
}
