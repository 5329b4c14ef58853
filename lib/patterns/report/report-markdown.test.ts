import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CAUSES } from '@/lib/model/status'
import { PATTERN_STATES } from '@/lib/patterns/pattern-states'
import { TRENDS } from '@/lib/patterns/pattern-trend'
import { PRIORITIES } from '@/lib/patterns/recurrence'
import type { PatternReport, ReportEntry, ReportPattern, ReportScope } from './pattern-report'
import { reportMarkdown } from './report-markdown'

const pattern = (fields: Partial<ReportPattern> = {}): ReportPattern => ({
  ...{ id: 'pattern:1', fingerprint: '0123456789abcdef', algorithm: 'template-1', template: 'TLS of <*> failed' },
  ...{ title: 'TLS verification', errorType: 'tls_verification', cause: 'config', state: 'new', trend: 'steady' },
  ...{ confidence: 'high', priority: 'medium', occurrences: 7, runs: 4, sessions: 4, phases: 0 },
  ...{ firstSeenAt: '2026-01-02T03:04:05.678Z', lastSeenAt: '2026-02-02T13:14:15.678Z' },
  ...{ tokensWasted: null, minutesWasted: null, recurrence: { sessions: 4, daysOpen: 31 }, version: 1 },
  ...{ autopackSignatures: [], ...fields },
})

const entry = (fields: Partial<ReportEntry> = {}, of: Partial<ReportPattern> = {}): ReportEntry => ({
  ...{ pattern: pattern(of), sample: 'TLS of one.example failed', evidence: [], occurrencesHere: null },
  ...{ costMicroUsd: null, told: null, toldIn: [], moves: [], helps: null, path: '/patterns/pattern:1', ...fields },
})

const WINDOW: ReportScope = { kind: 'window', from: '2026-01-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' }
const report = (...entries: ReportEntry[]): PatternReport => ({
  madeAt: '2026-03-01T08:00:00.000Z',
  sections: [{ scope: WINDOW, entries, leftOut: 0 }],
})
const lineOf = (markdown: string, start: string) => markdown.split('\n').find((line) => line.startsWith(start))

describe('an entry', () => {
  const full = entry(
    {
      evidence: [{ at: '2026-02-02T13:14:15.678Z', file: 'logs/run.log', line: 17, id: 'autopack:run-1' }],
      ...{ occurrencesHere: 2, costMicroUsd: 1_470_000, told: 'told 4 times, still not fixed', toldIn: [1, 4, 5, 6] },
      moves: [
        { at: '2026-01-05T10:00:00.000Z', who: 'Ada', to: 'fix_proposed', text: 'trust the *system* store' },
        { at: '2026-01-06T10:00:00.000Z', who: null, to: 'fix_merged', text: 'abc123' },
      ],
      helps: 'Set `SSL_CERT_FILE` to the bundle.',
    },
    { tokensWasted: 1_234_567, minutesWasted: 81.26, owner: 'Ada', state: 'regressed' },
  )
  const markdown = reportMarkdown(report(full))

  test.each([
    '#### 1. TLS verification (CRITICAL)',
    '- Template: `TLS of <*> failed`',
    '```text\nTLS of one.example failed\n```',
    '- 2 here, 7 occurrences in all, in 4 runs, 4 sessions, 0 phases (confidence high, priority medium)',
    '- First seen 2026-01-02 03:04 UTC, last seen 2026-02-02 13:14 UTC, trend steady',
    '- 2026-02-02 13:14 UTC, `logs/run.log:17`, `autopack:run-1`',
    '- Pattern: `/patterns/pattern:1`',
    '- Tokens in failing attempts: 1,234,567',
    '- Minutes in failing attempts: 81.3',
    '- Cost: $1.47',
    '**Recurrence:** told 4 times, still not fixed (sessions 1, 4, 5, 6), open for 31 days',
    '- 2026-01-05 10:00 UTC, Ada: proposed a fix: trust the \\*system\\* store',
    '- 2026-01-06 10:00 UTC, not recorded: merged a fix: abc123',
    '**Fix wanted:** Set `SSL_CERT_FILE` to the bundle.',
    '**Status:** Regressed: the fix did not hold (owner: Ada)',
    '1. **Critical:** TLS verification. Fix wanted: Set `SSL_CERT_FILE` to the bundle.',
  ])('tells %j', (text) => {
    expect(markdown).toContain(text)
  })

  test('says what was not recorded, never 0', () => {
    const bare = reportMarkdown(report(entry({ sample: null }, { occurrences: Number.NaN })))
    for (const name of ['Tokens', 'Minutes', 'Cost']) expect(lineOf(bare, `- ${name}`)).toMatch(/: not recorded$/)
    expect(bare).toContain('No message was recorded.')
    expect(bare).toContain('**Tried:** nothing was recorded')
    expect(bare).toContain('**Fix wanted:** not known')
    expect(lineOf(bare, '**Recurrence:**')).toBe('**Recurrence:** seen in 4 sessions, open for 31 days')
  })

  test('calls what a catalogue or a tool said a suggestion, not a fix', () => {
    expect(reportMarkdown(report(entry({}, { mitigation: 'pip install x' })))).toContain(
      '- Suggestion given: pip install x',
    )
  })
})

