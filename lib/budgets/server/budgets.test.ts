import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Context } from '@/lib/context'
import { runCrossings } from '@/lib/db/budget-sums'
import type { Db } from '@/lib/db/client'
import { getRun } from '@/lib/runs/server/get-run'
import { imported } from '@/lib/testing/importing'
import { makeRun, makeUsage, rollUp } from '@/lib/testing/make-rows'
import { REAL_DATA, testDb } from '@/lib/testing/test-db'
import { AddBudgetInput, WhatIfInput } from '../schema'
import { addBudget } from './add-budget'
import { listBudgets } from './list-budgets'
import { removeBudget } from './remove-budget'
import { whatIf } from './what-if'

const NOW = new Date('2026-03-10T12:00:00.000Z')
const ctx = (db: Db): Context => ({ db, fleet: 'own', now: NOW })
const add = (db: Db, input: object) => addBudget(ctx(db), AddBudgetInput.parse(input))

/** A run with events of these tokens, one a minute; its sums stand on its row as ingest keeps them. */
async function runOf(db: Db, id: string, tokens: readonly (number | null)[], values: object = {}) {
  const known = tokens.filter((each) => each !== null)
  await makeRun(db, {
    ...{ id, startedAt: '2026-03-09T10:00:00.000Z', events: tokens.length },
    usageTotal: known.length === 0 ? null : BigInt(known.reduce((sum, each) => sum + each, 0)),
    unpricedEvents: tokens.length,
    ...values,
  })
  for (const [index, input] of tokens.entries()) {
    const at = `2026-03-09T10:${String(index).padStart(2, '0')}:00.000Z`
    await makeUsage(db, id, { at, ...(input === null ? {} : { input }), nativeId: `${id} ${index}` })
  }
}

describe('a cap on each run', () => {
  it('names the runs over it, the event that went over, and those of which it cannot tell', async () => {
    const { db } = await testDb()
    await runOf(db, 'autopack:a', [60, 60, 30])
    await runOf(db, 'autopack:b', [60, null])
    await runOf(db, 'autopack:c', [60, 40])
    await rollUp(db)
    const budget = await add(db, { scope: 'run', capTokens: 100 })
    const { items } = await listBudgets(ctx(db))
    expect(items).toHaveLength(1)
    const [report] = items
    expect(report?.counts).toEqual({ targets: 3, over: 1, cannotTell: 1, within: 1 })
    expect(report?.overruns).toMatchObject([
      {
        ...{ target: 'autopack:a', used: 150, share: 1.5, state: 'over', isLowerBound: false },
        crossing: { at: '2026-03-09T10:01:00.000Z', before: 60, after: 120, unknownBefore: 0, runId: 'autopack:a' },
      },
    ])
    expect(report?.projection).toBeNull()

    await removeBudget(ctx(db), budget)
    expect((await listBudgets(ctx(db))).items).toEqual([])
    await expect(removeBudget(ctx(db), budget)).rejects.toThrow('no budget')
  })

  it('in dollars, an event without a price makes use a lower bound, never "within"', async () => {
    const { db } = await testDb()
    const priced = { usageTotal: 2n, costPico: 2_000_000_000_000n, events: 2, unpricedEvents: 1 }
    await makeRun(db, { id: 'autopack:a', ...priced })
    await makeRun(db, { id: 'autopack:b', ...priced, unpricedEvents: 0 })
    await add(db, { scope: 'run', capMicroUsd: 3_000_000 })
    const [report] = (await listBudgets(ctx(db))).items
    expect(report?.counts).toMatchObject({ over: 0, cannotTell: 1, within: 1 })
    expect(report?.current).toMatchObject({ used: 2_000_000, cap: 3_000_000 })
  })

  it('that its source recorded is listed beside the operator’s own', async () => {
    const { db } = await testDb()
    await runOf(db, 'autopack:a', [60, 60], { tokenCap: 100n })
    await runOf(db, 'autopack:b', [60], { tokenCap: 100n })
    await runOf(db, 'autopack:c', [600])
    const { sourceCaps } = await listBudgets(ctx(db))
    expect(sourceCaps.counts).toEqual({ targets: 2, over: 1, cannotTell: 0, within: 1 })
    expect(sourceCaps.overruns).toMatchObject([
      { target: 'autopack:a', cap: 100, crossing: { before: 60, after: 120 } },
    ])
  })
})

