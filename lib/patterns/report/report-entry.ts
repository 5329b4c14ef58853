import { codeBlock, codeSpan, plainText, sentence, shownTime } from '@/lib/patterns/markdown-text'
import type { PatternMove, PatternState } from '@/lib/patterns/pattern-states'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import type { ReportEntry, ReportEvidence, ReportMove } from './pattern-report'
import type { Severity } from './severity'

const [EVIDENCE_MAX, MOVES_MAX, NUMBERS_MAX] = [5, 20, 30]
const NOT_RECORDED = 'not recorded'

export const STATE_WORDS: Readonly<Record<PatternState, string>> = {
  new: 'New, nobody has looked at it',
  acknowledged: 'Acknowledged, not fixed',
  fix_proposed: 'A fix is proposed',
  fix_merged: 'A fix is merged, not yet verified',
  verified: 'Verified: it has not come back',
  regressed: 'Regressed: the fix did not hold',
  ignored: 'Ignored',
}

const MOVE_WORDS: Readonly<Record<PatternMove['to'], string>> = {
  acknowledged: 'acknowledged',
  fix_proposed: 'proposed a fix',
  fix_merged: 'merged a fix',
  ignored: 'ignored it',
  unignored: 'took it up again',
  undo: 'took the last step back',
}

/** One pattern as an entry of an engineer's log. */
export function entryMarkdown(entry: ReportEntry, number: number, severity: Severity): string {
  const { pattern, sample } = entry
  return [
    `#### ${number}. ${titleOf(entry)} (${severity.toUpperCase()})`,
    ['**Problem:**', '', ...list(problem(entry))].join('\n'),
    ...(sample === null ? ['No message was recorded.'] : [codeBlock(sample)]),
    ['**Evidence:**', '', ...list(evidence(entry))].join('\n'),
    ['**Impact:**', '', ...list(impact(entry))].join('\n'),
    `**Recurrence:** ${recurrence(entry)}`,
    tried(entry),
    `**Fix wanted:** ${fixWanted(entry)}`,
    `**Status:** ${STATE_WORDS[pattern.state]}${pattern.owner ? ` (owner: ${named(pattern.owner)})` : ''}`,
  ].join('\n\n')
}

/** The title in one line; of a pattern without one, its type. */
export const titleOf = ({ pattern }: ReportEntry, max = 140): string =>
  plainText(pattern.title, max) || plainText(pattern.errorType, max) || 'Untitled'

/** What the report asks for, in a sentence. */
export const fixWanted = ({ helps }: Pick<ReportEntry, 'helps'>): string =>
  (helps === null ? '' : sentence(helps)) || 'not known'

/** A name from outside; one of nothing but controls is none. */
const named = (name: string) => plainText(name, 80) || NOT_RECORDED

const list = (items: readonly string[]) => items.map((item) => `- ${item}`)

const problem = ({ pattern }: ReportEntry) => [
  `Template: ${codeSpan(pattern.template, 600)}`,
  `Type and cause: ${named(pattern.errorType)}, ${named(pattern.cause)}`,
]

export const count = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? NOT_RECORDED : formatInteger(value)

const counted = (value: number, one: string) => `${count(value)} ${value === 1 ? one : `${one}s`}`

function evidence({ pattern, occurrencesHere, evidence: places, path }: ReportEntry): string[] {
  const { occurrences, runs, sessions, phases, firstSeenAt, lastSeenAt } = pattern
  const here = occurrencesHere === null ? '' : `${count(occurrencesHere)} here, `
  const within = [counted(runs, 'run'), counted(sessions, 'session'), counted(phases, 'phase')].join(', ')
  return [
    `${here}${counted(occurrences, 'occurrence')} in all, in ${within} (confidence ${plainText(pattern.confidence, 20)}, priority ${plainText(pattern.priority, 20)})`,
    `First seen ${shownTime(firstSeenAt)}, last seen ${shownTime(lastSeenAt)}, trend ${plainText(pattern.trend, 20)}`,
    ...places.slice(0, EVIDENCE_MAX).map(place),
    `Pattern: ${codeSpan(path, 300)}`,
  ]
}

function place({ at, file, line, id }: ReportEvidence): string {
  const where = file === null ? '' : codeSpan(line === null ? file : `${file}:${line}`, 400)
  const what = id === null ? '' : codeSpan(id, 300)
  return [at === null ? '' : shownTime(at), where, what].filter((part) => part !== '').join(', ') || NOT_RECORDED
}

function impact({ pattern, costMicroUsd }: ReportEntry): string[] {
  const { tokensWasted, minutesWasted } = pattern
  const minutes = minutesWasted === null ? null : Math.round(minutesWasted * 10) / 10
  return [
    `Tokens in failing attempts: ${count(tokensWasted)}`,
    `Minutes in failing attempts: ${minutes === null || !Number.isFinite(minutes) ? NOT_RECORDED : minutes.toLocaleString('en-US')}`,
    `Cost: ${costMicroUsd === null || !Number.isFinite(costMicroUsd) ? NOT_RECORDED : formatMoney(costMicroUsd)}`,
  ]
}

function recurrence({ pattern, told, toldIn }: ReportEntry): string {
  const { sessions, daysOpen } = pattern.recurrence
  const numbers = toldIn.slice(0, NUMBERS_MAX).map(count).join(', ')
  const more = toldIn.length > NUMBERS_MAX ? ', …' : ''
  const where = toldIn.length === 0 ? '' : ` (${toldIn.length === 1 ? 'session' : 'sessions'} ${numbers}${more})`
  const open = daysOpen > 0 ? `, open for ${counted(daysOpen, 'day')}` : ''
  const words = (told === null ? '' : plainText(told, 120)) || `seen in ${counted(sessions, 'session')}`
  return words + where + open
}

function tried({ moves, pattern }: ReportEntry): string {
  const suggestion = pattern.mitigation
    ? [`Suggestion given: ${sentence(pattern.mitigation, 300) || NOT_RECORDED}`]
    : []
  const items = [...suggestion, ...moves.slice(-MOVES_MAX).map(move)]
  if (items.length === 0) return '**Tried:** nothing was recorded'
  const earlier = moves.length > MOVES_MAX ? [`${count(moves.length - MOVES_MAX)} earlier steps are left out`] : []
  return ['**Tried:**', '', ...list([...earlier, ...items])].join('\n')
}

function move({ at, who, to, text }: ReportMove): string {
  const words = MOVE_WORDS[to] ?? 'did something'
  const what = text === null ? '' : plainText(text, 300)
  return `${shownTime(at)}, ${who === null ? NOT_RECORDED : named(who)}: ${words}${what === '' ? '' : `: ${what}`}`
}
