import { divideHalfUp } from '@/lib/ledger/decimal'

/** Dollars of one record: what is more is a mistake. */
const USD_MAX = 1e9

/** US dollars as whole picodollars; null for what is no amount of money. */
export function picoOf(usd: number | null): bigint | null {
  if (usd === null || usd < 0 || usd > USD_MAX) return null
  // The source wrote a decimal; the shortest text that reads back as the same number is that decimal.
  const [digits = '0', exponent = '0'] = usd.toExponential().split('e')
  const [whole = '0', fraction = ''] = digits.split('.')
  const shift = Number(exponent) - fraction.length + 12
  const value = BigInt(whole + fraction)
  return shift >= 0 ? value * 10n ** BigInt(shift) : divideHalfUp(value, 10n ** BigInt(Math.min(-shift, 400)))
}
