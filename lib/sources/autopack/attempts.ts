import type { AttemptRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { addKnown } from '@/lib/model/usage'

/** One model call of a phase, as far as the rhythm needs it. */
export interface Call {
  role: string | null
  at: string | null
  total: bigint | null
}

/** What the phase's own row says about its attempts; null when the phase has no row. */
export interface PhaseTries {
  status: Status
  failureReason: string | null
  builderAttempts: number | null
  retryAttempt: number | null
  lastAttemptAt: string | null
  updatedAt: string | null
}

/** A pause this long ends an attempt, whatever comes next. */
const PAUSE_MS = 60 * 60_000

interface Try {
  calls: Call[]
  builders: number
  audited: boolean
  diagnosed: boolean
}

const newTry = (): Try => ({ calls: [], builders: 0, audited: false, diagnosed: false })
const roleOf = ({ role }: Call) => role?.trim().toLowerCase() ?? ''
const isHelper = (call: Call) => roleOf(call).startsWith('agent')

function pausedBetween(before: Call | undefined, call: Call): boolean {
  return before?.at != null && call.at !== null && Date.parse(call.at) - Date.parse(before.at) > PAUSE_MS
}

/** Splits the calls of a phase, in order of time. Each decision looks back only, so more calls never undo one. */
function splitCalls(calls: readonly Call[]): Try[] {
  const tries: Try[] = []
  let current = newTry()
  let wholeBuild: bigint | null = null
  let firstAsk: bigint | null = null
  for (const call of calls) {
    const role = roleOf(call)
    const isWhole = wholeBuild === null || call.total === null || call.total * 3n >= wholeBuild
    const buildsAnew = role === 'builder' && current.builders > 0 && (current.audited || isWhole)
    const asksAnew = isHelper(call) && current.builders > 0 && call.total !== null && call.total === firstAsk
    const afterDoctor = current.diagnosed && role !== 'doctor'
    if (
      current.calls.length > 0 &&
      (buildsAnew || asksAnew || afterDoctor || pausedBetween(current.calls.at(-1), call))
    ) {
      tries.push(current)
      current = newTry()
      // What a helper prepared right before a whole build belongs to that build.
      if (buildsAnew) current.calls.push(...takeTrailingHelpers(tries.at(-1)))
    }
    current.calls.push(call)
    current.builders += role === 'builder' ? 1 : 0
    current.audited ||= role === 'auditor'
    current.diagnosed ||= role === 'doctor'
    if (role === 'builder') wholeBuild ??= call.total
    if (isHelper(call)) firstAsk ??= call.total
  }
  if (current.calls.length > 0) tries.push(current)
  return tries
}

function takeTrailingHelpers(before: Try | undefined): Call[] {
  if (!before) return []
  let from = before.calls.length
  while (from > 1 && isHelper(before.calls[from - 1] ?? { role: null, at: null, total: null })) from -= 1
  return before.calls.splice(from)
}

interface Span {
  calls: readonly Call[]
  startedAt: string | null
  endedAt: string | null
}

function spanOf({ calls }: Try): Span {
  const times = calls.flatMap(({ at }) => at ?? [])
  return { calls, startedAt: times[0] ?? null, endedAt: times.at(-1) ?? null }
}

/** Puts the phase's last failure where it happened: as the end of an attempt, or as one that left no call. */
function placeLastFailure(spans: Span[], tries: PhaseTries): void {
  const { lastAttemptAt, retryAttempt, builderAttempts, status } = tries
  if (lastAttemptAt === null) return
  const next = spans.findIndex((span) => span.startedAt !== null && span.startedAt > lastAttemptAt)
  const place = next === -1 ? spans.length : next
  const before = spans[place - 1]
  if (!before?.endedAt || before.endedAt > lastAttemptAt) return
  const failed = Math.max(retryAttempt ?? 0, status === 'succeeded' ? 0 : (builderAttempts ?? 0))
  const expected = Math.max(failed + (status === 'succeeded' ? 1 : 0), builderAttempts ?? 0)
  if (expected > spans.length) spans.splice(place, 0, { calls: [], startedAt: null, endedAt: lastAttemptAt })
  else spans[place - 1] = { ...before, endedAt: lastAttemptAt }
}

function outcomeOf(index: number, last: number, status: Status | null): AttemptRecord['outcome'] {
  if (status === null || status === 'unknown') return 'unknown'
  if (index < last) return 'failed'
  return status === 'succeeded' ? 'accepted' : status === 'failed' ? 'failed' : 'unknown'
}

/**
 * The attempts at one phase, inferred from the rhythm of its model calls, because the source records only counters that
 * it resets. An attempt ends with a doctor call, after an auditor's verdict once the builder works again, or after an hour
 * of silence. A new one begins with a builder call about as large as the first (smaller ones go on with the work), or with
 * a helper asked exactly what was asked first. One attempt without calls is added when the phase's counters name more
 * than the calls show and its last failure falls between two. The last attempt at a completed phase was accepted, those
 * before it failed; of a phase without a row, or in a state nobody knows, no outcome is claimed.
 * @param calls of one phase, ordered by time
 */
export function inferAttempts(
  runKey: string,
  phaseKey: string,
  calls: readonly Call[],
  tries: PhaseTries | null,
): AttemptRecord[] {
  const spans = splitCalls(calls).map(spanOf)
  if (tries !== null) placeLastFailure(spans, tries)
  const last = spans.length - 1
  const status = tries?.status ?? null
  const failedLast = status === 'succeeded' ? last - 1 : last
  const newest = [tries?.updatedAt ?? '', ...calls.map(({ at }) => at ?? '')].sort().at(-1)
  return spans.map(({ calls: own, startedAt, endedAt }, index) => ({
    kind: 'attempt',
    runKey,
    phaseKey,
    index: index + 1,
    outcome: outcomeOf(index, last, status),
    reason: index === failedLast && outcomeOf(index, last, status) === 'failed' ? (tries?.failureReason ?? null) : null,
    startedAt,
    endedAt,
    events: own.length,
    tokens: own.reduce<bigint | null>((sum, { total }) => addKnown(sum, total), null),
    inferred: true,
    updatedAt: newest || null,
    ref: `llm_usage_events phase ${phaseKey.slice(0, 150)}`,
    flags: [],
  }))
}
