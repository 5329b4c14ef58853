import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { failurePage } from '@/lib/db/run-timeline'
import { capTexts } from '@/lib/http/cap-texts'
import type { FailurePage, RunFailuresInput } from '@/lib/runs/schema'
import { toFailure } from './part-wire'
import { requireRun } from './require-run'

/** Failures of one run, newest first, or from one of them on.
 * @throws not_found */
export async function listRunFailures({ db }: Context, input: RunFailuresInput): Promise<z.infer<typeof FailurePage>> {
  await requireRun(db, input.id)
  const [page, total] = await Promise.all([failurePage(db, input), db.failure.count({ where: { runId: input.id } })])
  return { items: capTexts(page.rows.map(toFailure)), nextCursor: page.nextCursor, total }
}
