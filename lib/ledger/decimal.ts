/** A non-negative decimal, kept exactly: `digits / 10^scale`. Prices never pass through floating point arithmetic. */
export interface Decimal {
  digits: bigint
  scale: number
}

const DECIMAL = /^(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i

/**
 * Reads decimal text, with or without exponent, and moves the point `shift` places to the right.
 * @returns null when it is no non-negative decimal
 */
export function parseDecimal(text: string, shift = 0): Decimal | null {
  const match = DECIMAL.exec(text.trim())
  if (!match?.[1]) return null
  const fraction = match[2] ?? ''
  const scale = fraction.length - Number(match[3] ?? 0) - shift
  const digits = BigInt(match[1] + fraction)
  return trim(scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 })
}

/** The sum of `count × price`, exactly. */
export function sumProducts(terms: Iterable<{ count: bigint; price: Decimal }>): Decimal {
  let sum: Decimal = { digits: 0n, scale: 0 }
  for (const { count, price } of terms) {
    const scale = Math.max(sum.scale, price.scale)
    sum = { digits: scaled(sum, scale) + count * scaled(price, scale), scale }
  }
  return sum
}

/** `a × b`, exactly. */
export function product(a: Decimal, b: Decimal): Decimal {
  return trim({ digits: a.digits * b.digits, scale: a.scale + b.scale })
}

/** The nearest whole number; a half goes up. */
export function roundHalfUp({ digits, scale }: Decimal): bigint {
  return divideHalfUp(digits, 10n ** BigInt(scale))
}

/** `a / b` to the nearest whole number, a half goes up (also below zero); `b` is positive. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  const doubled = 2n * a + b
  const quotient = doubled / (2n * b)
  return doubled < 0n && doubled % (2n * b) !== 0n ? quotient - 1n : quotient
}

/** Plain decimal text without exponent, which `parseDecimal` reads back. */
export function decimalText({ digits, scale }: Decimal): string {
  if (scale === 0) return digits.toString()
  const text = digits.toString().padStart(scale + 1, '0')
  return `${text.slice(0, -scale)}.${text.slice(-scale)}`
}

function scaled(value: Decimal, scale: number): bigint {
  return value.digits * 10n ** BigInt(scale - value.scale)
}

function trim({ digits, scale }: Decimal): Decimal {
  let [d, s] = [digits, scale]
  while (s > 0 && d % 10n === 0n) {
    d /= 10n
    s -= 1
  }
  return { digits: d, scale: s }
}
