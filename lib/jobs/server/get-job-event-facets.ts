import 'server-only'
import type { Context } from '@/lib/context'
import { jobEventFacets } from '@/lib/db/job-events'
import { toCount } from '@/lib/http/amounts'
import type { JobEventFacets } from '@/lib/jobs/part-schema'
import type { JobIdInput } from '@/lib/jobs/schema'
import { requireJob } from './require-job'

/** Every type and level that the events of one job and its runs have.
 * @throws not_found */
export async function getJobEventFacets({ db }: Context, { id }: JobIdInput): Promise<JobEventFacets> {
  await requireJob(db, id)
  const [types, levels] = await Promise.all([jobEventFacets(db, id, 'kind'), jobEventFacets(db, id, 'level')])
  return {
    total: levels.reduce((sum, { events }) => sum + toCount(events), 0),
    types: types.map(({ value, events }) => ({ value: value ?? '', events: toCount(events) })),
    levels: levels.map(({ value, events }) => ({ value, events: toCount(events) })),
  }
}
