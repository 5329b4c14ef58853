import type { Part } from '@/lib/time/format'
import { joinParts } from '@/lib/time/format'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const MINUS = '\u2212'

const signed = (text: string) => text.replace('-', MINUS)

/** All digits, grouped: 22,704,664. A real minus. */
export function formatInteger(n: number): string {
  return signed(whole.format(n))
}

const COMPACT = [
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
] as const

/** Three to four digits and a magnitude: 22.70 M, 865.2 k; under 10,000 all digits. */
export function compactParts(n: number): Part {
  const size = Math.abs(n)
  if (size < 10_000) return { value: formatInteger(n), unit: '' }
  // Chosen after rounding: 999,999 is 1.00 M, not 1,000.0 k.
  const [unit, scale] = COMPACT.find(([, limit]) => size >= limit * 0.999_95) ?? ['k', 1e3]
  const scaled = n / scale
  const digits = unit === 'k' ? 1 : 2
  return { value: signed(scaled.toFixed(digits)), unit }
}

export function formatCompact(n: number): string {
  return joinParts([compactParts(n)])
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Decimal units: 2.1 MB, 312 kB. */
export function bytesParts(bytes: number): Part {
  let value = Math.max(0, bytes)
  let unit = 0
  while (value >= 999.5 && unit < BYTES.length - 1) {
    value /= 1000
    unit += 1
  }
  return { value: unit > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value)), unit: BYTES[unit] ?? 'B' }
}

export function formatBytes(bytes: number): string {
  return joinParts([bytesParts(bytes)])
}

/** Dollars from millionths: $1.47, $1,204.10; under a cent all that is known ("$0.0031"), a real minus. */
export function formatMoney(microUsd: number): string {
  const usd = Math.abs(microUsd) / 1e6
  const sign = microUsd < 0 ? MINUS : ''
  if (usd === 0) return '$0.00'
  if (usd < 0.01) return `${sign}$${usd.toFixed(6).replace(/0+$/, '')}`
  return `${sign}$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** The same for a narrow column, where all amounts have two decimals: under a cent "<$0.01". */
export function formatCents(microUsd: number): string {
  return microUsd > 0 && microUsd < 10_000 ? '<$0.01' : formatMoney(microUsd)
}

/** A share of one as per cent: 55 %, 0.4 %; never rounds up to 100 nor down to 0. */
export function percentPart(share: number): Part {
  const percent = share * 100
  if (percent > 0 && percent < 0.1) return { value: '<0.1', unit: '%' }
  if (percent > 99.9 && percent < 100) return { value: '>99.9', unit: '%' }
  const digits = percent !== 0 && (Math.abs(percent) < 1 || (percent > 99 && percent < 100)) ? 1 : 0
  return { value: signed(percent.toFixed(digits)), unit: '%' }
}

export function formatPercent(share: number): string {
  return joinParts([percentPart(share)])
}
