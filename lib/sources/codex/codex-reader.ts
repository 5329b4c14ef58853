import type { CanonicalRecord } from '@/lib/model/records'
import type { JsonlReader, LineReading, LineResult } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'
import { applySettings, eventMessage, isCount } from './events'
import { firstLine, isObject, type Json, objectOf, textOf, timeOf } from './json-value'
import { entryOf, type LineContext } from './line-context'
import { responseItem } from './response-items'
import { sessionMeta } from './session-meta'
import { sessionRecords } from './session-records'
import { ownerByTime, ownerOfTurn } from './thread-owner'
import { type ThreadState, threadState } from './thread-state'

const ROLLOUT_TYPES = new Set([
  'session_meta',
  'turn_context',
  'response_item',
  'event_msg',
  'compacted',
  'world_state',
  'token_usage_record',
])

/** Records that name the turn they are of. Others may name a turn of another thread. */
const TURN_TYPES = new Set(['turn_context', 'task_started', 'turn_started', 'token_usage_record'])

/** Codex CLI rollouts of every version: one thread a file, in `sessions/YYYY/MM/DD/rollout-*.jsonl`. */
export const codexReader: JsonlReader = {
  system: 'codex',
  parserVersion: 2,
  ownSessions: true,
  detect,
  open: ({ state, path }) => new RolloutReading(threadState(state, path), path),
}

function detect(value: unknown): { systemVersion: string } | null {
  if (!isObject(value)) return null
  if (isBareStart(value)) return { systemVersion: 'before 0.58' }
  const payload = objectOf(value, 'payload')
  const kind = textOf(value, 'type')
  if (payload === null || kind === null || !ROLLOUT_TYPES.has(kind)) return null
  return { systemVersion: textOf(payload, 'cli_version') ?? 'version not recorded' }
}

/** The oldest form: the first line is the thread, and items stand bare on theirs. */
const isBareStart = (value: Json) =>
  !('type' in value) &&
  !('payload' in value) &&
  textOf(value, 'id') !== null &&
  textOf(value, 'timestamp') !== null &&
  'instructions' in value

class RolloutReading implements LineReading {
  private lastRef = 'line 1'
  private changed = false

  constructor(
    private readonly saved: ThreadState,
    private readonly path: string,
  ) {}

  state(): unknown {
    return JSON.parse(JSON.stringify(this.saved))
  }

  gather(): CanonicalRecord[] {
    if (!this.changed) return []
    this.changed = false
    return sessionRecords(this.saved, this.lastRef)
  }

  readLine(value: unknown, line: number, part: number): LineResult {
    if (!isObject(value)) return { rejected: 'not an object' }
    const context = contextOf(value, line, part)
    this.lastRef = context.ref
    this.changed = true
    const result = this.read(value, context)
    this.saved.previousAt = context.at ?? this.saved.previousAt
    return result
  }

  private read(value: Json, line: LineContext): LineResult {
    const state = this.saved
    if (isBareStart(value)) return { records: this.bareStart(value, line) }
    const kind = textOf(value, 'type')
    const payload = objectOf(value, 'payload')
    this.passTime(line)
    state.own ??= `file-${stableHash([this.path])}`
    state.owner ??= state.own
    if (payload === null) return this.bareItem(value, line)
    if (kind === 'session_meta') return { records: sessionMeta(payload, line, state) }
    if (kind !== null && TURN_TYPES.has(textOf(payload, 'type') ?? kind)) this.passTurn(payload)
    const note = this.historyNote(line)
    const result = this.body(kind, payload, line)
    return note === null || 'rejected' in result ? result : { ...result, records: [note, ...result.records] }
  }

