import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CAUSES } from '@/lib/model/status'
import { PATTERN_STATES } from '@/lib/patterns/pattern-states'
import { PRIORITIES } from '@/lib/patterns/recurrence'
import { TRENDS } from '@/lib/patterns/trends'
import type { ReportEntry, ReportPattern, ReportScope } from './pattern-report'
import { reportMarkdown } from './report-markdown'

/** Every kind of line that a report writes outside of blocks of code. */
const SHAPES = [
  ...[
    /^# Failure patterns$/,
    /^## (?:Summary|Session.*|.* to .*)$/,
    /^### (?:Critical issues|High|Medium|Low|Priority fixes)$/,
  ],
  ...[
    /^#### \d+\. .+ \((?:CRITICAL|HIGH|MEDIUM|LOW)\)$/,
    /^Made .*/,
    /^Session: (?:`|\(empty\)$)/,
    /^No (?:failures|message)/,
    /^- ./,
  ],
  ...[/^None: /, /^\*\*(?:Problem|Evidence|Impact|Tried):\*\*$/, /^\*\*(?:Recurrence|Tried|Fix wanted|Status):\*\* ./],
  ...[/^\| .* \|$/, /^\d+\. \*\*(?:Critical|High):\*\* ./, /^[\d,]+ more /],
]

/** What is left of a line for a reader of Markdown to act on: without code spans and characters with a backslash. */
function active(line: string): string {
  let [rest, at] = ['', 0]
  while (at < line.length) {
    if (/^\\[!-/:-@[-`{-~]/.test(line.slice(at))) {
      at += 2
      continue
    }
    const fence = /^`+/.exec(line.slice(at))?.[0]
    const end = fence ? closing(line, at + fence.length, fence) : -1
    if (fence && end !== -1) at = end
    else rest += line[at++]
  }
  return rest
}
const closing = (line: string, from: number, fence: string) => {
  for (const { 0: row, index } of line.slice(from).matchAll(/`+/g)) {
    if (row === fence) return from + index + row.length
  }
  return -1
}

