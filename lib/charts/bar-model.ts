import { niceTicks } from '@/lib/charts/ticks'
import { dayText } from '@/lib/time/format'
import type { Tone } from '@/lib/tone'

/** A colour token of globals.css, without the dashes. */
export type BarFill = 's1' | 's2' | 's3' | 's4' | 's5' | 's-other' | 'ok' | 'bad'

export interface BarSeries {
  key: string
  label: string
  fill: BarFill
  /** A series of statuses has the shape of its tone in the legend; the failed one is hatched. */
  tone?: Tone
  hatched?: boolean
}

export interface DayValues {
  /** YYYY-MM-DD. */
  day: string
  /** One per series; null where nothing was recorded. */
  values: readonly (number | null)[]
}

interface BarSlot extends DayValues {
  label: string
  /** Null when no series has a record of this day. */
  total: number | null
  /** The day has not ended: more may come. */
  filling: boolean
}

export interface BarModel {
  series: readonly (BarSeries & { total: number | null })[]
  slots: readonly BarSlot[]
  ticks: readonly number[]
  peak: BarSlot | null
}

const sum = (values: readonly (number | null)[]) =>
  values.reduce<number | null>((total, value) => (value === null ? total : (total ?? 0) + value), null)

export const dayLabel = (day: string) => dayText(new Date(`${day}T00:00:00Z`))

/**
 * What a stacked chart of days draws. Days without a record stay empty slots, and sums over nothing stay null.
 * @param fillingDay the day that is still going on, or null
 * @param whole values are counts of things
 */
export function barModel(
  series: readonly BarSeries[],
  days: readonly DayValues[],
  { fillingDay = null as string | null, whole = false } = {},
): BarModel {
  const slots = days.map(({ day, values }) => ({
    day,
    values: series.map((_, index) => values[index] ?? null),
    label: dayLabel(day),
    total: sum(values.slice(0, series.length)),
    filling: day === fillingDay,
  }))
  const peak = slots.reduce<BarSlot | null>(
    (best, slot) => ((slot.total ?? 0) > (best?.total ?? 0) ? slot : best),
    null,
  )
  return {
    series: series.map((each, index) => ({ ...each, total: sum(slots.map(({ values }) => values[index] ?? null)) })),
    slots,
    ticks: niceTicks(peak?.total ?? 0, { whole }),
    peak,
  }
}

/** The other way to read a chart: one sentence. */
export function peakText({ peak, slots }: BarModel, format: (value: number) => string): string {
  if (slots.every(({ total }) => total === null)) return 'nothing recorded'
  if (!peak || peak.total === null) return 'none in these days'
  return `peak ${format(peak.total)} on ${peak.label}`
}
