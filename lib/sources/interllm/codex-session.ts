import type { CanonicalRecord, EventRecord, FailureRecord, MetricRecord, SessionRecord } from '@/lib/model/records'
import { applySettings, eventMessage } from '@/lib/sources/codex/events'
import { fieldOf, firstLine, type Json, objectOf, textOf } from '@/lib/sources/codex/json-value'
import { failureOf, type LineContext } from '@/lib/sources/codex/line-context'
import { responseItem } from '@/lib/sources/codex/response-items'
import { type ThreadState, threadState } from '@/lib/sources/codex/thread-state'
import type { Piece } from '@/lib/sources/document-batches'
import type { Unparsed } from '@/lib/sources/reader'
import type { AgentRun } from './agent-runs'
import { type Drift, driftOf, type Settings } from './drift'
import { eventEntry } from './event-entries'
import { countOutcome, noOutcomes, type ToolOutcomes } from './tool-outcomes'
import { TRAFFIC_FILE, type TrafficLine } from './traffic'

/** Known, and left out on purpose: parts of what is said whole elsewhere, and matters of the server's start. */
const SILENT = new Set([
  'agent_message_delta',
  'agent_message_content_delta',
  'agent_reasoning_delta',
  'agent_reasoning_raw_content_delta',
  'reasoning_content_delta',
  'reasoning_raw_content_delta',
  'mcp_startup_update',
  'mcp_startup_complete',
])

/** Events that belong on the run's timeline. */
const ON_TIMELINE = new Set(['session_configured', 'task_complete', 'turn_aborted', 'error'])

/** One conversation with Codex: its own model, its own spend, and what its tools did. */
export class CodexSession {
  readonly outcomes: ToolOutcomes = noOutcomes()
  /** Errors of the session; the process may have said more of them, so they are completed at the end. */
  readonly errors: FailureRecord[] = []
  lastMessage: string | null = null
  private readonly thread: ThreadState
  private readonly begun: Record<string, Json> = Object.create(null)
  private readonly limits: Record<string, unknown> = Object.create(null)
  private observed: Settings = { model: null, effort: null }
  private rolloutPath: string | null = null
  private counted = false
  private itemsSent = false
  private ref: string

  constructor(
    readonly key: string,
    private readonly runKey: string,
    readonly phase: AgentRun | null,
    private readonly about: { parentKey: string | null; requested: Settings; ref: string; resumed: boolean },
  ) {
    this.ref = about.ref
    this.thread = threadState(null, '')
    // Of a session begun elsewhere, the first sum holds what was spent there: only its last response is new.
    Object.assign(this.thread, { own: key, owner: key, root: runKey, inherits: about.resumed })
  }

  /** One event of the session. */
  take(msg: Json, traffic: TrafficLine): Piece {
    const line = contextOf(traffic)
    this.pass(line)
    const kind = textOf(msg, 'type')
    if (kind === 'session_configured') this.configure(msg, line)
    if (kind === 'agent_message') this.lastMessage = textOf(msg, 'message') ?? this.lastMessage
    if (kind === 'task_complete') this.lastMessage = textOf(msg, 'last_agent_message') ?? this.lastMessage
    if (kind === 'error') Object.assign(this.thread, { status: 'failed', statusRaw: 'error' })
    const { seq } = traffic
    countOutcome(this.outcomes, msg, { seq, outputPath: this.phase?.outputPath ?? null, begun: this.begun })
    const piece = this.read(kind, msg, line)
    const records = (piece.records ?? []).flatMap((record) => this.own(record))
    if (kind === 'token_count') records.push(...this.limitMetrics(msg, traffic))
    if (kind !== null && ON_TIMELINE.has(kind)) records.push(this.event(kind, msg, traffic))
    return { ...piece, records }
  }

  private pass({ at }: LineContext): void {
    if (at === null) return
    this.thread.openedAt ??= at
    if (this.thread.latestAt === null || at > this.thread.latestAt) this.thread.latestAt = at
  }

  private configure(msg: Json, line: LineContext): void {
    this.ref = line.ref
    this.observed = { model: textOf(msg, 'model'), effort: textOf(msg, 'reasoning_effort') }
    this.rolloutPath = textOf(msg, 'rollout_path')
    applySettings(msg, this.thread)
    this.thread.model = this.observed.model
    this.thread.provider = textOf(msg, 'model_provider_id')
    this.thread.status = 'running'
    this.thread.statusRaw = 'session_configured'
  }

  private read(kind: string | null, msg: Json, line: LineContext): Piece {
    if (kind !== null && (SILENT.has(kind) || kind === 'session_configured')) return {}
    if (kind === 'raw_response_item') {
      this.itemsSent = true
      const item = objectOf(msg, 'item')
      if (item === null) return { unparsed: [unknown(kind, line)] }
      return pieceOf(responseItem(item, line, this.thread), `${kind}/${textOf(item, 'type') ?? 'no type'}`, line)
    }
    const piece = pieceOf(eventMessage(msg, line, this.thread), kind ?? 'no type', line)
    const entry = this.itemsSent ? null : eventEntry(msg, line, this.thread)
    if (entry === null) return piece
    const failed = entry.outcome === 'failed' ? [failureOf(entry, this.thread, 'tool_error')] : []
    return { ...piece, records: [...(piece.records ?? []), entry, ...failed] }
  }

