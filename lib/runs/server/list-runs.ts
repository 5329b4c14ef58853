import 'server-only'
import type { Context } from '@/lib/context'
import { countRunsMatching, runPage } from '@/lib/db/run-list'
import type { ListRunsInput, RunPage } from '@/lib/runs/schema'
import { toRunSummary } from './run-wire'

/** One page of runs, by default in the operator's order; `total` is null where counting would cost too much. */
export async function listRuns(ctx: Context, input: ListRunsInput): Promise<RunPage> {
  const [page, total] = await Promise.all([runPage(ctx.db, input), countRunsMatching(ctx.db, input)])
  return { items: page.rows.map(toRunSummary), nextCursor: page.nextCursor, total }
}
