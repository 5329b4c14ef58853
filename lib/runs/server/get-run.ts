import 'server-only'
import type { Context } from '@/lib/context'
import type { Content, Run, StateObservation } from '@/lib/db/generated/client'
import {
  type AttemptSums,
  attemptSums,
  conflictGroups,
  doctorCalls,
  phasesOfRun,
  usageByModel,
  usageByPhase,
} from '@/lib/db/run-parts'
import { notFound } from '@/lib/errors'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import { recordOf } from '@/lib/http/stored-json'
import { stateTransitions } from '@/lib/liveness/state-transitions'
import { statusClass, toStatus } from '@/lib/model/status'
import type { PhaseWire, RunDetail, RunIdInput } from '@/lib/runs/schema'
import { withCapCrossing } from './cap-crossing'
import { toApproval, toRunSession, toUsageBy } from './part-wire'
import { toPhases } from './phase-wire'
import { toRunSummary } from './run-wire'

/** Bounds of one reply; the lists of the parts' own routes are paged. */
const ATTEMPTS_MAX = 50_000
const SESSIONS_MAX = 500
const APPROVALS_MAX = 500
const OBSERVATIONS_MAX = 50_000
const CHANGES_MAX = 2_000

/**
 * One run with all its parts, in a fixed number of statements.
 * @throws not_found
 */
export async function getRun({ db }: Context, { id }: RunIdInput): Promise<RunDetail> {
  const run = await db.run.findUnique({ where: { id } })
  if (!run) throw notFound('run', id)
  const ofRun = { where: { runId: id } }
  const [phases, attempts, usage, doctor, byModel, sums, sessions, flags, approvals, seen, content, peers] =
    await Promise.all([
      phasesOfRun(db, id),
      db.attempt.findMany({ ...ofRun, orderBy: [{ phaseId: 'asc' }, { index: 'asc' }], take: ATTEMPTS_MAX }),
      usageByPhase(db, id),
      doctorCalls(db, id),
      usageByModel(db, id),
      attemptSums(db, id),
      db.session.findMany({ ...ofRun, orderBy: [{ startedAt: 'asc' }, { id: 'asc' }], take: SESSIONS_MAX }),
      db.runFlag.findMany({ ...ofRun, orderBy: { name: 'asc' } }),
      db.approval.findMany({ ...ofRun, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], take: APPROVALS_MAX }),
      db.stateObservation.findMany({ ...ofRun, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: OBSERVATIONS_MAX }),
      run.contentId === null ? null : db.content.findUnique({ where: { id: run.contentId } }),
      run.conflict ? conflictPeers(db, run) : null,
    ])
  const phaseList = toPhases({ phases, attempts, usage, doctor })
  const { phases: phaseCounts, sessions: sessionCount, ...summary } = toRunSummary(run)
  return capTexts({
    ...summary,
    ...ownFields(run),
    evidence: evidenceOf(run, content),
    phaseCounts,
    sessionCount,
    phases: phaseList,
    sessions: sessions.map(toRunSession),
    usageBy: byModel.map(toUsageBy),
    failedAttempts: failedAttemptsOf(sums),
    stateHistory: historyOf(run, phaseList, seen),
    flagDetails: await withCapCrossing(
      db,
      run,
      flags.map(({ name, detail, evidence, count }) => ({ name, detail, evidence, count })),
    ),
    approvals: approvals.map(toApproval),
    conflictPeers: peers,
  })
}

function ownFields(run: Run) {
  return {
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
    firstEvidenceAt: run.firstEvidenceAt,
    goal: run.goal,
    failureReason: run.failureReason,
    causeEvidence: run.causeEvidence,
    conflictReason: run.conflictReason,
    interruptAfter: run.interruptAfter,
    maxDurationMinutes: run.maxDurationMinutes,
    data: recordOf(run.data),
    instance: run.instanceId,
  }
}

function evidenceOf(run: Run, content: Content | null): RunDetail['evidence'] {
  return content === null ? null : { path: content.path, sha256: content.sha256, ref: run.ref }
}

function failedAttemptsOf({ attempts, failed, failedTokens }: AttemptSums): RunDetail['failedAttempts'] {
  if (attempts === 0n) return null
  return { tokens: toCountOrNull(failedTokens), attempts: toCount(failed), ofAttempts: toCount(attempts) }
}

/** Newest first. */
function historyOf(run: Run, phases: readonly PhaseWire[], seen: readonly StateObservation[]) {
  const names = new Map(phases.map((phase) => [phase.id, phase.name ?? phase.nativeId]))
  return stateTransitions(seen.map((row) => ({ ...row, subject: row.subject === 'phase' ? 'phase' : 'run' })))
    .reverse()
    .slice(0, CHANGES_MAX)
    .map((change) => ({ ...change, subjectName: names.get(change.subjectId) ?? run.name ?? run.nativeId }))
}

/** How many runs of the same instance contradict their evidence, and how many between the same two classes. */
async function conflictPeers(db: Context['db'], run: Run): Promise<RunDetail['conflictPeers']> {
  const way = (row: { status: string; statusDerived: string }) =>
    `${statusClass(toStatus(row.status))} ≠ ${statusClass(toStatus(row.statusDerived))}`
  const [groups, ofRuns] = await Promise.all([
    conflictGroups(db, run.instanceId),
    db.run.count({ where: { instanceId: run.instanceId, hasRow: true } }),
  ])
  const sum = (rows: typeof groups) => rows.reduce((total, { runs }) => total + toCount(runs), 0)
  return { conflicting: sum(groups), sameWay: sum(groups.filter((group) => way(group) === way(run))), ofRuns }
}
