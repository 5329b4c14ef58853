import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { asking, TEST_KEY } from '@/lib/testing/asking'
import { type Answer, fakeBackend } from '@/lib/testing/fake-backend'

/** Each of a hostile backend's ways to hang, fill or trick an importer, with the words that the operator reads. */

const MIB = 2 ** 20
const answering = (answer: Answer) => fakeBackend(() => answer)

/** Writes until the other side has had enough. @returns how many bytes were taken */
async function pour(response: ServerResponse, chunk: Buffer, times: number): Promise<number> {
  let taken = 0
  for (let at = 0; at < times && !response.destroyed; at += 1) {
    taken += chunk.length
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  return taken
}

describe('a slow backend', () => {
  it('that never begins to answer is given up', async () => {
    const { base } = await answering(() => {})
    const { wordsOf } = asking(base, { limits: { idleMs: 40 } })
    expect(await wordsOf('/learning/jobs')).toBe(
      `GET ${base}/learning/jobs was not answered for 0.04 s; it was given up.`,
    )
  })

  it('that stops in the middle is given up', async () => {
    const { base } = await answering((_, response) => void response.writeHead(200).write('[1,'))
    const { wordsOf } = asking(base, { limits: { idleMs: 60 } })
    expect(await wordsOf('/learning/jobs')).toBe(
      `GET ${base}/learning/jobs was answered in part, and then nothing came for 0.06 s; it was given up.`,
    )
  })

  it('that goes on drop by drop is given up at the deadline of the whole answer', async () => {
    const { base } = await answering((_, response) => {
      response.writeHead(200)
      const dripping = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(dripping))
    })
    const { wordsOf } = asking(base, { limits: { idleMs: 5_000, answerMs: 120 } })
    expect(await wordsOf('/learning/jobs')).toBe(
      `GET ${base}/learning/jobs was not answered to its end within 0.12 s; it was given up.`,
    )
  })

  it('cannot stretch an import beyond its time, however often it answers', async () => {
    const { base } = await answering([])
    let minutes = 0
    const { backend, wordsOf } = asking(base, { now: () => new Date(minutes * 60_000) })
    await backend.get('/learning/jobs')
    minutes = 121
    expect(await wordsOf('/learning/jobs')).toMatch(
      /was asked for 120 minutes and has not come to an end\. What was read is kept; import again to go on\.$/,
    )
  })

  it('of which nothing comes three times in a row is not asked any more', async () => {
    const { base } = await answering(() => {})
    const { wordsOf } = asking(base, { limits: { idleMs: 20 } })
    for (const path of ['/a', '/b']) expect(await wordsOf(path)).not.toContain('in a row')
    expect(await wordsOf('/c')).toContain('3 requests in a row had no answer that can be used, so no more were made.')
  })
})

describe('a backend that sends too much', () => {
  it('cuts off a body of 10 GB at the limit, and takes no more of it', async () => {
    let taken = Promise.resolve(0)
    const { base } = await answering((_, response) => {
      response.writeHead(200, { 'content-length': String(10 * 2 ** 30) })
      taken = pour(response, Buffer.alloc(MIB, 0x20), 10 * 1_024)
    })
    const { wordsOf } = asking(base, { limits: { bodyBytes: 4 * MIB } })
    expect(await wordsOf('/learning/jobs')).toBe(
      `GET ${base}/learning/jobs was answered with more than 4 MiB; it was broken off and not used.`,
    )
    expect(await taken).toBeLessThan(64 * MIB)
  })

  it('unpacks a bomb no further than a hundred times its size', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * MIB, 0x20))
    const { base } = await answering((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    const { wordsOf } = asking(base, { limits: { ratioFrom: MIB } })
    expect(await wordsOf('/learning/jobs')).toMatch(
      /\/learning\/jobs was answered with [\d,]+ bytes that unpack to more than 100 times as much; it was broken off and not used\.$/,
    )
  })

  it('counts the unpacked bytes against the limit', async () => {
    const packed = gzipSync(Buffer.from(JSON.stringify(Array.from({ length: 9_000 }, (_, at) => `item ${at}`))))
    const { base } = await answering((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
    })
    expect(await asking(base).backend.get('/x')).toHaveLength(9_000)
    expect(await asking(base, { limits: { bodyBytes: 20_000 } }).wordsOf('/x')).toContain('more than 20,000 bytes')
  })

  it('cannot fill the disk answer by answer', async () => {
    const { base } = await answering(['x'.repeat(5_000)])
    const { backend, wordsOf } = asking(base, { limits: { totalBytes: 4_000 } })
    await backend.get('/a')
    expect(await wordsOf('/b')).toContain('What was read is kept; import again to go on.')
  })
})

