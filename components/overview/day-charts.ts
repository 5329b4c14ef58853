import { type BarFill, type BarModel, type BarSeries, barModel } from '@/lib/charts/bar-model'
import type { Overview } from '@/lib/overview/schema'

const FILLS: readonly BarFill[] = ['s1', 's2', 's3', 's4', 's5']
const RUN_SERIES: readonly BarSeries[] = [
  { key: 'succeeded', label: 'succeeded', fill: 'ok', tone: 'ok' },
  { key: 'failed', label: 'failed or stopped', fill: 'bad', tone: 'bad', hatched: true },
  { key: 'other', label: 'open or unknown', fill: 's-other', tone: 'idle' },
]

/** The last day of a window that reaches up to now has not ended. */
const fillingDay = ({ to, anchoredTo }: Overview['window']) => (anchoredTo === 'now' ? to.slice(0, 10) : null)

export function tokenBars({ tokensPerDay, window }: Overview): BarModel {
  const series = tokensPerDay.series.map((system, index): BarSeries => {
    const fill = system === 'other' ? 's-other' : (FILLS[index] ?? 's-other')
    return { key: `${index} ${system}`, label: system, fill }
  })
  return barModel(series, tokensPerDay.days, { fillingDay: fillingDay(window) })
}

export function runBars({ runsPerDay, window }: Overview): BarModel {
  const days = runsPerDay.map(({ day, succeeded, failed, other }) => ({ day, values: [succeeded, failed, other] }))
  return barModel(RUN_SERIES, days, { fillingDay: fillingDay(window), whole: true })
}
