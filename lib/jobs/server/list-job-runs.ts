import 'server-only'
import type { Context } from '@/lib/context'
import { jobRunPage } from '@/lib/db/run-list'
import { capTexts } from '@/lib/http/cap-texts'
import type { JobRunPage, ListJobRunsInput } from '@/lib/jobs/part-schema'
import { toRunSummary } from '@/lib/runs/server/run-wire'
import { requireJob } from './require-job'

/** Longer than any id, so that only names and the like are cut. */
const LINE_TEXT_MAX = 1_500

/** Runs of one job, of a group with those of the jobs below it; the newest start first unless asked otherwise.
 * @throws not_found */
export async function listJobRuns({ db }: Context, input: ListJobRunsInput): Promise<JobRunPage> {
  await requireJob(db, input.id)
  const { rows, nextCursor, total } = await jobRunPage(db, input)
  return { items: capTexts(rows.map(toRunSummary), LINE_TEXT_MAX), nextCursor, total }
}