describe('a backend that answers with something else', () => {
  it.each<[string, Answer, RegExp]>([
    [
      'a page',
      (_, r) => void r.writeHead(200, { 'content-type': 'text/html' }).end('<html><b>Hi'),
      /something that is not JSON \(text\/html\); it begins with: <html><b>Hi$/,
    ],
    ['nothing', (_, r) => void r.writeHead(200).end(), /something that is not JSON; it is empty$/],
    ['half of its JSON', (_, r) => void r.writeHead(200).end('{"jobs": ['), /not JSON; it begins with: \{"jobs": \[$/],
    [
      'JSON nested without end',
      (_, r) => void r.writeHead(200).end('['.repeat(100_000)),
      /nested deeper than 500 levels; not used\.$/,
    ],
    [
      'an unknown packing',
      (_, r) => void r.writeHead(200, { 'content-encoding': 'zip, zip' }).end('x'),
      /in a packing that is not known \(zip, zip\)\.$/,
    ],
    [
      'a broken packing',
      (_, r) => void r.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
      /with a packed text that is broken \(Z_DATA_ERROR\)\.$/,
    ],
  ])('is told so: %s', async (_, answer, words) => {
    const { base } = await answering(answer)
    expect(await asking(base).wordsOf('/learning/jobs')).toMatch(words)
  })

  it('is told when it breaks off, after it was asked again', async () => {
    const backend = await answering((_, response) => void response.destroy())
    const { wordsOf, pauses } = asking(backend.base)
    expect(await wordsOf('/x')).toBe(`${backend.origin} broke the connection off.`)
    expect(pauses).toEqual([1_000, 2_000, 4_000])
    expect(backend.asked).toHaveLength(4)
  })

  it('does not get the key back into anything that is kept', async () => {
    const { base } = await answering({ echo: `Bearer ${TEST_KEY}` })
    expect(await asking(base).backend.get('/x')).toEqual({ echo: 'Bearer [key removed]' })
    const rude = await answering((_, r) => void r.writeHead(422).end(JSON.stringify({ detail: `bad ${TEST_KEY}` })))
    expect(await asking(rude.base).wordsOf('/x')).toMatch(/status 422\. It says: bad \[key removed\]$/)
  })
})

describe('a redirect', () => {
  const leading = (location: string, status = 302) =>
    answering((_, response) => void response.writeHead(status, { location }).end())

  it.each([
    [
      'http://169.254.169.254/latest/meta-data?x=1',
      'http://169.254.169.254/latest/meta-data, a link-local address; not followed.',
    ],
    ['http://localhost:1/x', 'http://localhost:1/x, an address of this machine; not followed.'],
    ['http://10.0.0.8/x', 'http://10.0.0.8/x, a private address; not followed.'],
    ['http://[::ffff:192.168.0.1]/x', 'http://[::ffff:c0a8:1]/x, a private address; not followed.'],
    ['http://2130706433/x', 'http://127.0.0.1/x, an address of this machine; not followed.'],
    [
      'https://elsewhere.example/jobs',
      'https://elsewhere.example/jobs, another server; not followed, so that the key stays with the one you named. If it moved, import from there.',
    ],
    ['http://', 'something that is no address (http://); not followed.'],
  ])('to %s is named and not followed', async (location, words) => {
    const { base } = await leading(location)
    expect(await asking(base).wordsOf('/learning/jobs')).toBe(`GET ${base}/learning/jobs redirects to ${words}`)
  })

  it('on the same server is followed, but not for ever', async () => {
    const kind = await fakeBackend((path) =>
      path === '/a' ? (_, response) => void response.writeHead(307, { location: '/api/v1/a/' }).end() : [1],
    )
    expect(await asking(kind.base).backend.get('/a')).toEqual([1])
    const circle = await leading('/api/v1/a')
    expect(await asking(circle.base).wordsOf('/a')).toBe(`GET ${circle.base}/a redirects in a circle; not followed.`)
    expect(circle.asked).toHaveLength(4)
  })
})

describe('a status', () => {
  const status = (code: number, headers: Record<string, string> = {}, body: object = {}) =>
    answering((_, response) => void response.writeHead(code, headers).end(JSON.stringify(body)))

  it('401 names the variable that the key came from, never the key', async () => {
    const { base } = await status(401, {}, { detail: 'Invalid token' })
    expect(await asking(base).wordsOf('/x')).toBe(
      `GET ${base}/x was refused (401). The key in SYNTH_API_KEY was sent; check that it belongs to this backend and is still valid. It says: Invalid token`,
    )
    const none = { value: null, foundIn: null, lookedAt: ['SYNTH_BACKEND_API_KEY', 'SYNTH_API_KEY'] }
    expect(await asking(base, { key: none }).wordsOf('/x')).toContain(
      'No key was sent: none is set in SYNTH_BACKEND_API_KEY or SYNTH_API_KEY.',
    )
  })

  it('403 and 404 say what was asked for', async () => {
    const refused = await status(403)
    expect(await asking(refused.base).wordsOf('/x')).toMatch(
      /\/x is not allowed with this key \(403\)\. The key in SYNTH_API_KEY/,
    )
    const missing = await status(404)
    expect(await asking(missing.base).wordsOf('/x')).toBe(`GET ${missing.base}/x: the backend has nothing there (404).`)
  })

  it('429 is waited for as long as the backend asks, up to a minute', async () => {
    let times = 0
    const { base } = await fakeBackend(() => {
      times += 1
      const code = times < 3 ? 429 : 200
      return (_, response) => void response.writeHead(code, { 'retry-after': '7' }).end('[]')
    })
    const { backend, pauses } = asking(base)
    expect(await backend.get('/x')).toEqual([])
    expect(pauses).toEqual([7_000, 7_000])
    const greedy = await status(429, { 'retry-after': '86400' })
    const patient = asking(greedy.base)
    expect(await patient.wordsOf('/x')).toBe(
      `GET ${greedy.base}/x was refused because too much was asked (429) and wants a pause of 86,400 s. What was read is kept; import again later to go on.`,
    )
    expect(patient.pauses).toEqual([])
  })

  it('5xx is tried again a few times, then told', async () => {
    const backend = await status(503, {}, { message: 'starting\nup' })
    const { wordsOf, pauses } = asking(backend.base)
    expect(await wordsOf('/x')).toBe(
      `GET ${backend.base}/x failed in the backend (503), each time it was tried. It says: starting up`,
    )
    expect(pauses).toEqual([1_000, 2_000, 4_000])
    expect(backend.asked).toHaveLength(4)
  })
})
