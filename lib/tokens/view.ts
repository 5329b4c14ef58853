import { toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { type AccountGroup, emptyGroup, foldGroups, groupsByKey, splitByClass, sumsOf } from './account'
import type { TokenView, ViewBucket, ViewDimension, ViewMeasure } from './view-schema'
import type { DayWindow } from './window'
import { CLASS_WORDS } from './words'

const SERIES_MAX = 5
const ROWS_MAX = 100
/** More days than this are drawn as weeks: a quarter of a year in bars that can be told apart and pointed at. */
const DAY_BARS_MAX = 92
const WEEK = 7

type Key = string | null

export interface ViewFacts {
  /** Groups by day and the dimension shown; by day alone for classes, which are no groups of events. */
  groups: readonly AccountGroup[]
  /** The same of the window before; empty when it was not asked for. */
  before: readonly AccountGroup[]
  window: DayWindow
  windowBefore: DayWindow | null
  by: ViewDimension
  measure: ViewMeasure
  /** What one bar is; undefined: whatever can be read. */
  per?: ViewBucket | undefined
}

type ViewParts = Pick<
  TokenView,
  'series' | 'others' | 'hasUnnamed' | 'bucket' | 'days' | 'rows' | 'rowsTotal' | 'totals'
>

const byKey = (groups: readonly AccountGroup[]) =>
  new Map(foldGroups(groups, (keys) => [keys[1] ?? null]).map((group) => [group.keys[0] ?? null, group]))
const sumOf = (groups: readonly AccountGroup[]) => foldGroups(groups, () => [])[0] ?? emptyGroup([])
const text = (a: Key, b: Key) => (a === b ? 0 : a === null ? 1 : b === null || a < b ? -1 : 1)

/** What a page of tokens or cost per day shows. Sums are exact until here; each number is rounded once. */
export function buildTokenView(facts: ViewFacts): ViewParts {
  const { by, groups, before, measure } = facts
  const parts = (all: readonly AccountGroup[]) => (by === 'class' ? splitByClass(all, 1) : all)
  const bucket = facts.per ?? (facts.window.days.length > DAY_BARS_MAX ? 'week' : 'day')
  const [now, then] = [byKey(parts(groups)), byKey(parts(before))]
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
    bucket,
    series: series.map((key) => ({ key, label: labelOf(by, key) })),
    others: drawn.length - series.length,
    hasUnnamed: drawn.includes(null),
    days: daysOf(facts, bucket, { series, rest: drawn.length > series.length, parts }),
    rows: ranked.slice(0, ROWS_MAX).map((key) => {
      const at = key === null ? -1 : series.indexOf(key)
      return {
        ...sumsOf(now.get(key) ?? emptyGroup([])),
        key,
        label: labelOf(by, key),
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

const labelOf = (by: ViewDimension, key: Key) =>
  key === null
    ? 'not recorded'
    : by === 'class' && Object.hasOwn(CLASS_WORDS, key)
      ? CLASS_WORDS[key as keyof typeof CLASS_WORDS]
      : key

interface Stack {
  series: readonly string[]
  /** Whether something is in no series. */
  rest: boolean
  parts: (groups: readonly AccountGroup[]) => readonly AccountGroup[]
}

function daysOf({ groups, before, window, windowBefore, measure }: ViewFacts, bucket: ViewBucket, stack: Stack) {
  const { series, rest, parts } = stack
  const amount = amountIn(measure)
  const spans = spansOf(window.days, bucket)
  const spansBefore = windowBefore === null ? null : spansOf(windowBefore.days, bucket)
  const [now, earlier] = [bySpan(groups, spans), bySpan(before, spansBefore ?? [])]
  return spans.map((days, index): TokenView['days'][number] => {
    const those = now.get(days[0] ?? null) ?? []
    const of = byKey(parts(those))
    const others = parts(those).filter(({ keys: [, key] }) => key == null || !series.includes(key))
    const total = sumOf(those)
    const earlierDays = spansBefore?.[index]
    return {
      day: days[0] ?? '',
      last: days.at(-1) ?? '',
      values: [...series.map((key) => amount(of.get(key))), ...(rest ? [amount(sumOf(others))] : [])],
      total: amount(total),
      isLowerBound: total.partial > 0n || (measure === 'tokens' ? total.unknown : total.unpriced) > 0n,
      beforeDay: earlierDays?.[0] ?? null,
      beforeLast: earlierDays?.at(-1) ?? null,
      before: earlierDays ? amount(sumOf(earlier.get(earlierDays[0] ?? null) ?? [])) : null,
    }
  })
}

/** Days as they are drawn together; the last week may be shorter. */
function spansOf(days: readonly string[], bucket: ViewBucket): string[][] {
  const step = bucket === 'week' ? WEEK : 1
  return Array.from({ length: Math.ceil(days.length / step) }, (_, index) =>
    days.slice(index * step, (index + 1) * step),
  )
}

function bySpan(groups: readonly AccountGroup[], spans: readonly string[][]): Map<Key, AccountGroup[]> {
  const first = new Map(spans.flatMap((days) => days.map((day) => [day, days[0] ?? null] as const)))
  return groupsByKey(
    foldGroups(groups, ([day = null, ...rest]) => [first.get(day ?? '') ?? null, ...rest]),
    0,
  )
}
