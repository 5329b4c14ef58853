import { NextRequest } from 'next/server'
import { expect, it } from 'vitest'
import { proxy } from '@/proxy'
import { SECURITY_HEADERS } from './security-headers'

const ask = (path: string, headers: Record<string, string> = {}) =>
  proxy(new NextRequest(`http://127.0.0.1:3000${path}`, { headers: { host: '127.0.0.1:3000', ...headers } }))
const nonceOf = (reply: Response) => reply.headers.get('x-middleware-request-x-nonce')

it('gives every page a nonce of its own, in the policy and to the page', () => {
  const [one, two] = [ask('/runs'), ask('/runs')]
  expect(nonceOf(one)).toMatch(/^[0-9a-f]{32}$/)
  expect(nonceOf(one)).not.toBe(nonceOf(two))
  expect(one.headers.get('content-security-policy')).toContain(`'nonce-${nonceOf(one)}'`)
  expect(one.headers.get('x-middleware-request-content-security-policy')).toBe(
    one.headers.get('content-security-policy'),
  )
})

it('never takes a nonce from outside', () => {
  const reply = ask('/runs', { 'x-nonce': 'mine', 'content-security-policy': "script-src 'nonce-mine'" })
  expect(nonceOf(reply)).not.toBe('mine')
  expect(reply.headers.get('x-middleware-request-content-security-policy')).not.toContain('mine')
})

it('lets data be nothing but data', () => {
  expect(ask('/api/v1/runs').headers.get('content-security-policy')).toMatch(/^default-src 'none'.*sandbox$/)
})

it('refuses with a problem, before any page or route is reached', async () => {
  const reply = ask('/runs', { host: 'evil.example' })
  expect(reply.status).toBe(403)
  expect(reply.headers.get('x-middleware-next')).toBeNull()
  expect(await reply.json()).toMatchObject({ error: { code: 'forbidden' } })
})

it.each(['/', '/api/v1/runs', '/_next/static/x.js', '/nothing'])(
  'puts the security headers on %s, allowed or not',
  (path) => {
    for (const reply of [ask(path), ask(path, { origin: 'http://evil.example' })]) {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(reply.headers.get(name)).toBe(value)
    }
  },
)