  /** What the records of a Codex thread are within a run. */
  private own(record: CanonicalRecord): CanonicalRecord[] {
    const phaseKey = this.phase?.phaseKey ?? null
    if (record.kind === 'usage') {
      this.counted = true
      return [{ ...record, phaseKey, role: 'executor', purpose: this.phase?.kind ?? null, copy: null }]
    }
    if (record.kind !== 'failure') return [record]
    const failure: FailureRecord = { ...record, phaseKey }
    if (failure.type !== 'error') return [failure]
    this.errors.push({ ...failure, type: 'codex_error' })
    return []
  }

  private event(kind: string, msg: Json, { at, flags, line, seq }: TrafficLine): EventRecord {
    const { type: _type, ...data } = msg
    return {
      kind: 'event',
      eventKey: `${this.runKey}/${TRAFFIC_FILE}/${line}`,
      runKey: this.runKey,
      seq,
      level: kind === 'error' ? 'error' : null,
      phaseKey: this.phase?.phaseKey ?? null,
      type: `codex_${kind}`,
      at,
      title: `Codex ${kind.replaceAll('_', ' ')}`,
      detail: firstLine(textOf(msg, 'message') ?? textOf(msg, 'last_agent_message') ?? this.observed.model, 500),
      actor: 'codex',
      updatedAt: null,
      data: kind === 'session_configured' || kind === 'error' ? data : {},
      ref: `${TRAFFIC_FILE} line ${line}`,
      flags,
    }
  }

  /** The share of the account's limits that is used, whenever it has changed. */
  private limitMetrics(msg: Json, { at, flags, line, seq }: TrafficLine): MetricRecord[] {
    return ['primary', 'secondary'].flatMap((name) => {
      const limit = objectOf(objectOf(msg, 'rate_limits'), name)
      const value = fieldOf(limit, 'used_percent')
      if (typeof value !== 'number' || !Number.isFinite(value) || this.limits[name] === value) return []
      this.limits[name] = value
      const metric: MetricRecord = {
        kind: 'metric',
        metricKey: `${this.runKey}/${TRAFFIC_FILE}/${line}/${name}`,
        runKey: this.runKey,
        phaseKey: this.phase?.phaseKey ?? null,
        name: `rate_limit_${name}_percent`,
        step: seq,
        value,
        at,
        data: { windowMinutes: fieldOf(limit, 'window_minutes'), resetsAt: fieldOf(limit, 'resets_at') },
        ref: `${TRAFFIC_FILE} line ${line}`,
        flags,
      }
      return [metric]
    })
  }

  /** Where the session's settings are not those asked for. */
  drift(): Drift {
    return driftOf(this.about.requested, this.observed)
  }

  /** Flags of the session; a session without a count has spent what nobody knows. */
  flags(): string[] {
    return [...this.drift().flags, ...(this.counted ? [] : ['tokens_unknown'])]
  }

  /** The session as far as it was read. */
  record(): SessionRecord {
    const { thread } = this
    const { requested, parentKey } = this.about
    return {
      kind: 'session',
      sessionKey: this.key,
      runKey: this.runKey,
      phaseKey: this.phase?.phaseKey ?? null,
      parentKey,
      name: thread.firstPrompt,
      role: 'executor',
      agent: 'codex',
      taskId: null,
      project: null,
      systemVersion: null,
      model: this.observed.model,
      statusRaw: thread.statusRaw,
      status: thread.status,
      inferred: false,
      startedAt: thread.openedAt,
      endedAt: ['succeeded', 'failed', 'stopped'].includes(thread.status) ? thread.latestAt : null,
      updatedAt: thread.latestAt,
      data: {
        ...thread.settings,
        requested,
        drift: this.drift().evidence,
        outcomes: { ...this.outcomes, touches: this.outcomes.touches.slice(0, 20) },
        lastMessage: firstLine(this.lastMessage, 500),
        rolloutPath: this.rolloutPath,
        cwd: thread.cwd,
      },
      ref: this.ref,
      flags: this.flags(),
    }
  }
}

function contextOf({ line, seq, at, flags }: TrafficLine): LineContext {
  return { line: seq, place: String(line), ref: `${TRAFFIC_FILE} line ${line}`, at, flags }
}

function pieceOf(result: ReturnType<typeof responseItem>, name: string, line: LineContext): Piece {
  if (result === null) return { unparsed: [unknown(name, line)] }
  return 'rejected' in result ? { rejected: [{ line: line.line, place: line.ref, reason: result.rejected }] } : result
}

function unknown(name: string, line: LineContext): Unparsed {
  return { kind: 'unknown-record-type', name: `codex/event/${name}`.slice(0, 200), count: 1, sample: line.ref }
}
