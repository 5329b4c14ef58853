import 'server-only'
import { type ArmItem, type CostGroup, costSources, type ItemSums, itemSums, itemsOfRun } from '@/lib/db/arm-rows'
import type { Db } from '@/lib/db/client'
import type { ABTestResult, Phase, Run, RunFlag } from '@/lib/db/generated/client'
import { classifyFailure } from '@/lib/fingerprint/cause'
import { recordOf } from '@/lib/http/stored-json'
import { isTranscript } from '@/lib/model/systems'
import type { SettingSource } from '@/lib/pairs/settings'
import { isBaselineRun } from '@/lib/sources/synth/oneshot-keys'

const SESSIONS_MAX = 200
const COMPARISONS_MAX = 20
const RERUNS_MAX = 200
const ERRORS_MAX = 1_000

export interface ArmJob {
  id: string
  nativeId: string
  name: string | null
  project: string | null
  goal: string | null
  inferred: boolean
  config: Record<string, unknown> | null
  data: Record<string, unknown>
}

type PlannedPhase = Pick<
  Phase,
  'nativeId' | 'index' | 'name' | 'description' | 'phaseType' | 'taskCategory' | 'complexity' | 'data'
>

/** What the database holds of one arm. */
export interface ArmRows {
  run: Run
  data: Record<string, unknown>
  job: ArmJob | null
  models: string[]
  phases: PlannedPhase[]
  costs: CostGroup[]
  items: ArmItem[]
  itemsCut: boolean
  sums: ItemSums
  sessions: { systemVersion: string | null; data: Record<string, unknown> }[]
  comparisons: Pick<
    ABTestResult,
    'id' | 'controlRunId' | 'controlCommitSha' | 'treatmentCommitSha' | 'controlModelHash' | 'treatmentModelHash'
  >[]
  flags: RunFlag[]
  attempts: number
  rollouts: number | null
  /** What a person asked for first, of a transcript. */
  prompt: string | null
  /** Causes of its failures, when every item of it ended in an error. */
  failureCauses: string[]
  reruns: { id: string; nativeId: string }[]
}

/** Reads what two runs need, by their indexes; null when there is no such run. @param other the id of the other arm */
export async function armRows(db: Db, runId: string, other: string): Promise<ArmRows | null> {
  const run = await db.run.findUnique({ where: { id: runId } })
  if (run === null) return null
  const isAutopack = run.system === 'autopack'
  const [job, models, phases, costs, found, sums, sessions, comparisons, flags, attempts, candidate] =
    await Promise.all([
      jobOf(db, run.jobId),
      db.runModel.findMany({ where: { runId }, select: { model: true } }),
      isAutopack ? plannedPhases(db, runId) : [],
      costSources(db, runId),
      itemsOfRun(db, runId),
      itemSums(db, runId),
      db.session.findMany({ where: { runId }, select: { systemVersion: true, data: true }, take: SESSIONS_MAX }),
      comparisonsOf(db, runId),
      db.runFlag.findMany({ where: { runId } }),
      db.attempt.count({ where: { runId } }),
      db.candidate.aggregate({ where: { runId }, _max: { rolloutsSoFar: true } }),
    ])
  const allFailed = found.items.length > 0 && found.items.every(({ rows, errors }) => rows === errors)
  return {
    ...{ run, job, phases, costs, sums, comparisons, flags, attempts },
    data: recordOf(run.data),
    models: models.map(({ model }) => model),
    items: found.items,
    itemsCut: found.isCut,
    sessions: sessions.map(({ systemVersion, data }) => ({ systemVersion, data: recordOf(data) })),
    rollouts: candidate._max.rolloutsSoFar,
    prompt: isTranscript(run.system) && run.goal === null ? await firstPrompt(db, runId) : null,
    failureCauses: allFailed ? await causesOf(db, run) : [],
    reruns: await rerunsOf(db, run, other),
  }
}

