import type { UsageRecord } from '@/lib/model/records'
import { NO_USAGE } from '@/lib/model/usage'
import { BLANK_USAGE } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { stableHash } from '@/lib/sources/stable-hash'
import { isJobId, type ListAnswer } from './answers'

/** The rows of one call: one a metric. */
interface Call {
  key: string
  sessionKey: string | null
  at: string | null
  tokens: bigint | null
  costPico: bigint | null
  /** Value by metric. */
  values: Map<string, number>
  reference: { type: string | null; id: string | null }
  ref: string
  flags: Set<string>
}

/**
 * What a session used, as `/sessions/{id}/usage` answers it: one row a metric, so tokens and cost of one call are rows of
 * their own. They meet by what they refer to. Rows that refer to a job are that job's spend and stand there.
 */
export function* readSessionUsage(
  answer: ListAnswer,
  about: { sessionKey: string | null; ref: string },
): Generator<Yielded> {
  const ofWrapper = new JsonCells(answer.wrapper).key('session_id') ?? about.sessionKey
  const calls = new Map<string, Call>()
  const seen = new Map<string, number>()
  for (const [index, item] of answer.items.entries()) {
    const ref = `${about.ref}[${index}]`
    if (!isObject(item)) yield rejection(ref, 'the usage row is no object')
    else {
      const problem = addRow({ calls, seen }, new JsonCells(item), ofWrapper, ref)
      if (problem !== null) yield rejection(ref, problem)
    }
  }
  for (const call of calls.values()) yield* callPieces(call)
}

interface Book {
  calls: Map<string, Call>
  /** Reference and metric → rows so far. */
  seen: Map<string, number>
}

/** @returns why the row cannot be taken, or null */
function addRow({ calls, seen }: Book, cells: JsonCells, ofWrapper: string | null, ref: string): string | null {
  const metric = cells.line('metric_type')
  if (metric === null) return 'the usage row names no metric'
  const sessionKey = cells.key('session_id') ?? ofWrapper
  const reference = { type: cells.line('reference_type'), id: cells.key('reference_id') }
  const at = cells.time('created_at')
  const own = cells.key('id') ?? stableHash([metric, at, cells.number('metric_value')])
  const base = `${sessionKey ?? ''}/${reference.id === null ? own : `${reference.type ?? ''}:${reference.id}`}`
  // The second row of one metric and reference is another call's: what was measured is never overwritten.
  const nth = seen.get(`${base} ${metric}`) ?? 0
  seen.set(`${base} ${metric}`, nth + 1)
  const key = nth === 0 ? base : `${base}/${nth + 1}`
  const call = calls.get(key) ?? {
    ...{ key, sessionKey, at, tokens: null, costPico: null, values: new Map(), reference, ref },
    flags: new Set<string>(),
  }
  calls.set(key, call)
  if (metric === 'tokens') call.tokens = cells.tokens('metric_value')
  else if (metric === 'cost_usd') call.costPico = cells.usd('metric_value')
  const value = cells.number('metric_value')
  if (value !== null) call.values.set(metric, value)
  call.at ??= at
  for (const flag of cells.flags) call.flags.add(flag)
  return null
}

function* callPieces(call: Call): Generator<Yielded> {
  if (call.tokens === null && call.costPico === null) return
  if (isJobId(call.reference.id)) {
    yield { dropped: [{ rule: 'spend-of-its-job', events: 1, tokens: call.tokens ?? 0n }] }
    return
  }
  const unknown = call.tokens === null || (call.tokens === 0n && (call.costPico ?? 0n) > 0n)
  const tokens = unknown ? null : call.tokens
  const record: UsageRecord = {
    ...BLANK_USAGE,
    nativeId: `session-usage/${call.key}`,
    sessionKey: call.sessionKey,
    at: call.at,
    purpose: call.reference.type,
    usage: { ...NO_USAGE, unsplit: tokens, total: tokens },
    costPico: call.costPico,
    identity: call.key,
    data: { ...Object.fromEntries(call.values), referenceId: call.reference.id },
    ref: call.ref,
    flags: [...call.flags, ...(unknown ? ['tokens_unknown'] : []), ...(call.costPico === null ? ['cost_unknown'] : [])],
  }
  yield record
}
