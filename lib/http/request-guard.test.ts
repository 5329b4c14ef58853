import { describe, expect, it } from 'vitest'
import { isJson, type RequestFacts, refusalOf } from './request-guard'

const LOCAL: RequestFacts = {
  method: 'GET',
  path: '/api/v1/runs',
  host: '127.0.0.1:3000',
  origin: null,
  contentType: null,
  fetchSite: null,
  fetchMode: null,
  fetchDest: null,
}
const code = (facts: Partial<RequestFacts>) => refusalOf({ ...LOCAL, ...facts })?.code ?? 'allowed'

describe('the host asked for', () => {
  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.0.0.1:65535', '[::1]', '[::1]:3000'])(
    '%s is ours',
    (host) => {
      expect(code({ host })).toBe('allowed')
    },
  )

  it.each([
    null,
    '',
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    'localhost.',
    'evil.example#localhost',
    'user@localhost',
    'localhost:3000@evil.example',
    'localhost, evil.example',
    '127.0.0.1.nip.io',
    '127.0.0.2',
    '127.1',
    '2130706433',
    '0.0.0.0:3000',
    '::1',
    '[::ffff:127.0.0.1]',
    '192.168.1.10:3000',
    'localhost:',
    'localhost:123456',
    ' localhost',
    'localhost\n',
  ])('%j is refused, whatever the path', (host) => {
    expect(code({ host })).toBe('forbidden')
    expect(code({ host, path: '/', fetchSite: 'none', fetchMode: 'navigate', fetchDest: 'document' })).toBe('forbidden')
    expect(code({ host, path: '/_next/static/x.js' })).toBe('forbidden')
  })
})

describe('the origin of the request', () => {
  it('may be missing, as from curl or a plain GET', () => {
    expect(code({ origin: null })).toBe('allowed')
  })

  it.each([
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['localhost:3000', 'http://LOCALHOST:3000'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['localhost', 'http://localhost'],
  ])('of a page served as %s may be %s', (host, origin) => {
    expect(code({ host, origin })).toBe('allowed')
  })

  it.each([
    'http://evil.example',
    'https://127.0.0.1:3000',
    'http://127.0.0.1:3001',
    'http://127.0.0.1',
    'http://localhost:3000',
    'http://127.0.0.1:3000.evil.example',
    'http://127.0.0.1:3000/',
    'null',
    '',
    'file://',
    'chrome-extension://abc',
  ])('%j is refused at 127.0.0.1:3000, to read and to write', (origin) => {
    expect(code({ origin })).toBe('forbidden')
    expect(code({ origin, method: 'POST', contentType: 'application/json' })).toBe('forbidden')
    expect(code({ origin, method: 'OPTIONS' })).toBe('forbidden')
  })
})

describe('the site of the page that asks', () => {
  const link = { path: '/runs', fetchMode: 'navigate', fetchDest: 'document' }

  it.each(['same-origin', 'none', null])('%s may read data and open pages', (fetchSite) => {
    expect(code({ fetchSite })).toBe('allowed')
    expect(code({ fetchSite, ...link })).toBe('allowed')
  })

  it.each(['cross-site', 'same-site', 'something-new'])(
    '%s may follow a link to a page and nothing else',
    (fetchSite) => {
      expect(code({ fetchSite, ...link })).toBe('allowed')
      expect(code({ fetchSite, ...link, path: '/api/v1/runs' })).toBe('forbidden')
      expect(code({ fetchSite, ...link, path: '/api' })).toBe('forbidden')
      expect(code({ fetchSite, ...link, fetchDest: 'iframe' })).toBe('forbidden')
      expect(code({ fetchSite, ...link, method: 'POST', contentType: 'application/json' })).toBe('forbidden')
      expect(code({ fetchSite, path: '/runs', fetchMode: 'no-cors', fetchDest: 'script' })).toBe('forbidden')
      expect(code({ fetchSite, path: '/_next/static/x.js', fetchMode: 'no-cors', fetchDest: 'script' })).toBe(
        'forbidden',
      )
      expect(code({ fetchSite, path: '/runs', fetchMode: 'cors', fetchDest: 'empty' })).toBe('forbidden')
    },
  )
})

describe('a request that changes something', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])('may be %s', (contentType) => {
    expect(code({ method: 'POST', contentType })).toBe('allowed')
  })

  it.each([
    null,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'text/plain;application/json',
  ])('of type %j is refused: a form of another page could send it', (contentType) => {
    expect(code({ method: 'POST', contentType })).toBe('bad_request')
    expect(code({ method: 'PATCH', contentType })).toBe('bad_request')
    expect(isJson(contentType)).toBe(false)
  })

  it('needs no body to delete', () => {
    expect(code({ method: 'DELETE' })).toBe('allowed')
    expect(code({ method: 'DELETE', origin: 'http://evil.example' })).toBe('forbidden')
  })
})

describe('the path', () => {
  it.each(['/api/v1/runs/%FF', '/api/v1/runs/%E0%A4%A', '/%', '/runs/%zz'])('%s is refused: it is no UTF-8', (path) => {
    expect(code({ path })).toBe('bad_request')
  })

  it.each(['/', '/runs/a%2Fb', '/runs/%F0%9F%98%80', '/runs/100%25', '/runs/%00'])('%s is fine', (path) => {
    expect(code({ path })).toBe('allowed')
  })
})
