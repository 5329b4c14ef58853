import 'server-only'
import type { Context } from '@/lib/context'
import type { Job } from '@/lib/db/generated/client'
import { jobPage } from '@/lib/db/job-list'
import { costBounds, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import { textsOf } from '@/lib/http/stored-json'
import type { JobPage, JobSummary, ListJobsInput } from '@/lib/jobs/schema'
import { toStatus } from '@/lib/model/status'

/** Longer than any id, so that only names and the like are cut. */
const LINE_TEXT_MAX = 1_500

function toJobSummary(row: Job): JobSummary {
  const { costIsLowerBound } = costBounds(row.unpricedEvents, [])
  return {
    id: row.id,
    system: row.system,
    nativeId: row.nativeId,
    name: row.name,
    type: row.type,
    project: row.project,
    statusRaw: row.statusRaw,
    status: toStatus(row.status),
    statusDerived: toStatus(row.statusDerived),
    inferred: row.inferred,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    lastEvidenceAt: row.lastEvidenceAt === '' ? null : row.lastEvidenceAt,
    runs: { total: row.runs, done: row.runsDone, failed: row.runsFailed },
    tokens: toCountOrNull(row.tokens),
    costMicroUsd: toMicroUsd(row.costPico),
    costIsLowerBound,
    events: row.events,
    flags: textsOf(row.flags),
  }
}

/** One page of jobs, by default those with the newest evidence first. */
export async function listJobs({ db }: Context, input: ListJobsInput): Promise<JobPage> {
  const { rows, nextCursor, total } = await jobPage(db, input)
  return { items: capTexts(rows.map(toJobSummary), LINE_TEXT_MAX), nextCursor, total }
}
