import 'server-only'
import { randomUUID } from 'node:crypto'
import { problemReply } from '@/lib/http/problem'
import type { Door } from './route'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof METHODS)[number]
type Doors = Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', Door>>

const headOf =
  (get: Door): Door =>
  async (request) => {
    const { status, headers } = await get(request)
    return new Response(null, { status, headers })
  }

/**
 * All the methods a route file exports: HEAD is GET without its body, OPTIONS says what there is, and what there is
 * not answers 405. `export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: … })`
 */
export function methods(doors: Doors): Record<Method, Door> {
  const allowed = METHODS.filter((method) => method === 'OPTIONS' || (method === 'HEAD' ? doors.GET : method in doors))
  const headers = { Allow: allowed.join(', ') }
  const refuse: Door = async ({ method }) =>
    problemReply(
      { code: 'bad_request', message: `${method} is not possible here`, requestId: randomUUID() },
      { headers, status: 405 },
    )
  const sayAllowed: Door = async () => new Response(null, { status: 204, headers })
  return {
    GET: doors.GET ?? refuse,
    HEAD: doors.GET ? headOf(doors.GET) : refuse,
    POST: doors.POST ?? refuse,
    PUT: refuse,
    PATCH: doors.PATCH ?? refuse,
    DELETE: doors.DELETE ?? refuse,
    OPTIONS: sayAllowed,
  }
}
