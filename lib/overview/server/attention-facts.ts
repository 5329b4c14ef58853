import 'server-only'
import type { Context } from '@/lib/context'
import { orphanSpend } from '@/lib/db/overview'
import { countRunsMatching, runPage } from '@/lib/db/run-list'
import { type ConflictGroup, conflictGroups } from '@/lib/db/run-parts'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import { toStatus } from '@/lib/model/status'
import type { AttentionFacts } from '@/lib/overview/attention'
import { ListRunsInput } from '@/lib/runs/schema'
import { toRunSummary } from '@/lib/runs/server/run-wire'

/** Enough for every kind that is shown one by one. */
const FIRST = 12

async function someRuns({ db }: Context, filters: Record<string, string>) {
  const input = ListRunsInput.parse({ ...filters, sort: 'lastEvidence', limit: FIRST })
  const [{ rows }, total] = await Promise.all([runPage(db, input), countRunsMatching(db, input)])
  return { total: total ?? rows.length, first: rows.map(toRunSummary) }
}

async function questions({ db }: Context, status: string, since: string | null) {
  const where = { status, ...(since === null ? {} : { requestedAt: { gte: since } }) }
  const select = { runId: true, context: true, requestedAt: true, respondedAt: true, timeoutAt: true }
  const [total, first] = await Promise.all([
    db.approval.count({ where }),
    db.approval.findMany({ where, select, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], take: FIRST }),
  ])
  return { total, first }
}

const toConflict = ({ system, status, statusDerived, runs }: ConflictGroup) => ({
  system,
  status: toStatus(status),
  statusDerived: toStatus(statusDerived),
  runs: toCount(runs),
})

/** Everything that may need someone; questions that timed out only since the window began. */
export async function attentionFacts(ctx: Context, since: string): Promise<AttentionFacts> {
  const { db, fleet } = ctx
  const [overCap, silent, conflicts, conflicting, waiting, timedOut, orphans, failingSources, newest] =
    await Promise.all([
      someRuns(ctx, { flag: 'over_cap' }),
      someRuns(ctx, { status: 'interrupted', statusSource: 'running', attention: 'true' }),
      conflictGroups(db, null),
      someRuns(ctx, { conflict: 'true' }),
      questions(ctx, 'pending', null),
      questions(ctx, 'timeout', since),
      orphanSpend(db),
      db.source.findMany({ where: { state: 'failing' }, orderBy: { path: 'asc' }, take: FIRST }),
      db.import.findFirst({
        where: { status: { in: ['done', 'failed'] } },
        orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
      }),
    ])
  return {
    fleet,
    overCap,
    silent,
    conflicts: conflicts.map(toConflict),
    conflicting: conflicting.first,
    waiting,
    timedOut,
    orphans: orphans.map(({ system, runs, tokens, systemTokens, at }) => ({
      system,
      runs: toCount(runs),
      tokens: toCountOrNull(tokens),
      systemTokens: toCountOrNull(systemTokens),
      at,
    })),
    failingSources: failingSources.map(({ path, error, checkedAt }) => ({ path, error, checkedAt })),
    failedImport:
      newest?.status === 'failed'
        ? { id: newest.id, error: newest.error, at: newest.endedAt ?? newest.requestedAt }
        : null,
  }
}
