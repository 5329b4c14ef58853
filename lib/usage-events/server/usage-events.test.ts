import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { makeContent, makeRun, makeSession, makeUsage, removeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount } from '@/lib/tokens/server/get-token-account'
import { ListUsageEventsInput, UNNAMED, UsageEventDetail, UsageEventPage } from '@/lib/usage-events/schema'
import { getUsageEvent } from './get-usage-event'
import { listUsageEvents } from './list-usage-events'

const contextOf = (db: Db) => ({ db }) as Context

async function listed(db: Db, asked: Record<string, unknown>, limit = 7) {
  const items: UsageEventPage['items'] = []
  let sums: UsageEventPage['sums'] = null
  for (let cursor: string | undefined; ; ) {
    const input = ListUsageEventsInput.parse({ ...asked, limit, ...(cursor === undefined ? {} : { cursor }) })
    const page = await listUsageEvents(contextOf(db), input)
    expect(UsageEventPage.parse(page)).toEqual(page)
    sums = page.sums
    items.push(...page.items)
    if (page.nextCursor === null) return { items, sums }
    cursor = page.nextCursor
  }
}

const amount = fc.option(fc.bigInt({ min: 0n, max: 5n }), { nil: null })
const name = (...values: string[]) => fc.constantFrom(null, ...values)
const event = fc.record({
  at: fc.constantFrom(
    null,
    '2026-01-02T23:59:59.999Z',
    '2026-01-03T00:00:00.000Z',
    '2026-01-03T00:00:00.000Z',
    '2026-01-03T18:30:00.000Z',
    '2026-01-04T00:00:00.000Z',
  ),
  model: name('a', '"/é#', '__proto__'),
  role: name('builder', ''),
  provider: name('p', ''),
  purpose: name('base'),
  runId: name('autopack:r', 'autopack:gone'),
  sessionId: name('autopack:s'),
  ...{ input: amount, cacheRead: amount, output: amount, unsplit: amount, costPico: amount },
})

const FILTER_OF = {
  role: 'role',
  model: 'model',
  provider: 'provider',
  purpose: 'purpose',
  project: 'project',
} as const
const ID_OF = { job: 'jobId', run: 'runId', session: 'sessionId' } as const

/** The filters that a row of an account stands for. */
function filtersOf(by: string, key: string | null): Record<string, string> {
  if (by === 'class') return { class: key ?? '' }
  if (key === null) return { without: by === 'day' ? 'time' : by }
  if (by === 'day') return { from: key, to: new Date(Date.parse(key) + 86_400_000).toISOString() }
  return { [{ ...FILTER_OF, ...ID_OF, system: 'system' }[by] ?? by]: key }
}

describe('listUsageEvents', () => {
  it('lists every event of each row of the account once, and adds up to that row', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:r', project: 'p', jobId: 'j' })
    await makeSession(db, 'autopack:none', { id: 'autopack:s', project: 'of the session' })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), async (events) => {
        await removeUsage(db)
        for (const values of events) await makeUsage(db, null, values)
        await rollUp(db)
        for (const by of [...Object.keys(FILTER_OF), ...Object.keys(ID_OF), 'day', 'class', 'system']) {
          const { rows } = await getTokenAccount({ db }, TokensInput.parse({ groupBy: by, limit: 500 }))
          for (const row of rows) {
            const { items, sums } = await listed(db, { ...filtersOf(by, row.keys[0] ?? null), sort: 'largest' })
            expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
            expect([items.length, sums?.events]).toEqual([row.events, row.events])
            if (by === 'class') continue
            expect(sums?.usage.total ?? null).toBe(row.usage.total)
            expect(sums?.costMicroUsd ?? null).toBe(row.costMicroUsd)
            const pico = items.reduce((sum, { costPico }) => sum + BigInt(costPico ?? 0), 0n)
            expect(Number((pico + 500_000n) / 1_000_000n)).toBe(row.costMicroUsd ?? 0)
          }
        }
      }),
      { numRuns: 8 },
    )
  })

  it.each(['newest', 'largest'])('pages %s first without loss or repeat where many events tie', async (sort) => {
    const { db } = await testDb()
    const values = [null, '2026-01-02T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z']
    for (let index = 0; index < 24; index += 1) {
      await makeUsage(db, null, { at: values[index % 4] ?? null, unsplit: [1n, 1n, null, 2n, 1n][index % 5] ?? null })
    }
    const whole = await listed(db, { sort }, 500)
    const { items } = await listed(db, { sort }, 5)
    expect(items.map(({ id }) => id)).toEqual(whole.items.map(({ id }) => id))
    expect(new Set(items.map(({ id }) => id)).size).toBe(24)
    const key = items.map((each) => (sort === 'newest' ? each.at : each.usage.total))
    const known = key.filter((value) => value !== null)
    expect(key.slice(0, known.length)).toEqual(known)
    expect(known).toEqual(known.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
  })

  it('refuses to look for what is not named under a name it does not know', () => {
    expect(ListUsageEventsInput.safeParse({ without: 'time,__proto__' }).success).toBe(false)
    expect(ListUsageEventsInput.safeParse({ without: UNNAMED.join(',') }).success).toBe(true)
  })
})

describe('getUsageEvent', () => {
  it('shows the rates that make its cost, the tier that holds, and where it was read', async () => {
    const { db } = await testDb()
    const content = await makeContent(db, { path: '/records/a.jsonl' })
    const { id } = await makeUsage(db, 'autopack:gone', {
      ...{ provider: 'anthropic', model: 'claude-sonnet-4-5', at: '2025-12-01T00:00:00.000Z' },
      ...{ input: 1_000n, cacheRead: 2_000n, cacheWrite5m: 0n, output: 10n },
      ...{ contentId: content.id, ref: 'line 7', data: '{"kept":1}' },
    })
    const detail = await getUsageEvent(contextOf(db), { id })
    expect(UsageEventDetail.parse(detail)).toEqual(detail)
    expect(detail).toMatchObject({ runHasRow: false, file: '/records/a.jsonl', ref: 'line 7', data: { kept: 1 } })
    const { parts, costMicroUsd } = detail.price ?? { parts: [], costMicroUsd: null }
    expect(parts.map((part) => [part.class, part.tokens, part.picoPerToken])).toEqual([
      ['input', 1_000, '3000000'],
      ['cacheRead', 2_000, '300000'],
      ['output', 10, '15000000'],
    ])
    expect(costMicroUsd).toBe(3_000 + 600 + 150)
  })

  const priceless: [about: string, values: Partial<Parameters<typeof makeUsage>[2]>, reason: RegExp][] = [
    ['tokens without classes', { unsplit: 5n, model: 'claude-sonnet-4-5' }, /not apart/],
    ['no output', { input: 5n, model: 'claude-sonnet-4-5' }, /output was not recorded/],
    ['an unknown model', { input: 5n, output: 1n, model: 'no such model' }, /no price for this model/],
    ['no model', { input: 5n, output: 1n, model: null }, /names no model/],
  ]
  it.each(priceless)('says why an event with %s has no price', async (_, values, reason) => {
    const { db } = await testDb()
    const { id } = await makeUsage(db, null, { provider: 'anthropic', ...values })
    expect((await getUsageEvent(contextOf(db), { id })).price?.missing).toMatch(reason)
  })

  it('knows no event of another id', async () => {
    const { db } = await testDb()
    await expect(getUsageEvent(contextOf(db), { id: 'autopack#usage:"/é' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
