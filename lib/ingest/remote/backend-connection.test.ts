import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:http'
import { type AddressInfo, connect as connectTo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { asking, TEST_KEY } from '@/lib/testing/asking'
import { certificate, fakeBackend } from '@/lib/testing/fake-backend'
import { proxyFor } from './connection'
import { guardedLookup, type Resolve } from './guarded-lookup'
import { privateKind } from './private-address'

const trusted = { route: { authorities: [certificate('ca')] } }

it('a backend whose certificate is in order is asked, with the key, once its authority is trusted', async () => {
  const backend = await fakeBackend(() => [1], { tls: 'localhost' })
  expect(await asking(backend.base, trusted).backend.get('/x')).toEqual([1])
  expect(backend.headers[0]?.authorization).toBe(`Bearer ${TEST_KEY}`)
})

const CA_FILE =
  'If it is signed by an authority of your own (a company, a proxy that looks inside), put its certificate into a file and name that with --ca-file or PITWALL_CA_FILE. Nothing was sent.'

it.each([
  [
    'other',
    trusted,
    "is for backend.example, www.backend.example, not for 127.0.0.1: either the address is wrong, or something else answers in the backend's place. Use the name that its certificate is for. Nothing was sent.",
  ],
  [
    'expired',
    trusted,
    "has expired. Its owner must renew it; if it should be valid, check this machine's clock. Nothing was sent.",
  ],
  ['self-signed', {}, `is signed by itself, by nobody whom this machine trusts. ${CA_FILE}`],
  ['localhost', {}, `is signed by an authority that this machine does not trust. ${CA_FILE}`],
])('the certificate "%s" is refused with its cause and its remedy, and nothing is sent', async (tls, route, words) => {
  const backend = await fakeBackend(() => [1], { tls })
  expect(await asking(backend.base, route).wordsOf('/x')).toBe(`The certificate of ${backend.origin} ${words}`)
  expect(backend.asked).toEqual([])
})

it('certificates are verified even where the environment says not to', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  onTestFinished(() => void vi.unstubAllEnvs())
  const backend = await fakeBackend(() => [1], { tls: 'self-signed' })
  expect(await asking(backend.base).wordsOf('/x')).toContain('is signed by itself')
  expect(backend.asked).toEqual([])
})

it('a server that speaks plain http where https was meant, or none at all, is told so', async () => {
  const plain = await fakeBackend(() => [1])
  const { wordsOf } = asking(`https://127.0.0.1:${plain.port}/api/v1`)
  expect(await wordsOf('/x')).toBe(`https://127.0.0.1:${plain.port} does not speak TLS: it seems to answer plain http.`)
  expect(await asking('http://127.0.0.1:1/api/v1').wordsOf('/x')).toBe(
    'http://127.0.0.1:1 refused the connection: nothing listens there.',
  )
})

it.each([
  ['10.1.2.3', 'a private address'],
  ['172.31.0.1', 'a private address'],
  ['100.64.0.1', 'a private address'],
  ['192.168.1.1', 'a private address'],
  ['169.254.169.254', 'a link-local address'],
  ['127.8.8.8', 'an address of this machine'],
  ['0.0.0.0', 'an address of this machine'],
  ['::1', 'an address of this machine'],
  ['::', 'an address of this machine'],
  ['[fe80::1]', 'a link-local address'],
  ['fd00::1', 'a private address'],
  ['::ffff:10.0.0.1', 'a private address'],
  ['64:ff9b::7f00:1', 'an address of this machine'],
  ['224.0.0.1', 'an address of no single machine'],
  ['8.8.8.8', null],
  ['172.32.0.1', null],
  ['2606:4700::1111', null],
  ['backend.example', null],
])('%s is %s', (address, kind) => {
  expect(privateKind(address)).toBe(kind)
})

const lookedUp = (host: string, addresses: LookupAddress[], allowPrivate = false) =>
  new Promise<string>((resolve) =>
    guardedLookup(allowPrivate, (_, done) => done(null, addresses))(host, { all: true }, (error, found) =>
      resolve(error?.message ?? JSON.stringify(found)),
    ),
  )

