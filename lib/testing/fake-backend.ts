import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSafeServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { onTestFinished } from 'vitest'

export const certificate = (name: string) =>
  readFileSync(path.resolve('lib/testing/certificates', `${name}.pem`), 'utf8')

/** What answers a request: a value that is sent as JSON, or whatever the test does with the response. */
export type Answer = object | string | number | null | ((request: IncomingMessage, response: ServerResponse) => void)

export interface FakeBackend {
  origin: string
  base: string
  port: number
  /** Path and query of each request, below the base, in the order they came. */
  asked: string[]
  /** Headers of each request. */
  headers: IncomingMessage['headers'][]
}

/** A list as a page of it is answered: from the first element whose number is higher. */
export const pageOf = (items: readonly object[], after: string | null, field: string, limit: number) =>
  items
    .filter((item) => after === null || Number((item as Record<string, unknown>)[field]) > Number(after))
    .slice(0, limit)

/**
 * A backend on this machine that answers as a test wants, for as long as the test lasts; what `answer` does not know is not
 * there (404). With `tls`, by a certificate of the tests.
 */
export async function fakeBackend(
  answer: (path: string, query: URLSearchParams, request: IncomingMessage) => Answer | undefined,
  { tls = null as string | null } = {},
): Promise<FakeBackend> {
  const asked: string[] = []
  const headers: FakeBackend['headers'] = []
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://backend')
    const below = url.pathname.replace(/^\/api\/v1/, '')
    asked.push(`${below}${url.search}`)
    headers.push(request.headers)
    const found = answer(below, url.searchParams, request)
    if (typeof found === 'function') found(request, response)
    else {
      response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(found === undefined ? { detail: 'Not Found' } : found))
    }
  }
  const server =
    tls === null
      ? createServer(handle)
      : createSafeServer({ key: certificate('server-key'), cert: certificate(tls) }, handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const origin = `${tls === null ? 'http' : 'https'}://127.0.0.1:${port}`
  return { origin, base: `${origin}/api/v1`, port, asked, headers }
}
