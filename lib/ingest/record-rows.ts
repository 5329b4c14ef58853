import 'server-only'
import type { Row } from '@/lib/db/upsert'
import type { PriceTable } from '@/lib/ledger/prices'
import { costPico, priceFor } from '@/lib/ledger/prices'
import { attemptIdOf, entryIdOf, jobIdOf, phaseIdOf, rowIdOf, runIdOf, sessionIdOf } from '@/lib/model/ids'
import type {
  CanonicalRecord,
  EntryRecord,
  PhaseRecord,
  RunRecord,
  SessionLinkRecord,
  SessionRecord,
  UsageRecord,
} from '@/lib/model/records'
import { candidateRow, jobMention, jobRow, limitRow, resultRow } from './job-rows'
import { contentOf, hashOf, json, storable } from './record-content'
import { int32 } from './storable-number'

/** What every row of one import shares. */
export interface RowContext {
  system: string
  instance: string
  contentId: string
  /** The latest time anywhere in the file: the second part of "the newer wins". */
  latestAt: string
  prices: PriceTable
  /** A later reader of the same bytes wins over an earlier one. */
  parserVersion: number
  /** Session keys are unique in the instance, not only in their run. */
  ownSessions: boolean
  /** Flags every row gets, such as `synthetic_record` in the sample fleet. */
  extraFlags: readonly string[]
}

/** Characters of an entry kept in the database; the raw record in the archive has the rest. */
export const ENTRY_TEXT_MAX = 65_536

/**
 * Turns canonical records into table rows. Ids get their instance; `version` is the row's own time, the file's latest
 * time and the content hash, so that text order says which of two versions is newer, whatever was imported first.
 */
export class RecordRows {
  constructor(readonly ctx: RowContext) {}

  runId = (runKey: string) => storable(runIdOf(this.ctx.instance, runKey))

  private jobId = (jobKey: string | null | undefined) =>
    jobKey == null ? null : storable(jobIdOf(this.ctx.instance, jobKey))

  /** The tables and rows of one record; a run also gives its job and what it says of its state. */
  rowsOf(record: CanonicalRecord): [table: string, row: Row][] {
    switch (record.kind) {
      case 'run':
        return this.run(record)
      case 'phase':
        return this.phase(record)
      case 'tier':
        return [['Tier', this.tier(record)]]
      case 'attempt':
        return [['Attempt', this.attempt(record)]]
      case 'session':
        return [['Session', this.session(record)]]
      case 'entry':
        return [['Entry', this.entry(record)]]
      case 'sessionLink':
        return [['SessionLink', this.sessionLink(record)]]
      case 'usage':
        return [['UsageEvent', this.usage(record)]]
      case 'metric':
        return [['Metric', this.metric(record)]]
      case 'event':
        return [['Event', this.event(record)]]
      case 'approval':
        return [['Approval', this.approval(record)]]
      case 'failure':
        return [['Failure', this.failure(record)]]
      case 'phase6':
        return [['Phase6Metric', this.inRun(record, 'phase6_metrics')]]
      case 'tokenEfficiency':
        return [['TokenEfficiencyMetric', this.inRun(record, 'token_efficiency_metrics')]]
      case 'abResult':
        return [['ABTestResult', this.abResult(record)]]
      case 'job':
        return [['Job', jobRow(this, record)]]
      case 'candidate':
        return [['Candidate', candidateRow(this, record)]]
      case 'result':
        return [['ItemResult', resultRow(this, record)]]
      case 'limit':
        return [['SessionLimit', limitRow(this, record)]]
    }
  }

  private flags(record: CanonicalRecord): string {
    return json([...new Set([...record.flags, ...this.ctx.extraFlags])].sort())
  }

  stamp(record: CanonicalRecord, at: string | null): Row {
    const hash = this.contentHash(contentOf(record))
    return {
      flags: this.flags(record),
      version: `${at ?? ''}|${this.ctx.latestAt}|${hash}`,
      contentId: this.ctx.contentId,
      ref: storable(record.ref),
    }
  }

  private contentHash(value: unknown): string {
    return `p${String(this.ctx.parserVersion).padStart(4, '0')}.${hashOf(value)}`
  }

  private immutable(record: CanonicalRecord, at: string | null): Row {
    const stamp = this.stamp(record, at)
    return { ...stamp, contentHash: String(stamp['version']).split('|')[2] ?? '' }
  }

