import type { Amount } from '@/lib/ledger/amount-words'
import { formatInteger, formatPercent } from '@/lib/time/format-quantity'
import type { JobDetail, JobSummary } from './schema'

/** What the cells of a job say, and why a number is missing or only a lower bound. Pure text, drawn elsewhere. */

type Spent = Pick<JobSummary, 'tokens' | 'costMicroUsd' | 'costIsLowerBound' | 'events'>

const eventsText = (count: number) => `${formatInteger(count)} usage ${count === 1 ? 'event' : 'events'}`

/** The name, or the source's id where it has none. */
export function jobTitle({ name, nativeId }: Pick<JobSummary, 'name' | 'nativeId'>): { text: string; isId: boolean } {
  return name === null || name.trim() === '' ? { text: nativeId, isId: true } : { text: name, isId: name === nativeId }
}

/** @param lowerBound the classes of which only a part was recorded, where that is known */
export function tokensOf({ tokens, events }: Spent, lowerBound: readonly string[] = []): Amount {
  if (tokens === null) {
    const title = events === 0 ? 'no usage event names this job' : 'no event records tokens'
    return { value: null, lowerBound: false, title }
  }
  const partly = lowerBound.length > 0 ? `; only a part of ${lowerBound.join(', ')} was recorded` : ''
  return { value: tokens, lowerBound: lowerBound.length > 0, title: `${eventsText(events)}${partly}` }
}

export function costOf({ costMicroUsd, costIsLowerBound, events }: Spent, unpriced?: number): Amount {
  const without = unpriced === undefined ? 'some' : formatInteger(unpriced)
  const missing = `${without} of ${eventsText(events)} without a price or a split to price`
  if (costMicroUsd === null) {
    return { value: null, lowerBound: false, title: events === 0 ? 'no usage event names this job' : missing }
  }
  return {
    value: costMicroUsd,
    lowerBound: costIsLowerBound,
    title: costIsLowerBound ? missing : `${eventsText(events)}, all priced`,
  }
}

/** A score as it is compared: four significant digits, trailing zeros left out. */
export function scoreText(score: number): string {
  const rounded = Number(score.toPrecision(4))
  return String(rounded).replace('-', '\u2212')
}

/** "+0.12" against the baseline, in so many significant digits; null when one of them is not known. */
export function scoreGain({ bestScore, baselineScore }: Pick<JobSummary, 'bestScore' | 'baselineScore'>, digits = 4) {
  if (bestScore === null || baselineScore === null) return null
  const gain = Number((bestScore - baselineScore).toPrecision(digits))
  return `${gain > 0 ? '+' : gain === 0 ? '±' : ''}${scoreText(gain)}`
}

/** "44 of 100 resolved, 3 not known". */
export function resultsText({ total, resolved, unknown }: JobSummary['results']): string {
  const known = total - unknown
  const share = known > 0 ? `, ${formatPercent(resolved / known)}` : ''
  const open = unknown > 0 ? `, of ${formatInteger(unknown)} it is not known` : ''
  return `${formatInteger(resolved)} of ${formatInteger(total)} resolved${share}${open}`
}

/** Runs that have not ended yet, and that failed, in words. */
export function runWords({ total, done, failed }: JobSummary['runs']): string {
  const rest = total - done - failed
  const words = [failed > 0 && `${formatInteger(failed)} failed`, rest > 0 && `${formatInteger(rest)} not ended`]
  return words.filter(Boolean).join(', ') || 'all of them'
}

/** All flags of a job and its runs, each once: its own first. */
export function flagNames({ flags, runFlags }: Pick<JobSummary, 'flags' | 'runFlags'>): string[] {
  return [...new Set([...flags, ...runFlags])]
}

const PLURALS: Readonly<Record<string, string>> = {
  scenario_run: 'Scenarios',
  generation: 'Generations',
  iteration: 'Iterations',
  step: 'Steps',
  benchmark: 'Benchmarks',
}

/** What the phases of a job are called, when all of them are of one type. */
export function phasesTitle(types: readonly (string | null)[]): string {
  const [first, ...more] = [...new Set(types)]
  return more.length === 0 && first ? (PLURALS[first] ?? 'Phases') : 'Phases'
}

/** How long from start to end, in milliseconds; null when one is missing. */
export function durationMs({ startedAt, endedAt }: Pick<JobDetail, 'startedAt' | 'endedAt'>): number | null {
  return startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt)
}
