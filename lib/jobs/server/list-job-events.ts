import 'server-only'
import type { Context } from '@/lib/context'
import { type JobEventRow, jobEventPage } from '@/lib/db/job-events'
import { toCountOrNull } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import type { JobEventPage, JobEventWire, ListJobEventsInput } from '@/lib/jobs/part-schema'
import { phaseKeyOf } from '@/lib/runs/server/part-wire'
import { requireJob } from './require-job'
import { storedData } from './stored-data'

/** Enough to know what happened; many stand on one page. */
const EVENT_TEXT_MAX = 4_000

function toEvent(row: JobEventRow): JobEventWire {
  return {
    id: row.id,
    seq: toCountOrNull(row.seq),
    at: row.at,
    type: row.kind,
    level: row.level,
    title: row.title,
    detail: row.detail,
    actor: row.actor,
    runId: row.runId,
    phase: row.phaseKey ?? phaseKeyOf(row.phaseId),
    sessionId: row.sessionId,
    ...storedData(row),
    ref: row.ref,
  }
}

/** Events of one job and its runs: numbered ones by their number, then the others by time.
 * @throws not_found */
export async function listJobEvents({ db }: Context, input: ListJobEventsInput): Promise<JobEventPage> {
  await requireJob(db, input.id)
  const { rows, nextCursor, total } = await jobEventPage(db, input)
  return { items: capTexts(rows.map(toEvent), EVENT_TEXT_MAX), nextCursor, total }
}