  /** `from | to` of the state that a row states, keyed by subject, state (any case) and the row's own time. */
  private observation(record: RunRecord | PhaseRecord, subjectId: string): [string, Row][] {
    if (record.statusRaw === null) return []
    const state = storable(record.statusRaw).toUpperCase()
    const at = record.updatedAt ?? record.createdAt ?? this.ctx.latestAt
    return [
      [
        'StateObservation',
        {
          id: hashOf([subjectId, state, at]),
          runId: this.runId(record.runKey),
          subject: record.kind,
          subjectId,
          state,
          at,
          firstSeenIn: this.ctx.latestAt,
          lastSeenIn: this.ctx.latestAt,
        },
      ],
    ]
  }

  private run(record: RunRecord): [string, Row][] {
    const id = this.runId(record.runKey)
    const jobId = this.jobId(record.job?.key)
    const { flags, ...stamp } = this.stamp(record, record.updatedAt ?? record.createdAt)
    const row: Row = {
      id,
      system: this.ctx.system,
      instanceId: this.ctx.instance,
      nativeId: storable(record.runKey),
      name: text(record.name),
      project: text(record.project),
      jobId,
      hasRow: true,
      statusRaw: text(record.statusRaw),
      status: record.status,
      failureReason: text(record.failureReason),
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      tokenCap: record.tokenCap,
      maxDurationMinutes: record.maxDurationMinutes,
      goal: text(record.goal),
      data: storable(json(record.data)),
      recordFlags: flags ?? '[]',
      ...stamp,
    }
    const rows: [string, Row][] = [['Run', row], ...this.observation(record, id)]
    if (record.job) {
      const hash = this.contentHash(['job', record.job.name, record.job.type, record.project])
      const version = `${record.updatedAt ?? ''}|${this.ctx.latestAt}|${hash}`
      const { extraFlags: flags, contentId } = this.ctx
      rows.push(['JobMention', jobMention(this, record, record.job, { flags, version, contentId })])
    }
    return rows
  }

  private phase(record: PhaseRecord): [string, Row][] {
    const runId = this.runId(record.runKey)
    const id = phaseIdOf(runId, record.phaseKey)
    const row: Row = {
      id,
      runId,
      nativeId: storable(record.phaseKey),
      tierId: record.tierKey === null ? null : this.tierId(record.tierKey),
      index: record.index,
      name: text(record.name),
      description: text(record.description),
      statusRaw: text(record.statusRaw),
      status: record.status,
      phaseType: text(record.phaseType),
      taskCategory: text(record.taskCategory),
      complexity: text(record.complexity),
      tokensStored: record.tokensStored,
      failureReason: text(record.failureReason),
      builderAttempts: record.builderAttempts,
      auditorAttempts: record.auditorAttempts,
      retryAttempt: record.retryAttempt,
      lastAttemptAt: record.lastAttemptAt,
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      data: storable(json(record.data)),
      ...this.stamp(record, record.updatedAt ?? record.createdAt),
    }
    return [['Phase', row], ...this.observation(record, id)]
  }

  private tierId = (tierKey: string) => rowIdOf(this.ctx.instance, 'tiers', tierKey)

  private tier(record: Extract<CanonicalRecord, { kind: 'tier' }>): Row {
    return {
      id: this.tierId(record.tierKey),
      runId: this.runId(record.runKey),
      nativeId: storable(record.nativeId),
      index: record.index,
      name: text(record.name),
      detail: text(record.detail),
      statusRaw: text(record.statusRaw),
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      data: storable(json(record.data)),
      ...this.stamp(record, record.updatedAt ?? record.createdAt),
    }
  }

  private attempt(record: Extract<CanonicalRecord, { kind: 'attempt' }>): Row {
    const runId = this.runId(record.runKey)
    return {
      id: attemptIdOf(runId, record.phaseKey, record.index),
      runId,
      phaseId: phaseIdOf(runId, record.phaseKey),
      index: record.index,
      outcome: record.outcome,
      reason: text(record.reason),
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      events: record.events,
      tokens: record.tokens,
      inferred: record.inferred,
      ...this.stamp(record, record.updatedAt),
    }
  }

  sessionId(runKey: string | null, sessionKey: string): string {
    return runKey === null || this.ctx.ownSessions
      ? storable(runIdOf(this.ctx.instance, sessionKey))
      : sessionIdOf(this.runId(runKey), sessionKey)
  }

  private session(record: SessionRecord): Row {
    return {
      id: this.sessionId(record.runKey, record.sessionKey),
      system: this.ctx.system,
      instanceId: this.ctx.instance,
      nativeId: storable(record.sessionKey),
      name: text(record.name),
      runId: record.runKey === null ? null : this.runId(record.runKey),
      phaseId:
        record.runKey === null || record.phaseKey == null
          ? null
          : phaseIdOf(this.runId(record.runKey), record.phaseKey),
      parentId: record.parentKey === null ? null : this.sessionId(record.runKey, record.parentKey),
      role: text(record.role),
      agent: text(record.agent),
      taskId: text(record.taskId),
      project: text(record.project),
      systemVersion: text(record.systemVersion),
      model: text(record.model),
      statusRaw: text(record.statusRaw),
      status: record.status,
      inferred: record.inferred,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      openedAt: typeof record.data['openedAt'] === 'string' ? record.data['openedAt'] : null,
      // The column becomes the model with most tokens; what the source names stays here.
      data: storable(json(record.model === null ? record.data : { ...record.data, model: record.model })),
      ...this.stamp(record, record.updatedAt ?? record.endedAt),
    }
  }

