import type { z } from 'zod'
import type { ErrorCode } from '@/lib/errors'
import { ProblemWire } from '@/lib/http/wire'

/** The server answered, and not with what was asked for. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    message: string,
    readonly requestId: string | null,
    readonly details?: unknown,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

/** No answer at all: the server is down, restarting or out of reach. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('Cannot reach the Pitwall server', { cause })
    this.name = 'NetworkError'
  }
}

interface RequestOptions {
  signal?: AbortSignal
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
}

/**
 * Asks our own server and parses the reply; `no-cache` lets the browser ask with the ETag it knows, and a 304 costs no body.
 * @throws ApiError when the server refuses, NetworkError when it does not answer, AbortError when cancelled
 */
export async function request<T extends z.ZodType>(
  schema: T,
  url: string,
  options: RequestOptions = {},
): Promise<z.output<T>> {
  const response = await send(url, options)
  const body = await readJson(response, options.signal)
  if (!response.ok) throw toApiError(response, body)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiError(
    response.status,
    'internal',
    'The server sent a reply this page does not understand. Reload the page.',
    response.headers.get('x-request-id'),
    parsed.error.issues.slice(0, 5),
  )
}

async function send(url: string, { signal, method = 'GET', body }: RequestOptions): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      cache: 'no-cache',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new NetworkError(error)
  }
}

async function readJson(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    if (signal?.aborted) throw error
    // A body that broke off is a lost connection; one that is whole and no JSON is a refusal from something else.
    if (response.ok && !(error instanceof SyntaxError)) throw new NetworkError(error)
    return undefined
  }
}

function toApiError(response: Response, body: unknown): ApiError {
  const problem = ProblemWire.safeParse(body)
  if (problem.success) {
    const { code, message, requestId, details } = problem.data.error
    return new ApiError(response.status, code, message, requestId, details)
  }
  return new ApiError(
    response.status,
    'internal',
    `The server answered ${response.status}`,
    response.headers.get('x-request-id'),
  )
}
