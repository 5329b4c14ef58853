import 'server-only'
import type { Db } from '@/lib/db/client'
import type { Phase, Run, Session, StateObservation } from '@/lib/db/generated/client'
import { repeatedRows } from '@/lib/db/repeated-usage'
import {
  estimateCounts,
  eventBounds,
  failureCounts,
  phaseFailures,
  usageFlagSets,
  usageWithoutPhase,
} from '@/lib/db/run-evidence'
import { type UsageGroup, usageSums } from '@/lib/db/run-sums'
import type { PhaseRow, RunFacts, RunRow, RunUsage, SessionState, TranscriptFacts } from '@/lib/liveness/derive-run'
import type { Status } from '@/lib/model/status'
import { NO_USAGE } from '@/lib/model/usage'

/** Everything known about one run, and the sums its list row shows. */
export interface LoadedRun {
  id: string
  jobId: string | null
  facts: RunFacts
  sum: UsageGroup | null
  /** How many transcripts belong to it; null when its sessions are only known from its usage. */
  sessions: number | null
  byModel: UsageGroup[]
  bySession: UsageGroup[]
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const name = key(row)
    if (name === null) continue
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  return groups
}

const strings = (text: string): string[] => JSON.parse(text) as string[]

function runRow(run: Run): RunRow {
  return {
    ...run,
    status: run.status as Status,
    data: JSON.parse(run.data) as Record<string, unknown>,
    recordFlags: strings(run.recordFlags),
  }
}

const phaseRow = (phase: Phase): PhaseRow => ({ ...phase, status: phase.status as Status, flags: strings(phase.flags) })

const seen = ({ subject, subjectId, state, at, firstSeenIn, lastSeenIn }: StateObservation) => ({
  subject: subject as 'run' | 'phase',
  subjectId,
  state,
  at,
  firstSeenIn,
  lastSeenIn,
})

