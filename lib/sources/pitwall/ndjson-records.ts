import { classifyFailure } from '@/lib/fingerprint/cause'
import type { CanonicalRecord, FailureRecord, UsageRecord } from '@/lib/model/records'
import { BLANK_PHASE } from '@/lib/sources/blank-records'
import { jsonText } from '@/lib/sources/json-text'
import { stableHash } from '@/lib/sources/stable-hash'
import { parseTime } from '@/lib/time/iso'
import { countsOf, picoOf } from './ndjson-amounts'
import type { NdjsonOf, NdjsonRecord } from './ndjson-contract'

/** A checked record as the canonical one. */
export function canonicalOf(record: NdjsonRecord, line: number): CanonicalRecord {
  const base = baseOf(record, line)
  switch (record.kind) {
    case 'job':
      return jobOf(record, base)
    case 'run':
      return runOf(record, base)
    case 'phase':
      return phaseOf(record, base)
    case 'session':
      return sessionOf(record, base)
    case 'usage':
      return usageOf(record, base)
    case 'metric':
      return metricOf(record, base)
    case 'event':
      return eventOf(record, base)
    case 'failure':
      return failureOf(record, base)
    case 'result':
      return resultOf(record, base)
    case 'candidate':
      return candidateOf(record, base)
  }
}

interface Base {
  ref: string
  flags: readonly string[]
  data: Record<string, unknown>
}

const TIMES = ['createdAt', 'startedAt', 'endedAt', 'updatedAt', 'at'] as const

function baseOf(record: NdjsonRecord, line: number): Base {
  const times = TIMES.map((name) => (name in record ? (record as Record<string, unknown>)[name] : null))
  const zoneless = times.some((text) => typeof text === 'string' && parseTime(text)?.zoneKnown === false)
  const flags = [...new Set([...record.flags, ...(zoneless ? ['zone_unknown'] : [])])]
  return { ref: `line ${line}`, flags, data: record.data }
}

const isoOf = (text: string | null): string | null => (text === null ? null : (parseTime(text)?.iso ?? null))

interface Stated {
  status: NdjsonOf<'run'>['status']
  statusRaw: string | null
  startedAt: string | null
  endedAt: string | null
  updatedAt: string | null
  createdAt?: string | null
}

/** State and times. A record that does not say when it was changed was changed at the latest time it states. */
function statedOf(record: Stated) {
  const [createdAt, startedAt, endedAt] = [record.createdAt ?? null, record.startedAt, record.endedAt].map(isoOf)
  const known = [createdAt, startedAt, endedAt].flatMap((at) => at ?? []).sort()
  const statusRaw = record.statusRaw ?? (record.status === 'unknown' ? null : record.status)
  const updatedAt = isoOf(record.updatedAt) ?? known.at(-1) ?? null
  return { status: record.status, statusRaw, startedAt: startedAt ?? null, endedAt: endedAt ?? null, updatedAt }
}

function jobOf(job: NdjsonOf<'job'>, base: Base): CanonicalRecord {
  const { name, type, project, failureReason, goal, modelRequested, effortRequested, bestScore, baselineScore } = job
  return {
    kind: 'job',
    jobKey: job.jobId,
    parentKey: job.parentId,
    ...{ name, type, project, failureReason, goal, modelRequested, effortRequested, bestScore, baselineScore },
    config: job.config,
    createdAt: isoOf(job.createdAt),
    ...statedOf(job),
    ...base,
  }
}

function runOf(run: NdjsonOf<'run'>, base: Base): CanonicalRecord {
  const { name, project, failureReason, maxDurationMinutes, goal } = run
  return {
    kind: 'run',
    runKey: run.runId,
    ...{ name, project, failureReason, goal },
    ...(run.replayOf === null ? {} : { replayOf: run.replayOf }),
    job: run.jobId === null ? null : { key: run.jobId, name: null, type: null, inferred: false },
    createdAt: isoOf(run.createdAt),
    tokenCap: run.tokenCap === null ? null : BigInt(run.tokenCap),
    maxDurationMinutes: maxDurationMinutes === null ? null : Math.round(maxDurationMinutes),
    ...statedOf(run),
    ...base,
  }
}

function phaseOf(phase: NdjsonOf<'phase'>, base: Base): CanonicalRecord {
  const { index, name, description, phaseType, taskCategory, complexity, failureReason, retryAttempt } = phase
  return {
    ...BLANK_PHASE,
    runKey: phase.runId,
    phaseKey: phase.phaseId,
    ...{ index, name, description, phaseType, taskCategory, complexity, failureReason, retryAttempt },
    createdAt: isoOf(phase.createdAt),
    ...statedOf(phase),
    ...base,
  }
}

