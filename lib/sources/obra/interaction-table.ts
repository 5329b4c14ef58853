import type {
  CanonicalRecord,
  EntryRecord,
  EventRecord,
  FailureRecord,
  MetricRecord,
  UsageRecord,
} from '@/lib/model/records'
import { NO_USAGE, type Usage } from '@/lib/model/usage'
import { refOf, titleOf } from '@/lib/sources/autopack/table-reader'
import { BLANK_ENTRY, BLANK_EVENT, BLANK_FAILURE, BLANK_METRIC } from '@/lib/sources/blank-records'
import { fieldOf } from '@/lib/sources/codex/json-value'
import { picoOf } from '@/lib/sources/dollars'
import type { TablePart } from '@/lib/sources/read-tables'
import type { RowCells } from '@/lib/sources/row-cells'
import { stableHash } from '@/lib/sources/stable-hash'
import { CALL_COLUMNS, type CallFacts, callFacts, TOKEN_COLUMNS, tokensOf } from './call-sum'
import type { ObraLookups } from './database-lookups'
import type { Place } from './execution-plan'
import { executionRecords } from './execution-records'
import { plainWord } from './states'
import { failureCause } from './task-result'

const CALL_DATA = ['agent_session_id', 'duration_seconds', 'duration_ms', 'duration_api_ms', 'num_turns', 'context']

/** One call of the agent or of the local model: its tokens, its scores, its words, and its error. */
export const interactionTable: TablePart<ObraLookups> = {
  table: 'interaction',
  columns: [...new Set([...CALL_COLUMNS, ...CALL_DATA, 'project_id', 'prompt', 'response', 'cost_usd'])],
  times: ['timestamp'],
  read: (cells, lookups) => {
    const id = cells.key('id')
    if (id === null) return { reason: 'the interaction has no id' }
    const call = callFacts(cells, id)
    const place = lookups.placeOfCall(call)
    const of: Of = { cells, call, place, lookups, ref: refOf('interaction', cells, id) }
    return {
      records: [...orphanRun(of), ...usageOf(of), ...metricsOf(of), ...wordsOf(of), ...failureOf(of)],
    }
  },
}

interface Of {
  cells: RowCells
  call: CallFacts
  place: Place | null
  lookups: ObraLookups
  ref: string
}

const placeIn = ({ place }: Of) => ({
  runKey: place?.execution.runKey ?? null,
  phaseKey: place?.iteration?.phaseKey ?? null,
})

/** The session as a row of its own; a session that has none would be made up. */
const sessionIn = ({ call, place, lookups }: Of) =>
  place?.iteration?.sessionKey ??
  (call.sessionKey !== null && lookups.session(call.sessionKey) !== null ? call.sessionKey : null)

/** The run of a task without a row and without sessions, told with the first call of it. */
function orphanRun({ call, place, lookups }: Of): CanonicalRecord[] {
  if (place === null || lookups.hasTask(place.execution.taskKey)) return []
  const isFirst = place.iteration?.index === 1 && place.iteration.callIds[0] === call.id
  return isFirst ? executionRecords(place.execution, null, lookups) : []
}

/** The four classes, which do not overlap; Obra's total is their sum. */
function classesOf(cells: RowCells): Usage {
  const total = tokensOf(cells)
  if (total === null) return NO_USAGE
  const [input = null, cacheWrite5m = null, cacheRead = null, output = null] = TOKEN_COLUMNS.map((name) =>
    cells.amount(name),
  )
  const sum = [input, cacheWrite5m, cacheRead, output].reduce<bigint>((all, value) => all + (value ?? 0n), 0n)
  const stated = cells.amount('total_tokens')
  if (sum === 0n) return { ...NO_USAGE, unsplit: total, total }
  if (stated !== null && stated !== 0n && stated !== sum) cells.flags.add('total_mismatch')
  return { ...NO_USAGE, input, cacheWrite5m, cacheRead, output, total: sum }
}

/** The model that a call names: in its context, or as the one key of its usage by model. */
function modelOf(cells: RowCells): string | null {
  const context = cells.json('context')
  const named = fieldOf(context, 'model')
  if (typeof named === 'string' && named.trim() !== '') return named
  const byModel = fieldOf(context, 'model_usage')
  const names = typeof byModel === 'object' && byModel !== null ? Object.keys(byModel) : []
  return names.length === 1 ? (names[0] ?? null) : null
}

/** What two copies of one database agree on. */
export function callIdentity(cells: RowCells): string {
  const names = ['source', 'task_id', 'agent_session_id'].map((name) => cells.text(name))
  return stableHash([cells.time('timestamp') ?? cells.text('timestamp'), ...names, tokensOf(cells)])
}

