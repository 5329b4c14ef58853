import { pagesOf } from '@/lib/sources/autopack/table-pages'
import type { SqliteSource } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import { addCall, CALL_COLUMNS, type CallFacts, callFacts, noCalls } from './call-sum'
import {
  type Execution,
  executionsOfCalls,
  executionsOfSessions,
  type Iteration,
  inTime,
  type SessionFacts,
} from './executions'

/** Where a row belongs: an execution, and the iteration of it that was going on. */
export interface Place {
  execution: Execution
  iteration: Iteration | null
}

/** Sums over the sessions of a task, as Obra itself reports them. */
export interface TaskTotals {
  sessions: number
  tokens: bigint | null
  turns: number | null
  costUsd: number | null
}

const SESSION_COLUMNS = [
  'session_id',
  'project_id',
  'task_id',
  'status',
  'started_at',
  'ended_at',
  'total_tokens',
  'total_turns',
  'total_cost_usd',
]

type Loose = CallFacts & { order: bigint }

/** The last of a list sorted by time that had begun by then. */
function lastBegun<T extends { startedAt: string | null }>(sorted: readonly T[], at: string): T | undefined {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.startedAt ?? '~') <= at) low = middle + 1
    else high = middle
  }
  return sorted[low - 1]
}

/** The iteration that was going on at a time, of the execution that had begun by then; else the first execution. */
export function placeAt(executions: readonly Execution[], at: string | null): Place | null {
  const execution = (at === null ? undefined : lastBegun(executions, at)) ?? executions[0]
  if (execution === undefined) return null
  const iteration = at === null ? undefined : lastBegun(execution.iterations, at)
  const isOver = iteration?.endedAt != null && at !== null && iteration.endedAt < at
  return { execution, iteration: isOver ? null : (iteration ?? null) }
}

/** Sessions and calls put together into executions. */
export class ExecutionPlan {
  readonly sessions = new Map<string, SessionFacts>()
  readonly executions = new Map<string, Execution[]>()
  readonly totals = new Map<string, TaskTotals>()
  readonly ofSession = new Map<string, Place>()
  private readonly ofLooseCall = new Map<string, Place>()

  constructor(source: SqliteSource) {
    this.readSessions(source)
    const loose = this.readCalls(source)
    const byTask = new Map<string, SessionFacts[]>()
    for (const session of this.sessions.values()) {
      if (session.taskKey === null) continue
      this.addTotals(session.taskKey, session)
      listIn(byTask, session.taskKey).push(session)
    }
    for (const [taskKey, sessions] of byTask) this.executions.set(taskKey, executionsOfSessions(taskKey, sessions))
    for (const [taskKey, calls] of loose) this.placeLoose(taskKey, calls)
    for (const execution of [...this.executions.values()].flat()) this.placeSessions(execution)
    this.placeTasklessSessions()
  }

  placeOfCall(call: Pick<CallFacts, 'id' | 'taskKey' | 'sessionKey' | 'at'>): Place | null {
    const bySession = call.sessionKey === null ? null : this.ofSession.get(call.sessionKey)
    return bySession ?? this.ofLooseCall.get(call.id) ?? null
  }

  private readSessions(source: SqliteSource): void {
    for (const row of pagesOf(source, 'session_record', SESSION_COLUMNS)) {
      const cells = new RowCells(row)
      const key = cells.key('session_id')
      if (key === null || this.sessions.has(key)) continue
      const [tokens, turns, costUsd] = [
        cells.amount('total_tokens'),
        cells.count('total_turns'),
        cells.real('total_cost_usd'),
      ]
      this.sessions.set(key, {
        key,
        rowid: row.rowid,
        taskKey: cells.key('task_id'),
        projectKey: cells.key('project_id'),
        statusRaw: cells.text('status'),
        startedAt: cells.time('started_at'),
        endedAt: cells.time('ended_at'),
        tokens: tokens === 0n ? null : tokens,
        turns: turns === 0 ? null : turns,
        costUsd: costUsd === null || costUsd <= 0 ? null : costUsd,
        calls: noCalls(),
      })
    }
  }

