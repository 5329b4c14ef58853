import 'server-only'
import type { Context } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { isTerminal, toStatus } from '@/lib/model/status'
import type { RunIdInput, RunStatusWire } from '@/lib/runs/schema'

/**
 * What a poller needs of one run. `terminal` follows the evidence: a run that says it failed while its phases go on is
 * still to be watched. `percent` is of phases that ended, null when the run has none.
 * @throws not_found
 */
export async function getRunStatus({ db }: Context, { id }: RunIdInput): Promise<RunStatusWire> {
  const run = await db.run.findUnique({
    where: { id },
    select: {
      id: true,
      status: true,
      statusRaw: true,
      statusDerived: true,
      conflict: true,
      phasesTotal: true,
      phasesDone: true,
      phasesFailed: true,
      phasesRunning: true,
      lastEvidenceAt: true,
      lastEvidenceKind: true,
      revision: true,
    },
  })
  if (!run) throw notFound('run', id)
  const { phasesTotal: total, phasesDone: done, phasesFailed: failed, phasesRunning: running } = run
  const statusDerived = toStatus(run.statusDerived)
  return {
    id: run.id,
    status: toStatus(run.status),
    statusRaw: run.statusRaw,
    statusDerived,
    conflict: run.conflict,
    progress: { total, done, failed, running, percent: total === 0 ? null : ((done + failed) / total) * 100 },
    lastEvidence:
      run.lastEvidenceAt === '' ? null : { at: run.lastEvidenceAt, kind: run.lastEvidenceKind ?? 'unknown' },
    revision: run.revision,
    terminal: isTerminal(statusDerived),
  }
}
