import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { makeRun, makeSession, makeUsage, removeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { TOKEN_DIMENSIONS, TokensInput } from '@/lib/tokens/schema'
import { TokenTrust, TokenView, TokenViewInput, VIEW_DIMENSIONS } from '@/lib/tokens/view-schema'
import { getTokenAccount } from './get-token-account'
import { getTokenTrust } from './get-token-trust'
import { getTokenView } from './get-token-view'

const NOW = new Date('2026-01-20T10:00:00.000Z')
const viewOf = async (db: Db, asked: Record<string, string>) => {
  const view = await getTokenView({ db, now: NOW }, TokenViewInput.parse(asked))
  expect(TokenView.parse(view)).toEqual(view)
  return view
}
const on = (day: string) => `${day}T12:00:00.000Z`

describe('getTokenView', () => {
  it('says of an empty database that it knows no usage', async () => {
    const { db } = await testDb()
    const view = await viewOf(db, {})
    expect(view).toMatchObject({ hasUsage: false, rows: [], rowsTotal: 0, others: 0, series: [] })
    expect(view.days).toHaveLength(14)
    expect(view.days.every(({ total }) => total === null)).toBe(true)
  })

  it('keeps five series and adds the rest as one, with what named nothing among them', async () => {
    const { db } = await testDb()
    for (let index = 0; index < 7; index += 1) {
      await makeUsage(db, null, { at: on('2026-01-19'), model: `m${index}`, unsplit: BigInt(100 - index) })
    }
    await makeUsage(db, null, { at: on('2026-01-19'), model: null, unsplit: 1_000n })
    await rollUp(db)
    const view = await viewOf(db, { window: '2026-01-19..2026-01-19' })
    expect(view.series.map(({ key }) => key)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'])
    expect(view).toMatchObject({ others: 3, hasUnnamed: true, totals: { usage: { total: 1_679 } } })
    expect(view.days[0]?.values).toEqual([100, 99, 98, 97, 96, 95 + 94 + 1_000])
    expect(view.rows[0]).toMatchObject({ key: null, label: 'not recorded', series: null })
  })

  it('compares with as many days before, and knows what is new and what is gone', async () => {
    const { db } = await testDb()
    await makeUsage(db, null, { at: on('2026-01-17'), model: 'gone', unsplit: 5n })
    await makeUsage(db, null, { at: on('2026-01-18'), model: 'stays', unsplit: 7n })
    await makeUsage(db, null, { at: on('2026-01-20'), model: 'stays', unsplit: 9n })
    await makeUsage(db, null, { at: on('2026-01-20'), model: 'new', lowerBound: '["output"]', output: 1n })
    await makeUsage(db, null, { at: on('2026-01-16'), model: 'too old', unsplit: 99n })
    await rollUp(db)
    const view = await viewOf(db, { window: '2026-01-19..2026-01-20' })
    expect(view.rows.map(({ key, usage, before }) => [key, usage.total, before])).toEqual([
      ['stays', 9, 7],
      ['new', 1, null],
      ['gone', null, 5],
    ])
    expect(view.days).toMatchObject([
      { day: '2026-01-19', total: null, beforeDay: '2026-01-17', before: 5, isLowerBound: false },
      { day: '2026-01-20', total: 10, beforeDay: '2026-01-18', before: 7, isLowerBound: true },
    ])
    expect(view.totals).toMatchObject({ before: 12, costLowerBoundReasons: ['unpriced', 'output_not_recorded'] })
    expect((await viewOf(db, { window: '2026-01-19..2026-01-20', against: 'nothing' })).totals.before).toBeNull()
  })

  it('tells what the files repeat, by rule, so that written is dropped and counted together', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:r' })
    await makeSession(db, 'autopack:r', { id: 'autopack:fork', name: 'the fork' })
    const event = await makeUsage(db, 'autopack:r', {
      at: on('2026-01-19'),
      unsplit: 10n,
      copies: 2,
      lines: 3,
      writtenTokens: 30n,
    })
    await makeUsage(db, 'autopack:r', { at: on('2026-01-19'), unsplit: 1n })
    for (const [id, kept] of [
      ['kept', true],
      ['dropped', false],
    ] as const) {
      await db.usageCopy.create({
        data: {
          ...{
            id,
            eventId: event.id,
            sessionId: kept ? 'autopack:origin' : 'autopack:fork',
            lines: '[]',
            lineCount: 1,
          },
          ...{ writtenTokens: kept ? 20n : 10n, kept, rule: kept ? null : 'replayed-history', version: '' },
        },
      })
    }
    await rollUp(db)
    const { dropped } = await viewOf(db, { window: '2026-01-19..2026-01-19' })
    expect(dropped).toEqual({
      written: 31,
      counted: 11,
      rules: [
        { rule: 'replayed-history', events: 1, tokens: 10 },
        { rule: 'repeated-copy', events: 1, tokens: 10 },
      ],
      sessions: [{ id: 'autopack:fork', name: 'the fork', events: 1, tokens: 10 }],
      sessionsTotal: 1,
    })
    expect((await viewOf(db, { window: '2026-01-18..2026-01-18' })).dropped.rules).toEqual([])
  })
})

describe('getTokenTrust', () => {
  it('names what each system cannot know, and systems without usage', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'reev:silent' })
    await makeUsage(db, null, { model: 'known', input: 1n, output: 1n, costPico: 1n })
    await makeUsage(db, null, { model: 'no price', input: 7n, lowerBound: '["output"]' })
    await makeUsage(db, null, { model: null })
    await rollUp(db)
    const trust = await getTokenTrust({ db })
    expect(TokenTrust.parse(trust)).toEqual(trust)
    expect(trust.systems).toMatchObject([
      {
        system: 'autopack',
        modelsWithoutPrice: 1,
        modelsPricedInPart: 0,
        unpricedModels: [{ model: 'no price', tokens: 7, events: 1, unpricedEvents: 1 }],
        partialEvents: 1,
        unnamedEvents: 1,
        unknownTokenEvents: 1,
      },
      { system: 'reev', runs: 1, events: 0, usage: { total: null } },
    ])
  })
})

