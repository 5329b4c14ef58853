import { toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { type AccountGroup, emptyGroup, foldGroups, groupsByKey, sumsOf } from './account'
import type { TokenView, ViewMeasure } from './view-schema'
import type { DayWindow } from './window'

const SERIES_MAX = 5
const ROWS_MAX = 100

type Key = string | null

export interface ViewFacts {
  /** Groups by day and the dimension shown. */
  groups: readonly AccountGroup[]
  /** The same of the window before; empty when it was not asked for. */
  before: readonly AccountGroup[]
  window: DayWindow
  windowBefore: DayWindow | null
  measure: ViewMeasure
}

type ViewParts = Pick<TokenView, 'series' | 'others' | 'hasUnnamed' | 'days' | 'rows' | 'rowsTotal' | 'totals'>

const byKey = (groups: readonly AccountGroup[]) =>
  new Map(foldGroups(groups, (keys) => [keys[1] ?? null]).map((group) => [group.keys[0] ?? null, group]))
const sumOf = (groups: readonly AccountGroup[]) => foldGroups(groups, () => [])[0] ?? emptyGroup([])
const text = (a: Key, b: Key) => (a === b ? 0 : a === null ? 1 : b === null || a < b ? -1 : 1)

/** What a page of tokens or cost per day shows. Sums are exact until here; each number is rounded once. */
export function buildTokenView(facts: ViewFacts): ViewParts {
  const { groups, before, measure } = facts
  const [now, then] = [byKey(groups), byKey(before)]
  const exact = (group: AccountGroup | undefined) =>
    (measure === 'tokens' ? group?.sums.total : group?.sums.costPico) ?? null
  const ranked = [...new Set([...now.keys(), ...then.keys()])].toSorted(
    (a, b) =>
      Number(now.has(b)) - Number(now.has(a)) ||
      descending(exact(now.get(a)), exact(now.get(b))) ||
      descending(exact(then.get(a)), exact(then.get(b))) ||
      text(a, b),
  )
  const drawn = ranked.filter((key) => (exact(now.get(key)) ?? 0n) > 0n)
  const series = drawn.filter((key) => key !== null).slice(0, SERIES_MAX)
  const amount = amountIn(measure)
  return {
    series: series.map((key) => ({ key, label: key })),
    others: drawn.length - series.length,
    hasUnnamed: drawn.includes(null),
    days: daysOf(facts, series, drawn.length > series.length),
    rows: ranked.slice(0, ROWS_MAX).map((key) => {
      const at = key === null ? -1 : series.indexOf(key)
      return {
        ...sumsOf(now.get(key) ?? emptyGroup([])),
        key,
        label: key ?? 'not recorded',
        series: at === -1 ? null : at,
        before: amount(then.get(key)),
        beforeEvents: Number(then.get(key)?.events ?? 0n),
      }
    }),
    rowsTotal: ranked.length,
    totals: { ...sumsOf(sumOf(groups)), before: amount(sumOf(before)), beforeEvents: Number(sumOf(before).events) },
  }
}

function descending(a: bigint | null, b: bigint | null): number {
  return a === b ? 0 : a === null ? 1 : b === null || a > b ? -1 : 1
}

const amountIn = (measure: ViewMeasure) => (group: AccountGroup | undefined) =>
  group === undefined ? null : measure === 'tokens' ? toCountOrNull(group.sums.total) : toMicroUsd(group.sums.costPico)

function daysOf(
  { groups, before, window, windowBefore, measure }: ViewFacts,
  series: readonly string[],
  rest: boolean,
) {
  const amount = amountIn(measure)
  const days = groupsByKey(groups, 0)
  const earlier = groupsByKey(before, 0)
  return window.days.map((day, index): TokenView['days'][number] => {
    const those = days.get(day) ?? []
    const of = byKey(those)
    const others = those.filter(({ keys: [, key] }) => key == null || !series.includes(key))
    const total = sumOf(those)
    const beforeDay = windowBefore?.days[index] ?? null
    return {
      day,
      values: [...series.map((key) => amount(of.get(key))), ...(rest ? [amount(sumOf(others))] : [])],
      total: amount(total),
      isLowerBound: total.partial > 0n || (measure === 'tokens' ? total.unknown : total.unpriced) > 0n,
      beforeDay,
      before: beforeDay === null ? null : amount(sumOf(earlier.get(beforeDay) ?? [])),
    }
  })
}
