import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { memoryDocument, ofKind, readDocument } from '@/lib/testing/memory-source'
import { REAL_DATA } from '@/lib/testing/test-db'
import { REEV_START_S, sessionFile, sessionStep } from './reev-fixture'
import { sessionFileReader } from './session-file-reader'

const NAME = 'logs/sessions/session_e1.json'
const read = (content: unknown, name = NAME, cursor: unknown = null) =>
  readDocument(sessionFileReader, memoryDocument(name, content), cursor)
const one = (content: unknown) => {
  const { records } = read(content)
  const [run] = ofKind(records, 'run')
  const [session] = ofKind(records, 'session')
  if (!run || !session) throw new Error('no run or session was read')
  return { run, session, records }
}

describe('a session file', () => {
  test('is a run of its benchmark by its agent, with verdict, prompt and times', () => {
    const { run, session, records } = one(sessionFile('e1'))
    expect(run).toMatchObject({
      runKey: 'e1',
      job: { key: '001-sol-transfer', type: 'benchmark', inferred: false },
      statusRaw: 'Succeeded',
      status: 'succeeded',
      goal: 'Send 0.1 SOL to the recipient.',
      startedAt: new Date(REEV_START_S * 1_000).toISOString(),
      endedAt: new Date((REEV_START_S + 37) * 1_000).toISOString(),
      data: { terminalRecord: true, agent: 'glm-4.6', score: 1 },
    })
    expect(session).toMatchObject({ runKey: 'e1', agent: 'glm-4.6', taskId: '001-sol-transfer', status: 'succeeded' })
    expect(ofKind(records, 'result')).toMatchObject([
      { configuration: 'glm-4.6', itemKey: '001-sol-transfer', resolved: true, score: 1, seconds: 37 },
    ])
    expect(ofKind(records, 'metric').map(({ name, value }) => [name, value])).toEqual([
      ['score', 1],
      ['execution_time_ms', 37_000],
    ])
    expect(ofKind(records, 'entry').map(({ type, text }) => [type, text])).toEqual([
      ['prompt', 'Send 0.1 SOL to the recipient.'],
    ])
  })

  test('tokens that reev never records are unknown: no usage, and the run says so', () => {
    const { run, records } = one(sessionFile('e1'))
    expect(ofKind(records, 'usage')).toEqual([])
    expect(run.flags).toContain('tokens_unknown')
  })

  test('a step is a phase; a failed transaction is its reason and a failure', () => {
    const failed = sessionStep('Failure', 'custom program error: 0x1')
    const { records, run } = one(
      sessionFile('e1', {}, { success: false, score: 0, status: 'Failed', data: { steps: [sessionStep(), failed] } }),
    )
    expect(
      ofKind(records, 'phase').map(({ phaseKey, status, failureReason }) => [phaseKey, status, failureReason]),
    ).toEqual([
      ['step-1', 'succeeded', null],
      ['step-2', 'failed', 'custom program error: 0x1'],
    ])
    expect(ofKind(records, 'failure')).toMatchObject([{ phaseKey: 'step-2', type: 'transaction_error' }])
    expect(run).toMatchObject({ status: 'failed', failureReason: 'custom program error: 0x1' })
  })

  test('without a final result it still runs, and with an end it ended without a word', () => {
    expect(one(sessionFile('e1', { final_result: null, end_time: null })).run).toMatchObject({
      status: 'running',
      statusRaw: null,
      data: { terminalRecord: false },
    })
    expect(one(sessionFile('e1', { final_result: null })).run.status).toBe('unknown')
  })

  test('older files with metadata and those with tools are read alike', () => {
    const tool = { tool_name: 'sol_transfer', start_time: REEV_START_S, end_time: REEV_START_S + 2, status: 'success' }
    const { session, records } = one(sessionFile('e1', { metadata: { commit: 'abc' }, tools: [tool] }))
    expect(session.data).toMatchObject({ metadata: { commit: 'abc' } })
    expect(ofKind(records, 'entry').map(({ type, tool: name }) => [type, name])).toEqual([
      ['prompt', null],
      ['tool_call', 'sol_transfer'],
      ['tool_result', 'sol_transfer'],
    ])
    expect(ofKind(records, 'metric').find(({ name }) => name === 'tool_ms')?.value).toBe(2_000)
  })

  test('what it holds beyond what is known is counted, and the rest is read', () => {
    const { unparsed, records } = read(sessionFile('e1', { novelty: 1, events: [{ event_type: 'Dance', data: {} }] }))
    expect(unparsed.map(({ name }) => name)).toEqual(['session.novelty', 'event Dance'])
    expect(ofKind(records, 'event')).toHaveLength(1)
  })
})