/** Fails unless a reader of Markdown sees nothing but what the report writes itself. */
function expectOwnMarkup(markdown: string, entries: number): void {
  expect(markdown).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\r/,
  )
  expect(markdown.isWellFormed()).toBe(true)
  let fence: string | null = null
  let [blocks, headings] = [0, 0]
  for (const line of markdown.split('\n')) {
    if (fence !== null) {
      if (/^ {0,3}`+ *$/.test(line) && line.trim().length >= fence.length) fence = null
      continue
    }
    const open = /^(`{3,})text$/.exec(line)
    if (open) {
      fence = open[1] ?? ''
      blocks += 1
      continue
    }
    if (line === '') continue
    expect([line, SHAPES.some((shape) => shape.test(line))]).toEqual([line, true])
    if (line.startsWith('#### ')) headings += 1
    const own = active(line.replace(/^- Cost: \u2212?\$/, '')).replace(/^#+ |^(\d+\. )?\*\*[A-Z][a-z ]+:\*\*/, '')
    expect(line).not.toMatch(/^- +(?:[-+] ?|\d+[.)])/)
    if (line.startsWith('|')) expect(own.match(/\|/g)).toHaveLength(9)
    expect(own.replace(/^\|.*\|$/, (row) => row.replaceAll('|', ''))).not.toMatch(/[`*[\]<>~|#$]|:\/\/|www\.|&[#a-z]/i)
  }
  expect([fence, headings]).toEqual([null, entries])
  expect(blocks).toBeLessThanOrEqual(entries)
}

const bait = fc.constantFrom(
  ...['---', '***', '+ y', '1) z', '- - -'],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=y>',
    '<!--',
    '&lt;',
    '&#60;',
    '[a](javascript:b)',
    '![i](https://x.example/i)',
  ],
  ...[
    '`',
    '``',
    '```',
    '````text',
    '~~~',
    '\n```\n',
    '\n~~~\n',
    '# h',
    '\n# h\n',
    '\n---\n',
    '\n===\n',
    '| a | b |',
    '|---|---|',
    '\\',
  ],
  ...[
    '\\`',
    '**b**',
    '_i_',
    '__b__',
    'a_b',
    '~~s~~',
    '$x$',
    '[^1]',
    '[x]: y',
    '\n[x]: https://x.example\n',
    'www.x.example',
    'https://x.example',
  ],
  ...[
    '\u001b[31m',
    '\u001b]8;;https://x.example\u0007',
    '\u202e',
    '\u2066',
    '\0',
    '\r',
    '\n',
    '\r\n',
    '\u2028',
    '\t',
    ' ',
    '    ',
    '- x',
    '1. x',
    '> q',
  ],
  ...[
    '\ud800',
    '\udfff',
    '\u{1f600}',
    '\ufeff',
    'Größe',
    '#### 1. x (HIGH)',
    '**Status:** verified',
    '@name',
    '#123',
    '{{x}}',
    'x',
  ],
)
const hostile = fc
  .array(fc.oneof(bait, bait, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 10 })
  .map((parts) => parts.join(''))
const number = fc.oneof(fc.double(), fc.integer())
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one)
const anyPattern: fc.Arbitrary<ReportPattern> = fc.record({
  ...{ id: hostile, fingerprint: hostile, algorithm: hostile, template: hostile, title: hostile, errorType: hostile },
  ...{
    cause: fc.constantFrom(...CAUSES),
    state: fc.constantFrom(...PATTERN_STATES),
    trend: fc.constantFrom(...TRENDS),
  },
  ...{ confidence: fc.constantFrom(...PRIORITIES), priority: fc.constantFrom(...PRIORITIES), version: number },
  ...{ occurrences: number, runs: number, sessions: number, phases: number, firstSeenAt: hostile, lastSeenAt: hostile },
  ...{ tokensWasted: maybe(number), minutesWasted: maybe(number), mitigation: maybe(hostile), owner: maybe(hostile) },
  ...{ recurrence: fc.record({ sessions: number, daysOpen: number }), autopackSignatures: fc.array(hostile) },
})
const anyEntry: fc.Arbitrary<ReportEntry> = fc.record({
  ...{ pattern: anyPattern, sample: maybe(hostile), occurrencesHere: maybe(number), costMicroUsd: maybe(number) },
  evidence: fc.array(fc.record({ at: maybe(hostile), file: maybe(hostile), line: maybe(number), id: maybe(hostile) }), {
    maxLength: 3,
  }),
  moves: fc.array(
    fc.record({
      ...{ at: hostile, who: maybe(hostile), text: maybe(hostile) },
      to: fc.constantFrom('acknowledged', 'fix_proposed', 'fix_merged', 'ignored', 'unignored', 'undo'),
    }),
    { maxLength: 3 },
  ),
  ...{ told: maybe(hostile), toldIn: fc.array(number), helps: maybe(hostile), path: hostile },
})
const anyScope: fc.Arbitrary<ReportScope> = fc.oneof(
  fc.record({ kind: fc.constant('window' as const), from: hostile, to: hostile }),
  fc.record({
    ...{ kind: fc.constant('session' as const), number: maybe(number), id: hostile, title: maybe(hostile) },
    at: maybe(hostile),
  }),
)

describe('text from outside', () => {
  test('is nothing but text in every place of a report', () => {
    const section = fc.record({ scope: anyScope, entries: fc.array(anyEntry, { maxLength: 3 }), leftOut: fc.nat() })
    const any = fc.record({ madeAt: hostile, sections: fc.array(section, { maxLength: 2 }) })
    fc.assert(
      fc.property(any, (given) => {
        const entries = given.sections.reduce((sum, one) => sum + one.entries.length, 0)
        expectOwnMarkup(reportMarkdown(given), entries)
      }),
      { numRuns: 300 },
    )
  })

  test.each(['`', '```\n', '<b>', '\\', '\u001b[31m', '|', '\n', 'x'])('of five megabytes of %j is cut', (piece) => {
    const long = piece.repeat(5_000_000 / piece.length)
    const [base] = fc.sample(anyEntry, { numRuns: 1, seed: 1 })
    if (!base) throw new Error('nothing was made')
    const all: ReportEntry = {
      ...base,
      ...{ sample: long, told: long, helps: long, path: long, toldIn: Array.from({ length: 100_000 }, (_, at) => at) },
      evidence: Array.from({ length: 1_000 }, () => ({ at: long, file: long, line: 1, id: long })),
      moves: Array.from({ length: 1_000 }, () => ({ at: long, who: long, to: 'ignored', text: long })),
      pattern: {
        ...{ ...base.pattern, title: long, template: long, errorType: long, owner: long, mitigation: long, id: long },
        ...{ firstSeenAt: long, lastSeenAt: long },
      },
    }
    const scope = { kind: 'session' as const, number: 1, id: long, title: long, at: long }
    const sections = [{ scope, entries: [all], leftOut: 0 }]
    const markdown = reportMarkdown({ madeAt: long, sections })
    expect(markdown.length).toBeLessThan(60_000)
    expectOwnMarkup(markdown, 1)
  })
})
