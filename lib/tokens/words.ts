import { dayText, NBSP } from '@/lib/time/format'
import { formatCompact, formatInteger, formatMoney } from '@/lib/time/format-quantity'
import type { TokenView, ViewDimension, ViewMeasure } from './view-schema'

/** What the page of tokens says, in the operator's words. */

export const DIMENSION_WORDS = {
  model: { head: 'Model that ran', all: 'All models', plural: 'models' },
  provider: { head: 'Provider', all: 'All providers', plural: 'providers' },
  purpose: { head: 'Purpose', all: 'All purposes', plural: 'purposes' },
  job: { head: 'Job', all: 'All jobs', plural: 'jobs' },
  class: { head: 'Token class', all: 'All classes', plural: 'classes' },
  system: { head: 'System', all: 'All systems', plural: 'systems' },
  project: { head: 'Project', all: 'All projects', plural: 'projects' },
  role: { head: 'Role', all: 'All roles', plural: 'roles' },
  session: { head: 'Session', all: 'All sessions', plural: 'sessions' },
} as const satisfies Record<ViewDimension, { head: string; all: string; plural: string }>

/** The filters, as a chip names them. */
export const FILTER_WORDS = {
  system: 'system',
  provider: 'provider',
  model: 'model',
  role: 'role',
  purpose: 'purpose',
  project: 'project',
  jobId: 'job',
  runId: 'run',
  sessionId: 'session',
} as const

/** Token classes, as a row or a filter names them. */
export const CLASS_WORDS = {
  input: 'input',
  cacheRead: 'cache read',
  cacheWrite5m: 'cache write, 5 min',
  cacheWrite1h: 'cache write, 1 h',
  output: 'output',
  unsplit: 'not apart',
} as const satisfies Record<string, string>

export const shortAmount = (measure: ViewMeasure) => (measure === 'tokens' ? formatCompact : formatMoney)
export const wholeAmount = (measure: ViewMeasure) => (measure === 'tokens' ? formatInteger : formatMoney)

const at = (day: string) => new Date(`${day}T00:00:00.000Z`)
/** One bar: "13 Dec", or a week as "13 – 19 Dec". */
export const slotWords = ({ day, last }: { day: string; last: string }) =>
  spanWords({ first: day, last }, { year: false })

/** "13 – 26 Dec 2025", "29 Nov – 12 Dec 2025", "5 Jan 2026". */
export function spanWords({ first, last }: { first: string; last: string }, { year = true } = {}): string {
  const end = year ? `${dayText(at(last))} ${last.slice(0, 4)}` : dayText(at(last))
  if (first === last) return end
  const sameMonth = first.slice(0, 7) === last.slice(0, 7)
  const otherYear = year && first.slice(0, 4) !== last.slice(0, 4) ? ` ${first.slice(0, 4)}` : ''
  return `${sameMonth ? at(first).getUTCDate() : dayText(at(first))}${otherYear} – ${end}`
}

export const windowDays = ({ first, last }: { first: string; last: string }) =>
  Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1
export const daysWords = (days: number) => (days === 1 ? 'day' : `${days} days`)

/** A share of one with one digit; never rounds to all or nothing. */
export function shareWords(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.1) return `<0.1${NBSP}%`
  if (percent > 99.9 && percent < 100) return `>99.9${NBSP}%`
  return `${percent === 0 || percent === 100 ? percent : percent.toFixed(1)}${NBSP}%`
}

/** "−16.8 %", "+300 %", "new", "gone"; null when neither side has an amount, or the window before was zero. */
export function changeWords(now: number | null, before: number | null): string | null {
  if (now === null && before === null) return null
  if (before === null) return 'new'
  if (now === null) return 'gone'
  if (before === 0) return null
  const percent = ((now - before) / before) * 100
  const digits = Math.abs(percent) >= 100 ? 0 : 1
  const text = Math.abs(percent).toFixed(digits)
  const sign = Number(text) === 0 ? '±' : percent > 0 ? '+' : '−'
  return `${sign}${Number(text) === 0 ? '0' : formatDigits(text)}${NBSP}%`
}

const formatDigits = (text: string) => (text.includes('.') ? text : formatInteger(Number(text)))

type Sums = Pick<
  TokenView['totals'],
  'usage' | 'costLowerBoundReasons' | 'costMicroUsd' | 'events' | 'unknownTokenEvents' | 'unpricedEvents'
>

/** Why a number of tokens is only "at least"; empty when it is exact. */
export function tokenBounds({ usage, events, unknownTokenEvents }: Sums): string[] {
  return [
    ...(unknownTokenEvents > 0
      ? [`${formatInteger(unknownTokenEvents)} of ${eventWords(events)} recorded no tokens`]
      : []),
    ...(usage.lowerBound.includes('output') ? ['some output was recorded only in part'] : []),
  ]
}

/** Why a cost is only "at least". */
export function costBounds({ costLowerBoundReasons, events, unpricedEvents }: Sums): string[] {
  return [
    ...(costLowerBoundReasons.includes('unpriced')
      ? [`${formatInteger(unpricedEvents)} of ${eventWords(events)} have no price`]
      : []),
    ...(costLowerBoundReasons.includes('output_not_recorded') ? ['some output was recorded only in part'] : []),
  ]
}

/** Why there is no cost at all. */
export function noCostReason({ events, usage }: Sums): string {
  if (events === 0) return 'no events in this window'
  return usage.unsplit !== null && usage.input === null && usage.output === null
    ? 'no price without a split between prompt and output'
    : 'no event has a price'
}

export const eventWords = (events: number) => `${formatInteger(events)} ${events === 1 ? 'event' : 'events'}`

/** Change, peak and gaps in one line. */
export function summaryWords(view: TokenView, measure: ViewMeasure): string {
  const { totals, days, before } = view
  const amount = measure === 'tokens' ? totals.usage.total : totals.costMicroUsd
  const change = before && amount !== null && totals.before !== null ? changeWords(amount, totals.before) : null
  const peak = days.reduce<TokenView['days'][number] | null>(
    (best, day) => ((day.total ?? 0) > (best?.total ?? 0) ? day : best),
    null,
  )
  const silent = days.filter(({ total }) => total === null).length
  return [
    before === null
      ? null
      : change !== null && totals.before !== null
        ? `${change} on ${spanWords(before, { year: false })} (${wholeAmount(measure)(totals.before)})`
        : totals.before === null
          ? `nothing recorded on ${spanWords(before, { year: false })}`
          : null,
    peak?.total ? `peak ${shortAmount(measure)(peak.total)} on ${slotWords(peak)}` : null,
    silent > 0
      ? `nothing ${view.bucket === 'day' ? 'on' : 'in'} ${silent} of ${days.length} ${view.bucket}${days.length === 1 ? '' : 's'}`
      : null,
  ]
    .filter((part) => part !== null)
    .join('; ')
}

/** Further lines of a response that counts: no events of their own, so only those that have some are counted. */
export const isRewritten = (rule: string) => rule === 'repeated-copy'
export const rewrittenWords = (events: number) =>
  `${eventWords(events)} of those counted, written on several lines of ${events === 1 ? 'its' : 'their'} session`

/** Why something written does not count. */
export const RULE_WORDS: Readonly<Record<string, string>> = {
  'replayed-history': 'a response of another session, written again by a fork, a resume or a copy',
}
