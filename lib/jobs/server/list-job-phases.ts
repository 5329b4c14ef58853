import 'server-only'
import type { Context } from '@/lib/context'
import { jobPhasePage, phaseMetrics, phaseSessions, phaseSpend } from '@/lib/db/job-phases'
import { capTexts } from '@/lib/http/cap-texts'
import type { JobPhasePage, ListJobPhasesInput } from '@/lib/jobs/part-schema'
import { toJobPhase } from './phase-wire'
import { requireJob } from './require-job'

/** Prompts and answers are read here, so they are cut late. */
const PHASE_TEXT_MAX = 16_000
const SESSIONS_SHOWN = 20

function grouped<T extends { phaseId: string | null }>(rows: readonly T[]): Map<string | null, T[]> {
  const groups = new Map<string | null, T[]>()
  for (const row of rows) {
    const group = groups.get(row.phaseId)
    if (group) group.push(row)
    else groups.set(row.phaseId, [row])
  }
  return groups
}

/**
 * Phases, generations, scenarios or iterations of the runs of one job, run by run: with the evidence for the state, the
 * sessions that worked for it, and what each role of them spent.
 * @throws not_found
 */
export async function listJobPhases({ db }: Context, input: ListJobPhasesInput): Promise<JobPhasePage> {
  await requireJob(db, input.id)
  const { rows, nextCursor, total } = await jobPhasePage(db, input)
  const phaseIds = rows.map(({ id }) => id)
  const runIds = [...new Set(rows.map(({ runId }) => runId))]
  const [runs, sessions, spend, metrics] = await Promise.all([
    db.run.findMany({ where: { id: { in: runIds } }, select: { id: true, name: true } }),
    phaseSessions(db, phaseIds, SESSIONS_SHOWN),
    phaseSpend(db, phaseIds, runIds),
    phaseMetrics(db, phaseIds, runIds),
  ])
  const runNames = new Map(runs.map(({ id, name }) => [id, name]))
  const [sessionsOf, spendOf, metricsOf] = [grouped(sessions), grouped(spend), grouped(metrics)]
  const items = rows.map((row) =>
    toJobPhase(row, {
      runNames,
      sessions: sessionsOf.get(row.id) ?? [],
      spend: spendOf.get(row.id) ?? [],
      metrics: metricsOf.get(row.id) ?? [],
    }),
  )
  return { items: capTexts(items, PHASE_TEXT_MAX), nextCursor, total }
}
