import 'server-only'
import type { Context } from '@/lib/context'
import { countRunsMatching, runPage } from '@/lib/db/run-list'
import { capTexts } from '@/lib/http/cap-texts'
import type { ListRunsInput, RunPage } from '@/lib/runs/schema'
import { toRunSummary } from './run-wire'

/** Longer than any id, so that only names and the like are cut. */
const LINE_TEXT_MAX = 1_500

/** One page of runs, by default in the operator's order; `total` is null where counting would cost too much. */
export async function listRuns(ctx: Context, input: ListRunsInput): Promise<RunPage> {
  const [page, total] = await Promise.all([runPage(ctx.db, input), countRunsMatching(ctx.db, input)])
  return { items: capTexts(page.rows.map(toRunSummary), LINE_TEXT_MAX), nextCursor: page.nextCursor, total }
}
