import { visibleText } from './visible-text'

/** `1234567.5` → `1,234,567.5`. Not by `Intl`, which takes 10 ms to load: as long as the rest of a command. */
const grouped = (digits: string) => digits.replace(/\d(?=(\d{3})+(?!\d))(?<!\..*)/g, '$&,')

export const count = (value: number) => grouped(value.toFixed(0))
export const tokens = (value: number | null) => (value === null ? 'not recorded' : count(value))

/** Dollars with cents, more places below a cent; `≥` where a part has no price or was not recorded. */
export function cost(microUsd: number | null, isLowerBound: boolean): string {
  if (microUsd === null) return 'no price'
  const dollars = microUsd / 1e6
  const places = microUsd !== 0 && Math.abs(dollars) < 0.01 ? 6 : 2
  const rounded = Math.round(microUsd / 10 ** (6 - places)) / 10 ** places
  return `${isLowerBound ? '≥ ' : ''}$${grouped(rounded.toFixed(places))}`
}

/** `2026-01-02T03:04:05.678Z` → `2026-01-02 03:04:05Z`. */
export const moment = (at: string | null) => (at === null ? 'not recorded' : `${at.slice(0, 19).replace('T', ' ')}Z`)

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

export function bytes(value: number): string {
  let amount = value
  let unit = 0
  while (amount >= 1_000 && unit < UNITS.length - 1) {
    amount /= 1_000
    unit += 1
  }
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[unit]}`
}

export function seconds(value: number): string {
  if (value < 90) return `${Math.round(value)} s`
  if (value < 5_400) return `${Math.round(value / 60)} min`
  return `${(value / 3_600).toFixed(1)} h`
}

export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`

/** Text of a record inside a sentence. */
export const quoted = (text: string | null, max = 300) => visibleText((text ?? '').slice(0, max))
