import 'server-only'
import type { Context } from '@/lib/context'
import { flagsOfJobRuns, jobPage } from '@/lib/db/job-list'
import { capTexts } from '@/lib/http/cap-texts'
import type { JobPage, ListJobsInput } from '@/lib/jobs/schema'
import { toJobSummary } from './job-wire'

/** Longer than any id, so that only names and the like are cut. */
const LINE_TEXT_MAX = 1_500

/** One page of jobs, by default those with the newest evidence first. */
export async function listJobs({ db }: Context, input: ListJobsInput): Promise<JobPage> {
  const { rows, nextCursor, total } = await jobPage(db, input)
  const ofRuns = await flagsOfJobRuns(
    db,
    rows.map(({ id }) => id),
  )
  const items = rows.map((row) => toJobSummary(row, ofRuns.get(row.id) ?? []))
  return { items: capTexts(items, LINE_TEXT_MAX), nextCursor, total }
}