describe('a report', () => {
  test('puts the critical first, then what wasted most and is most frequent, and numbers them so', () => {
    const markdown = reportMarkdown(
      report(
        entry({}, { id: 'd', title: 'D', state: 'verified' }),
        entry({}, { id: 'c', title: 'C', occurrences: 8 }),
        entry({}, { id: 'b', title: 'B', tokensWasted: 5 }),
        entry({}, { id: 'a', title: 'A', tokensWasted: 1e6 }),
        entry({}, { id: 'e', title: 'E', state: 'regressed' }),
      ),
    )
    expect(markdown.match(/^#{3,4} .*$/gm)).toEqual([
      ...['### Critical issues', '#### 1. A (CRITICAL)', '### High', '#### 2. E (HIGH)'],
      ...['### Medium', '#### 3. B (MEDIUM)', '#### 4. C (MEDIUM)', '### Low', '#### 5. D (LOW)'],
      '### Priority fixes',
    ])
    expect(markdown.match(/^\d+\. \*\*.*$/gm)).toEqual([
      ...['1. **Critical:** A. Fix wanted: not known', '2. **High:** E. Fix wanted: not known'],
    ])
  })

  test('by session tells every session, and in the summary each pattern once', () => {
    const session = (number: number) => ({
      scope: { kind: 'session' as const, number, id: `s${number}`, title: `Work ${number}`, at: null },
      ...{ entries: [entry({ toldIn: [1, 2] })], leftOut: number === 2 ? 3 : 0 },
    })
    const sections = [session(1), session(2), { ...session(3), entries: [] }]
    const markdown = reportMarkdown({ madeAt: '2026-03-01T08:00:00.000Z', sections })
    expect(markdown.match(/^## .*$/gm)).toEqual([
      ...['## Session 1: Work 1', '## Session 2: Work 2', '## Session 3: Work 3', '## Summary'],
    ])
    expect(markdown.match(/^\| \d+ \| .*$/gm)).toHaveLength(1)
    expect(markdown).toContain('3 more patterns are left out.')
    expect(markdown).toContain('1 pattern: 0 critical, 0 high, 1 medium, 0 low.')
  })

  test('of nothing says so', () => {
    expect(reportMarkdown({ madeAt: 'no time', sections: [] })).toContain('No failures were recorded.')
    expect(reportMarkdown(report())).toContain('None: nothing that is open is critical or high.')
  })
})

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
    const all = entry(
      {
        ...{
          sample: long,
          told: long,
          helps: long,
          path: long,
          toldIn: Array.from({ length: 100_000 }, (_, at) => at),
        },
        evidence: Array.from({ length: 1_000 }, () => ({ at: long, file: long, line: 1, id: long })),
        moves: Array.from({ length: 1_000 }, () => ({ at: long, who: long, to: 'ignored' as const, text: long })),
      },
      { title: long, template: long, errorType: long, owner: long, mitigation: long, id: long, firstSeenAt: long },
    )
    const markdown = reportMarkdown(report(all))
    expect(markdown.length).toBeLessThan(60_000)
    expectOwnMarkup(markdown, 1)
  })

  test('keeps the words that people read', () => {
    const markdown = reportMarkdown(report(entry({}, { title: 'env file (.env) of http_503 is "not" loaded: a & b!' })))
    expect(markdown).toContain('#### 1. env file (.env) of http_503 is "not" loaded: a & b! (MEDIUM)')
  })
})
