import { describe, expect, it } from 'vitest'
import { PairCheckReply } from '@/lib/pairs/schema'
import { makeRun } from '@/lib/testing/make-rows'
import { withFleets } from '@/lib/testing/with-fleets'
import { GET, POST } from './route'

async function twoRuns() {
  const { db } = await withFleets()
  const ended = { status: 'succeeded', statusDerived: 'succeeded', startedAt: '2026-01-02T03:00:00.000Z' }
  await makeRun(db, { ...ended, id: 'reev:a', data: '{"agent":"a","commit":"abcdef1"}' })
  await makeRun(db, { ...ended, id: 'reev:b', data: '{"agent":"b","commit":"abcdef2"}' })
  return db
}

async function ask(body: unknown): Promise<{ status: number; body: unknown }> {
  const address = 'http://127.0.0.1:3000/api/v1/ab/check'
  const headers = { 'content-type': 'application/json' }
  const reply = await POST(new Request(address, { method: 'POST', headers, body: JSON.stringify(body) }))
  return { status: reply.status, body: await reply.json() }
}

const PAIR = { control: 'reev:a', treatment: 'reev:b', varied: 'configuration' }

describe('POST /ab/check', () => {
  it('replies with every check, and names what differs', async () => {
    await twoRuns()
    const { status, body } = await ask(PAIR)
    expect(status).toBe(200)
    expect(PairCheckReply.parse(body)).toEqual(body)
    expect(body).toMatchObject({
      valid: false,
      exploratory: false,
      override: null,
      mode: 'strict',
      varied: ['configuration'],
    })
    expect((body as PairCheckReply).checks.find(({ name }) => name === 'commit')).toMatchObject({
      ...{ level: 'error', control: 'abcdef1', treatment: 'abcdef2' },
      detail: 'Code version differs, and is not what should vary: control abcdef1, treatment abcdef2.',
    })
  })

  it('stamps and keeps an override', async () => {
    const db = await twoRuns()
    expect(await ask({ ...PAIR, override: { reason: ' a trial ' } })).toMatchObject({
      status: 200,
      body: { valid: true, exploratory: true, override: { requestedBy: 'http', reason: 'a trial' } },
    })
    expect(await db.pairOverride.findMany()).toMatchObject([{ requestedBy: 'http', reason: 'a trial', valid: true }])
  })

  it('a run that is not there is a finding, not a failure', async () => {
    await twoRuns()
    expect(await ask({ ...PAIR, treatment: 'reev:gone' })).toMatchObject({
      status: 200,
      body: { valid: false, checks: [{ name: 'run_missing', level: 'error' }, { name: 'same_run' }] },
    })
  })

  it.each([
    [{ control: 'reev:a' }, 'treatment'],
    [{ ...PAIR, control: '' }, 'control'],
    [{ ...PAIR, varied: 'odd' }, 'varied'],
    [{ ...PAIR, varied: ['commit', 'odd'] }, 'varied'],
    [{ ...PAIR, override: {} }, 'override.reason'],
    [{ ...PAIR, override: { reason: '  ' } }, 'override.reason'],
    [{ ...PAIR, mode: 'odd' }, 'mode'],
  ])('names the field at fault: %#', async (input, field) => {
    const db = await twoRuns()
    expect(await ask(input)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { field: expect.stringContaining(field) } } },
    })
    expect(await db.pairOverride.count()).toBe(0)
  })

  it('is asked by POST alone', async () => {
    expect((await GET(new Request('http://127.0.0.1:3000/api/v1/ab/check'))).status).toBe(405)
  })
})