describe('traps of session files', () => {
  test('trap: a score that was completed from a trace is 0 or 1, and is marked as such', () => {
    expect(one(sessionFile('e1')).run.flags).toContain('score_binary')
    expect(one(sessionFile('e1', {}, { score: 0.5 })).run.flags).not.toContain('score_binary')
    expect(one(sessionFile('e1', {}, { data: { steps: [] } })).run.flags).not.toContain('score_binary')
  })

  test('trap: a duration of whole seconds times 1000 is marked as such', () => {
    expect(one(sessionFile('e1')).run.flags).toContain('duration_second_resolution')
    expect(one(sessionFile('e1', {}, { execution_time_ms: 37_412 })).run.flags).not.toContain(
      'duration_second_resolution',
    )
  })

  test('trap: two executions that share an id stay two sessions', () => {
    const first = one(sessionFile('e1')).session.sessionKey
    const other = one(sessionFile('e1', { benchmark_id: '002-spl-transfer' })).session.sessionKey
    const later = one(sessionFile('e1', { start_time: REEV_START_S + 100 })).session.sessionKey
    expect(new Set([first, other, later]).size).toBe(3)
  })

  test('trap: a benchmark written as a path is the same benchmark', () => {
    const { run, session } = one(sessionFile('e1', { benchmark_id: 'benchmarks/001-sol-transfer.yml' }))
    expect(run.job?.key).toBe('001-sol-transfer')
    expect(session.sessionKey).toBe(one(sessionFile('e1')).session.sessionKey)
  })

  test('trap: success without a score is flagged, and its score stays unknown', () => {
    const { run, records } = one(sessionFile('e1', {}, { score: null }))
    expect(run.flags).toContain('score_missing')
    expect(ofKind(records, 'result')[0]?.score).toBeNull()
  })

  test('trap: a verdict that contradicts its own status is flagged', () => {
    expect(one(sessionFile('e1', {}, { success: false })).run.flags).toContain('status_conflict')
  })

  test('trap: a file that is still being written is known by its name and rejected until it is whole', () => {
    const text = JSON.stringify(sessionFile('e1'), null, 2)
    const half = memoryDocument(NAME, text.slice(0, 200))
    expect(sessionFileReader.detect(half)).toEqual({ systemVersion: 'session file' })
    const { records, rejected } = readDocument(sessionFileReader, half)
    expect([records.length, rejected[0]?.reason]).toEqual([
      0,
      'not JSON: the file ends too early, or is still being written',
    ])
    expect(sessionFileReader.detect(memoryDocument('notes.json', text.slice(0, 200)))).toBeNull()
  })
})

describe('events of a session', () => {
  const at = (seconds: number, event_type: string, data: object) => ({
    timestamp: REEV_START_S + seconds,
    event_type,
    depth: 0,
    data,
  })
  const call = { tool_name: 'jupiter_swap', start_time: REEV_START_S + 1, params: { amount: 5 } }
  const events = [
    at(0, 'SessionStart', {}),
    at(0, 'LlmRequest', { model: 'glm' }),
    at(1, 'ToolCall', call),
    at(3, 'ToolResult', { ...call, end_time: REEV_START_S + 3, result: { ok: 1 }, status: 'error', error: 'no route' }),
    at(4, 'TransactionExecution', { signature: 's' }),
    at(5, 'Error', { message: 'connection refused' }),
    at(6, 'SessionEnd', {}),
  ]

  test('stand in order, numbered, and are read as a transcript with tool times', () => {
    const { records } = one(sessionFile('e1', { events }))
    expect(ofKind(records, 'event').map(({ seq, type }) => [seq, type])).toEqual([
      [0, 'session_start'],
      [1, 'llm_request'],
      [2, 'tool_call'],
      [3, 'tool_result'],
      [4, 'transaction'],
      [5, 'error'],
      [6, 'session_end'],
    ])
    const entries = ofKind(records, 'entry')
    expect(entries.map(({ type }) => type)).toEqual(['prompt', 'note', 'tool_call', 'tool_result', 'note', 'error'])
    const [toolCall, toolResult] = [entries[2], entries[3]]
    expect(toolResult).toMatchObject({ callKey: toolCall?.callKey, outcome: 'failed', data: { durationMs: 2_000 } })
    expect(ofKind(records, 'failure').map(({ message, cause, entryKey }) => [message, cause, entryKey])).toEqual([
      ['no route', 'unknown', toolResult?.entryKey],
      ['connection refused', 'infra', 'event-5'],
    ])
  })

  test('a result that does not say when its call began is paired with none', () => {
    const { records } = one(sessionFile('e1', { events: [at(3, 'ToolResult', { tool_name: 'x', status: 'success' })] }))
    const [, result] = ofKind(records, 'entry')
    expect(result).toMatchObject({ type: 'tool_result', callKey: null, outcome: 'ok' })
    expect(result?.data['pairingDoubt']).toContain('does not say')
  })
})