function sessionOf(session: NdjsonOf<'session'>, base: Base): CanonicalRecord {
  const { name, role, agent, taskId, project, systemVersion, model } = session
  return {
    kind: 'session',
    sessionKey: session.sessionId,
    runKey: session.runId,
    phaseKey: session.phaseId,
    parentKey: session.parentId,
    ...{ name, role, agent, taskId, project, systemVersion, model },
    inferred: false,
    ...statedOf(session),
    ...base,
  }
}

function usageOf(record: NdjsonOf<'usage'>, base: Base): UsageRecord {
  const { provider, model, role, purpose, lowerBound, serviceTier, speed } = record
  const { usage, flags } = countsOf(record.usage)
  return {
    kind: 'usage',
    nativeId: record.usageId,
    runKey: record.runId,
    phaseKey: record.phaseId,
    sessionKey: record.sessionId,
    at: isoOf(record.at),
    ...{ provider, model, role, purpose, lowerBound, serviceTier, speed },
    doctor: role?.trim().toLowerCase() === 'doctor',
    usage,
    costPico: picoOf(record.costMicroUsd),
    identity: record.usageId,
    copy: null,
    ...base,
    flags: [...new Set([...base.flags, ...flags])],
  }
}

function metricOf(metric: NdjsonOf<'metric'>, base: Base): CanonicalRecord {
  const { jobId, runId, phaseId, name, step, value } = metric
  const at = isoOf(metric.at)
  // A numbered point is the same point whenever it is written; others are told apart by their time.
  const key = stableHash([jobId, runId, phaseId, name, step, step === null ? at : null])
  const metricKey = metric.metricId ?? key
  return { kind: 'metric', metricKey, jobKey: jobId, runKey: runId, phaseKey: phaseId, name, step, value, at, ...base }
}

function eventOf(event: NdjsonOf<'event'>, base: Base): CanonicalRecord {
  const { jobId, runId, phaseId, seq, type, level, detail, actor } = event
  const content = seq === null ? [type, event.at, event.title, detail, jsonText(event.data)] : [seq]
  return {
    kind: 'event',
    eventKey: event.eventId ?? stableHash([jobId, runId, phaseId, ...content]),
    jobKey: jobId,
    runKey: runId,
    phaseKey: phaseId,
    ...{ seq, type, level, detail, actor },
    at: isoOf(event.at),
    title: event.title ?? type,
    updatedAt: null,
    ...base,
  }
}

function failureOf(failure: NdjsonOf<'failure'>, base: Base): FailureRecord {
  const { runId, phaseId, sessionId, message, type, severity, resolution } = failure
  const verdict = classifyFailure(message, { system: 'pitwall', state: null })
  const byRule = verdict.rule === null ? null : `${verdict.rule}: ${verdict.evidence ?? ''}`
  const at = isoOf(failure.at)
  return {
    kind: 'failure',
    failureKey: failure.failureId ?? stableHash([runId, phaseId, sessionId, at, type, message]),
    runKey: runId,
    phaseKey: phaseId,
    sessionKey: sessionId,
    entryKey: null,
    at,
    ...{ message, type, severity, resolution },
    cause: failure.cause ?? verdict.cause,
    causeRule: failure.cause === null ? byRule : 'stated by the source',
    updatedAt: at,
    ...base,
  }
}

function resultOf(result: NdjsonOf<'result'>, base: Base): CanonicalRecord {
  const { configuration, split, repeat, resolved, score, seconds, calls, error } = result
  const counted = result.usage === null ? null : countsOf(result.usage)
  const known = counted !== null && counted.usage.total !== null
  return {
    kind: 'result',
    jobKey: result.jobId,
    runKey: result.runId,
    itemKey: result.item,
    sessionKey: result.sessionId,
    ...{ configuration, split, repeat, resolved, score, seconds, calls, error },
    usage: known ? counted.usage : null,
    costPico: picoOf(result.costMicroUsd),
    at: isoOf(result.at),
    ...base,
    flags: [...new Set([...base.flags, ...(known ? counted.flags : [])])],
  }
}

function candidateOf(candidate: NdjsonOf<'candidate'>, base: Base): CanonicalRecord {
  const { index, generation, accepted, isBaseline, score, trainScore, heldoutScore, heldoutN } = candidate
  return {
    kind: 'candidate',
    jobKey: candidate.jobId,
    runKey: candidate.runId,
    candidateKey: candidate.candidateId,
    parentKey: candidate.parentId,
    ...{ index, generation, accepted, isBaseline, score, trainScore, heldoutScore, heldoutN },
    at: isoOf(candidate.at),
    rolloutsSoFar: candidate.rolloutsSoFar,
    costPicoSoFar: picoOf(candidate.costMicroUsdSoFar),
    secondsSoFar: candidate.secondsSoFar,
    text: candidate.text,
    ...base,
  }
}
