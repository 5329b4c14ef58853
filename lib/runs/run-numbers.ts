import { durationParts, type Part } from '@/lib/time/format'
import { formatInteger, formatMoney, formatPercent, percentPart } from '@/lib/time/format-quantity'
import { capShare, costOf, durationOf, tokensOf } from './run-cells'
import type { RunDetail } from './schema'

/** One of the five numbers of a run: the figure, what it is compared with, and where its evidence stands. */
export interface RunNumber {
  id: string
  label: string
  /** Null: not recorded; `instead` says it in words. */
  parts: Part[] | null
  instead: string
  lowerBound: boolean
  about: string
  /** The fragment of the section that shows it. */
  href: string
  loud: boolean
}

const plain = (value: string, unit = ''): Part[] => [{ value, unit }]

/** What the strip below the states shows. Pure: the same run gives the same five numbers. */
export function runNumbers(run: RunDetail): RunNumber[] {
  return [tokens(run), phases(run), duration(run), failedAttempts(run), cost(run)]
}

function tokens(run: RunDetail): RunNumber {
  const { value, lowerBound, title } = tokensOf(run)
  const share = capShare(run)
  const about =
    share !== null && run.tokenCap !== null
      ? `${formatPercent(share)} of the cap of ${formatInteger(run.tokenCap)}`
      : run.tokenCap === null
        ? `no cap recorded · ${title}`
        : title
  const parts = value === null ? null : plain(formatInteger(value))
  return {
    id: 'tokens',
    label: 'Tokens',
    parts,
    instead: 'not recorded',
    lowerBound,
    about,
    href: '#usage',
    loud: share !== null && share > 1,
  }
}

/** How the phases that are not done stand, in words: "1 failed", "4 skipped". A skipped one has ended. */
export function phaseWords({ phaseCounts: { total, done, failed, running }, phases: list }: RunDetail): string[] {
  const skipped = list.filter((phase) => phase.status === 'skipped').length
  const rest = total - done - failed - running - skipped
  const words: [number, string][] = [
    [failed, 'failed'],
    [running, 'running'],
    [skipped, 'skipped'],
    [rest, 'not ended'],
  ]
  return words.filter(([count]) => count > 0).map(([count, word]) => `${formatInteger(count)} ${word}`)
}

function phases(run: RunDetail): RunNumber {
  const { total, done } = run.phaseCounts
  return {
    id: 'phases',
    label: 'Phases done',
    parts: total === 0 ? null : plain(formatInteger(done), `of ${formatInteger(total)}`),
    instead: 'no phases',
    lowerBound: false,
    about: total === 0 ? 'no phase names this run' : phaseWords(run).join(', ') || 'all of them',
    href: '#phases',
    loud: false,
  }
}

function duration(run: RunDetail): RunNumber {
  const { value, lowerBound, title } = durationOf(run)
  const limit = run.maxDurationMinutes
  return {
    id: 'duration',
    label: 'Duration',
    parts: value === null ? null : durationParts(value),
    instead: 'not known',
    lowerBound,
    about: limit === null ? title : `${title}; limit ${formatInteger(limit)} m`,
    href: '#timeline',
    loud: false,
  }
}

function failedAttempts({ failedAttempts: failed, usage }: RunDetail): RunNumber {
  const total = usage.total
  const known = failed !== null && failed.tokens !== null && total !== null && total > 0
  const attempts = failed ? `in ${formatInteger(failed.attempts)} of ${formatInteger(failed.ofAttempts)} attempts` : ''
  return {
    id: 'failed-attempts',
    label: 'Tokens in failed attempts',
    parts: known ? [percentPart((failed.tokens ?? 0) / total)] : null,
    instead: failed === null ? 'not known' : failed.attempts === 0 ? 'none failed' : 'not recorded',
    lowerBound: false,
    about: known
      ? `${formatInteger(failed.tokens ?? 0)} of ${formatInteger(total)}, ${attempts}`
      : failed === null
        ? 'no attempt is recorded or can be told from events'
        : attempts,
    href: '#phases',
    loud: false,
  }
}

function cost(run: RunDetail): RunNumber {
  const { value, lowerBound, title } = costOf(run)
  const parts = value === null ? null : plain(formatMoney(value))
  return {
    id: 'cost',
    label: 'Cost',
    parts,
    instead: 'not known',
    lowerBound,
    about: title,
    href: '#usage',
    loud: false,
  }
}
