import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from './pitwall'

test('a page of another origin can start nothing and read nothing', async ({ sample, page }) => {
  const server = createServer((_, reply) => {
    reply.setHeader('content-type', 'text/html')
    reply.end('<!doctype html><title>elsewhere</title>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await page.goto(`http://127.0.0.1:${port}/`)
  const imports = async () =>
    ((await (await fetch(`${sample.url}/api/v1/imports?fleet=own`)).json()) as { items: unknown[] }).items.length
  const before = await imports()

  const tried = await page.evaluate(async (target) => {
    const outcome = (promise: Promise<Response>) =>
      promise.then(
        async (reply) => (reply.type === 'opaque' ? 'opaque' : `read ${(await reply.text()).length}`),
        () => 'refused',
      )
    const post = { method: 'POST', body: JSON.stringify({ paths: ['/etc/passwd'] }) }
    const frame = document.createElement('iframe')
    frame.src = target
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve))
    let framed = 'readable'
    try {
      framed = frame.contentDocument === null ? 'closed' : 'readable'
    } catch {
      framed = 'closed'
    }
    return {
      read: await outcome(fetch(`${target}/api/v1/runs`)),
      blind: await outcome(fetch(`${target}/api/v1/runs`, { mode: 'no-cors' })),
      start: await outcome(
        fetch(`${target}/api/v1/imports`, { ...post, headers: { 'content-type': 'application/json' } }),
      ),
      plain: await outcome(fetch(`${target}/api/v1/imports`, { ...post, mode: 'no-cors' })),
      framed,
    }
  }, sample.url)
  expect(tried.read).toBe('refused')
  expect(['refused', 'opaque']).toContain(tried.blind)
  expect(tried.start).toBe('refused')
  expect(['refused', 'opaque']).toContain(tried.plain)
  expect(tried.framed).toBe('closed')
  expect(await imports()).toBe(before)
  server.close()
})

test('a name that was pointed at this machine is no way in', async ({ sample }) => {
  const { request } = await import('node:http')
  const status = await new Promise((resolve) => {
    request(`${sample.url}/api/v1/runs`, { headers: { host: 'evil.example' } }, (reply) =>
      resolve(reply.statusCode),
    ).end()
  })
  expect(status).toBe(403)
})
