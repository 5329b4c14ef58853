import { isObject, type Json } from '@/lib/sources/codex/json-value'

/** A list as an endpoint answers it: bare in newer backends, below one of several names in older ones. */
export interface ListAnswer {
  items: readonly unknown[]
  /** The job or session that the wrapping object names, beside the list. */
  wrapper: Json
}

/**
 * The elements of an answer, bare or wrapped, also below one more `data`.
 * @returns null when the answer holds no list under any of the names
 */
export function listAnswer(answer: unknown, names: readonly string[]): ListAnswer | null {
  if (Array.isArray(answer)) return { items: answer, wrapper: {} }
  if (!isObject(answer)) return null
  for (const name of names) {
    const value = Object.hasOwn(answer, name) ? answer[name] : undefined
    if (Array.isArray(value)) return { items: value, wrapper: answer }
    if (name === 'data' && isObject(value)) {
      const inner = listAnswer(value, names)
      if (inner) return { items: inner.items, wrapper: { ...answer, ...inner.wrapper } }
    }
  }
  return null
}

// An underscore may follow: `pl_…_events.json` is named for its job too.
const JOB_ID = /(?<![0-9a-z])(?:pl|eval)_[0-9a-f]{16}(?![0-9a-z])/

/** The first job id in a text such as a file's path. */
export const jobIdIn = (text: string): string | null => JOB_ID.exec(text.slice(-4_000))?.[0] ?? null

/** Whether an id has the form that this system gives its jobs. */
export const isJobId = (id: string | null): id is string =>
  id !== null && /^(?:pl|eval|job|exp|sft|rl|dpo|ftjob)[_-][\w-]{3,}$/.test(id)

/** What kind of job an id's prefix names. */
export function typeOfJobId(id: string): string | null {
  if (id.startsWith('pl_')) return 'prompt_learning'
  return id.startsWith('eval_') ? 'eval' : null
}
