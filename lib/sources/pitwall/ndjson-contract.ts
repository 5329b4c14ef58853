/**
 * Pitwall's own records, one JSON object a line: what an orchestrator writes so that Pitwall can read it. Names are those
 * of the HTTP API. Documented with examples in docs/ndjson.md; a change that old files would not survive is a new `v`.
 */
import { z } from 'zod'
import { CAUSES, STATUSES } from '@/lib/model/status'
import { Amount, Count, Id, maybe, NdjsonUsage, Open, Place, Real, Text, Time, WHOLE_MAX, Whole } from './ndjson-fields'

export const NDJSON_VERSION = 1

const COMMON = {
  v: z.literal(NDJSON_VERSION),
  flags: z
    .array(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'it is no flag: small letters, digits and _'))
    .max(50)
    .nullish()
    .transform((flags) => flags ?? []),
  data: Open.nullish().transform((data) => data ?? {}),
}

const STATE = {
  status: z
    .enum(STATUSES)
    .nullish()
    .transform((status) => status ?? 'unknown'),
  statusRaw: maybe(Text),
  failureReason: maybe(Text),
  createdAt: maybe(Time),
  startedAt: maybe(Time),
  endedAt: maybe(Time),
  updatedAt: maybe(Time),
}

const Job = z.strictObject({
  ...COMMON,
  ...STATE,
  kind: z.literal('job'),
  jobId: Id,
  parentId: maybe(Id),
  name: maybe(Text),
  type: maybe(Text),
  project: maybe(Text),
  goal: maybe(Text),
  modelRequested: maybe(Text),
  effortRequested: maybe(Text),
  bestScore: maybe(Real),
  baselineScore: maybe(Real),
  config: maybe(Open),
})

const Run = z.strictObject({
  ...COMMON,
  ...STATE,
  kind: z.literal('run'),
  runId: Id,
  jobId: maybe(Id),
  name: maybe(Text),
  project: maybe(Text),
  goal: maybe(Text),
  replayOf: maybe(Id),
  tokenCap: maybe(Count),
  maxDurationMinutes: maybe(Amount.max(WHOLE_MAX)),
})

const Phase = z.strictObject({
  ...COMMON,
  ...STATE,
  kind: z.literal('phase'),
  runId: Id,
  phaseId: Id,
  index: maybe(Place),
  name: maybe(Text),
  description: maybe(Text),
  phaseType: maybe(Text),
  taskCategory: maybe(Text),
  complexity: maybe(Text),
  retryAttempt: maybe(Whole),
})

const { failureReason: _reason, createdAt: _createdAt, ...SESSION_STATE } = STATE

const Session = z.strictObject({
  ...COMMON,
  ...SESSION_STATE,
  kind: z.literal('session'),
  sessionId: Id,
  runId: maybe(Id),
  phaseId: maybe(Id),
  parentId: maybe(Id),
  name: maybe(Text),
  role: maybe(Text),
  agent: maybe(Text),
  taskId: maybe(Text),
  project: maybe(Text),
  systemVersion: maybe(Text),
  model: maybe(Text),
})

const Usage = z.strictObject({
  ...COMMON,
  kind: z.literal('usage'),
  usageId: Id,
  runId: maybe(Id),
  phaseId: maybe(Id),
  sessionId: maybe(Id),
  at: Time,
  provider: maybe(Text),
  model: maybe(Text),
  role: maybe(Text),
  purpose: maybe(Text),
  usage: maybe(NdjsonUsage),
  lowerBound: z
    .array(z.enum(['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output']))
    .nullish()
    .transform((names) => names ?? []),
  costMicroUsd: maybe(Amount),
  serviceTier: maybe(Text),
  speed: maybe(Text),
})

const Metric = z.strictObject({
  ...COMMON,
  kind: z.literal('metric'),
  metricId: maybe(Id),
  jobId: maybe(Id),
  runId: maybe(Id),
  phaseId: maybe(Id),
  name: Id,
  step: maybe(Place),
  value: Real.nullable(),
  at: maybe(Time),
})

const Event = z.strictObject({
  ...COMMON,
  kind: z.literal('event'),
  eventId: maybe(Id),
  jobId: maybe(Id),
  runId: maybe(Id),
  phaseId: maybe(Id),
  seq: maybe(Whole),
  type: Id,
  level: maybe(Text),
  at: maybe(Time),
  title: maybe(Text),
  detail: maybe(Text),
  actor: maybe(Text),
})

const Failure = z.strictObject({
  ...COMMON,
  kind: z.literal('failure'),
  failureId: maybe(Id),
  runId: maybe(Id),
  phaseId: maybe(Id),
  sessionId: maybe(Id),
  at: maybe(Time),
  message: z.string().regex(/\S/, 'it is empty'),
  type: maybe(Text),
  cause: maybe(z.enum(CAUSES)),
  severity: maybe(Text),
  resolution: maybe(Text),
})

const Result = z.strictObject({
  ...COMMON,
  kind: z.literal('result'),
  runId: Id,
  jobId: maybe(Id),
  configuration: Id,
  split: maybe(Text),
  item: Id,
  repeat: Whole.nullish().transform((repeat) => repeat ?? 0),
  sessionId: maybe(Id),
  resolved: maybe(z.boolean()),
  score: maybe(Real),
  usage: maybe(NdjsonUsage),
  costMicroUsd: maybe(Amount),
  seconds: maybe(Amount),
  calls: maybe(Whole),
  at: maybe(Time),
  error: maybe(Text),
})

const Candidate = z.strictObject({
  ...COMMON,
  kind: z.literal('candidate'),
  jobId: Id,
  runId: maybe(Id),
  candidateId: Id,
  parentId: maybe(Id),
  index: maybe(Whole),
  generation: maybe(Whole),
  at: maybe(Time),
  accepted: maybe(z.boolean()),
  isBaseline: z
    .boolean()
    .nullish()
    .transform((isBaseline) => isBaseline ?? false),
  score: maybe(Real),
  trainScore: maybe(Real),
  heldoutScore: maybe(Real),
  heldoutN: maybe(Whole),
  rolloutsSoFar: maybe(Whole),
  costMicroUsdSoFar: maybe(Amount),
  secondsSoFar: maybe(Amount),
  text: maybe(Text),
})

/** The shape of each kind of record. */
export const NDJSON_KINDS = {
  job: Job,
  run: Run,
  phase: Phase,
  session: Session,
  usage: Usage,
  metric: Metric,
  event: Event,
  failure: Failure,
  result: Result,
  candidate: Candidate,
} as const

export type NdjsonKind = keyof typeof NDJSON_KINDS
/** A checked record of one kind. */
export type NdjsonOf<K extends NdjsonKind> = z.infer<(typeof NDJSON_KINDS)[K]>
export type NdjsonRecord = { [K in NdjsonKind]: NdjsonOf<K> }[NdjsonKind]

/** Whether a text names a kind; names such as `__proto__` do not. */
export const isNdjsonKind = (name: unknown): name is NdjsonKind =>
  typeof name === 'string' && Object.hasOwn(NDJSON_KINDS, name)
