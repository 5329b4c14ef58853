import { expect } from 'vitest'

/** Half of the last place of a printed number, the most its rounding may have hidden. */
function halfPlace(printed: string): number {
  const [mantissa = '', exponent = '0'] = printed.toLowerCase().split('e')
  const decimals = mantissa.split('.')[1]?.length ?? 0
  return 0.5 * 10 ** (Number(exponent) - decimals)
}

/**
 * Asserts that a value is the expected one: to 1e-6 of it when that is a number, to the digits that are printed when it
 * is a text.
 */
export function near(value: number | null | undefined, expected: number | string): void {
  const target = Number(expected)
  const slack = typeof expected === 'string' ? halfPlace(expected) * 1.0001 : 1e-6 * Math.abs(target)
  const gap = Math.abs((value ?? Number.NaN) - target)
  expect(gap <= slack || value === target, `${value} is not ${expected}`).toBe(true)
}

/** The same for each of several numbers. */
export function allNear(values: readonly number[] | null | undefined, expected: readonly (number | string)[]): void {
  expect(values).toHaveLength(expected.length)
  for (const [at, one] of expected.entries()) near(values?.[at], one)
}