  private body(kind: string | null, payload: Json, line: LineContext): LineResult {
    const state = this.saved
    const copied = state.owner !== state.own
    switch (kind) {
      case 'response_item':
        return copied ? { records: [] } : (responseItem(payload, line, state) ?? unknown(kind, payload, line))
      case 'event_msg':
        if (copied && !isCount(payload)) return { records: [] }
        return eventMessage(payload, line, state) ?? unknown(kind, payload, line)
      case 'turn_context':
        state.model = textOf(payload, 'model') ?? state.model
        applySettings(payload, state)
        return { records: [] }
      case 'token_usage_record':
        state.responseId = textOf(payload, 'response_id')
        return { records: [] }
      case 'compacted':
        return { records: copied ? [] : [compaction(payload, line, state)] }
      case 'world_state':
      case 'inter_agent_communication':
      case 'inter_agent_communication_metadata':
        return { records: [] }
      default:
        return unknown(kind, payload, line)
    }
  }

  /** Sets from the times whose lines these are, as long as no id tells. */
  private passTime(line: LineContext): void {
    const state = this.saved
    if (line.at === null) return
    state.openedAt ??= line.at
    if (state.latestAt === null || line.at > state.latestAt) state.latestAt = line.at
    if (state.turnIdsTell || state.ancestors.length === 0) return
    const ownerIsSelf = state.owner === state.own
    const change = ownerByTime({ ownerIsSelf, at: line.at, previousAt: state.previousAt, madeAt: state.madeAt })
    if (change === 'self') state.owner = state.own
    if (change === 'other' && !state.answered) this.giveTo(state.ancestors[0] ?? state.owner)
  }

  /** A turn's id tells whose lines follow. */
  private passTurn(payload: Json): void {
    const state = this.saved
    if (state.own === null) return
    const thread = payload['type'] === undefined ? textOf(payload, 'thread_id') : null
    const turn = textOf(payload, 'turn_id')
    const owner =
      thread === state.own
        ? thread
        : turn === null
          ? null
          : ownerOfTurn(turn, { own: state.own, ancestors: state.ancestors })
    if (owner === null) return
    state.turnIdsTell = true
    this.giveTo(owner)
  }

  private giveTo(owner: string | null): void {
    const state = this.saved
    state.owner = owner
    if (owner !== state.own) state.inherits = true
  }

  /** Copied history shows in the session it comes from; here one line says that it goes before. */
  private historyNote(line: LineContext): CanonicalRecord | null {
    const state = this.saved
    if (state.owner === state.own || state.historyNoted || state.own === null) return null
    state.historyNoted = true
    const parent = state.forkedFrom ?? state.parent ?? state.owner
    const title = `history of ${parent} goes before`
    return entryOf(line, state, { entryKey: `history:${parent}`, type: 'note', role: 'system', title })
  }

  private bareStart(value: Json, line: LineContext): CanonicalRecord[] {
    this.passTime(line)
    return sessionMeta(value, line, this.saved)
  }

  private bareItem(value: Json, line: LineContext): LineResult {
    if (textOf(value, 'record_type') !== null) return { records: [] }
    if (textOf(value, 'type') === null) return { rejected: 'it has no type' }
    return responseItem(value, line, this.saved) ?? unknown(null, value, line)
  }
}

function contextOf(value: Json, line: number, part: number): LineContext {
  const at = timeOf(value, 'timestamp')
  const place = part === 0 ? String(line) : `${line}.${part}`
  const unreadable = at === null && textOf(value, 'timestamp') !== null
  return { line, place, ref: `line ${line}`, at, flags: unreadable ? ['time_unreadable'] : [] }
}

function compaction(payload: Json, line: LineContext, state: ThreadState): CanonicalRecord {
  const text = textOf(payload, 'message')
  const entryKey = `compaction:${textOf(payload, 'window_id') ?? line.place}`
  return entryOf(line, state, { entryKey, type: 'compaction', role: 'system', title: firstLine(text), text })
}

const SAMPLE_MAX = 200

function unknown(kind: string | null, payload: Json, line: LineContext): LineResult {
  const inner = textOf(payload, 'type')
  const name =
    [kind, inner]
      .filter((part) => part !== null)
      .join('/')
      .slice(0, SAMPLE_MAX) || 'no type'
  const fields = Object.keys(payload).slice(0, 12).join(', ').slice(0, SAMPLE_MAX)
  const sample = `line ${line.line}: ${fields}`
  return { records: [], unparsed: [{ kind: 'unknown-record-type', name, count: 1, sample }] }
}
