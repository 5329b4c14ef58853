import { copyFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { writeAll } from '@/lib/db/upsert'
import { AppError, ERROR_STATUS, type ErrorCode } from '@/lib/errors'
import { PageInput, ProblemWire, pageOf } from '@/lib/http/wire'
import { contract } from '@/lib/openapi/contract'
import { withFleets } from '@/lib/testing/with-fleets'
import { methods } from './methods'
import { route } from './route'

const Row = z.object({ id: z.string(), tokens: z.number().nullable() })
const LIST = contract({
  method: 'GET',
  path: '/things',
  summary: 'Things',
  input: z.object({ ...PageInput.shape, status: z.enum(['good', 'bad']).optional() }),
  output: pageOf(Row),
  csv: { list: 'items', file: 'things' },
  dependsOn: 'rows',
})
const ONE = contract({
  method: 'GET',
  path: '/things/{id}/part',
  summary: 'A thing',
  input: z.object({ id: z.string().min(1) }),
  output: z.object({ id: z.string() }),
  dependsOn: 'rows',
})
const CLOCK = contract({
  ...ONE,
  path: '/clock',
  input: z.object({}),
  output: z.looseObject({}),
  dependsOn: 'moment',
  volatile: ['now', 'worker.lag'],
})
const WRITE = contract({
  method: 'POST',
  path: '/things',
  summary: 'Make a thing',
  input: z.object({ paths: z.array(z.string().max(10)) }),
  output: z.object({ fleet: z.string() }),
  dependsOn: 'moment',
  status: 202,
})

const page = { items: [{ id: '=1+1', tokens: null }], nextCursor: 'n', total: 1 }
const get = (path: string, headers?: HeadersInit) => new Request(`http://localhost:3000/api/v1${path}`, { headers })
const post = (body: BodyInit | null, headers: HeadersInit = { 'content-type': 'application/json' }, query = '') =>
  new Request(`http://localhost:3000/api/v1/things${query}`, { method: 'POST', body, headers })
const problem = async (reply: Response) => ProblemWire.parse(await reply.json()).error
const change = (db: Db) => writeAll(db, [raiseDataRevision()])

describe('a good reply', () => {
  it('is what the verb gave, for the fleet and moment of the request', async () => {
    await withFleets()
    const run = vi.fn(async () => page)
    const reply = await route(LIST, run)(get('/things?limit=7&status=good'))
    expect(reply.status).toBe(200)
    expect(await reply.json()).toEqual(page)
    expect(reply.headers.get('cache-control')).toBe('private, no-cache')
    expect(reply.headers.get('x-pitwall-fleet')).toBe('own')
    expect(run).toHaveBeenCalledWith(expect.objectContaining({ fleet: 'own', now: expect.any(Date) }), {
      limit: 7,
      status: 'good',
    })
  })

  it.each(['a', 'autopack:a/b/c', 'x#y?z&w=1', `quote"'<b>`, 'a%2Fb', '100%', 'é\u202e漢😀', 'a:..', ' ', '+'])(
    'takes the id %j from the path, whatever is in it',
    async (id) => {
      await withFleets()
      const reply = await route(ONE, async (_, input) => input)(get(`/things/${encodeURIComponent(id)}/part`))
      expect(await reply.json()).toEqual({ id })
    },
  )

  it('as CSV has the same rows, harmless in a spreadsheet', async () => {
    await withFleets()
    const reply = await route(LIST, async () => page)(get('/things?format=csv'))
    expect(reply.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/)
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="things.csv"')
    expect(reply.headers.get('x-next-cursor')).toBe('n')
    expect(await reply.text()).toBe("id,tokens\r\n'=1+1,\r\n")
  })
})

describe('the tag of a reply', () => {
  it('answers 304 without running the verb, until a row changes', async () => {
    const { db } = await withFleets()
    const run = vi.fn(async () => page)
    const door = route(LIST, run)
    const etag = (await door(get('/things'))).headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"[\w-]+"$/)
    for (const tags of [etag, `"other", ${etag}`, etag.slice(2), '*']) {
      const again = await door(get('/things', { 'if-none-match': tags }))
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    }
    expect(run).toHaveBeenCalledTimes(1)
    await change(db)
    const after = await door(get('/things', { 'if-none-match': etag }))
    expect(after.status).toBe(200)
    expect(after.headers.get('etag')).not.toBe(etag)
  })

  it('is another one for another query, format or database', async () => {
    await withFleets()
    const door = route(LIST, async () => page)
    const tags = [
      await door(get('/things')),
      await door(get('/things?limit=2')),
      await door(get('/things?format=csv')),
      await withFleets().then(() => door(get('/things'))),
    ].map((reply) => reply.headers.get('etag'))
    expect(new Set(tags).size).toBe(4)
  })

  it('of a reply that depends on the moment follows its body, but for what always changes', async () => {
    await withFleets()
    let reply: Record<string, unknown> = { now: 1, worker: [{ alive: true, lag: 1, now: 1 }] }
    const door = route(CLOCK, async () => reply)
    const etag = (await door(get('/clock'))).headers.get('etag') ?? ''
    reply = { now: 2, worker: [{ alive: true, lag: 2, now: 1 }] }
    expect((await door(get('/clock', { 'if-none-match': etag }))).status).toBe(304)
    reply = { now: 2, worker: [{ alive: true, lag: 2, now: 2 }] }
    expect((await door(get('/clock', { 'if-none-match': etag }))).status).toBe(200)
  })

  it('never hides bad input', async () => {
    await withFleets()
    expect((await route(LIST, async () => page)(get('/things?limit=0', { 'if-none-match': '*' }))).status).toBe(400)
  })
})