it('a public name that leads to this machine or network is refused when it is connected to', async () => {
  const local = [
    { address: '93.184.216.34', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]
  expect(await lookedUp('api.backend.example', local)).toBe(
    'api.backend.example leads to 127.0.0.1, an address of this machine; nothing was sent there. If it is your own backend, say so with --allow-private.',
  )
  expect(await lookedUp('api.backend.example', local.slice(0, 1))).toContain('93.184.216.34')
  expect(await lookedUp('api.backend.example', local, true)).toContain('127.0.0.1')
  expect(await lookedUp('backend.internal', local)).toContain('127.0.0.1')
  expect(await lookedUp('backend', local)).toContain('127.0.0.1')
})

it('is asked at the moment of connecting: nothing reaches a local server under a public name', async () => {
  const backend = await fakeBackend(() => [1], { tls: 'other' })
  const base = `https://backend.example:${backend.port}/api/v1`
  const route = { ...trusted.route, resolve: (_: string, done: Parameters<Resolve>[1]) => done(null, LOCAL) }
  expect(await asking(base, { route }).wordsOf('/x')).toMatch(
    /^backend\.example leads to 127\.0\.0\.1, an address of this machine;/,
  )
  expect(backend.asked).toEqual([])
  expect(await asking(base, { route: { ...route, allowPrivate: true } }).backend.get('/x')).toEqual([1])
})

const LOCAL = [{ address: '127.0.0.1', family: 4 }]

it('the proxy of the scheme is asked unless NO_PROXY names the host; this machine is never asked through one', () => {
  const proxies = { http: 'http://h:1', https: 'http://s:2', none: 'a.example, .b.example *.c.example:8443' }
  expect(proxyFor('https://x.example/', proxies)).toBe('http://s:2')
  expect(proxyFor('http://x.example/', proxies)).toBe('http://h:1')
  for (const exempt of [
    'a.example',
    'sub.a.example',
    'b.example',
    'x.b.example',
    'c.example:8443',
    'localhost',
    '127.0.0.1',
  ])
    expect(proxyFor(`https://${exempt}/`, proxies)).toBe('')
  expect(proxyFor('https://c.example/', proxies)).toBe('http://s:2')
  expect(proxyFor('https://nota.example/', proxies)).toBe('http://s:2')
  expect(proxyFor('https://x.example/', { ...proxies, none: '*' })).toBe('')
})

/** A proxy that connects to whatever it is asked for at `port`, or refuses. */
async function proxyTo(port: number | null) {
  const connected: string[] = []
  const server = createServer()
  server.on('connect', (request, socket) => {
    connected.push(`${request.url} ${request.headers['proxy-authorization'] ?? 'without a name'}`)
    if (port === null) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const through = connectTo(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      through.pipe(socket).pipe(through)
    })
    for (const end of [socket, through]) end.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  return { port: (server.address() as AddressInfo).port, connected }
}

it('a backend is asked through the proxy, whose certificate is verified all the same', async () => {
  const backend = await fakeBackend(() => [1], { tls: 'other' })
  const proxy = await proxyTo(backend.port)
  const proxies = { http: '', https: `http://me:secret@127.0.0.1:${proxy.port}`, none: '' }
  const through = { route: { authorities: [certificate('ca')], proxies } }
  expect(await asking('https://backend.example/api/v1', through).backend.get('/x')).toEqual([1])
  expect(proxy.connected).toEqual([`backend.example:443 Basic ${Buffer.from('me:secret').toString('base64')}`])
  expect(await asking('https://wrong.example/api/v1', through).wordsOf('/x')).toContain('not for wrong.example')
})

it('a proxy that refuses is named without its password', async () => {
  const proxy = await proxyTo(null)
  const proxies = { http: '', https: `http://me:secret@127.0.0.1:${proxy.port}`, none: '' }
  expect(await asking('https://backend.example/api/v1', { route: { proxies } }).wordsOf('/x')).toBe(
    `The proxy http://127.0.0.1:${proxy.port} refused to connect to https://backend.example (407).`,
  )
})
