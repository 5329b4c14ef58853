import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { makeRun, makeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { TokenAccount, type TokenRow, TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount } from './get-token-account'

const account = (db: Db, input: Record<string, unknown>) => getTokenAccount({ db }, TokensInput.parse(input))
const keys = (reply: TokenAccount) => reply.rows.map(({ key }) => key)

describe('getTokenAccount', () => {
  it('answers an empty database with no rows and unknown totals', async () => {
    const { db } = await testDb()
    const reply = await account(db, {})
    expect(TokenAccount.parse(reply)).toEqual(reply)
    expect(reply).toMatchObject({
      rows: [],
      totals: { usage: { total: null }, costMicroUsd: null, costIsLowerBound: false, events: 0 },
      unknownTokenEvents: 0,
      nextCursor: null,
    })
  })

  it('sums each class over the events that know it, and says what is only a lower bound', async () => {
    const { db } = await testDb()
    await makeUsage(db, null, { input: 1n, output: 2n, reasoning: 1n, costPico: 499_999n, model: 'm' })
    await makeUsage(db, null, { unsplit: 10n, costPico: 1n, model: 'm' })
    await makeUsage(db, null, { at: null, model: null })
    await makeUsage(db, null, { output: 5n, lowerBound: '["output"]', model: 'n' })
    await rollUp(db)
    const reply = await account(db, { groupBy: 'model' })
    expect(TokenAccount.parse(reply)).toEqual(reply)
    expect(keys(reply)).toEqual(['m', 'n', 'not recorded'])
    expect(reply.rows[0]).toMatchObject({
      usage: { input: 1, cacheRead: null, output: 2, reasoning: 1, unsplit: 10, total: 13 },
      costMicroUsd: 1,
      costIsLowerBound: false,
    })
    expect(reply.rows[1]).toMatchObject({
      usage: { total: 5, lowerBound: ['output'] },
      costMicroUsd: null,
      costLowerBoundReasons: ['unpriced', 'output_not_recorded'],
    })
    expect(reply.rows[2]).toMatchObject({ keys: [null], usage: { total: null } })
    expect(reply).toMatchObject({
      unknownTokenEvents: 1,
      unpricedEvents: 2,
      totals: { events: 4, usage: { total: 18 } },
    })
    expect(keys(await account(db, { groupBy: 'day,model' }))).toEqual([
      '2026-01-02 / m',
      '2026-01-02 / n',
      'time not recorded / not recorded',
    ])
  })

  it('adds picodollars beyond 2^53 exactly and rounds once', async () => {
    const { db } = await testDb()
    const cost = 2n ** 53n + 1n
    for (let index = 0; index < 3; index += 1) await makeUsage(db, null, { costPico: cost })
    await rollUp(db)
    expect((await account(db, {})).totals.costMicroUsd).toBe(Number((cost * 3n + 500_000n) / 1_000_000n))
  })

  it('gives days by the calendar of the zone, also on the day the clocks change', async () => {
    const { db } = await testDb()
    for (const at of [
      '2026-03-28T22:59:59.999Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T21:59:59.999Z',
      '2026-03-29T22:00:00.000Z',
    ]) {
      await makeUsage(db, null, { at, unsplit: 1n })
    }
    await rollUp(db)
    const reply = await account(db, { tz: 'Europe/Berlin' })
    expect(reply.rows.map(({ key, events }) => [key, events])).toEqual([
      ['2026-03-28', 1],
      ['2026-03-29', 2],
      ['2026-03-30', 1],
    ])
  })

  it('knows where midnight falls inside an hour', async () => {
    const { db } = await testDb()
    for (const at of ['2026-01-02T18:29:59.999Z', '2026-01-02T18:30:00.000Z', '2026-01-02T18:14:00.000Z']) {
      await makeUsage(db, null, { at, unsplit: 1n })
    }
    await rollUp(db)
    const reply = await account(db, { tz: 'Asia/Kolkata' })
    expect(reply.rows.map(({ key, events }) => [key, events])).toEqual([
      ['2026-01-02', 2],
      ['2026-01-03', 1],
    ])
  })

  it('splits a sum into classes, each with the events that know it', async () => {
    const { db } = await testDb()
    await makeUsage(db, null, { input: 4n, output: 0n, costPico: 5n })
    await makeUsage(db, null, { unsplit: 10n })
    await makeUsage(db, null, {})
    await rollUp(db)
    const reply = await account(db, { groupBy: 'class' })
    expect(reply.rows.map(({ key, usage, events, costMicroUsd }) => [key, usage.total, events, costMicroUsd])).toEqual([
      ['unsplit', 10, 1, null],
      ['input', 4, 1, null],
      ['output', 0, 1, null],
    ])
    expect(reply.totals).toMatchObject({ events: 3, usage: { total: 14 } })
  })

  it('groups by run, job and project through the run, and keeps usage without a run', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:a', project: 'p', jobId: 'autopack:j' })
    await makeUsage(db, 'autopack:a', { unsplit: 1n })
    await makeUsage(db, 'autopack:gone', { unsplit: 2n })
    await makeUsage(db, null, { unsplit: 3n })
    const reply = await account(db, { groupBy: 'project,job,run' })
    expect(keys(reply)).toEqual([
      'not recorded / not recorded / not recorded',
      'not recorded / not recorded / autopack:gone',
      'p / autopack:j / autopack:a',
    ])
    expect((await account(db, { groupBy: 'run', jobId: 'autopack:j' })).totals.events).toBe(1)
    expect((await account(db, { groupBy: 'day', project: "p' OR 1=1" })).rows).toEqual([])
  })

  it.each(['%%', 'bnVsbA', ''])('refuses the cursor %j and names it', async (cursor) => {
    const { db } = await testDb()
    await expect(account(db, { groupBy: 'run', cursor })).rejects.toMatchObject({ details: { field: 'cursor' } })
  })

  it('pages an unbounded dimension without losing a tie, and shows totals of everything on each page', async () => {
    const { db } = await testDb()
    for (const id of ['c', 'a', 'b', 'd / e', 'ü']) await makeUsage(db, `autopack:${id}`, { unsplit: 5n })
    await makeUsage(db, 'autopack:large', { unsplit: 9n })
    await makeUsage(db, 'autopack:unknown', {})
    await makeUsage(db, null, {})
    const whole = await account(db, { groupBy: 'run', limit: 500 })
    const seen: TokenRow[] = []
    let cursor: string | undefined
    do {
      const page = await account(db, { groupBy: 'run', limit: 2, cursor })
      expect(page.totals).toEqual(whole.totals)
      seen.push(...page.rows)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(whole.rows)
    expect(keys(whole)).toEqual([
      'autopack:large',
      'autopack:a',
      'autopack:b',
      'autopack:c',
      'autopack:d / e',
      'autopack:ü',
      'autopack:unknown',
      'not recorded',
    ])
  })
})
