import { NBSP } from '@/lib/time/format'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import type { Analysis } from './analysis-schema'
import type { ExperimentMetric } from './definition'

const MINUS = '−'
/** A smaller p is told as smaller than this. */
export const TINY_P = 1e-6
const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹'

const real = (text: string) => text.replace('-', MINUS)

/** Three significant digits, whole numbers whole, a real minus. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return real(value.toExponential(2))
  if (size >= 1_000) return formatInteger(value)
  return real(String(Number(value.toPrecision(3))))
}

const withSign = (value: number, text: string) => (value > 0 ? `+${text}` : text)

/** A probability: 0.0020, 0.31; "< 10⁻⁶" below a millionth; null stays a reason for the caller. */
export function pText(p: number): string {
  if (p < TINY_P) return `<${NBSP}10⁻${SUPERSCRIPT[6]}`
  if (p < 1e-4) return p.toExponential(1)
  return p.toFixed(p < 0.1 ? 4 : 3)
}

/** One value of a metric, as an arm has it. Success is told in words. */
export function valueText(metric: ExperimentMetric, value: number): string {
  switch (metric) {
    case 'success':
      return value === 1 ? 'succeeded' : value === 0 ? 'failed' : percentText(value)
    case 'tokens':
      return formatInteger(value)
    case 'cost':
      return formatMoney(value * 1e6)
    case 'seconds':
      return `${shortNumber(value)}${NBSP}s`
    case 'reward':
    case 'calls':
      return shortNumber(value)
  }
}

/** Treatment − control in the unit of the metric. */
export function differenceText(metric: ExperimentMetric, value: number): string {
  if (metric === 'success') return `${withSign(value, pointsOf(value))}${NBSP}points`
  return withSign(value, changeText(metric, value))
}

/** A change of a count may be a part of one, and is then no whole number. */
const changeText = (metric: ExperimentMetric, value: number) =>
  metric === 'tokens' ? shortNumber(value) : valueText(metric, value)

const pointsOf = (share: number) => real((share * 100).toFixed(1))

export const percentText = (share: number): string => `${real((share * 100).toFixed(1))}${NBSP}%`

/** A share that is a level: 95 %, 99.9 %. */
export const levelText = (share: number): string => `${shortNumber(share * 100)}${NBSP}%`

/** Treatment as a multiple of control. */
export const ratioText = (ratio: number): string => `${ratioNumber(ratio)}${NBSP}×`

/** Three decimals near one, so that an end of an interval shows on which side of one it lies. */
const ratioNumber = (ratio: number) => (ratio >= 0.1 && ratio < 10 ? ratio.toFixed(3) : shortNumber(ratio))

export type Scale = 'difference' | 'ratio'

/** An effect on its scale. */
export const effectText = (metric: ExperimentMetric, scale: Scale, value: number): string =>
  scale === 'ratio' ? ratioText(value) : differenceText(metric, value)

/** The same without its unit, for the ends of an interval. */
export function bareEffect(metric: ExperimentMetric, scale: Scale, value: number): string {
  if (scale === 'ratio') return ratioNumber(value)
  return withSign(value, metric === 'success' ? pointsOf(value) : changeText(metric, value))
}

/** The same as short as it can be, for ticks and dense tables. */
export function tickEffect(metric: ExperimentMetric, scale: Scale, value: number): string {
  if (scale === 'ratio') return shortNumber(value)
  return withSign(value, metric === 'success' ? shortNumber(value * 100) : changeText(metric, value))
}

/** "[+2.1, +9.0]" */
export function intervalText(metric: ExperimentMetric, scale: Scale, [low, high]: readonly [number, number]): string {
  return `[${bareEffect(metric, scale, low)}, ${bareEffect(metric, scale, high)}]`
}

/** Why a quantity of the analysis is not there. */
export const reasonOf = ({ reasons }: Pick<Analysis, 'reasons'>, place: string): string =>
  reasons[place] ?? 'not recorded'