describe('bad input', () => {
  it.each([
    ['/things?statsu=good', 'statsu', /statsu: no such parameter; did you mean status\?/],
    ['/things?zzzzzz=1', 'zzzzzz', /known are limit, cursor, status, fleet, format/],
    ['/things?limit=0', 'limit', /^limit: /],
    ['/things?limit=many', 'limit', /^limit: /],
    ['/things?limit=501', 'limit', /^limit: /],
    ['/things?limit=1&limit=2', 'limit', /twice/],
    ['/things?status=great', 'status', /^status: /],
    ['/things?fleet=theirs', 'fleet', /own or sample/],
    ['/things?format=xml', 'format', /json or csv/],
    ['/things?__proto__=1', '__proto__', /no such parameter/],
    ['/things?id=1', 'id', /no such parameter/],
  ])('%s is refused and names the field', async (path, field, message) => {
    await withFleets()
    const reply = await route(LIST, async () => page)(get(path))
    expect(reply.status).toBe(400)
    expect(await problem(reply)).toMatchObject({
      code: 'bad_request',
      message: expect.stringMatching(message),
      details: { field },
    })
  })

  it('in the path is refused when it is no UTF-8', async () => {
    await withFleets()
    const reply = await route(ONE, async (_, input) => input)(get('/things/%FF%FE/part'))
    expect(await problem(reply)).toMatchObject({ code: 'bad_request', details: { field: 'id' } })
  })

  it.each<[string, BodyInit | null, RegExp]>([
    ['nothing', null, /empty/],
    ['half a document', '{"paths": ["a"', /ends too early|position/],
    ['text', 'paths=a', /not JSON/],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), /UTF-8/],
    ['a list', '[]', /object/],
    ['another shape', '{"paths": "a"}', /^paths: /],
    ['a deep fault', '{"paths": ["ok", "much too long a path"]}', /^paths\[1\]: /],
  ])('as a body of %s is refused with the reason', async (_, body, message) => {
    await withFleets()
    const reply = await route(WRITE, async ({ fleet }) => ({ fleet }))(post(body))
    expect(reply.status).toBe(400)
    expect((await problem(reply)).message).toMatch(message)
  })

  it('never comes back in the message', async () => {
    await withFleets()
    const reply = await route(WRITE, async ({ fleet }) => ({ fleet }))(post('{"paths": <script>secret</script>'))
    expect((await problem(reply)).message).not.toMatch(/script|secret/)
  })

  it('of another content type is refused', async () => {
    await withFleets()
    const reply = await route(WRITE, async ({ fleet }) => ({ fleet }))(
      post('{"paths":[]}', { 'content-type': 'text/plain' }),
    )
    expect(reply.status).toBe(400)
  })

  it('above the limit is refused, whether it says its size or not', async () => {
    await withFleets()
    const door = route(WRITE, async ({ fleet }) => ({ fleet }))
    const large = JSON.stringify({ paths: Array(200_000).fill('aaaaaaaa') })
    expect((await door(post(large))).status).toBe(413)
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([large]).stream(),
      duplex: 'half',
    }
    const silent = new Request('http://localhost/api/v1/things', init)
    expect((await problem(await door(silent))).code).toBe('too_large')
  })
})