  private entry(record: EntryRecord): Row {
    const sessionId = this.sessionId(null, record.sessionKey)
    const whole = record.text === null ? null : storable(record.text)
    const cut = whole !== null && whole.length > ENTRY_TEXT_MAX
    return {
      id: entryIdOf(sessionId, record.entryKey),
      sessionId,
      at: record.at,
      place: `${record.at ?? ''}|${String(record.line).padStart(9, '0')}|${String(record.block).padStart(4, '0')}`,
      line: record.line,
      kind: record.type,
      role: record.role,
      title: text(record.title),
      text: cut ? whole.slice(0, ENTRY_TEXT_MAX).toWellFormed() : whole,
      chars: record.text?.length ?? 0,
      tool: text(record.tool),
      callId: text(record.callKey),
      outcome: record.outcome,
      exitCode: record.exitCode,
      eventId: record.usageKey === null ? null : rowIdOf(this.ctx.instance, 'usage', record.usageKey),
      model: text(record.model),
      data: storable(json(record.data)),
      ...this.stamp(cut ? { ...record, flags: [...record.flags, 'truncated_text'] } : record, record.at),
    }
  }

  private sessionLink(record: SessionLinkRecord): Row {
    const [fromId, toId] = [this.sessionId(null, record.fromKey), this.sessionId(null, record.toKey)]
    const { flags: _flags, ...stamp } = this.stamp(record, record.at)
    return {
      id: hashOf([record.type, fromId, toId]),
      fromId,
      toId,
      kind: record.type,
      at: record.at,
      detail: text(record.detail),
      inferred: false,
      ...stamp,
    }
  }

  /** The content hash of a record, wherever it stands. */
  hashOf(record: CanonicalRecord): string {
    return this.contentHash(contentOf(record))
  }

  /** What follows from the counts: the counts themselves, their cost, and how far they can be trusted. */
  usageColumns(
    priced: Pick<UsageRecord, 'provider' | 'model' | 'costPico'>,
    counts: Pick<UsageRecord, 'at' | 'usage' | 'lowerBound' | 'flags'>,
  ): Row {
    const { at, usage, lowerBound, flags } = counts
    const price = priced.model === null ? null : priceFor(this.ctx.prices, { ...priced, model: priced.model, at })
    const computed = price === null ? null : costPico(price, usage)
    return {
      at,
      hour: at?.slice(0, 13) ?? '',
      ...usage,
      lowerBound: json(lowerBound),
      costPico: priced.costPico ?? computed,
      costKind: priced.costPico !== null ? 'reported' : computed !== null ? 'computed' : null,
      priceTable: priced.costPico === null && computed !== null ? this.ctx.prices.version : null,
      flags: json([...new Set([...flags, ...this.ctx.extraFlags])].sort()),
    }
  }

  /** `contentHash` when it is known already: of a response that was merged, the hash of the copy it was taken from. */
  usage(record: UsageRecord, contentHash = this.hashOf(record)): Row {
    const runId = record.runKey === null ? null : this.runId(record.runKey)
    return {
      id: rowIdOf(this.ctx.instance, 'usage', record.nativeId),
      system: this.ctx.system,
      instanceId: this.ctx.instance,
      nativeId: storable(record.nativeId),
      runId,
      phaseId: runId === null || record.phaseKey === null ? null : phaseIdOf(runId, record.phaseKey),
      sessionId: record.sessionKey === null ? null : this.sessionId(record.runKey, record.sessionKey),
      provider: text(record.provider),
      model: text(record.model),
      role: text(record.role),
      purpose: text(record.purpose),
      doctor: record.doctor,
      ...this.usageColumns(record, record),
      serviceTier: text(record.serviceTier),
      speed: text(record.speed),
      data: storable(json(record.data)),
      identity: record.identity,
      version: `${record.at ?? ''}|${this.ctx.latestAt}|${contentHash}`,
      contentHash,
      contentId: this.ctx.contentId,
      ref: storable(record.ref),
    }
  }

