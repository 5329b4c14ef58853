import type { CanonicalRecord, MetricRecord, ResultRecord, RunRecord, SessionRecord } from '@/lib/model/records'
import { BLANK_ENTRY, BLANK_METRIC, BLANK_RESULT, BLANK_RUN, BLANK_SESSION } from '@/lib/sources/blank-records'
import type { Piece } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { benchmarkJob, promptMd5, runName } from './benchmark-name'
import { eventPiece } from './session-events'
import { type SessionFacts, sessionFacts } from './session-facts'
import { stepRecords } from './steps'

const SECOND_MS = 1_000
const FIELDS = [
  'session_id',
  'benchmark_id',
  'agent_type',
  'start_time',
  'end_time',
  'events',
  'final_result',
  'tools',
  'metadata',
]

export interface SessionLogSource {
  /** How the log is called in references. */
  ref: string
  /** The execution's id as the file's name has it, for a log that does not repeat it. */
  idFromName: string | null
  /** False where a better source of the run stands beside it. */
  withRun: boolean
}

/** A whole session log, part by part: its run and session first, then steps, events and tools. */
export function* sessionLogPieces(value: unknown, source: SessionLogSource): Iterable<Piece> {
  const cells = new JsonCells(value)
  const facts = sessionFacts(cells, source.idFromName)
  if ('reason' in facts) {
    yield { rejected: [{ line: null, place: source.ref, reason: facts.reason }] }
    return
  }
  yield { records: headRecords(facts, source, cells), unparsed: unknownFields(value) }
  for (const [index, step] of facts.steps.entries()) {
    const of = { runKey: facts.id, sessionKey: facts.sessionKey, at: facts.endedAt ?? facts.startedAt, ref: source.ref }
    const { phase, failure } = stepRecords(step, index, of)
    yield { records: failure === null ? [phase] : [phase, failure] }
  }
  const events = cells.list('events')
  for (const [index, event] of events.entries()) yield eventPiece(event, index, facts, source.ref)
  // Some versions list calls apart from the events; each is a call and its result in one.
  for (const [index, tool] of cells.list('tools').entries()) {
    const event = { event_type: 'ToolResult', timestamp: new JsonCells(tool).raw('end_time'), data: tool }
    yield eventPiece({ ...event, event_type: 'ToolCall' }, events.length + 2 * index, facts, source.ref)
    yield eventPiece(event, events.length + 2 * index + 1, facts, source.ref)
  }
}

function headRecords(facts: SessionFacts, source: SessionLogSource, cells: JsonCells): CanonicalRecord[] {
  const records: CanonicalRecord[] = source.withRun ? [runRecord(facts, source.ref)] : []
  records.push(sessionRecord(facts, source.ref, cells))
  const result = resultRecord(facts, source.ref)
  if (result !== null) records.push(result)
  for (const [name, number] of [
    ['score', facts.score],
    ['execution_time_ms', facts.executionMs],
  ] as const) {
    if (number !== null) records.push(metric(facts, name, number, source.ref))
  }
  if (facts.prompt !== null) records.push(promptEntry(facts, facts.prompt, source.ref))
  return records
}

function runRecord(facts: SessionFacts, ref: string): RunRecord {
  const { id, benchmark, agent, startedAt, endedAt, prompt } = facts
  return {
    ...BLANK_RUN,
    runKey: id,
    name: runName(benchmark, agent),
    job: benchmarkJob(benchmark),
    statusRaw: facts.statusRaw,
    status: facts.status,
    failureReason: facts.status === 'failed' ? firstStepError(facts) : null,
    startedAt,
    endedAt,
    updatedAt: endedAt ?? startedAt,
    goal: prompt,
    data: {
      ...about(facts),
      ...(benchmark === null || prompt === null ? {} : { promptMd5: promptMd5(benchmark, prompt) }),
    },
    flags: facts.flags,
    ref,
  }
}

const about = (facts: SessionFacts) => ({
  source: 'session file',
  terminalRecord: facts.result !== null,
  ...(facts.agent === null ? {} : { agent: facts.agent }),
  ...(facts.score === null ? {} : { score: facts.score }),
  ...(facts.executionMs === null ? {} : { executionMs: facts.executionMs }),
})

function firstStepError(facts: SessionFacts): string | null {
  const of = { runKey: facts.id, sessionKey: facts.sessionKey, at: null, ref: '' }
  for (const [index, step] of facts.steps.entries()) {
    const { phase } = stepRecords(step, index, of)
    if (phase.failureReason !== null) return phase.failureReason
  }
  return null
}

function sessionRecord(facts: SessionFacts, ref: string, cells: JsonCells): SessionRecord {
  const metadata = cells.raw('metadata')
  return {
    ...BLANK_SESSION,
    sessionKey: facts.sessionKey,
    runKey: facts.id,
    name: runName(facts.benchmark, facts.agent),
    role: 'runner',
    agent: facts.agent,
    taskId: facts.benchmark,
    statusRaw: facts.statusRaw,
    status: facts.status,
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    updatedAt: facts.endedAt ?? facts.startedAt,
    data: { ...about(facts), sessionId: facts.id, ...(metadata === undefined ? {} : { metadata }) },
    flags: facts.flags,
    ref,
  }
}

function resultRecord(facts: SessionFacts, ref: string): ResultRecord | null {
  if (facts.result === null || facts.benchmark === null || facts.agent === null) return null
  return {
    ...BLANK_RESULT,
    jobKey: facts.benchmark,
    runKey: facts.id,
    configuration: facts.agent,
    itemKey: facts.benchmark,
    sessionKey: facts.sessionKey,
    resolved: facts.success ?? (facts.status === 'unknown' ? null : facts.status === 'succeeded'),
    score: facts.score,
    seconds: facts.executionMs === null ? null : facts.executionMs / SECOND_MS,
    at: facts.endedAt,
    error: firstStepError(facts),
    data: { finalStatus: facts.statusRaw },
    flags: facts.flags,
    ref,
  }
}

function metric(facts: SessionFacts, name: string, value: number, ref: string): MetricRecord {
  const flag = name === 'score' ? 'score_binary' : 'duration_second_resolution'
  return {
    ...BLANK_METRIC,
    metricKey: `${facts.sessionKey}/${name}`,
    jobKey: facts.benchmark,
    runKey: facts.id,
    name,
    value,
    at: facts.endedAt,
    data: { ...(facts.agent === null ? {} : { agent: facts.agent }), sessionKey: facts.sessionKey },
    flags: facts.flags.filter((name) => name === flag),
    ref,
  }
}

function promptEntry(facts: SessionFacts, prompt: string, ref: string): CanonicalRecord {
  return {
    ...BLANK_ENTRY,
    sessionKey: facts.sessionKey,
    entryKey: 'prompt',
    at: facts.startedAt,
    line: 0,
    type: 'prompt',
    role: 'person',
    text: prompt,
    ref,
  }
}

function unknownFields(value: unknown): NonNullable<Piece['unparsed']> {
  return Object.keys(value as object)
    .filter((name) => !FIELDS.includes(name))
    .slice(0, 50)
    .map((name) => ({ kind: 'unknown-field', name: `session.${name.slice(0, 100)}`, count: 1, sample: null }))
}
