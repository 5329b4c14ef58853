import { describe, expect, it } from 'vitest'
import { cacheHitRate } from '@/lib/ledger/cache-hit-rate'
import { type AccountGroup, emptyGroup } from './account'
import { addDays, LocalDays } from './local-day'
import { buildTokenView } from './view'
import type { ViewBucket, ViewDimension } from './view-schema'
import { resolveWindow } from './window'

const UTC = new LocalDays('UTC')
const FIRST = '2025-01-01'

function group(day: string, key: string | null, total: bigint): AccountGroup {
  const made = emptyGroup([day, key])
  return { ...made, sums: { ...made.sums, input: total, output: 1n, total: total + 1n }, events: 1n }
}

function viewOf(days: number, groups: AccountGroup[], asked: { by?: ViewDimension; per?: ViewBucket } = {}) {
  const now = new Date('2027-01-01T00:00:00.000Z')
  const window = resolveWindow({ first: FIRST, last: addDays(FIRST, days - 1) }, { zone: UTC, newest: null, now })
  const { by = 'model', per } = asked
  return buildTokenView({ groups, before: [], window, windowBefore: null, measure: 'tokens', by, per })
}

const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0)

describe('the view of a window', () => {
  it.each([
    [0, 0, 0],
    [1, 1, 0],
    [5, 5, 0],
    [6, 5, 1],
    [60, 5, 55],
  ])('draws %i series as %i and %i others, and loses nothing', (made, drawn, others) => {
    const groups = Array.from({ length: made }, (_, index) => group(FIRST, `m${index}`, BigInt(index + 1)))
    const view = viewOf(3, groups)
    expect([view.series.length, view.others, view.rowsTotal]).toEqual([drawn, others, made])
    expect(sum(view.days.flatMap(({ values }) => values))).toBe(view.totals.usage.total ?? 0)
    expect(view.days.map(({ total }) => total === null)).toEqual([made === 0, true, true])
  })

  it('draws days up to a quarter of a year and weeks beyond, the same sums in both', () => {
    const groups = Array.from({ length: 365 }, (_, index) => group(addDays(FIRST, index), 'm', BigInt(index)))
    const weeks = viewOf(365, groups)
    expect([weeks.bucket, weeks.days.length]).toEqual(['week', 53])
    expect([weeks.days[0], weeks.days[52]]).toMatchObject([
      { day: '2025-01-01', last: '2025-01-07' },
      { day: '2025-12-31', last: '2025-12-31' },
    ])
    const days = viewOf(365, groups, { per: 'day' })
    expect([days.bucket, days.days.length, viewOf(92, groups).bucket]).toEqual(['day', 365, 'day'])
    expect(sum(weeks.days.map(({ total }) => total))).toBe(sum(days.days.map(({ total }) => total)))
    expect(sum(weeks.days.map(({ total }) => total))).toBe(weeks.totals.usage.total)
  })

  it('leaves a gap where nothing was recorded, of one day in a window of one day too', () => {
    expect(viewOf(1, []).days).toMatchObject([{ day: FIRST, last: FIRST, total: null, values: [] }])
    const view = viewOf(14, [group(FIRST, 'm', 5n), group(addDays(FIRST, 13), 'm', 5n)])
    expect(view.days.filter(({ total }) => total === null)).toHaveLength(12)
  })

  it('takes a sum apart into its classes without counting events twice', () => {
    const view = viewOf(1, [group(FIRST, null, 9n), group(FIRST, null, 1n)], { by: 'class' })
    expect(view.rows.map(({ label, usage }) => [label, usage.total])).toEqual([
      ['input', 10],
      ['output', 2],
    ])
    expect([view.totals.events, view.totals.usage.total]).toEqual([2, 12])
    expect(view.days[0]).toMatchObject({ values: [10, 2], total: 12 })
  })
})

describe('cacheHitRate', () => {
  const usage = (values: object) => ({
    ...{ input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: null },
    ...{ reasoning: null, total: null, unsplit: null, lowerBound: [] },
    ...values,
  })
  it('is the share of the prompt that was read from a cache, and unknown where a class is not recorded', () => {
    expect(cacheHitRate(usage({ input: 10, cacheRead: 80, cacheWrite5m: 10, output: 99 }))).toBe(0.8)
    expect(cacheHitRate(usage({ input: 20, cacheRead: 80 }))).toBe(0.8)
    expect(cacheHitRate(usage({ input: 20 }))).toBeNull()
    expect(cacheHitRate(usage({ cacheRead: 20 }))).toBeNull()
    expect(cacheHitRate(usage({ input: 0, cacheRead: 0 }))).toBeNull()
    expect(cacheHitRate(usage({ unsplit: 100 }))).toBeNull()
  })
})
