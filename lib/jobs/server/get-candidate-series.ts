import 'server-only'
import type { Context } from '@/lib/context'
import { candidateScores } from '@/lib/db/job-candidates'
import { toMicroUsd } from '@/lib/http/amounts'
import { candidateSeries } from '@/lib/jobs/candidate-series'
import type { CandidateSeries } from '@/lib/jobs/result-schema'
import type { JobIdInput } from '@/lib/jobs/schema'
import { requireJob } from './require-job'

/** Scores of the candidates of one job over rollouts and over cost, with the best so far, for charts.
 * @throws not_found */
export async function getCandidateSeries({ db }: Context, { id }: JobIdInput): Promise<CandidateSeries> {
  await requireJob(db, id)
  const { rows, total } = await candidateScores(db, id)
  const runIds = [...new Set(rows.flatMap(({ runId }) => runId ?? []))].slice(0, 500)
  const runs = await db.run.findMany({ where: { id: { in: runIds } }, select: { id: true, name: true } })
  const candidates = rows.map(({ rolloutsSoFar, costPicoSoFar, ...row }) => ({
    ...row,
    rollouts: rolloutsSoFar,
    cost: toMicroUsd(costPicoSoFar),
  }))
  const found = candidateSeries(candidates, new Map(runs.map(({ id: runId, name }) => [runId, name])))
  return { ...found, total, cut: found.cut || rows.length < total }
}
