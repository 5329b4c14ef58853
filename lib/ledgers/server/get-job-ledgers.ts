import 'server-only'
import type { Context } from '@/lib/context'
import type { Job } from '@/lib/db/generated/client'
import { jobUsage } from '@/lib/db/job-detail'
import { spentByRole } from '@/lib/db/ledger-spent'
import { notFound } from '@/lib/errors'
import { costBounds, toCount, toMicroUsd, toUsageWire } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import type { JobIdInput } from '@/lib/jobs/schema'
import type { ScopeLedgersWire } from '@/lib/ledgers/schema'
import { NO_USAGE } from '@/lib/model/usage'
import { type KnownSpent, ledgerParts } from './ledger-parts'
import { pairsLedger } from './pairs-ledger'
import { rolesOf } from './role-wire'

/**
 * The four ledgers of a job with the jobs below it.
 * @throws not_found
 */
export async function getJobLedgers({ db }: Context, { id }: JobIdInput): Promise<ScopeLedgersWire> {
  const job = await db.job.findUnique({ where: { id } })
  if (!job) throw notFound('job', id)
  const [known, abDelta] = await Promise.all([spentBy(db, job), pairsLedger(db, { jobId: id })])
  return {
    scope: { jobId: id, system: null, project: null, from: null, to: null },
    ...(await ledgerParts(db, { jobId: id }, known, abDelta?.pairs ?? { valid: 0, refused: 0 })),
    abDelta,
  }
}

async function spentBy(db: Context['db'], job: Job): Promise<KnownSpent> {
  const [{ usage, lowerBounds }, roles] = await Promise.all([jobUsage(db, job.id), spentByRole(db, { jobId: job.id })])
  const lowerBound = [...new Set(lowerBounds.flatMap(textsOf))].sort()
  return {
    usage: toUsageWire(usage ?? NO_USAGE, lowerBound),
    costMicroUsd: toMicroUsd(job.costPico),
    ...costBounds(job.unpricedEvents, lowerBound),
    unpricedEvents: job.unpricedEvents,
    events: job.events,
    unknownTokenEvents: roles.reduce((sum, { unknown }) => sum + toCount(unknown), 0),
    roles: rolesOf(roles),
  }
}
