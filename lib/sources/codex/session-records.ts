import type { CanonicalRecord, RunRecord, SessionRecord } from '@/lib/model/records'
import type { Json } from './json-value'
import type { ThreadState } from './thread-state'

/** The session as far as it was read, and the run that it is: of a main thread, or where no parent is named. */
export function sessionRecords(state: ThreadState, ref: string): CanonicalRecord[] {
  if (state.own === null || state.latestAt === null) return []
  const session = sessionOf(state, state.own, ref)
  const isRun = !state.subAgent || session.runKey === session.sessionKey
  return isRun ? [runOf(session, state), session] : [session]
}

function sessionOf(state: ThreadState, own: string, ref: string): SessionRecord {
  return {
    kind: 'session',
    sessionKey: own,
    runKey: state.root ?? own,
    parentKey: state.parent,
    name: state.threadName ?? state.firstPrompt,
    role: state.subAgent ? 'sub-agent' : 'main',
    agent: state.agent,
    taskId: null,
    project: projectOf(state.cwd),
    systemVersion: state.version,
    model: state.model,
    statusRaw: state.statusRaw,
    status: state.status,
    inferred: false,
    startedAt: state.madeAt ?? state.openedAt,
    endedAt: null,
    updatedAt: state.latestAt,
    data: dataOf(state),
    ref,
    flags: [],
  }
}

function runOf(session: SessionRecord, state: ThreadState): RunRecord {
  const { name, project, statusRaw, status, startedAt, updatedAt, data, ref, flags } = session
  return {
    kind: 'run',
    runKey: session.sessionKey,
    name,
    project,
    job: null,
    statusRaw,
    status,
    failureReason: null,
    createdAt: state.madeAt ?? state.openedAt,
    updatedAt,
    startedAt,
    endedAt: null,
    tokenCap: null,
    maxDurationMinutes: null,
    goal: state.firstPrompt,
    data,
    ref,
    flags,
  }
}

function dataOf(state: ThreadState): Json {
  const data: Json = { ...state.about, ...state.settings }
  if (state.cwd !== null) data['cwd'] = state.cwd
  if (state.openedAt !== null) data['openedAt'] = state.openedAt
  if (state.forkedFrom !== null) data['forkedFrom'] = state.forkedFrom
  return data
}

/** The last folder of a path, of Windows too. */
function projectOf(cwd: string | null): string | null {
  const name = cwd
    ?.split(/[\\/]/)
    .filter((part) => part !== '')
    .at(-1)
  return name ?? null
}
