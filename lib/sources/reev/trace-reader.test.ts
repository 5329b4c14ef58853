import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '@/lib/model/records'
import { memoryDocument, ofKind, readDocument } from '@/lib/testing/memory-source'
import { REAL_DATA } from '@/lib/testing/test-db'
import { flowReader } from './flow-reader'
import { flowYaml, reevTime } from './reev-fixture'
import { traceReader } from './trace-reader'

const line = (seconds: number, event_type: string, more: object = {}) => ({
  timestamp: reevTime(seconds),
  session_id: 's1',
  reev_runner_version: '0.1.0',
  reev_agent_version: '0.1.0',
  event_type,
  prompt: null,
  tool_input: null,
  tool_output: null,
  timing: { flow_timeuse_ms: 0, step_timeuse_ms: 0 },
  metadata: {},
  ...more,
})
const prompt = (seconds: number, user_prompt: string) =>
  line(seconds, 'Prompt', { prompt: { tool_name_list: [], user_prompt, final_prompt: `You are…${user_prompt}` } })
const input = (seconds: number, tool_name: string, tool_args: object = { amount: 5 }) =>
  line(seconds, 'ToolInput', { tool_input: { tool_name, tool_args } })
const output = (seconds: number, success = true, error_message: string | null = null, results: unknown = 'fine') =>
  line(seconds, 'ToolOutput', { tool_output: { success, results, error_message } })
const closing = {
  failed_tools: 2,
  logged_at: reevTime(9),
  session_id: 's1',
  successful_tools: 0,
  tool_calls: 2,
  total_events: 8,
}

function read(lines: readonly unknown[], cutAfter = 0) {
  const records: CanonicalRecord[] = []
  const rejected: string[] = []
  let reading = traceReader.open({ state: null, path: 'enhanced_otel_s1.jsonl' })
  lines.forEach((value, index) => {
    const result = reading.readLine(value, index + 1, 0)
    if ('rejected' in result) rejected.push(result.rejected)
    else records.push(...result.records)
    if (index + 1 !== cutAfter) return
    records.push(...reading.gather())
    reading = traceReader.open({ state: JSON.parse(JSON.stringify(reading.state())), path: '' })
  })
  records.push(...reading.gather())
  return { records, rejected, entries: ofKind(records, 'entry'), run: ofKind(records, 'run').at(-1) }
}