it('the crossing event is the first whose sum, in order of time and then of id, is above the cap', async () => {
  const events = fc.array(
    fc.record({ tokens: fc.option(fc.nat({ max: 50 })), minute: fc.option(fc.integer({ min: 0, max: 5 })) }),
    { minLength: 1, maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(events, fc.integer({ min: 1, max: 120 }), async (list, cap) => {
      const { db } = await testDb()
      const rows = []
      for (const { tokens, minute } of list) {
        const at = minute === null ? null : `2026-03-09T10:0${minute}:00.000Z`
        rows.push(await makeUsage(db, 'autopack:a', { at, ...(tokens === null ? {} : { input: tokens }) }))
      }
      const order = rows.toSorted((a, b) =>
        a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at === null ? 1 : b.at === null || a.at < b.at ? -1 : 1,
      )
      let sum = 0n
      const first = order.find((event) => {
        sum += event.total ?? 0n
        return sum > BigInt(cap)
      })
      const [found] = await runCrossings(db, 'tokens', ['autopack:a'], BigInt(cap))
      expect(found?.eventId).toBe(first?.id)
      if (found) expect(found.after).toBe(sum)
    }),
    { numRuns: 15 },
  )
})

describe('caps over time', () => {
  it('a day and a month show what is used, each overrun, the days so far and what may come', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:a', project: 'p' })
    for (let day = 1; day <= 10; day += 1) {
      const at = `2026-03-${String(day).padStart(2, '0')}T08:00:00.000Z`
      await makeUsage(db, 'autopack:a', { at, input: day === 4 ? 900 : 100 })
    }
    await rollUp(db)
    await add(db, { scope: 'day', capTokens: 500 })
    await add(db, { scope: 'project', project: 'p', capTokens: 2_000 })
    await add(db, { scope: 'project', project: 'nothing', capTokens: 2_000 })
    const { items } = await listBudgets(ctx(db))
    const [day, month, nothing] = [null, 'p', 'nothing'].map((of) => items.find(({ budget }) => budget.project === of))
    expect(day?.current).toMatchObject({ target: '2026-03-10', used: 100, state: 'within', share: 0.2 })
    expect(day?.overruns).toMatchObject([{ target: '2026-03-04', used: 900, crossing: { before: 0, after: 900 } }])
    expect(day?.days.at(-1)).toEqual({ day: '2026-03-10', used: 100, sum: null, isLowerBound: false })
    expect(day?.projection).toMatchObject({ basis: 'days', observedDays: 9, low: 100, lastDay: '2026-03-10' })

    expect(month?.current).toMatchObject({ target: 'p', used: 1_800, share: 0.9 })
    expect(month?.days.map(({ sum }) => sum)).toEqual([100, 200, 300, 1_200, 1_300, 1_400, 1_500, 1_600, 1_700, 1_800])
    expect(month?.projection).toMatchObject({ basis: 'days', lastDay: '2026-03-31', overShare: 1 })
    expect(nothing?.current).toMatchObject({ target: 'nothing', used: null, state: 'cannot_tell', events: 0 })
    expect(nothing?.projection).toEqual({ basis: 'none', observedDays: 0, neededDays: 7 })
  })

  it('a day is one of the budget’s time zone', async () => {
    const { db } = await testDb()
    await makeUsage(db, null, { at: '2026-03-09T23:30:00.000Z', input: 700 })
    await rollUp(db)
    await add(db, { scope: 'day', capTokens: 500, tz: 'Europe/Berlin' })
    const [report] = (await listBudgets(ctx(db))).items
    expect(report?.current).toMatchObject({ target: '2026-03-10', used: 700, state: 'over' })
    expect(report?.overruns[0]?.crossing?.at).toBe('2026-03-09T23:30:00.000Z')
  })
})

it('what a cap would have stopped: which, and what came after the event that went over', async () => {
  const { db } = await testDb()
  await runOf(db, 'autopack:a', [60, 60, 30, 10])
  await runOf(db, 'autopack:b', [101])
  await runOf(db, 'autopack:old', [500], { startedAt: '2025-01-01T00:00:00.000Z' })
  await rollUp(db)
  const reply = await whatIf(ctx(db), WhatIfInput.parse({ capTokens: '100' }))
  expect(reply).toMatchObject({ anchoredTo: 'now', used: 261, after: 40, counts: { targets: 2, over: 2 } })
  expect(reply.items.map(({ target, after }) => [target, after])).toEqual([
    ['autopack:a', 40],
    ['autopack:b', 0],
  ])
  await expect(whatIf(ctx(db), WhatIfInput.parse({ capTokens: 1, capMicroUsd: 1 }))).rejects.toThrow('capTokens')
  expect(AddBudgetInput.safeParse({ scope: 'run', capTokens: 1, capMicroUsd: 1 }).success).toBe(false)
  expect(AddBudgetInput.safeParse({ scope: 'day', capTokens: 1, runId: 'x' }).success).toBe(false)
  expect(AddBudgetInput.safeParse({ scope: 'day', capTokens: 0 }).success).toBe(false)
})

test.skipIf(!REAL_DATA)('a real run that used 437,630 of its cap of 300,000 says when it went over', async () => {
  const { db } = await imported([`${REAL_DATA}/seeds/autopack/db-snapshots/autopack.20251224T103310Z.6d748313.db`])
  const { sourceCaps } = await listBudgets(ctx(db))
  const run = sourceCaps.overruns.find(({ target }) => target?.endsWith(':build132-coverage-delta-integration'))
  expect(run).toMatchObject({ cap: 300_000, used: 437_630, state: 'over' })
  const before = await db.usageEvent.aggregate({
    _sum: { total: true },
    where: { runId: run?.target ?? '', at: { lt: run?.crossing?.at ?? '' } },
  })
  expect(Number(before._sum.total)).toBeLessThanOrEqual(300_000)
  expect(run?.crossing?.before).toBeLessThanOrEqual(300_000)
  expect(run?.crossing?.after).toBeGreaterThan(300_000)
  const { flagDetails } = await getRun(ctx(db), { id: run?.target ?? '' })
  expect(flagDetails.find(({ name }) => name === 'over_cap')?.detail).toBe(
    '437,630 tokens were used of a cap of 300,000. It went over at 2025-12-23 11:07 UTC, from 295,181 to 330,184 tokens.',
  )
})
