import type { SessionRecord } from '@/lib/model/records'
import { sessionKeyOf } from './usage-table'

/** One model call of a run. */
export interface RunCall {
  role: string | null
  model: string | null
  at: string | null
  total: bigint | null
}

export const EXECUTOR_KEY = 'executor'

/**
 * The sessions of a run. The source records none: one is inferred for each role, below one for the executor that called
 * them. Times are those of the first and last call.
 */
export function inferSessions(runKey: string, calls: readonly RunCall[]): SessionRecord[] {
  const byRole = new Map<string, RunCall[]>()
  for (const call of calls) {
    const key = sessionKeyOf(call.role)
    const list = byRole.get(key)
    if (list) list.push(call)
    else byRole.set(key, [call])
  }
  const children = [...byRole].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    session(runKey, EXECUTOR_KEY, null, null, calls, null),
    ...children.map(([key, own]) => session(runKey, key, EXECUTOR_KEY, own[0]?.role ?? null, own, mainModel(own))),
  ]
}

function session(
  runKey: string,
  sessionKey: string,
  parentKey: string | null,
  role: string | null,
  calls: readonly RunCall[],
  model: string | null,
): SessionRecord {
  const times = calls.flatMap(({ at }) => at ?? []).sort()
  return {
    kind: 'session',
    sessionKey,
    runKey,
    parentKey,
    name: parentKey === null ? 'run-level executor' : (role ?? 'role not recorded'),
    role,
    agent: null,
    taskId: null,
    project: null,
    systemVersion: null,
    model,
    statusRaw: null,
    status: 'unknown',
    inferred: true,
    startedAt: times[0] ?? null,
    endedAt: times.at(-1) ?? null,
    updatedAt: times.at(-1) ?? null,
    data: {},
    ref: `llm_usage_events run ${runKey.slice(0, 150)}`,
    flags: [],
  }
}

/** The model that used most tokens; equal ones by name. */
function mainModel(calls: readonly RunCall[]): string | null {
  const tokens = new Map<string, bigint>()
  for (const { model, total } of calls) if (model !== null) tokens.set(model, (tokens.get(model) ?? 0n) + (total ?? 0n))
  const [first] = [...tokens].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1))
  return first?.[0] ?? null
}
