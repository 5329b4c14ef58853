import type { UsageRecord } from '@/lib/model/records'
import type { LineResult } from '@/lib/sources/reader'
import { before, type Counter, type Counts, growth, isPart, keepKnown, readCounts, sameCounts, ZERO } from './counters'
import { fieldOf, type Json, objectOf } from './json-value'
import type { LineContext } from './line-context'
import type { ThreadState } from './thread-state'

/** What a `token_count` adds: a usage record, or a repeat that adds nothing. */
export function usageOf(payload: Json, line: LineContext, state: ThreadState): LineResult {
  const info = objectOf(payload, 'info')
  const raw = info && objectOf(info, 'total_token_usage')
  const owner = state.owner
  if (info === null || raw === null || owner === null || state.own === null) return { records: [] }
  const { counts: total, unreadable } = readCounts(raw)
  const lastRaw = objectOf(info, 'last_token_usage')
  const last = lastRaw && readCounts(lastRaw).counts
  if (total.total === null) return unreadableCount(line)
  const counter = state.counters[owner] ?? null
  const base = counter ? goOn(counter, total, last) : begin(state, owner, total, last)
  const restarts = (counter?.restarts ?? 0) + (base.restarted ? 1 : 0)
  const seen: Counter = { at: base.counts === null ? total : keepKnown(base.counts, total), restarts }
  state.counters[owner] = seen
  state.lastCounts = seen.at
  if (base.counts === null) return repeated(last)
  const { usage, flags } = growth(base.counts, total)
  if (unreadable) flags.push('number_unreadable')
  if (base.restarted) flags.push('counter_restarted')
  const spender = base.inherited ? (state.forkedFrom ?? state.parent ?? owner) : owner
  const nativeId = `${spender}/${total.total}${restarts > 0 ? `~${restarts}` : ''}`
  return { records: [recordOf(line, state, { nativeId, usage, flags })] }
}

interface Base {
  /** The sum that this one is measured from; null when it is the same sum again. */
  counts: Counts | null
  restarted?: boolean
  /** What was spent before the thread began to count by itself. */
  inherited?: boolean
}

/** The thread was seen counting before: what the sum has grown by was spent. */
function goOn({ at }: Counter, total: Counts, last: Counts | null): Base {
  if (total.total === at.total) return { counts: null }
  if ((total.total ?? 0) > (at.total ?? 0)) return { counts: at }
  // A sum that falls is a new counting: from zero, unless the last response says from where.
  return { counts: isPart(last, total) ? before(total, last) : ZERO, restarted: true }
}

/** The thread's first sum in this file. A thread with a history may count on from its parent's sum, or from zero. */
function begin(state: ThreadState, owner: string, total: Counts, last: Counts | null): Base {
  const own = owner === state.own
  const fresh = own && state.answered
  if (state.lastCounts !== null && sameCounts(state.lastCounts, total) && !fresh) return { counts: null }
  if (own && !state.inherits) return { counts: ZERO }
  if (isPart(last, total)) {
    const counts = before(total, last)
    // Before the thread has answered, its sum is what its parent left it; only the last response can be told of that.
    return { counts, inherited: own && !state.answered && (counts.total ?? 0) > 0 }
  }
  if (own && !state.answered) return { counts: null }
  const known = state.lastCounts
  return { counts: known !== null && (known.total ?? 0) <= (total.total ?? 0) ? known : ZERO }
}

function repeated(last: Counts | null): LineResult {
  const dropped = [{ rule: 'repeated-event', events: 1, tokens: BigInt(last?.total ?? 0) }]
  return { records: [], dropped }
}

function unreadableCount(line: LineContext): LineResult {
  const sample = `line ${line.line}`
  return { records: [], unparsed: [{ kind: 'unknown-field', name: 'total_token_usage', count: 1, sample }] }
}

function recordOf(
  line: LineContext,
  state: ThreadState,
  { nativeId, usage, flags }: Pick<UsageRecord, 'nativeId' | 'usage'> & { flags: string[] },
): UsageRecord {
  const data: Json = {}
  if (state.turnId !== null) data['turnId'] = state.turnId
  if (state.responseId !== null) data['responseId'] = state.responseId
  state.responseId = null
  return {
    kind: 'usage',
    nativeId,
    runKey: state.root,
    phaseKey: null,
    sessionKey: state.own,
    at: line.at,
    provider: state.provider,
    model: state.model,
    role: state.subAgent ? 'sub-agent' : 'main',
    purpose: null,
    doctor: false,
    usage,
    lowerBound: [],
    costPico: null,
    identity: nativeId,
    serviceTier: state.serviceTier,
    speed: state.speed,
    copy: { place: line.place, chars: 0, finished: null },
    data,
    ref: line.ref,
    flags: [...new Set([...flags, ...line.flags])],
  }
}

/** The latest state of the limits on the account, without the fields that are empty. */
export function rateLimitsOf(payload: Json): Json | null {
  const limits = objectOf(payload, 'rate_limits')
  if (limits === null) return null
  const known = Object.entries(limits).filter(([name]) => fieldOf(limits, name) !== null)
  return known.length === 0 ? null : Object.fromEntries(known.slice(0, 20))
}
