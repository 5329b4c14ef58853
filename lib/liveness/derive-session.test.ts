import { describe, expect, test } from 'vitest'
import { deriveSession, type LastEntry, type SessionFacts } from './derive-session'

const AT = '2026-01-01T10:00:00.000Z'
const entry = (kind: string, role: string, more: Partial<LastEntry> = {}): LastEntry => ({
  kind,
  role,
  tool: null,
  outcome: null,
  at: AT,
  ...more,
})
const facts = (lastEntry: LastEntry | null, more: Partial<SessionFacts> = {}): SessionFacts => ({
  status: 'unknown',
  statusRaw: null,
  lastEntry,
  lastEvidenceAt: AT,
  checkedAt: '2026-01-01T10:01:00.000Z',
  ...more,
})
const LATER = { checkedAt: '2026-01-01T12:00:00.001Z' }

describe('a session', () => {
  test.each([
    ['a finished answer', entry('text', 'assistant'), 'succeeded'],
    ['an API error', entry('error', 'assistant', { outcome: 'failed' }), 'failed'],
    ['an interruption', entry('interruption', 'person'), 'stopped'],
    ['a denial', entry('tool_result', 'tool', { outcome: 'denied' }), 'stopped'],
    ['a question to a person', entry('tool_call', 'assistant', { tool: 'AskUserQuestion' }), 'waiting'],
  ])('that ends with %s is settled, however long ago that was', (_what, last, status) => {
    expect(deriveSession(facts(last)).statusDerived).toBe(status)
    expect(deriveSession(facts(last, LATER))).toMatchObject({ statusDerived: status, interruptAfter: null })
  })

  test.each([
    ['a prompt', entry('prompt', 'person')],
    ['a call without a result', entry('tool_call', 'assistant', { tool: 'Bash' })],
    ['a failed result, which the agent will read', entry('tool_result', 'tool', { outcome: 'failed' })],
    ['a thought', entry('thinking', 'assistant')],
  ])('that ends with %s runs for two hours, then counts as interrupted', (_what, last) => {
    expect(deriveSession(facts(last))).toMatchObject({
      statusDerived: 'running',
      interruptAfter: '2026-01-01T12:00:00.000Z',
    })
    expect(deriveSession(facts(last, LATER)).statusDerived).toBe('interrupted')
  })

  test('whose source says how it ended is believed, unless a prompt came after', () => {
    const done = { status: 'succeeded' as const, statusRaw: 'task_complete' }
    expect(deriveSession(facts(entry('text', 'assistant'), done)).statusReason).toContain('task_complete')
    expect(deriveSession(facts(entry('prompt', 'person'), done)).statusDerived).toBe('running')
    expect(
      deriveSession(facts(entry('prompt', 'person'), { status: 'stopped', statusRaw: 'turn_aborted' })).statusDerived,
    ).toBe('stopped')
  })

  test('whose source says that a turn goes on is open, whatever was said in it', () => {
    const going = { status: 'running' as const, statusRaw: 'task_started' }
    expect(deriveSession(facts(entry('text', 'assistant'), going)).statusDerived).toBe('running')
    expect(deriveSession(facts(entry('text', 'assistant'), { ...going, ...LATER })).statusDerived).toBe('interrupted')
    expect(deriveSession(facts(entry('error', 'assistant'), going)).statusDerived).toBe('failed')
  })

  test('that its source calls completed is, though its own file ends with a result', () => {
    const done = { status: 'succeeded' as const, statusRaw: 'completed' }
    expect(deriveSession(facts(entry('tool_result', 'tool', { outcome: 'ok' }), done)).statusDerived).toBe('succeeded')
  })

  test('without entries or without times says so and is never called interrupted', () => {
    expect(deriveSession(facts(null)).statusDerived).toBe('unknown')
    const timeless = facts(entry('prompt', 'person'), { lastEvidenceAt: null, ...LATER })
    expect(deriveSession(timeless)).toMatchObject({ statusDerived: 'running', interruptAfter: null })
  })
})

test('a session whose source closed it is over, whatever was said last; one that only ended a turn is not', () => {
  const prompted = { kind: 'prompt', role: 'person', tool: null, outcome: null, at: '2026-01-01T00:00:00.000Z' }
  const told = (isClosed: boolean) =>
    deriveSession({
      status: 'succeeded',
      statusRaw: 'Submitted',
      isClosed,
      lastEntry: prompted,
      lastEvidenceAt: '2026-01-01T00:00:00.000Z',
      checkedAt: '2026-01-01T00:01:00.000Z',
    }).statusDerived
  expect([told(true), told(false)]).toEqual(['succeeded', 'running'])
})
