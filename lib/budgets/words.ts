import { formatInteger, formatMoney, formatPercent } from '@/lib/time/format-quantity'
import type {
  BudgetMeasure,
  BudgetScope,
  BudgetsReply,
  BudgetWire,
  ProjectionWire,
  TargetWire,
  WhatIfReply,
} from './schema'

/** What budgets say, in the operator's words; the page and the command line say the same. */

export const SCOPE_WORDS: Readonly<Record<BudgetScope, { one: string; many: string }>> = {
  run: { one: 'run', many: 'runs' },
  job: { one: 'job', many: 'jobs' },
  project: { one: 'project', many: 'projects' },
  day: { one: 'day', many: 'days' },
}

/** "300,000 tokens", "$5.00". */
export const amountWords = (amount: number, measure: BudgetMeasure) =>
  measure === 'tokens' ? `${formatInteger(amount)} tokens` : formatMoney(amount)

const capAmount = ({ capTokens, capMicroUsd, measure }: BudgetWire) =>
  amountWords((measure === 'tokens' ? capTokens : capMicroUsd) ?? 0, measure)

/** "300,000 tokens for each run of codex in web": the cap and what it is on. */
export function budgetWords(budget: BudgetWire): string {
  const { scope, system, project, jobId, runId, period, tz } = budget
  const named = runId ?? jobId
  const what =
    scope === 'project'
      ? `${project === null ? 'each project' : `the project ${project}`}${period === 'all' ? '' : ' in a month'}`
      : named !== null
        ? `the ${SCOPE_WORDS[scope].one} ${named}`
        : `each ${SCOPE_WORDS[scope].one}`
  return [
    `${capAmount(budget)} for ${what}`,
    system === null ? '' : ` of ${system}`,
    project === null || scope === 'project' ? '' : ` in ${project}`,
    tz === 'UTC' ? '' : ` (${tz})`,
  ].join('')
}

/** "1 of 12 runs over, 2 cannot be told". */
export function countWords(scope: BudgetScope, { targets, over, cannotTell }: BudgetsReply['sourceCaps']['counts']) {
  const { one, many } = SCOPE_WORDS[scope]
  if (targets === 0) return `no ${many} yet`
  return [
    `${formatInteger(over)} of ${formatInteger(targets)} ${targets === 1 ? one : many} over`,
    ...(cannotTell > 0 ? [`of ${formatInteger(cannotTell)} it cannot be told`] : []),
  ].join(', ')
}

/** Why a use is only "at least". */
export function boundWords({ lowerBoundReasons, unknownEvents, events }: TargetWire): string[] {
  const of = `${formatInteger(unknownEvents)} of ${formatInteger(events)} ${events === 1 ? 'event' : 'events'}`
  return lowerBoundReasons.map((reason) =>
    reason === 'output_not_recorded'
      ? 'some output was recorded only in part'
      : `${of} ${reason === 'unpriced' ? 'without a price' : 'without recorded tokens'}`,
  )
}

/** "437,630 tokens of 300,000 tokens, 146 %", with "at least" and its reason; never "within" of a lower bound. */
export function spentWords(target: TargetWire, measure: BudgetMeasure): string {
  const { used, cap, share, isLowerBound, state } = target
  if (used === null) return `nothing recorded of ${amountWords(cap, measure)}`
  const whole = `${isLowerBound ? 'at least ' : ''}${amountWords(used, measure)} of ${amountWords(cap, measure)}`
  const percent = share === null ? '' : `, ${isLowerBound ? '≥ ' : ''}${formatPercent(share)}`
  const why = isLowerBound ? ` (${boundWords(target).join('; ')})` : ''
  return `${whole}${percent}${why}${state === 'cannot_tell' ? '; whether it is within the cap cannot be told' : ''}`
}

const timeWords = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`

/** When and with which event it went over. */
export function crossingWords({ crossing }: TargetWire, measure: BudgetMeasure): string {
  if (crossing === null) return 'which event went over cannot be told'
  const { at, before, after, unknownBefore } = crossing
  const when = at === null ? 'with an event without a time' : `at ${timeWords(at)}`
  const earlier =
    unknownBefore > 0
      ? `, or before: ${formatInteger(unknownBefore)} earlier ${unknownBefore === 1 ? 'event says' : 'events say'} nothing`
      : ''
  return `it went over ${when}, from ${amountWords(before, measure)} to ${amountWords(after, measure)}${earlier}`
}

/** The interval, or why there is none. */
export function projectionWords(projection: ProjectionWire, measure: BudgetMeasure): string {
  if (projection.basis === 'none') {
    const { observedDays, neededDays } = projection
    return `no basis for a projection: ${formatInteger(observedDays)} ${observedDays === 1 ? 'day' : 'days'} with records in the last four weeks, ${neededDays} are needed`
  }
  const { low, high, level, overShare, lastDay, observedDays, isLowerBound } = projection
  const least = isLowerBound ? 'at least ' : ''
  return (
    `by the end of ${lastDay}: ${least}${amountWords(low, measure)} to ${amountWords(high, measure)} ` +
    `(${formatPercent(level)} interval from ${observedDays} days); over the cap in ${formatPercent(overShare)} of the futures drawn`
  )
}

/** "This cap would have stopped 3 of 40 runs from … to …; they used 1,200 tokens after it." */
export function whatIfWords(reply: WhatIfReply): string {
  const { scope, measure, counts, from, to, after, isLowerBound } = reply
  const { one, many } = SCOPE_WORDS[scope]
  const span = `from ${from.slice(0, 10)} to ${to.slice(0, 10)}`
  if (counts.targets === 0) return `No ${many} ${span}: nothing to try this cap on.`
  const unsure = counts.cannotTell > 0 ? `; of ${formatInteger(counts.cannotTell)} it cannot be told` : ''
  const saved =
    counts.over === 0
      ? ''
      : after === null
        ? '; how much came after cannot be told'
        : `; ${isLowerBound ? 'at least ' : ''}${amountWords(after, measure)} came after`
  return `This cap would have stopped ${formatInteger(counts.over)} of ${formatInteger(counts.targets)} ${counts.targets === 1 ? one : many} ${span}${saved}${unsure}.`
}
