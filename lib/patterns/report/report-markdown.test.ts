import { describe, expect, test } from 'vitest'
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

  test('keeps the words that people read', () => {
    const markdown = reportMarkdown(report(entry({}, { title: 'env file (.env) of http_503 is "not" loaded: a & b!' })))
    expect(markdown).toContain('#### 1. env file (.env) of http_503 is "not" loaded: a & b! (MEDIUM)')
  })
})