/** Loads the facts of a portion of runs with a fixed number of statements. Ids without a row in Run are left out. */
export async function loadRuns(db: Db, runIds: readonly string[], now: Date): Promise<LoadedRun[]> {
  const where = { where: { runId: { in: [...runIds] } } }
  const runs = await db.run.findMany({ where: { id: { in: [...runIds] } } })
  const instances = await db.instance.findMany({
    where: { id: { in: [...new Set(runs.map((run) => run.instanceId))] } },
  })
  const checkedAt = new Map(instances.map((instance) => [instance.id, instance.checkedAt]))

  const phases = groupBy(
    await db.phase.findMany({ ...where, orderBy: [{ index: 'asc' }, { id: 'asc' }] }),
    (row) => row.runId,
  )
  const phaseKeys = new Map([...phases.values()].flat().map((phase) => [phase.id, phase.nativeId]))
  const tiers = groupBy(
    await db.tier.findMany({ ...where, select: { runId: true, statusRaw: true } }),
    (row) => row.runId,
  )
  const failures = failureCounts(db, runIds)
  const ofPhases = groupBy(phaseFailures(db, runIds), (row) => row.runId)
  const approvals = groupBy(await db.approval.findMany(where), (row) => row.runId)
  const observations = groupBy(await db.stateObservation.findMany(where), (row) => row.runId)
  const efficiency = groupBy(
    await db.tokenEfficiencyMetric.findMany({ ...where, select: { runId: true } }),
    (row) => row.runId,
  )
  const events = await eventBounds(db, runIds)
  const mains = new Map(
    (await db.session.findMany({ where: { id: { in: [...runIds] }, inferred: false } })).map((row) => [row.id, row]),
  )
  const sessions = groupBy(
    await db.session.findMany({
      where: { runId: { in: [...runIds] }, inferred: false, parentId: null },
      select: { id: true, runId: true, statusDerived: true, firstAt: true, lastEvidenceAt: true },
    }),
    (row) => row.runId,
  )
  const sessionCounts = new Map(
    (
      await db.session.groupBy({ by: ['runId'], where: { runId: { in: [...runIds] }, inferred: false }, _count: true })
    ).map((row) => [row.runId, row._count]),
  )
  const items = new Map(
    (await db.itemResult.groupBy({ by: ['runId'], where: { runId: { in: [...runIds] } }, _count: true })).map((row) => [
      row.runId,
      row._count,
    ]),
  )
  const repeated = repeatedRows(db, runIds)
  const phase6 = await estimateCounts(db, runIds)

  const sums = groupBy(usageSums(db, runIds, []), (row) => row.runId)
  const byModel = groupBy(usageSums(db, runIds, ['model']), (row) => row.runId)
  const byRole = groupBy(usageSums(db, runIds, ['role']), (row) => row.runId)
  const bySession = groupBy(usageSums(db, runIds, ['sessionId']), (row) => row.runId)
  const flagSets = groupBy(usageFlagSets(db, runIds), (row) => row.runId)
  const withoutPhase = await usageWithoutPhase(db, runIds)

  return runs.map((run) => {
    const { id } = run
    const sum = sums.get(id)?.[0] ?? null
    const usage: RunUsage = {
      sum: sum ?? NO_USAGE,
      events: sum?.events ?? 0,
      unpriced: sum?.unpricedEvents ?? 0,
      costPico: sum?.costPico ?? null,
      firstAt: sum?.firstAt ?? null,
      lastAt: sum?.lastAt ?? null,
      withoutPhaseRow: withoutPhase.get(id) ?? 0,
      flags: countFlags(flagSets.get(id) ?? []),
      byRole: (byRole.get(id) ?? []).map((group) => ({ role: group.keys[0] ?? null, events: group.events })),
      byModel: (byModel.get(id) ?? []).map((group) => ({ model: group.keys[0] ?? null, events: group.events })),
    }
    const facts: RunFacts = {
      system: run.system,
      row: run.hasRow ? runRow(run) : null,
      phases: (phases.get(id) ?? []).map(phaseRow),
      tiers: tiers.get(id) ?? [],
      usage,
      failures: failures.get(id) ?? 0,
      phaseFailures: (ofPhases.get(id) ?? []).flatMap(({ phaseId, ...row }) => {
        const phase = phaseKeys.get(phaseId)
        return phase === undefined ? [] : [{ ...row, phase }]
      }),
      approvals: (approvals.get(id) ?? []).map((row) => ({ ...row, kind: row.kind as 'approval' | 'governance' })),
      events: events.get(id) ?? { firstAt: null, lastAt: null },
      observations: (observations.get(id) ?? []).map(seen),
      phase6: phase6.get(id) ?? { rows: 0, fallback: 0 },
      efficiency: { rows: efficiency.get(id)?.length ?? 0 },
      transcript: transcriptFacts(mains.get(id)),
      repeated: repeated.get(id) ?? null,
      items: items.get(id) ?? 0,
      sessions: (sessions.get(id) ?? []).map(sessionState),
      checkedAt: checkedAt.get(run.instanceId) ?? now.toISOString(),
    }
    return {
      id,
      jobId: run.jobId,
      facts,
      sum,
      sessions: sessionCounts.get(id) ?? null,
      byModel: byModel.get(id) ?? [],
      bySession: bySession.get(id) ?? [],
    }
  })
}

function transcriptFacts(main: Session | undefined): TranscriptFacts | null {
  if (!main) return null
  const { statusDerived, firstAt, lastEvidenceAt, interruptAfter } = main
  return { status: statusDerived as Status, firstAt, lastAt: lastEvidenceAt || null, interruptAfter }
}

const sessionState = (row: {
  statusDerived: string
  firstAt: string | null
  lastEvidenceAt: string
}): SessionState => ({
  status: row.statusDerived as Status,
  firstAt: row.firstAt,
  lastAt: row.lastEvidenceAt || null,
})

function countFlags(sets: readonly { flags: string; events: number }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const set of sets) for (const name of strings(set.flags)) counts[name] = (counts[name] ?? 0) + set.events
  return counts
}
