import { randomUUID } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { problemReply } from '@/lib/http/problem'
import { isApi, refusalOf } from '@/lib/http/request-guard'
import { DATA_POLICY, pagePolicy, SECURITY_HEADERS } from '@/lib/http/security-headers'

// Decided at build time, like the rest of Next's development behaviour; no setting can loosen a built server.
const DEVELOPMENT = process.env.NODE_ENV === 'development'

function refuse(request: NextRequest): Response | null {
  const { headers } = request
  const refusal = refusalOf({
    method: request.method,
    path: request.nextUrl.pathname,
    host: headers.get('host'),
    origin: headers.get('origin'),
    contentType: headers.get('content-type'),
    fetchSite: headers.get('sec-fetch-site'),
    fetchMode: headers.get('sec-fetch-mode'),
    fetchDest: headers.get('sec-fetch-dest'),
  })
  return refusal && problemReply({ ...refusal, requestId: randomUUID() })
}

/** Next reads the nonce from the policy in the request, and marks its own scripts with it. */
function pageReply(request: NextRequest): Response {
  const nonce = randomUUID().replaceAll('-', '')
  const policy = pagePolicy(nonce, DEVELOPMENT)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('Content-Security-Policy', policy)
  const reply = NextResponse.next({ request: { headers } })
  reply.headers.set('Content-Security-Policy', policy)
  return reply
}

function dataReply(): Response {
  const reply = NextResponse.next()
  reply.headers.set('Content-Security-Policy', DATA_POLICY)
  return reply
}

/** Every request passes here first, files of the build included: there is no matcher that could leave one out. */
export function proxy(request: NextRequest): Response {
  const refused = refuse(request)
  const reply = refused ?? (isApi(request.nextUrl.pathname) ? dataReply() : pageReply(request))
  if (refused) reply.headers.set('Content-Security-Policy', DATA_POLICY)
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.headers.set(name, value)
  return reply
}
