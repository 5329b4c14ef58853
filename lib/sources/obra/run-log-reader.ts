import type { CanonicalRecord, EventRecord, MetricRecord, PhaseRecord } from '@/lib/model/records'
import { titleOf } from '@/lib/sources/autopack/table-reader'
import { BLANK_EVENT, BLANK_METRIC, BLANK_PHASE } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'
import type { JsonlReader, LineReading, LineResult } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'
import { decisionIn } from './call-sum'
import { isProgress } from './decision-loop'
import { bodyOf, type Line, placeIn } from './log-line'
import { addStep, type LogSession, LogSessions, type LogStep, runKeyOf } from './log-session'

const TYPES = new Set(['user_input', 'nl_result', 'execution_result', 'error', 'orch_prompt', 'impl_response'])
const KNOWN = ['type', 'ts', 'session']
const INDEX_MAX = 1_000_000
const TASKS_MAX = 20

/** Obra's event log, `production.jsonl` and its rotated parts: what was asked, done and decided, by session. */
export const obraRunLogReader: JsonlReader = {
  system: 'obra',
  parserVersion: 2,
  ownSessions: true,
  detect: (value) => {
    const type = isObject(value) ? value['type'] : null
    const fits = isObject(value) && typeof type === 'string' && TYPES.has(type) && 'ts' in value && 'session' in value
    return fits ? { systemVersion: 'event log' } : null
  },
  open: ({ state }) => new LogReading(state),
}

class LogReading implements LineReading {
  private readonly sessions: LogSessions

  constructor(state: unknown) {
    this.sessions = new LogSessions(state)
  }

  state = () => this.sessions.state()
  gather = () => this.sessions.gather()

  readLine(value: unknown, line: number): LineResult {
    if (!isObject(value)) return { rejected: 'not an object' }
    const cells = new JsonCells(value)
    const type = cells.text('type')
    const sessionKey = cells.key('session')
    if (type === null) return { rejected: 'it has no type' }
    if (sessionKey === null) return { rejected: 'it names no session' }
    const at = cells.time('ts')
    const session = this.sessions.touch(sessionKey, at)
    const index = passIteration(session, type, cells)
    const flags = [...cells.flags]
    const one: Line = {
      cells,
      type,
      key: stableHash([jsonText(value)]),
      at,
      line,
      session,
      index,
      ref: `line ${line}`,
      flags,
    }
    const records = [eventOf(one), ...stepOf(one), ...bodyOf(one)]
    if (TYPES.has(type)) return { records }
    return {
      records,
      unparsed: [
        { kind: 'unknown-record-type', name: type.slice(0, 100), count: 1, sample: jsonText(value).slice(0, 200) },
      ],
    }
  }
}

/** The iteration that a line belongs to: the one it names, else a new one with each instruction. */
function passIteration(session: LogSession, type: string, cells: JsonCells): number | null {
  const named = cells.whole('iteration')
  const opens = type === 'orch_prompt' || (type === 'impl_response' && !session.isAsked)
  if (named !== null && named > 0 && named < INDEX_MAX) session.iterations = Math.max(session.iterations, named)
  else if (opens) session.iterations += 1
  if (type === 'orch_prompt') session.isAsked = true
  if (type === 'impl_response') session.isAsked = false
  const task = cells.key('task_id')
  if (task !== null && !session.tasks.includes(task) && session.tasks.length < TASKS_MAX) session.tasks.push(task)
  if (named !== null && named > 0 && named < INDEX_MAX) return named
  return type === 'orch_prompt' || type === 'impl_response' || decisionIn(cells.fields) !== null
    ? session.iterations || null
    : null
}

const TITLES: Record<string, string> = {
  user_input: 'input',
  nl_result: 'intent',
  execution_result: 'result',
  error: 'error',
  orch_prompt: 'instruction sent',
  impl_response: 'answer received',
}

function eventOf(one: Line): EventRecord {
  const { cells, type, key } = one
  const text = cells.text('input') ?? cells.text('message') ?? cells.text('error') ?? cells.text('intent')
  return {
    ...BLANK_EVENT,
    ...placeIn(one),
    eventKey: key,
    type: TYPES.has(type) ? type : 'log_line',
    level: type === 'error' ? 'error' : 'info',
    title: titleOf(text, TITLES[type] ?? type.slice(0, 100)),
    detail: text,
    data: { sessionKey: one.session.key, ...cells.rest(KNOWN) },
  }
}

/** What a line says of its iteration: how it went, what was decided, with which quality and confidence. */
function stepOf(one: Line): CanonicalRecord[] {
  const { cells, session, type, index, at, key } = one
  const quality = cells.number('quality', 'quality_score')
  const confidence = cells.number('confidence', 'confidence_score')
  const metrics = Object.entries({
    quality_score: quality,
    confidence_score: confidence,
    context_tokens: cells.number('context_tokens'),
  })
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]): MetricRecord => ({
        ...BLANK_METRIC,
        ...placeIn(one),
        metricKey: `${key}/${name}`,
        name,
        step: index,
        value,
      }),
    )
  const decision = decisionIn(cells.fields)
  if (index === null) return metrics
  const begins = type === 'orch_prompt'
  const calls = { decision, quality, confidence }
  const step = addStep(session, index, { at, begins, ok: cells.bool('success'), calls })
  return [phaseOf(one, step), ...metrics]
}

function phaseOf(one: Line, step: LogStep): PhaseRecord {
  const { session } = one
  const isOpen = session.isAsked && step.index === session.iterations
  const isCircling = step.ok === true && !isProgress(step.calls.decision)
  const byAnswer = step.ok === null || isCircling ? 'unknown' : step.ok ? 'succeeded' : 'failed'
  const status = isOpen ? 'running' : byAnswer
  return {
    ...BLANK_PHASE,
    runKey: runKeyOf(session.key),
    phaseKey: step.phaseKey,
    index: step.index,
    name: `Iteration ${step.index}`,
    phaseType: 'iteration',
    status,
    startedAt: step.startedAt,
    endedAt: isOpen ? null : step.endedAt,
    updatedAt: one.at,
    data: { ...step.calls, taskId: one.cells.key('task_id') },
    ref: one.ref,
    flags: status === 'unknown' ? ['claimed_not_verified'] : [],
  }
}