describe('hostile session files', () => {
  test('are read as far as they make sense, and never throw', () => {
    const huge = 'x'.repeat(5_000_000)
    const values: object[] = [
      sessionFile(huge),
      sessionFile('e1', { start_time: 1e300, end_time: -5, agent_type: { a: 1 }, events: 'none' }),
      sessionFile('e1', { events: [null, 7, [], { event_type: 5 }, { event_type: huge, data: huge }] }),
      sessionFile('e1', {}, { success: 'yes', score: 'NaN', execution_time_ms: {}, data: { steps: [null, 3, {}] } }),
      sessionFile('e1', { final_result: [] }),
      sessionFile('<script>/"\'#\u202e'),
    ]
    for (const value of values) expect(() => read(value)).not.toThrow()
    const { run } = one(values[1])
    expect(run).toMatchObject({ startedAt: null, endedAt: null })
    expect(run.flags).toContain('time_unreadable')
    const { records } = read(sessionFile(huge))
    expect(ofKind(records, 'run')[0]?.runKey.length).toBeLessThan(100)
  })

  test('fields of the prototype are nothing', () => {
    const text = JSON.stringify(sessionFile('e1')).replace('{', '{"__proto__":{"session_id":"evil"},"constructor":1,')
    expect(ofKind(read(text).records, 'run')[0]?.runKey).toBe('e1')
    expect(read({ benchmark_id: 'b', final_result: null }, 'x.json').rejected[0]?.reason).toBe('the session has no id')
  })

  test('twenty thousand events come in batches, and a broken reading goes on after its last', () => {
    const events = Array.from({ length: 20_000 }, (_, index) => ({ timestamp: index, event_type: 'SessionStart' }))
    const whole = read(sessionFile('e1', { events }))
    expect(Math.max(...whole.batches.map((batch) => batch.records.length))).toBeLessThanOrEqual(1_000)
    const half = whole.batches.slice(0, 10)
    const rest = read(sessionFile('e1', { events }), NAME, half.at(-1)?.cursor)
    expect(half.flatMap((batch) => batch.records).length + rest.records.length).toBe(whole.records.length)
  })
})

test('only session files are taken for one', () => {
  const detect = (name: string, content: unknown) => sessionFileReader.detect(memoryDocument(name, content))
  expect(detect('any.json', sessionFile('e1'))).toEqual({ systemVersion: 'session file' })
  for (const other of [[], {}, { session_id: 'a', benchmark_id: 'b', yml_content: '', final_result: 1 }, 5, null]) {
    expect(detect('any.json', other)).toBeNull()
  }
  expect(detect('session_e1.txt', sessionFile('e1'))).toBeNull()
})

test.skipIf(!REAL_DATA)('the real session file: succeeded with score 1 in 37 s, one step', () => {
  const name = 'session_057d2e4a-f687-469f-8885-ad57759817c0.json'
  const text = readFileSync(path.join(REAL_DATA ?? '', 'seeds/reev/crates/reev-api/tests', name), 'utf8')
  const { records, rejected, unparsed } = read(text, name)
  expect([rejected, unparsed]).toEqual([[], []])
  expect(ofKind(records, 'run')).toMatchObject([
    {
      runKey: '057d2e4a-f687-469f-8885-ad57759817c0',
      status: 'succeeded',
      startedAt: '2025-10-30T03:43:41.000Z',
      endedAt: '2025-10-30T03:44:18.000Z',
      goal: 'Please send 0.1 SOL to the recipient (RECIPIENT_WALLET_PUBKEY).',
      flags: ['tokens_unknown', 'score_binary', 'duration_second_resolution'],
    },
  ])
  expect(ofKind(records, 'phase')).toMatchObject([{ phaseKey: 'step-1', status: 'succeeded' }])
})