const amount = fc.option(fc.bigInt({ min: 0n, max: 10n ** 9n }), { nil: null })
const text = (...values: string[]) => fc.constantFrom(null, ...values)
const event = fc.record({
  at: fc
    .date({ min: new Date('2025-10-20T00:00:00Z'), max: new Date('2025-11-02T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  model: text('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  role: text('builder', '__proto__'),
  runId: text('autopack:r', 'autopack:gone'),
  sessionId: text('autopack:s1', 'autopack:s2', '"/é'),
  system: fc.constantFrom('autopack', 'codex'),
  ...{ input: amount, output: amount, unsplit: amount, costPico: amount },
})

describe('every grouping of the same usage', () => {
  it('adds up to what naive addition gives, in windows that are half-open and over changes of clocks', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:r', project: 'p', jobId: 'j' })
    await makeSession(db, 'autopack:none', { id: 'autopack:s1', project: 'of the session' })
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata')
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 25 }), zones, async (events, tz) => {
        await removeUsage(db)
        const made = []
        for (const values of events) made.push(await makeUsage(db, null, values))
        await rollUp(db)
        const window = '2025-10-24..2025-10-28'
        for (const by of VIEW_DIMENSIONS) {
          const view = await viewOf(db, { by, window, tz })
          const { from, to } = view.window
          const inside = made.filter(({ at }) => at !== null && at >= from && at < to)
          const sum = inside.reduce<bigint | null>(
            (all, { total }) => (total === null ? all : (all ?? 0n) + total),
            null,
          )
          expect(view.totals.events).toBe(inside.length)
          expect(view.totals.usage.total).toBe(sum === null ? null : Number(sum))
          const added = (values: readonly (number | null)[]) =>
            values.reduce<number>((all, value) => all + (value ?? 0), 0)
          expect(added(view.days.map(({ total }) => total))).toBe(Number(sum ?? 0n))
          expect(added(view.days.flatMap(({ values }) => values))).toBe(Number(sum ?? 0n))
          expect(added(view.rows.map(({ usage }) => usage.total))).toBe(Number(sum ?? 0n))
        }
        const whole = made.reduce((all, { total }) => all + Number(total ?? 0n), 0)
        for (const groupBy of [...TOKEN_DIMENSIONS, 'day,model', 'project,session', 'class,day']) {
          const { rows, totals } = await getTokenAccount({ db }, TokensInput.parse({ groupBy, tz, limit: 500 }))
          expect(totals.events).toBe(made.length)
          expect(rows.reduce((all, { usage }) => all + (usage.total ?? 0), 0)).toBe(whole)
          if (!groupBy.includes('class')) expect(rows.reduce((all, row) => all + row.events, 0)).toBe(made.length)
        }
      }),
      { numRuns: 12 },
    )
  })

  it('takes the project of the session where no run names one', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:r', project: 'of the run' })
    await makeSession(db, 'autopack:r', { id: 'autopack:s', project: 'of the session' })
    await makeUsage(db, 'autopack:r', { sessionId: 'autopack:s', unsplit: 1n })
    await makeUsage(db, null, { sessionId: 'autopack:s', unsplit: 2n })
    await rollUp(db)
    const by = async (input: object) => {
      const { rows } = await getTokenAccount({ db }, TokensInput.parse({ groupBy: 'project', ...input }))
      return rows.map(({ key, usage }) => [key, usage.total])
    }
    expect(await by({})).toEqual([
      ['of the session', 2],
      ['of the run', 1],
    ])
    expect(await by({ project: 'of the session' })).toEqual([['of the session', 2]])
  })
})
