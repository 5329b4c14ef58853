import 'server-only'
import type { Context } from '@/lib/context'
import type { Content, Job } from '@/lib/db/generated/client'
import {
  type JobLimitRow,
  type JobModelRow,
  type JobRunFlagRow,
  jobLimits,
  jobModels,
  jobPartCounts,
  jobRunFlags,
  jobSpendByRole,
  jobUsage,
  type PartCounts,
} from '@/lib/db/job-detail'
import { childJobs, flagsOfJobRuns } from '@/lib/db/job-list'
import { type BaselineRow, baselineMetrics } from '@/lib/db/job-metrics'
import { notFound } from '@/lib/errors'
import { toCount, toCountOrNull, toUsageWire } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import { recordOf, textsOf } from '@/lib/http/stored-json'
import { type BaselinePoint, baselinePairs } from '@/lib/jobs/baselines'
import { maskConfig } from '@/lib/jobs/mask-config'
import type { JobDetail, JobIdInput, JobLimitWire } from '@/lib/jobs/schema'
import { NO_USAGE } from '@/lib/model/usage'
import { flagDetailsOf } from './flag-details'
import { toJobSummary } from './job-wire'
import { toRoleSpend } from './role-spend'

/** A goal is read here, so it is cut late. */
const DETAIL_TEXT_MAX = 32_000
const CHILDREN_MAX = 200

/**
 * One job: what was asked for, its group and the jobs below it, limits, flags, and how much there is of each part; in a
 * fixed number of statements.
 * @throws not_found
 */
export async function getJob({ db }: Context, { id }: JobIdInput): Promise<JobDetail> {
  const job = await db.job.findUnique({ where: { id } })
  if (!job) throw notFound('job', id)
  const found = await partsOf(db, job)
  const flagsOf = (jobId: string) => found.runFlagNames.get(jobId) ?? []
  const { usage, lowerBounds } = found.usage
  return capTexts(
    {
      ...toJobSummary(job, flagsOf(id)),
      ...ownFields(job),
      modelsObserved: found.models.map(toModel),
      flagDetails: flagDetailsOf(job),
      runFlagDetails: found.runFlags.map(toRunFlag),
      usage: toUsageWire(usage ?? NO_USAGE, [...new Set(lowerBounds.flatMap(textsOf))].sort()),
      spendByRole: found.spend.map(toRoleSpend),
      parent: parentOf(job, found.parent),
      children: found.children.map((child) => toJobSummary(child, flagsOf(child.id))),
      baselines: baselinePairs(found.baselines.map(toBaselinePoint)),
      limits: found.limits.map(toLimit),
      counts: countsOf(job, found.counts, found.limits.length),
      evidence: evidenceOf(job, found.content),
    },
    DETAIL_TEXT_MAX,
  )
}

async function partsOf(db: Context['db'], { id, parentId, contentId }: Job) {
  const children = await childJobs(db, id, CHILDREN_MAX)
  const [parent, runFlagNames, usage, models, spend, runFlags, limits, counts, baselines, content] = await Promise.all([
    parentId === null ? null : db.job.findUnique({ where: { id: parentId } }),
    flagsOfJobRuns(db, [id, ...children.map((child) => child.id)]),
    jobUsage(db, id),
    jobModels(db, id),
    jobSpendByRole(db, id),
    jobRunFlags(db, id),
    jobLimits(db, id),
    jobPartCounts(db, id),
    baselineMetrics(db, id),
    contentId === null ? null : db.content.findUnique({ where: { id: contentId } }),
  ])
  return { children, parent, runFlagNames, usage, models, spend, runFlags, limits, counts, baselines, content }
}

const toBaselinePoint = ({ name, step, value, data }: BaselineRow): BaselinePoint => ({
  name,
  step: Number(step),
  value,
  broken: recordOf(data)['broken'] === true,
})

function ownFields(job: Job) {
  const config = job.config === null ? null : maskConfig(recordOf(job.config))
  const data = maskConfig(recordOf(job.data))
  return {
    instance: job.instanceId,
    goal: job.goal,
    modelRequested: job.modelRequested,
    effortRequested: job.effortRequested,
    config: config?.value ?? null,
    configMasked: config?.masked ?? 0,
    createdAt: job.createdAt,
    updatedAt: job.updatedAt,
    failureReason: job.failureReason,
    unpricedEvents: job.unpricedEvents,
    data: data.value,
    revision: job.revision,
  }
}

const toModel = (row: JobModelRow): JobDetail['modelsObserved'][number] => ({
  model: row.model,
  runs: toCount(row.runs),
  events: toCount(row.events),
  tokens: toCountOrNull(row.tokens),
})

const toRunFlag = (row: JobRunFlagRow): JobDetail['runFlagDetails'][number] => ({
  name: row.name,
  detail: row.detail,
  evidence: row.evidence,
  count: toCount(row.count),
  runs: toCount(row.runs),
  runId: row.runId,
})

const toLimit = (row: JobLimitRow): JobLimitWire => ({
  id: row.id,
  type: row.type,
  metric: row.metric,
  limit: row.limit,
  used: row.used,
  windowSeconds: row.windowSeconds,
  exceededAt: row.exceededAt,
  exceededReason: row.exceededReason,
  at: row.at,
  session: row.sessionId === null ? null : { id: row.sessionId, name: row.sessionName },
  ref: row.ref,
})

function parentOf(job: Job, parent: Job | null): JobDetail['parent'] {
  if (job.parentId === null) return null
  return { id: job.parentId, name: parent?.name ?? null, type: parent?.type ?? null, known: parent?.hasRow ?? false }
}

function countsOf(job: Job, parts: PartCounts | undefined, limits: number): JobDetail['counts'] {
  return {
    runs: job.runs,
    phases: toCount(parts?.phases ?? 0),
    sessions: toCount(parts?.sessions ?? 0),
    failures: toCount(parts?.failures ?? 0),
    timeline: toCount(parts?.timeline ?? 0),
    metrics: toCount(parts?.metrics ?? 0),
    metricNames: toCount(parts?.metricNames ?? 0),
    candidates: job.candidates,
    results: job.results,
    configurations: toCount(parts?.configurations ?? 0),
    limits,
  }
}

function evidenceOf(job: Job, content: Content | null): JobDetail['evidence'] {
  return content === null ? null : { path: content.path, sha256: content.sha256, ref: job.ref }
}
