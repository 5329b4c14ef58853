import { codeSpan, markdownTable, plainText, shownTime } from '@/lib/patterns/markdown-text'
import type { PatternState } from '@/lib/patterns/pattern-states'
import type { PatternReport, ReportEntry, ReportScope, ReportSection } from './pattern-report'
import { count, entryMarkdown, fixWanted, STATE_WORDS, titleOf } from './report-entry'
import { SEVERITIES, type Severity, severityOf } from './severity'

interface Graded {
  entry: ReportEntry
  severity: Severity
  /** Of the section, as it stands before the title. */
  number: number
}

const PRIORITY_FIXES_MAX = 20
const DONE: readonly PatternState[] = ['verified', 'ignored']

/**
 * A report in the manner of an engineer's issue log: per window or session the gravest first, each with problem, evidence,
 * impact, recurrence, what was tried, the fix that is wanted and its state; at the end a table of all and what to fix first.
 * Every text may come from outside; none can become markup, and each is cut.
 */
export function reportMarkdown(report: PatternReport): string {
  const graded = report.sections.map(({ entries }) => grade(entries))
  const all = newestTelling(graded.flat())
  return [
    '# Failure patterns',
    `Made ${shownTime(report.madeAt)}. ${summaryLine(all)}`,
    ...report.sections.flatMap((section, at) => sectionMarkdown(section, graded[at] ?? [])),
    '## Summary',
    all.length === 0 ? 'No failures were recorded.' : summaryTable(all),
    '### Priority fixes',
    priorityFixes(all),
  ]
    .join('\n\n')
    .concat('\n')
}

/** Gravest first; among equals what wasted most, what is most frequent, what was seen last. */
function grade(entries: readonly ReportEntry[]): Graded[] {
  return entries
    .map((entry) => ({ entry, severity: severityOf(entry.pattern) }))
    .sort(byGravity)
    .map((one, at) => ({ ...one, number: at + 1 }))
}

type Ungraded = Omit<Graded, 'number'>

function byGravity(
  { entry: { pattern: a }, severity: one }: Ungraded,
  { entry: { pattern: b }, severity: other }: Ungraded,
) {
  return (
    SEVERITIES.indexOf(one) - SEVERITIES.indexOf(other) ||
    (b.tokensWasted ?? -1) - (a.tokensWasted ?? -1) ||
    b.occurrences - a.occurrences ||
    compare(b.lastSeenAt, a.lastSeenAt) ||
    compare(a.id, b.id)
  )
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Each pattern once, however many sessions tell of it. */
function newestTelling(graded: readonly Graded[]): Graded[] {
  const byId = new Map(graded.map((one) => [one.entry.pattern.id, one]))
  return [...byId.values()].sort(byGravity)
}

function summaryLine(all: readonly Graded[]): string {
  const parts = SEVERITIES.map((severity) => `${all.filter((one) => one.severity === severity).length} ${severity}`)
  return `${all.length === 1 ? '1 pattern' : `${count(all.length)} patterns`}: ${parts.join(', ')}.`
}

function sectionMarkdown({ scope, leftOut }: ReportSection, graded: readonly Graded[]): string[] {
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const own = graded.filter((one) => one.severity === severity)
    if (own.length === 0) return []
    return [`### ${TITLES[severity]}`, ...own.map(({ entry, number }) => entryMarkdown(entry, number, severity))]
  })
  return [
    `## ${scopeTitle(scope)}`,
    ...(scope.kind === 'session' ? [`Session: ${codeSpan(scope.id, 300)}`] : []),
    ...(graded.length === 0 ? ['No failures were recorded.'] : bySeverity),
    ...(leftOut > 0 ? [`${count(leftOut)} more patterns are left out.`] : []),
  ]
}

const TITLES: Readonly<Record<Severity, string>> = {
  critical: 'Critical issues',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

function scopeTitle(scope: ReportScope): string {
  if (scope.kind === 'window') return `${shownTime(scope.from)} to ${shownTime(scope.to)}`
  const name = scope.number === null ? 'Session' : `Session ${count(scope.number)}`
  const title = scope.title === null ? '' : plainText(scope.title, 140)
  return `${name}${title === '' ? '' : `: ${title}`}${scope.at === null ? '' : ` (${shownTime(scope.at)})`}`
}

function summaryTable(all: readonly Graded[]): string {
  const rows = all.map(({ entry, severity }, at) => {
    const { state, occurrences, recurrence, tokensWasted, lastSeenAt } = entry.pattern
    return [
      ...[String(at + 1), severity, titleOf(entry, 80), STATE_WORDS[state], count(occurrences)],
      ...[count(recurrence.sessions), count(tokensWasted), shownTime(lastSeenAt)],
    ]
  })
  return markdownTable(['No.', 'Severity', 'Problem', 'Status', 'Occurrences', 'Sessions', 'Tokens', 'Last seen'], rows)
}

/** What is critical or high and not done. */
function priorityFixes(all: readonly Graded[]): string {
  const open = all.filter(
    ({ entry, severity }) => (severity === 'critical' || severity === 'high') && !DONE.includes(entry.pattern.state),
  )
  if (open.length === 0) return 'None: nothing that is open is critical or high.'
  const lines = open
    .slice(0, PRIORITY_FIXES_MAX)
    .map(({ entry, severity }, at) => `${at + 1}. **${TITLE_WORD[severity]}:** ${titleOf(entry)}. ${wanted(entry)}`)
  if (open.length > PRIORITY_FIXES_MAX) lines.push('', `${count(open.length - PRIORITY_FIXES_MAX)} more are above.`)
  return lines.join('\n')
}

const wanted = (entry: ReportEntry) => `Fix wanted: ${fixWanted(entry)}`
const TITLE_WORD: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}