function usageOf(of: Of): UsageRecord[] {
  const { cells, call, ref } = of
  const usage = classesOf(cells)
  if (usage.total === null) return []
  const cost = cells.real('cost_usd')
  // The column defaults to 0: of a subscription nothing is recorded.
  const costPico = cost === 0 ? null : picoOf(cost)
  if (cost !== null && cost !== 0 && costPico === null) cells.flags.add('number_unreadable')
  const role = plainWord(cells.text('source'))
  return [
    {
      kind: 'usage',
      nativeId: call.id,
      ...placeIn(of),
      sessionKey: sessionIn(of),
      at: call.at,
      provider: role === 'claude_code' ? 'anthropic' : null,
      model: modelOf(cells),
      role,
      purpose: null,
      doctor: false,
      usage,
      lowerBound: [],
      costPico,
      identity: callIdentity(cells),
      serviceTier: null,
      speed: null,
      copy: null,
      data: cells.data(CALL_DATA, ['context']),
      ref,
      flags: [...cells.flags],
    },
  ]
}

/** Share of the prompt that was read from the cache; null without a prompt's count. */
function cacheHitRate(cells: RowCells): number | null {
  const read = cells.amount('cache_read_input_tokens')
  const prompt =
    (cells.amount('input_tokens') ?? 0n) + (cells.amount('cache_creation_input_tokens') ?? 0n) + (read ?? 0n)
  return read === null || prompt === 0n ? null : Number(read) / Number(prompt)
}

function metricsOf(of: Of): MetricRecord[] {
  const { cells, call, place, ref } = of
  const values = { quality_score: call.quality, confidence_score: call.confidence, cache_hit_rate: cacheHitRate(cells) }
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({
      ...BLANK_METRIC,
      ...placeIn(of),
      metricKey: `interaction/${call.id}/${name}`,
      name,
      step: place?.iteration?.index ?? null,
      value,
      at: call.at,
      ref,
    }))
}

/** What was asked and answered: entries of the session; where there is none, one event. */
function wordsOf(of: Of): CanonicalRecord[] {
  const sessionKey = sessionIn(of)
  return sessionKey === null ? eventOf(of) : entriesOf(of, sessionKey)
}

function eventOf(of: Of): EventRecord[] {
  const { cells, call, ref } = of
  const [prompt, response] = [cells.text('prompt'), cells.text('response')]
  if (prompt === null && response === null) return []
  return [
    {
      ...BLANK_EVENT,
      ...placeIn(of),
      eventKey: call.id,
      type: 'interaction',
      at: call.at,
      title: titleOf(response ?? prompt, 'a call without words'),
      detail: response,
      actor: plainWord(cells.text('source')),
      data: { ...cells.data(CALL_DATA, ['context']), ...(prompt === null ? {} : { prompt }) },
      ref,
      flags: [...cells.flags],
    },
  ]
}

function entriesOf({ cells, call, ref }: Of, sessionKey: string): EntryRecord[] {
  const [prompt, response] = [cells.text('prompt'), cells.text('response')]
  const line = Math.abs(Number(cells.rowid % 1_000_000_000n))
  const common = { ...BLANK_ENTRY, sessionKey, at: call.at, line, ref, flags: [...cells.flags] }
  const key = (name: string) => `${call.id}/${name}`
  const entries: EntryRecord[] = []
  if (prompt !== null)
    entries.push({ ...common, entryKey: key('prompt'), type: 'prompt', role: 'person', text: prompt })
  if (response !== null) {
    const speaker = call.isAgent ? ANSWER : JUDGEMENT
    const usageKey = call.tokens === null ? null : call.id
    const text = { text: response, usageKey, model: modelOf(cells) }
    entries.push({ ...common, entryKey: key('response'), block: 1, ...speaker, ...text })
  }
  if (call.error !== null) {
    const error = { type: 'error', role: 'system', title: call.error, outcome: 'failed' } as const
    entries.push({ ...common, entryKey: key('error'), block: 2, ...error })
  }
  return entries
}

const ANSWER = { type: 'text', role: 'assistant' } as const
const JUDGEMENT = { type: 'note', role: 'system' } as const

function failureOf(of: Of): FailureRecord[] {
  const { cells, call, ref } = of
  if (call.error === null) return []
  const turns = cells.count('num_turns')
  const errors = fieldOf(cells.json('context'), 'errors')
  const detail = Array.isArray(errors) ? errors.filter((one) => typeof one === 'string').join('\n') : ''
  const message = [turns === null || turns === 0 ? call.error : `${call.error} after ${turns} turns`, detail]
    .filter(Boolean)
    .join('\n')
  const sessionKey = sessionIn(of)
  return [
    {
      ...BLANK_FAILURE,
      ...placeIn(of),
      failureKey: `interaction/${call.id}`,
      sessionKey,
      entryKey: sessionKey === null ? null : `${call.id}/error`,
      at: call.at,
      message,
      type: call.error,
      ...failureCause(message, call.error),
      ref,
    },
  ]
}