  private metric(record: Extract<CanonicalRecord, { kind: 'metric' }>): Row {
    const runId = record.runKey === null ? null : this.runId(record.runKey)
    return {
      id: rowIdOf(this.ctx.instance, 'metric', record.metricKey),
      system: this.ctx.system,
      runId,
      phaseId: runId === null || record.phaseKey === null ? null : phaseIdOf(runId, record.phaseKey),
      jobId: this.jobId(record.jobKey),
      name: storable(record.name),
      step: int32(record.step),
      value: record.value,
      at: record.at,
      data: storable(json(record.data)),
      ...this.immutable(record, record.at),
    }
  }

  private event(record: Extract<CanonicalRecord, { kind: 'event' }>): Row {
    const runId = record.runKey === null ? null : this.runId(record.runKey)
    return {
      id: rowIdOf(this.ctx.instance, record.type, record.eventKey),
      system: this.ctx.system,
      instanceId: this.ctx.instance,
      runId,
      phaseId: runId === null || record.phaseKey === null ? null : phaseIdOf(runId, record.phaseKey),
      phaseKey: text(record.phaseKey),
      jobId: this.jobId(record.jobKey),
      seq: int32(record.seq ?? null),
      level: text(record.level ?? null),
      kind: record.type,
      at: record.at,
      title: storable(record.title),
      detail: text(record.detail),
      actor: text(record.actor),
      data: storable(json(record.data)),
      ...this.immutable(record, record.updatedAt ?? record.at),
    }
  }

  private approval(record: Extract<CanonicalRecord, { kind: 'approval' }>): Row {
    const runId = record.runKey === null ? null : this.runId(record.runKey)
    return {
      id: rowIdOf(this.ctx.instance, record.type, record.approvalKey),
      system: this.ctx.system,
      instanceId: this.ctx.instance,
      runId,
      phaseId: runId === null || record.phaseKey === null ? null : phaseIdOf(runId, record.phaseKey),
      kind: record.type,
      context: text(record.context),
      statusRaw: text(record.statusRaw),
      status: record.status,
      requestedAt: record.requestedAt,
      respondedAt: record.respondedAt,
      timeoutAt: record.timeoutAt,
      method: text(record.method),
      reason: text(record.reason),
      data: storable(json(record.data)),
      ...this.stamp(record, record.updatedAt),
    }
  }

  private failure(record: Extract<CanonicalRecord, { kind: 'failure' }>): Row {
    const runId = record.runKey === null ? null : this.runId(record.runKey)
    return {
      id: rowIdOf(this.ctx.instance, 'failure', record.failureKey),
      system: this.ctx.system,
      instanceId: this.ctx.instance,
      runId,
      phaseId: runId === null || record.phaseKey === null ? null : phaseIdOf(runId, record.phaseKey),
      sessionId: record.sessionKey === null ? null : this.sessionId(record.runKey, record.sessionKey),
      entryId:
        record.sessionKey === null || record.entryKey === null
          ? null
          : entryIdOf(this.sessionId(record.runKey, record.sessionKey), record.entryKey),
      at: record.at,
      message: storable(record.message),
      type: text(record.type),
      cause: record.cause,
      causeRule: text(record.causeRule),
      severity: text(record.severity),
      resolution: text(record.resolution),
      data: storable(json(record.data)),
      ...this.immutable(record, record.updatedAt ?? record.at),
    }
  }

  private inRun(record: Extract<CanonicalRecord, { kind: 'phase6' | 'tokenEfficiency' }>, table: string): Row {
    const { kind: _kind, key, runKey, phaseKey, ref: _ref, flags: _flags, ...columns } = record
    const runId = this.runId(runKey)
    return {
      id: rowIdOf(this.ctx.instance, table, key),
      instanceId: this.ctx.instance,
      runId,
      phaseId: phaseKey === null ? null : phaseIdOf(runId, phaseKey),
      ...textColumns(columns),
      ...this.stamp(record, record.createdAt),
    }
  }

  private abResult(record: Extract<CanonicalRecord, { kind: 'abResult' }>): Row {
    const {
      kind: _kind,
      key,
      controlRunKey,
      treatmentRunKey,
      validityErrors,
      ref: _ref,
      flags: _flags,
      ...columns
    } = record
    return {
      id: rowIdOf(this.ctx.instance, 'ab_test_results', key),
      instanceId: this.ctx.instance,
      controlRunId: this.runId(controlRunKey),
      treatmentRunId: this.runId(treatmentRunKey),
      validityErrors: storable(json(validityErrors)),
      ...textColumns(columns),
      ...this.stamp(record, record.createdAt),
    }
  }
}

const text = (value: string | null): string | null => (value === null ? null : storable(value))

function textColumns(columns: Record<string, string | number | bigint | boolean | null>): Row {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value]),
  )
}
