import type { Status } from '@/lib/model/status'
import { statusClass } from '@/lib/model/status'
import type { Overview } from './schema'

/** Five series can be told apart; the rest is one. */
const SERIES_MAX = 5

export interface DayTokens {
  day: string
  system: string
  tokens: number | null
}

/** Tokens per day and system, the largest system first. A day without a record is null, not 0. */
export function tokensPerDay(rows: readonly DayTokens[], days: readonly string[]): Overview['tokensPerDay'] {
  const sums = new Map<string, number>()
  for (const { system, tokens } of rows) sums.set(system, (sums.get(system) ?? 0) + (tokens ?? 0))
  const ranked = [...sums].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([system]) => system)
  const shown = ranked.length > SERIES_MAX ? ranked.slice(0, SERIES_MAX - 1) : ranked
  const series = ranked.length > SERIES_MAX ? [...shown, 'other'] : shown
  const cells = new Map<string, number>()
  for (const { day, system, tokens } of rows) {
    if (tokens === null) continue
    const key = `${day} ${shown.includes(system) ? system : 'other'}`
    cells.set(key, (cells.get(key) ?? 0) + tokens)
  }
  return {
    series,
    days: days.map((day) => ({ day, values: series.map((name) => cells.get(`${day} ${name}`) ?? null) })),
  }
}

export interface DayRuns {
  day: string
  statusDerived: Status
  runs: number
}

/** Runs started per day by what the evidence says; no run started is a known 0. */
export function runsPerDay(rows: readonly DayRuns[], days: readonly string[]): Overview['runsPerDay'] {
  const byDay = new Map(days.map((day) => [day, { day, succeeded: 0, failed: 0, other: 0 }]))
  for (const { day, statusDerived, runs } of rows) {
    const of = byDay.get(day)
    if (!of) continue
    const kind = statusClass(statusDerived)
    of[kind === 'succeeded' || kind === 'failed' ? kind : 'other'] += runs
  }
  return [...byDay.values()]
}
