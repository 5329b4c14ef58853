import { z } from 'zod'
import { Count, IsoTime, pageOf, StatusWire, Tokens } from '@/lib/http/wire'
import { RUN_SORTS, RunSummary } from '@/lib/runs/schema'
import { JobIdInput, JobPartInput, RoleSpendWire } from './schema'

/** Of a group, with the runs of the jobs below it. */
export const ListJobRunsInput = JobPartInput.extend({ sort: z.enum(RUN_SORTS).default('started') })
export type ListJobRunsInput = z.infer<typeof ListJobRunsInput>
export const JobRunPage = pageOf(RunSummary)
export type JobRunPage = z.infer<typeof JobRunPage>

export const JobEventWire = z.object({
  id: z.string(),
  /** Null: the source does not number it, and its time says where it stands. */
  seq: Count.nullable(),
  at: IsoTime.nullable(),
  type: z.string(),
  level: z.string().nullable(),
  title: z.string(),
  detail: z.string().nullable(),
  actor: z.string().nullable(),
  runId: z.string().nullable(),
  phase: z.string().nullable(),
  sessionId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  flags: z.array(z.string()),
  ref: z.string().nullable(),
})
export type JobEventWire = z.infer<typeof JobEventWire>

export const ListJobEventsInput = JobPartInput.extend({
  type: z.string().max(2_000).optional(),
  level: z.string().max(2_000).optional(),
  runId: z.string().max(2_000).optional(),
  q: z.string().max(300).optional(),
  /** By number, then what has none by time; `newestFirst` turns both round. */
  newestFirst: z.stringbool().default(false),
})
export type ListJobEventsInput = z.infer<typeof ListJobEventsInput>
export const JobEventPage = pageOf(JobEventWire)
export type JobEventPage = z.infer<typeof JobEventPage>

/** Every type and level that the events of a job have, the most frequent first. Null: the source says none. */
export const JobEventFacets = z.object({
  total: Count,
  types: z.array(z.object({ value: z.string(), events: Count })),
  levels: z.array(z.object({ value: z.string().nullable(), events: Count })),
})
export type JobEventFacets = z.infer<typeof JobEventFacets>

export const JobMetricName = z.object({
  name: z.string(),
  points: Count,
  /** Points without a number are gaps. */
  unknown: Count,
  runs: Count,
  firstStep: Count.nullable(),
  lastStep: Count.nullable(),
  /** In the order of steps. */
  firstValue: z.number().nullable(),
  lastValue: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  firstAt: IsoTime.nullable(),
  lastAt: IsoTime.nullable(),
})
export type JobMetricName = z.infer<typeof JobMetricName>
export const JobMetricNamePage = pageOf(JobMetricName)
export type JobMetricNamePage = z.infer<typeof JobMetricNamePage>

export const JobMetricPoint = z.object({
  id: z.string(),
  name: z.string(),
  step: Count.nullable(),
  value: z.number().nullable(),
  at: IsoTime.nullable(),
  runId: z.string().nullable(),
  phase: z.string().nullable(),
  sessionId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  flags: z.array(z.string()),
  ref: z.string().nullable(),
})
export type JobMetricPoint = z.infer<typeof JobMetricPoint>
/** Points by name, then step (0 is one), then what has no step by time. */
export const ListJobMetricsInput = JobPartInput.extend({
  name: z.string().max(5_000).optional(),
  runId: z.string().max(2_000).optional(),
})
export type ListJobMetricsInput = z.infer<typeof ListJobMetricsInput>
export const JobMetricPage = pageOf(JobMetricPoint)
export type JobMetricPage = z.infer<typeof JobMetricPage>

export const JobMetricSeriesInput = JobIdInput.extend({
  /** Left out: the first by name. */
  name: z.string().max(5_000).optional(),
  runId: z.string().max(2_000).optional(),
})
export type JobMetricSeriesInput = z.infer<typeof JobMetricSeriesInput>
/** One metric for a chart, in at most 2,000 points. */
export const JobMetricSeries = z.object({
  /** Null: the job has no metrics. */
  name: z.string().nullable(),
  total: Count,
  /** Points next to one another are one here: `value` is the last of them, `low` and `high` their bounds. */
  rolledUp: z.boolean(),
  points: z.array(
    z.object({
      step: Count.nullable(),
      at: IsoTime.nullable(),
      runId: z.string().nullable(),
      value: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      points: Count,
    }),
  ),
})
export type JobMetricSeries = z.infer<typeof JobMetricSeries>

/** A step of one of the job's runs: a phase, a generation, a scenario, an iteration. */
export const JobPhaseWire = z.object({
  id: z.string(),
  nativeId: z.string(),
  runId: z.string(),
  runName: z.string().nullable(),
  index: Count.nullable(),
  /** The source's own number of it, such as 1.2; else null. */
  number: z.string().nullable(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  /** `scenario_run`, `generation`, `iteration`, `step` …, as its system names it. */
  phaseType: z.string().nullable(),
  statusRaw: z.string().nullable(),
  status: StatusWire,
  /** What decided the state: a sentence with its place in the record. */
  evidence: z.string().nullable(),
  failureReason: z.string().nullable(),
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  durationMs: Count.nullable(),
  prompt: z.string().nullable(),
  /** What it ended with. */
  output: z.string().nullable(),
  outputPath: z.string().nullable(),
  /** Null: not recorded whether it was written. */
  fileWritten: z.boolean().nullable(),
  fileBytes: Count.nullable(),
  /** Counts by name, such as `commandsOk`; null: no tool calls were recorded. */
  toolOutcomes: z.record(z.string(), z.number()).nullable(),
  sessions: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      role: z.string().nullable(),
      agent: z.string().nullable(),
      model: z.string().nullable(),
      statusDerived: StatusWire,
      tokens: Tokens,
    }),
  ),
  sessionsInAll: Count,
  /** Each role apart: a coordinator and the executors it called. */
  spend: z.array(RoleSpendWire),
  metrics: z.array(z.object({ name: z.string(), value: z.number().nullable() })),
  /** Everything else; long texts are cut and secrets masked. */
  data: z.record(z.string(), z.unknown()),
  flags: z.array(z.string()),
  ref: z.string().nullable(),
})
export type JobPhaseWire = z.infer<typeof JobPhaseWire>
export const ListJobPhasesInput = JobPartInput.extend({
  runId: z.string().max(2_000).optional(),
  phaseType: z.string().max(2_000).optional(),
  status: StatusWire.optional(),
  flag: z.string().max(64).optional(),
})
export type ListJobPhasesInput = z.infer<typeof ListJobPhasesInput>
export const JobPhasePage = pageOf(JobPhaseWire)
export type JobPhasePage = z.infer<typeof JobPhasePage>

export const JOB_RAW_SOURCES = ['archive', 'original'] as const
/** The record a job was read from, as it stands in its file but for its secrets; at most 4 MiB. */
export const JobRawRecord = z.object({
  jobId: z.string(),
  path: z.string().nullable(),
  ref: z.string().nullable(),
  /** Null: the text is the whole file, or its beginning. */
  line: Count.nullable(),
  from: z.enum(JOB_RAW_SOURCES).nullable(),
  text: z.string().nullable(),
  bytes: Count.nullable(),
  truncated: z.boolean(),
  /** How many places were masked. */
  masked: Count,
  /** Why there is no text. */
  missing: z.string().nullable(),
})
export type JobRawRecord = z.infer<typeof JobRawRecord>
