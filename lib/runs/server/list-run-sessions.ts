import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { sessionPage } from '@/lib/db/run-timeline'
import type { RunPartInput, RunSessionPage } from '@/lib/runs/schema'
import { toRunSession } from './part-wire'
import { requireRun } from './require-run'

/** Sessions of one run in the order they began.
 * @throws not_found */
export async function listRunSessions({ db }: Context, input: RunPartInput): Promise<z.infer<typeof RunSessionPage>> {
  await requireRun(db, input.id)
  const [page, total] = await Promise.all([sessionPage(db, input), db.session.count({ where: { runId: input.id } })])
  return { items: page.rows.map(toRunSession), nextCursor: page.nextCursor, total }
}
