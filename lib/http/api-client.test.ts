import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ApiError, NetworkError, request } from '@/lib/http/api-client'

const Reply = z.object({ n: z.number() })
const answer = (body: BodyInit, init?: ResponseInit) => vi.stubGlobal('fetch', async () => new Response(body, init))

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('request', () => {
  it('gives the parsed reply', async () => {
    answer('{"n":1,"more":true}')
    await expect(request(Reply, '/x')).resolves.toEqual({ n: 1 })
  })

  it('carries code, message and request id of a refusal', async () => {
    answer(JSON.stringify({ error: { code: 'not_found', message: 'No run', requestId: 'r1' } }), { status: 404 })
    await expect(request(Reply, '/x')).rejects.toMatchObject({
      status: 404,
      code: 'not_found',
      message: 'No run',
      requestId: 'r1',
    })
  })

  it('tells an unreachable server from a server that refuses', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch')
    })
    await expect(request(Reply, '/x')).rejects.toBeInstanceOf(NetworkError)
  })

  it('takes a body that breaks off for a lost connection', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"n":'))
        controller.error(new TypeError('terminated'))
      },
    })
    answer(body)
    await expect(request(Reply, '/x')).rejects.toBeInstanceOf(NetworkError)
  })

  it.each([
    ['HTML from a proxy', '<html>', 502],
    ['no body', '', 500],
  ])('answers with an ApiError for %s', async (_, body, status) => {
    answer(body, { status })
    await expect(request(Reply, '/x')).rejects.toMatchObject({ name: 'ApiError', status, code: 'internal' })
  })

  it('refuses a reply of another shape in words', async () => {
    answer('{"n":"1"}', { headers: { 'x-request-id': 'r2' } })
    const error = await request(Reply, '/x').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ requestId: 'r2' })
  })

  it('lets a cancelled request be a cancelled request', async () => {
    const controller = new AbortController()
    controller.abort()
    vi.stubGlobal('fetch', async () => {
      throw new DOMException('aborted', 'AbortError')
    })
    await expect(request(Reply, '/x', { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })
})
