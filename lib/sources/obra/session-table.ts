import type { CanonicalRecord, SessionRecord, UsageRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { NO_USAGE } from '@/lib/model/usage'
import { refOf } from '@/lib/sources/autopack/table-reader'
import { BLANK_SESSION } from '@/lib/sources/blank-records'
import { picoOf } from '@/lib/sources/dollars'
import type { TablePart } from '@/lib/sources/read-tables'
import type { RowCells } from '@/lib/sources/row-cells'
import { stableHash } from '@/lib/sources/stable-hash'
import type { ObraLookups } from './database-lookups'
import type { Place } from './execution-plan'
import { executionRecords, iterationStatus, totalMetrics } from './execution-records'
import type { SessionFacts } from './executions'
import { plainWord, sessionStatus } from './states'

const TIMES = ['started_at', 'ended_at', 'created_at', 'updated_at'] as const
const SESSION_DATA = ['id', 'project_id', 'milestone_id', 'total_tokens', 'total_turns', 'total_cost_usd']

/** Why the totals of a session are not counted: its calls, or those of its run, are. */
export const TOTALS_BESIDE_CALLS = 'session-totals-beside-calls'

/** Sessions: one a iteration, and the temporary one of a task around them. */
export const sessionTable: TablePart<ObraLookups> = {
  table: 'session_record',
  columns: ['session_id', 'task_id', 'status', 'summary', ...TIMES, ...SESSION_DATA],
  times: TIMES,
  read: (cells, lookups) => {
    const sessionKey = cells.key('session_id')
    if (sessionKey === null) return { reason: 'the session has no id' }
    const facts = lookups.session(sessionKey)
    if (facts === null || facts.rowid !== cells.rowid) return { reason: 'its session id stands in an earlier row too' }
    const place = lookups.placeOfSession(sessionKey)
    const counted = totalsCount(facts, place)
    const session = sessionOf(cells, facts, place, counted, lookups)
    return {
      records: [
        ...orphanRun(facts, place, lookups),
        session,
        ...(counted ? [totalsOf(cells, facts, session, place)] : []),
      ],
    }
  },
}

/** The run of a task that has no row, told with the first session of it. */
function orphanRun(facts: SessionFacts, place: Place | null, lookups: ObraLookups): CanonicalRecord[] {
  if (place === null || lookups.hasTask(place.execution.taskKey)) return []
  const { execution, iteration } = place
  const isFirst = iteration === null ? execution.iterations.length === 0 : iteration.index === 1
  if (!isFirst) return []
  const { taskKey } = execution
  const totals = execution.runKey.endsWith('/1')
    ? totalMetrics(taskKey, lookups, `session_record ${facts.key.slice(0, 150)}`)
    : []
  return [...executionRecords(execution, null, lookups), ...totals]
}

/** Totals stand in only where no call gives tokens, neither of the session nor loose in its run. */
function totalsCount(facts: SessionFacts, place: Place | null): boolean {
  if (facts.tokens === null || facts.calls.tokens !== null) return false
  if (place === null) return true
  const { execution, iteration } = place
  if (execution.loose.tokens !== null) return false
  // What lies around the iterations would count them twice.
  return (
    iteration !== null ||
    execution.iterations.every(({ calls, tokensStored }) => (calls.tokens ?? tokensStored) === null)
  )
}

function sessionOf(
  cells: RowCells,
  facts: SessionFacts,
  place: Place | null,
  counted: boolean,
  lookups: ObraLookups,
): SessionRecord {
  const status = statusOf(cells, facts, place)
  const { tokens, calls } = facts
  if (tokens !== null && calls.tokens !== null && tokens !== calls.tokens) cells.flags.add('total_mismatch')
  if (tokens === null && calls.tokens === null) cells.flags.add('tokens_unknown')
  const taskKey = place?.execution.taskKey ?? facts.taskKey
  return {
    ...BLANK_SESSION,
    sessionKey: facts.key,
    runKey: place?.execution.runKey ?? null,
    phaseKey: place?.iteration?.phaseKey ?? null,
    parentKey: iterationIn(place) ? (place?.execution.around ?? null) : null,
    name: nameOf(place),
    role: place === null ? null : iterationIn(place) ? 'iteration' : 'task',
    agent: 'claude_code',
    taskId: taskKey,
    project: lookups.projectName(cells.key('project_id')),
    statusRaw: cells.text('status'),
    status,
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    updatedAt: cells.time('updated_at'),
    data: {
      openedAt: facts.startedAt,
      ...cells.data([...SESSION_DATA, 'summary']),
      ...(tokens !== null && !counted ? { totalsLeftOut: tokens.toString() } : {}),
      ...(taskKey !== null && cells.key('task_id') === null ? { taskInferred: true } : {}),
    },
    ref: refOf('session_record', cells, cells.key('id')),
    flags: [...cells.flags],
  }
}

/** What became of a session; what its row says of that, and its evidence says otherwise, is flagged. */
function statusOf(cells: RowCells, { startedAt, endedAt, calls }: SessionFacts, place: Place | null): Status {
  const statusRaw = cells.text('status')
  const stated = sessionStatus(statusRaw)
  if (!stated.known) cells.flags.add('enum_unknown')
  for (const name of ['started_at', 'ended_at']) cells.time(name)
  if (startedAt === null) cells.flags.add('missing_start')
  if (stated.status === 'interrupted') return 'interrupted'
  if (stated.status === 'running' && endedAt === null) return 'running'
  const status = iterationStatus(calls, false)
  const saysDone = plainWord(statusRaw) === 'completed'
  const failed = status === 'failed' || status === 'timed_out'
  if (stated.status === 'running' || (saysDone && failed)) cells.flags.add('status_conflict')
  if (status === 'unknown' && stated.known && iterationIn(place)) cells.flags.add('claimed_not_verified')
  return status
}

const iterationIn = (place: Place | null) => place !== null && place.iteration !== null

function nameOf(place: Place | null): string | null {
  if (place === null) return null
  const { iteration, execution } = place
  return iteration === null ? `task ${execution.taskKey}` : `iteration ${iteration.index}`
}

/** The totals of a session as one amount: they name no classes. */
function totalsOf(cells: RowCells, facts: SessionFacts, session: SessionRecord, place: Place | null): UsageRecord {
  const total = facts.tokens ?? 0n
  return {
    kind: 'usage',
    nativeId: `session/${facts.key}`,
    runKey: session.runKey,
    phaseKey: place?.iteration?.phaseKey ?? null,
    sessionKey: facts.key,
    at: facts.endedAt ?? facts.startedAt,
    provider: 'anthropic',
    model: null,
    role: 'claude_code',
    purpose: 'session total',
    doctor: false,
    usage: { ...NO_USAGE, unsplit: total, total },
    lowerBound: [],
    costPico: picoOf(facts.costUsd),
    identity: stableHash([facts.key, facts.startedAt, total]),
    serviceTier: null,
    speed: null,
    copy: null,
    data: cells.data(['total_turns']),
    ref: session.ref,
    flags: [],
  }
}
