/**
 * The executions of a task. Obra records none: one is inferred for each chain of sessions, one a iteration, without a
 * long gap between them; of a task without sessions, for each chain of calls.
 */
import { addCall, type CallFacts, type CallSum, noCalls } from './call-sum'

export interface SessionFacts {
  key: string
  rowid: bigint
  taskKey: string | null
  projectKey: string | null
  statusRaw: string | null
  startedAt: string | null
  endedAt: string | null
  /** What the row states; 0 is nothing recorded. */
  tokens: bigint | null
  turns: number | null
  costUsd: number | null
  calls: CallSum
}

export interface Iteration {
  phaseKey: string
  /** From 1, as Obra counts. */
  index: number
  sessionKey: string | null
  statusRaw: string | null
  startedAt: string | null
  endedAt: string | null
  tokensStored: bigint | null
  calls: CallSum
  /** The calls, where no session holds them. */
  callIds: string[]
}

export interface Execution {
  runKey: string
  taskKey: string
  projectKey: string | null
  startedAt: string | null
  /** Null while a session of it is open, or when no end is known. */
  endedAt: string | null
  /** The latest time of anything in it. */
  lastAt: string | null
  /** A session that began and has no end. */
  isOpen: boolean
  isLast: boolean
  iterations: Iteration[]
  /** The temporary session of the task itself, around its iterations. */
  around: string | null
  /** Calls that name no known session and lie in none. */
  loose: CallSum
}

const GAP_MS = 30 * 60_000

const later = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a)

const isGap = (before: string | null, at: string | null) =>
  before !== null && at !== null && Date.parse(at) - Date.parse(before) > GAP_MS

const lastOf = (session: SessionFacts) => later(later(session.startedAt, session.endedAt), session.calls.lastAt)

/** By time, then as they were written; those without a time come last. */
export function inTime<T>(timeOf: (item: T) => string | null, orderOf: (item: T) => bigint) {
  return (a: T, b: T): number => {
    const [x, y] = [timeOf(a) ?? '~', timeOf(b) ?? '~']
    if (x !== y) return x < y ? -1 : 1
    return orderOf(a) < orderOf(b) ? -1 : 1
  }
}

function chains<T>(items: readonly T[], startOf: (item: T) => string | null, endOf: (item: T) => string | null): T[][] {
  const all: T[][] = []
  let until: string | null = null
  for (const item of items) {
    const chain = all.at(-1)
    if (chain === undefined || isGap(until, startOf(item))) {
      all.push([item])
      until = endOf(item)
    } else {
      chain.push(item)
      until = later(until, endOf(item))
    }
  }
  return all
}

/** The executions of one task from its sessions, in the order of their numbers. */
export function executionsOfSessions(taskKey: string, sessions: readonly SessionFacts[]): Execution[] {
  const sorted = [...sessions].sort(
    inTime(
      (session) => session.startedAt,
      (session) => session.rowid,
    ),
  )
  const all = chains(sorted, (session) => session.startedAt, lastOf)
  return all.map((chain, index) => execution(taskKey, index, all.length, chain))
}

function execution(taskKey: string, index: number, count: number, chain: readonly SessionFacts[]): Execution {
  const around = sessionAround(chain)
  const iterations = chain.filter((session) => session !== around)
  const isOpen = chain.some((session) => session.startedAt !== null && session.endedAt === null)
  return {
    runKey: `${taskKey}/${index + 1}`,
    taskKey,
    projectKey: chain.find((session) => session.projectKey !== null)?.projectKey ?? null,
    startedAt: chain[0]?.startedAt ?? null,
    endedAt: isOpen ? null : chain.reduce<string | null>((end, session) => later(end, session.endedAt), null),
    lastAt: chain.reduce<string | null>((end, session) => later(end, lastOf(session)), null),
    isOpen,
    isLast: index === count - 1,
    iterations: iterations.map((session, at) => ({
      phaseKey: `iteration-${at + 1}`,
      index: at + 1,
      sessionKey: session.key,
      statusRaw: session.statusRaw,
      startedAt: session.startedAt,
      endedAt: session.endedAt,
      tokensStored: session.tokens,
      calls: session.calls,
      callIds: [],
    })),
    around: around?.key ?? null,
    loose: noCalls(),
  }
}

/** The first session, when all others lie within it and it has no calls of its own. */
function sessionAround(chain: readonly SessionFacts[]): SessionFacts | null {
  const [first, ...others] = chain
  if (first === undefined || others.length === 0 || first.calls.calls > 0 || first.startedAt === null) return null
  const { endedAt } = first
  const isWithin = others.every(
    (session) =>
      session.startedAt !== null && (endedAt === null || (session.endedAt !== null && session.endedAt <= endedAt)),
  )
  // Sessions of the very same time are iterations that were written at once.
  const isWider = others.every((session) => session.startedAt !== first.startedAt || session.endedAt !== endedAt)
  return isWithin && isWider ? first : null
}

/** The executions of a task that has calls and no sessions: each call of the agent begins an iteration. */
export function executionsOfCalls(taskKey: string, calls: readonly (CallFacts & { order: bigint })[]): Execution[] {
  const sorted = [...calls].sort(
    inTime(
      (call) => call.at,
      (call) => call.order,
    ),
  )
  const all = chains(
    sorted,
    (call) => call.at,
    (call) => call.at,
  )
  return all.map((chain, index) => {
    const times = chain.flatMap(({ at }) => at ?? [])
    return {
      runKey: `${taskKey}/${index + 1}`,
      taskKey,
      projectKey: null,
      startedAt: times[0] ?? null,
      endedAt: times.at(-1) ?? null,
      lastAt: times.at(-1) ?? null,
      isOpen: false,
      isLast: index === all.length - 1,
      iterations: iterationsOf(chain),
      around: null,
      loose: noCalls(),
    }
  })
}

function iterationsOf(chain: readonly CallFacts[]): Iteration[] {
  const all: Iteration[] = []
  for (const call of chain) {
    let iteration = all.at(-1)
    if (iteration === undefined || call.isAgent) {
      const index = all.length + 1
      iteration = {
        phaseKey: `iteration-${index}`,
        index,
        sessionKey: null,
        statusRaw: null,
        startedAt: call.at,
        endedAt: call.at,
        tokensStored: null,
        calls: noCalls(),
        callIds: [],
      }
      all.push(iteration)
    }
    addCall(iteration.calls, call)
    iteration.callIds.push(call.id)
    iteration.endedAt = later(iteration.endedAt, call.at)
  }
  return all
}