describe('a failure', () => {
  it.each(Object.entries(ERROR_STATUS).filter(([code]) => code !== 'internal'))(
    '%s has the status %d',
    async (code, status) => {
      await withFleets()
      const reply = await route(ONE, async () => {
        throw new AppError(code as ErrorCode, 'the sentence', { current: 1 })
      })(get('/things/a/part'))
      expect(reply.status).toBe(status)
      expect(reply.headers.get('cache-control')).toBe('no-store')
      expect(reply.headers.get('etag')).toBeNull()
      expect(await problem(reply)).toMatchObject({ code, message: 'the sentence', details: { current: 1 } })
    },
  )

  it.each([
    ['an error', () => Promise.reject(new Error('SELECT secret \u001b[31m\n FROM x'))],
    ['a text', () => Promise.reject('SELECT secret')],
    ['a reply of another shape', async () => ({ id: 7 }) as unknown as { id: string }],
  ])('we did not foresee (%s) is logged once, in one line, and shown to nobody', async (_, run) => {
    await withFleets()
    const reply = await route(ONE, run)(get('/things/a/part'))
    const log = vi.mocked(console.error).mock.calls
    vi.mocked(console.error).mockClear()
    expect(reply.status).toBe(500)
    const { code, message, requestId } = await problem(reply)
    expect(code).toBe('internal')
    expect(message).not.toMatch(/SELECT|secret|expected/)
    expect(log).toHaveLength(1)
    expect(log[0]?.[0]).toContain(requestId)
    expect(log[0]?.[0]).not.toMatch(/[\n\u001b]/)
  })
})

describe('the fleet', () => {
  it('is the sample by default while the own is empty, and always the one asked for', async () => {
    const { url, sampleUrl } = await withFleets()
    const door = route(CLOCK, async ({ fleet }) => ({ fleet }))
    expect((await door(get('/clock?fleet=sample'))).status).toBe(404)
    copyFileSync(url.slice('file:'.length), sampleUrl.slice('file:'.length))
    const fleetOf = async (query: string) => (await (await door(get(`/clock${query}`))).json()).fleet
    expect(await fleetOf('')).toBe('sample')
    expect(await fleetOf('?fleet=own')).toBe('own')
    expect(await fleetOf('?fleet=sample')).toBe('sample')
  })

  it('that is written to is always the own', async () => {
    const { url, sampleUrl } = await withFleets()
    copyFileSync(url.slice('file:'.length), sampleUrl.slice('file:'.length))
    const door = route(WRITE, async ({ fleet }) => ({ fleet }))
    const reply = await door(post('{"paths":[]}'))
    expect([reply.status, await reply.json(), reply.headers.get('etag')]).toEqual([202, { fleet: 'own' }, null])
    expect((await door(post('{"paths":[]}', undefined, '?fleet=sample'))).status).toBe(400)
  })
})

describe('the methods of a path', () => {
  it('are those it has, HEAD among them; the others answer 405 and say which there are', async () => {
    await withFleets()
    const all = methods({ GET: route(LIST, async () => page) })
    const head = await all.HEAD(new Request('http://localhost/api/v1/things', { method: 'HEAD' }))
    const plain = await all.GET(new Request('http://localhost/api/v1/things'))
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('etag')).toBe(plain.headers.get('etag'))
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const reply = await all[method](new Request('http://localhost/api/v1/things', { method }))
      expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
      expect((await problem(reply)).code).toBe('bad_request')
    }
    expect((await all.OPTIONS(new Request('http://localhost/'))).headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    expect((await methods({}).GET(new Request('http://localhost/'))).status).toBe(405)
  })
})