describe('a trace', () => {
  test('is a transcript with its calls, results and times', () => {
    const { entries, records, run } = read([prompt(0, 'Send 1 SOL'), input(1, 'sol_transfer'), output(3)])
    expect(entries.map(({ type, tool, outcome }) => [type, tool, outcome])).toEqual([
      ['prompt', null, null],
      ['note', null, null],
      ['tool_call', 'sol_transfer', null],
      ['tool_result', 'sol_transfer', 'ok'],
    ])
    expect(entries[3]).toMatchObject({ callKey: entries[2]?.callKey, data: { durationMs: 2_000 } })
    expect(ofKind(records, 'metric')).toMatchObject([{ name: 'tool_ms', value: 2_000, step: 0 }])
    expect(ofKind(records, 'event').map(({ type }) => type)).toEqual(['prompt', 'tool_input', 'tool_output'])
    expect(run).toMatchObject({ goal: 'Send 1 SOL', status: 'unknown', updatedAt: null, job: { inferred: true } })
    expect(ofKind(records, 'usage')).toEqual([])
    expect(run?.flags).toContain('tokens_unknown')
  })

  test('gives the same calls as the flow that is made of it', () => {
    const swap = { tool: 'jupiter_swap', from: 18, to: 19 }
    const flow = readDocument(flowReader, memoryDocument('f.yml', flowYaml('s1', [swap])))
    const trace = read([prompt(0, 'Swap 0.1 SOL for USDC.'), input(18, 'jupiter_swap'), output(19)])
    const keys = (records: readonly CanonicalRecord[]) => ofKind(records, 'entry').map(({ entryKey }) => entryKey)
    expect(keys(trace.records)).toEqual(keys(flow.records))
    expect(trace.run?.job?.key).toBe(ofKind(flow.records, 'run')[0]?.job?.key)
  })

  test('trap: an output names no call, so one that ran beside others is given to none of them', () => {
    const { entries } = read([input(1, 'a'), input(2, 'b'), output(3), output(4), input(5, 'c'), output(6)])
    const results = entries.filter(({ type }) => type === 'tool_result')
    expect(results.map(({ tool, data }) => [tool, data['pairingDoubt'] ?? null])).toEqual([
      [null, '2 calls were open'],
      [null, '2 calls were open'],
      ['c', null],
    ])
  })

  test('an output that names its tool is given to the one open call of that tool', () => {
    const { entries } = read([input(1, 'a'), input(2, 'b'), output(3, true, null, { tool_name: 'a' }), output(4)])
    expect(entries.filter(({ type }) => type === 'tool_result').map(({ tool }) => tool)).toEqual(['a', 'b'])
  })

  test('trap: an input that only repeats an error is no call', () => {
    const { entries, records } = read([
      input(1, 'a'),
      output(2, false, 'Tool failed: no account'),
      input(2, 'a', { error: 'no account' }),
      input(3, 'b'),
      output(4),
    ])
    expect(entries.map(({ type, tool }) => [type, tool])).toEqual([
      ['tool_call', 'a'],
      ['tool_result', 'a'],
      ['note', null],
      ['tool_call', 'b'],
      ['tool_result', 'b'],
    ])
    expect(ofKind(records, 'failure').map(({ message }) => message)).toEqual(['Tool failed: no account'])
  })

  test('trap: a step that is complete although its calls failed is not believed', () => {
    const { records } = read([
      ...[input(1, 'a'), output(2, false, 'no'), line(3, 'StepComplete', { metadata: { step_name: 'first' } })],
      ...[input(4, 'a'), output(5), line(6, 'StepComplete', { metadata: { step_name: 'second' } })],
    ])
    expect(
      ofKind(records, 'phase').map(({ phaseKey, name, status, flags }) => [phaseKey, name, status, flags]),
    ).toEqual([
      ['flow-1', 'first', 'failed', ['claimed_not_verified']],
      ['flow-2', 'second', 'succeeded', []],
    ])
  })

  test('its closing line, written twice, ends it once', () => {
    const { run, records } = read([prompt(0, 'x'), closing, { ...closing, logged_at: reevTime(10) }])
    expect(run).toMatchObject({ status: 'failed', data: { terminalRecord: true } })
    expect(new Set(ofKind(records, 'metric').map(({ metricKey }) => metricKey)).size).toBe(4)
  })

  test('read on from anywhere, it gives the same', () => {
    const lines = [prompt(0, 'x'), input(1, 'a'), output(2), prompt(3, 'y'), input(4, 'b'), output(5), closing]
    const whole = read(lines)
    for (let cut = 1; cut < lines.length; cut += 1) {
      const parts = read(lines, cut)
      expect(parts.entries).toEqual(whole.entries)
      expect(parts.run).toEqual(whole.run)
    }
  })

  test('hostile lines are rejected or flagged, and never throw', () => {
    const { rejected, records } = read([
      ...[
        null,
        7,
        [],
        {},
        { session_id: ' ' },
        { ...line(1, 'x'), event_type: 7 },
        line(1, 'Dance'),
        line(1, 'ToolInput'),
      ],
      ...[
        { ...output(1), timestamp: 'soon' },
        { ...line(1, 'Prompt'), prompt: { user_prompt: { a: 1 }, final_prompt: 5 } },
      ],
      line(2, 'ToolOutput', { tool_output: 'x'.repeat(5_000_000) }),
    ])
    expect(rejected).toEqual([...Array(3).fill('not an object'), ...Array(2).fill('no session is named')])
    expect(ofKind(records, 'event').some(({ flags }) => flags.includes('time_unreadable'))).toBe(true)
  })

  test('a file with very many sessions keeps only the newest in mind', () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => ({
      ...line(index, 'StepComplete'),
      session_id: `s${index}`,
    }))
    const reading = traceReader.open({ state: null, path: '' })
    lines.forEach((value, index) => {
      reading.readLine(value, index + 1, 0)
      if (index % 500 === 0) reading.gather()
    })
    reading.gather()
    reading.readLine({ ...line(1, 'StepComplete'), session_id: 'last' }, 5_001, 0)
    expect(JSON.stringify(reading.state()).length).toBeLessThan(2_000_000)
  })
})

test('only traces are taken for one', () => {
  expect(traceReader.detect(prompt(0, 'x'))).toEqual({ systemVersion: 'trace of 0.1.0' })
  expect(traceReader.detect(closing)).toEqual({ systemVersion: 'trace' })
  for (const other of [null, [], {}, { session_id: 'a', event_type: 'x' }, { type: 'user', sessionId: 'x' }]) {
    expect(traceReader.detect(other)).toBeNull()
  }
})

describe.skipIf(!REAL_DATA)('real traces', () => {
  const folder = path.join(REAL_DATA ?? '', 'seeds/reev')
  const lines = (file: string) =>
    readFileSync(path.join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((text): unknown => JSON.parse(text))

  test('each has its calls with a result each, and nothing is rejected', () => {
    for (const name of [
      '057d2e4a-f687-469f-8885-ad57759817c0',
      '300-swap-test',
      '93aebfa7-cf08-4793-bc0e-7a8ef4cdddaa',
    ]) {
      const { rejected, entries } = read(lines(`crates/reev-api/tests/enhanced_otel_${name}.jsonl`))
      expect(rejected).toEqual([])
      const calls = entries.filter(({ type }) => type === 'tool_call')
      const results = entries.filter(({ type }) => type === 'tool_result')
      expect(calls.length).toBeGreaterThan(0)
      expect(results.every(({ callKey, outcome }) => callKey !== null && outcome === 'ok')).toBe(true)
    }
  })

  test('the manual trace: two calls, both failed, so its finished step and the whole failed', () => {
    const { run, entries, records } = read(lines('test_manual.jsonl'))
    expect(run).toMatchObject({ status: 'failed', statusRaw: '0 tools succeeded, 2 failed' })
    expect(entries.filter(({ type }) => type === 'tool_call')).toHaveLength(2)
    expect(ofKind(records, 'failure')).toHaveLength(2)
    expect(ofKind(records, 'phase')).toMatchObject([{ status: 'failed', flags: ['claimed_not_verified'] }])
  })
})