async function jobOf(db: Db, id: string | null): Promise<ArmJob | null> {
  if (id === null) return null
  const select = { id: true, nativeId: true, name: true, project: true, goal: true, inferred: true } as const
  const row = await db.job.findUnique({ where: { id }, select: { ...select, config: true, data: true } })
  if (row === null) return null
  return { ...row, config: row.config === null ? null : recordOf(row.config), data: recordOf(row.data) }
}

const plannedPhases = (db: Db, runId: string): Promise<PlannedPhase[]> =>
  db.phase.findMany({
    where: { runId },
    select: {
      ...{ nativeId: true, index: true, name: true, description: true },
      ...{ phaseType: true, taskCategory: true, complexity: true, data: true },
    },
    orderBy: [{ index: 'asc' }, { nativeId: 'asc' }],
    take: 10_000,
  })

/** By each index once: SQLite takes none of the two for a condition on both. */
async function comparisonsOf(db: Db, runId: string) {
  const lists = await Promise.all(
    [{ controlRunId: runId }, { treatmentRunId: runId }].map((where) =>
      db.aBTestResult.findMany({ where, orderBy: { id: 'asc' }, take: COMPARISONS_MAX }),
    ),
  )
  return lists.flat()
}

async function firstPrompt(db: Db, runId: string): Promise<string | null> {
  const session = await db.session.findFirst({
    where: { runId, parentId: null },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  if (session === null) return null
  const entry = await db.entry.findFirst({
    where: { sessionId: session.id, attached: false, kind: 'prompt', role: 'person' },
    orderBy: { place: 'asc' },
    select: { text: true },
  })
  return entry?.text ?? null
}

/** As its failures name them; a table keeps its errors beside its items and has no others. */
async function causesOf(db: Db, { id: runId, system }: Run): Promise<string[]> {
  const groups = await db.failure.groupBy({ by: ['cause'], where: { runId } })
  if (groups.length > 0) return groups.map(({ cause }) => cause)
  const rows = await db.itemResult.groupBy({
    by: ['error'],
    where: { runId, error: { not: null } },
    orderBy: { error: 'asc' },
    take: ERRORS_MAX,
  })
  return [...new Set(rows.map(({ error }) => classifyFailure(error ?? '', { system, state: null }).cause))]
}

/** Of a table, a benchmark or a baseline each configuration is a run of one job: its reruns have its name too. */
async function rerunsOf(db: Db, run: Run, other: string) {
  if (run.jobId === null) return []
  const isNamed = run.system === 'results' || run.system === 'reev' || isBaselineRun(run.nativeId)
  const byName = isNamed ? { name: run.name } : {}
  return db.run.findMany({
    where: { jobId: run.jobId, id: { notIn: [run.id, other] }, ...byName },
    select: { id: true, nativeId: true },
    orderBy: [{ lastEvidenceAt: 'desc' }, { id: 'asc' }],
    take: RERUNS_MAX,
  })
}

/** Where settings stand, nearest to the run first. */
export function settingSources({ run, data, job, sessions }: ArmRows): SettingSource[] {
  const section = (name: string): SettingSource[] => {
    const values = data[name]
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return []
    return [{ values: values as Record<string, unknown>, evidence: `run ${run.id}, ${name}`, sections: true }]
  }
  const [session] = sessions
  return [
    { values: data, evidence: `run ${run.id}` },
    ...section('config'),
    ...section('metadata'),
    ...section('settings'),
    ...(session === undefined || !isTranscript(run.system)
      ? []
      : [{ values: { ...session.data, ...gitOf(session.data) }, evidence: `session of ${run.id}` }]),
    ...(job?.config ? [{ values: job.config, evidence: `configuration of job ${job.id}`, sections: true }] : []),
    ...(job === null ? [] : [{ values: job.data, evidence: `job ${job.id}` }]),
  ]
}

const gitOf = ({ git }: Record<string, unknown>): Record<string, unknown> =>
  typeof git === 'object' && git !== null ? { ...git } : {}
