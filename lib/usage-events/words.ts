import { dropRuleText } from '@/lib/imports/drop-rules'
import { NBSP } from '@/lib/time/format'
import { formatMoney } from '@/lib/time/format-quantity'
import { type CostPart, type DroppedCopyPage, LINES_RULE } from './schema'

/** The last part of a path, in either writing. */
export const fileName = (path: string) => path.split(/[\\/]/).findLast((part) => part !== '') ?? path

const PICO_PER_USD = 1e12

/** A rate as people know it: dollars per million tokens. Rates have few digits, so a float shows them exactly. */
export function rateWords(picoPerToken: string): string {
  return `$${Number(((Number(picoPerToken) * 1e6) / PICO_PER_USD).toPrecision(12))}`
}

/** Tokens times rate; fractions of a cent as they are, since the parts of one event are small. */
export function partMicroUsd({ tokens, picoPerToken }: CostPart): string | null {
  if (picoPerToken === null) return null
  const usd = (tokens * Number(picoPerToken)) / PICO_PER_USD
  return `$${usd >= 0.01 || usd === 0 ? usd.toFixed(4) : Number(usd.toPrecision(3))}`
}

/** How far what a source states lies from what the rates give. */
export function gapWords(reported: number, computed: number): string {
  if (reported === computed) return 'the same'
  const gap = reported - computed
  const share = computed === 0 ? '' : ` (${gap > 0 ? '+' : '−'}${Math.abs((gap / computed) * 100).toFixed(1)}${NBSP}%)`
  return `reported is ${formatMoney(Math.abs(gap))} ${gap > 0 ? 'more' : 'less'}${share}`
}

/** Why no copy is listed. What is written on several lines of one session is listed under its own rule. */
export function noCopiesText(rules: DroppedCopyPage['dropped']['rules']): string {
  return rules.some(({ rule }) => rule === LINES_RULE)
    ? `No response stands in two sessions. Those that stand on several lines of one are under “${dropRuleText(LINES_RULE)}”.`
    : 'Everything that is written counts: no response stands in the files twice.'
}
