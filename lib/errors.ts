/** Failures we foresee, as a short closed list; everything else is `internal` and never shows its message. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  disabled: 503,
  internal: 500,
} as const
export type ErrorCode = keyof typeof ERROR_STATUS

export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: unknown,
  ) {
    super(message)
    this.name = 'AppError'
  }

  /** By its name: pages and routes are bundled apart, so one error can come from another copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Object && (value as { name?: unknown }).name === 'AppError' && 'code' in value
  }
}

export const notFound = (what: string, id: string) => new AppError('not_found', `No ${what} has the id ${id}`)
export const badRequest = (message: string, details?: unknown) => new AppError('bad_request', message, details)
