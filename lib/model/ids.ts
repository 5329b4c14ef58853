/**
 * Public ids. A foreign id is never trusted to be unique, so every id starts with its instance:
 * `autopack:RUN` for the plain database, `autopack@NAME:RUN` for a second, unrelated one.
 */

/** The instance id of a system: `autopack`, or `autopack@name`. */
export function instanceId(system: string, name: string | null): string {
  return name === null ? system : `${system}@${name}`
}

/** `<instance>:<native id>`; the native id may hold any character. */
export function runIdOf(instance: string, runKey: string): string {
  return `${instance}:${runKey}`
}

/** An id inside a run. The last part is percent-encoded, which a lone surrogate cannot be: no two keys meet in one id. */
function within(runId: string, kind: string, ...keys: (string | number)[]): string {
  return `${runId}#${kind}:${keys.map((key) => encodeURIComponent(String(key).toWellFormed())).join('/')}`
}

export const phaseIdOf = (runId: string, phaseKey: string) => within(runId, 'phase', phaseKey)
export const attemptIdOf = (runId: string, phaseKey: string, index: number) => within(runId, 'attempt', phaseKey, index)
export const sessionIdOf = (runId: string, sessionKey: string) => within(runId, 'session', sessionKey)

/** An entry of a transcript, below its session. */
export const entryIdOf = (sessionId: string, entryKey: string) => within(sessionId, 'entry', entryKey)

/** How one configuration of a run did on one item; `split` is null when there is but one set. */
export const resultIdOf = (
  runId: string,
  configuration: string,
  split: string | null,
  itemKey: string,
  repeat: number,
) => within(runId, 'result', configuration, ...(split === null ? [] : [split]), itemKey, repeat)

/** The copies of one response in one session. */
export const copyIdOf = (sessionId: string, usageKey: string) => within(sessionId, 'copy', usageKey)

/** `<instance>#<table>:<key>`: rows that belong to a database, not to one run. */
export function rowIdOf(instance: string, table: string, key: string): string {
  return `${instance}#${table}:${encodeURIComponent(key.toWellFormed())}`
}

/** `<instance>:<key>` for jobs; jobs and runs live in different tables. */
export function jobIdOf(instance: string, jobKey: string): string {
  return runIdOf(instance, jobKey)
}

/** Splits a public id into system, instance name and native id; null when it is not of that form. */
export function parseId(id: string): { system: string; instance: string | null; nativeId: string } | null {
  const match = /^([a-z][a-z0-9-]*)(?:@([^:]+))?:([\s\S]+)$/.exec(id)
  if (!match?.[1] || match[3] === undefined) return null
  return { system: match[1], instance: match[2] ?? null, nativeId: match[3] }
}
