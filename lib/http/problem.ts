import type { z } from 'zod'
import { AppError, ERROR_STATUS, type ErrorCode } from '@/lib/errors'
import type { ProblemWire } from './wire'

export interface Problem {
  code: ErrorCode
  message: string
  details?: unknown
  requestId: string
}

/** The one shape of every failure. Never stored by a cache: the next try may succeed. */
export function problemReply({ code, message, details, requestId }: Problem, init?: ResponseInit): Response {
  const body: ProblemWire = { error: { code, message, ...(details === undefined ? {} : { details }), requestId } }
  const reply = Response.json(body, { status: ERROR_STATUS[code], ...init })
  reply.headers.set('Cache-Control', 'no-store')
  return reply
}

/** `paths[2].name` as people write it. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`))
    .join('')
}

interface Issue {
  path: readonly PropertyKey[]
  message: string
}

/** Of a union, the alternative that came furthest: its complaints are the ones worth reading. */
function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const deepest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
  const inner = deepest.flatMap(issuesOf).map(({ path, message }) => ({ path: [...issue.path, ...path], message }))
  return inner.length > 0 ? inner : [issue]
}

/** Bad input as a `bad_request` that names the first field at fault and lists all of them. */
export function badInput(error: z.ZodError): AppError {
  const issues = error.issues.flatMap(issuesOf).map(({ path, message }) => ({ field: fieldName(path), message }))
  const first = issues[0]
  const message = !first ? 'Bad input' : first.field ? `${first.field}: ${first.message}` : first.message
  return new AppError('bad_request', message, { ...(first?.field ? { field: first.field } : {}), issues })
}

/** What a caller may know of an error. Of one we did not foresee: nothing, it can carry SQL, paths or records. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof AppError) {
    const { code, message, details } = error
    return { code, message, details, requestId }
  }
  return { code: 'internal', message: `Something went wrong. The server's log has the reason: ${requestId}`, requestId }
}