  /** Adds calls to the sessions they name. @returns those that name none, by task */
  private readCalls(source: SqliteSource): Map<string, Loose[]> {
    const loose = new Map<string, Loose[]>()
    for (const row of pagesOf(source, 'interaction', CALL_COLUMNS)) {
      const cells = new RowCells(row)
      const id = cells.key('id')
      if (id === null) continue
      const call = callFacts(cells, id)
      const session = call.sessionKey === null ? undefined : this.sessions.get(call.sessionKey)
      if (session !== undefined) {
        addCall(session.calls, call)
        // Before sessions named their task, their calls did.
        session.taskKey ??= call.taskKey
      } else if (call.taskKey !== null) listIn(loose, call.taskKey).push({ ...call, order: row.rowid })
    }
    return loose
  }

  private addTotals(taskKey: string, { tokens, turns, costUsd }: SessionFacts): void {
    const before = this.totals.get(taskKey) ?? { sessions: 0, tokens: null, turns: null, costUsd: null }
    this.totals.set(taskKey, {
      sessions: before.sessions + 1,
      tokens: tokens === null ? before.tokens : (before.tokens ?? 0n) + tokens,
      turns: turns === null ? before.turns : (before.turns ?? 0) + turns,
      costUsd: costUsd === null ? before.costUsd : (before.costUsd ?? 0) + costUsd,
    })
  }

  private placeLoose(taskKey: string, calls: readonly Loose[]): void {
    const known = this.executions.get(taskKey)
    if (known !== undefined) {
      for (const call of calls) {
        const place = placeAt(known, call.at)
        if (place === null) continue
        addCall(place.iteration?.calls ?? place.execution.loose, call)
        this.ofLooseCall.set(call.id, place)
      }
      return
    }
    const executions = executionsOfCalls(taskKey, calls)
    this.executions.set(taskKey, executions)
    for (const execution of executions)
      for (const iteration of execution.iterations)
        for (const id of iteration.callIds) this.ofLooseCall.set(id, { execution, iteration })
  }

  private placeSessions(execution: Execution): void {
    for (const iteration of execution.iterations)
      if (iteration.sessionKey !== null) this.ofSession.set(iteration.sessionKey, { execution, iteration })
    if (execution.around !== null) this.ofSession.set(execution.around, { execution, iteration: null })
  }

  /** The temporary session of a task names no task: it is the one session around exactly one execution of its project. */
  private placeTasklessSessions(): void {
    const byProject = new Map<string, Execution[]>()
    for (const execution of [...this.executions.values()].flat())
      if (execution.projectKey !== null && execution.startedAt !== null && execution.around === null)
        listIn(byProject, execution.projectKey).push(execution)
    const byTime = inTime<Execution>(
      ({ startedAt }) => startedAt,
      () => 0n,
    )
    for (const list of byProject.values()) list.sort(byTime)
    for (const session of this.sessions.values()) {
      if (session.taskKey !== null || session.projectKey === null) continue
      const execution = onlyWithin(session, byProject.get(session.projectKey) ?? [])
      if (execution === null) continue
      execution.around = session.key
      this.ofSession.set(session.key, { execution, iteration: null })
    }
  }
}

function onlyWithin({ startedAt, endedAt }: SessionFacts, sorted: readonly Execution[]): Execution | null {
  if (startedAt === null || endedAt === null) return null
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.startedAt ?? '') < startedAt) low = middle + 1
    else high = middle
  }
  const [first, next] = [sorted[low], sorted[low + 1]]
  const isWithin = first?.endedAt != null && first.endedAt <= endedAt
  const isAlone = next === undefined || (next.startedAt ?? '~') > endedAt
  return first !== undefined && isWithin && isAlone && first.around === null ? first : null
}

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const known = map.get(key)
  if (known) return known
  const list: T[] = []
  map.set(key, list)
  return list
}
