import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '@/lib/model/records'
import { ofKind } from '@/lib/testing/memory-source'
import { logLine } from './obra-fixture'
import { obraRunLogReader } from './run-log-reader'

const SESSION = 'a1b2c3d4-0000-4000-8000-000000000001'
const at = (minute: number) => `2025-11-15T09:${String(minute).padStart(2, '0')}:00.000000+00:00`

function readLines(lines: readonly unknown[], state: unknown = null) {
  const reading = obraRunLogReader.open({ state, path: '/logs/production.jsonl' })
  const results = lines.map((line, index) => reading.readLine(line, index + 1, 0))
  const records: CanonicalRecord[] = results.flatMap((result) => ('records' in result ? result.records : []))
  records.push(...reading.gather())
  return {
    records,
    rejected: results.flatMap((result) => ('rejected' in result ? [result.rejected] : [])),
    unparsed: results.flatMap((result) => ('records' in result ? (result.unparsed ?? []) : [])),
    state: reading.state(),
    of: <K extends CanonicalRecord['kind']>(kind: K) => ofKind(records, kind),
  }
}

const ask = (minute: number, values: object = {}) =>
  logLine('orch_prompt', {
    ts: at(minute),
    task_id: 7,
    target: 'claude-code',
    prompt_length: 300,
    context_tokens: 5_000,
    ...values,
  })
const answer = (minute: number, values: object = {}) =>
  logLine('impl_response', {
    ts: at(minute),
    task_id: 7,
    success: true,
    duration_ms: 8_500,
    output_length: 900,
    ...values,
  })
const result = (minute: number, values: object = {}) =>
  logLine('execution_result', {
    ts: at(minute),
    success: true,
    message: 'Task execution completed',
    total_duration_ms: 9_800,
    ...values,
  })
const input = (minute = 0) => logLine('user_input', { ts: at(minute), input: 'average the ages' })

describe('the event log', () => {
  test('is known by its types, its time and its session, and nothing else is', () => {
    expect(obraRunLogReader.detect(input())).toEqual({ systemVersion: 'event log' })
    for (const other of [
      null,
      [],
      'x',
      { type: 'error' },
      { type: 'user', ts: 1, session: 's' },
      { type: { toString: 1 } },
    ])
      expect(obraRunLogReader.detect(other)).toBeNull()
  })

  test('a session is a run with its words, each instruction and its answer an iteration', () => {
    const { of } = readLines([input(), ask(1), answer(2), ask(3), answer(4), result(5)])
    expect(of('run')).toHaveLength(1)
    expect(of('run')[0]).toMatchObject({
      runKey: `log/${SESSION}`,
      name: 'average the ages',
      status: 'succeeded',
      flags: ['tokens_unknown'],
    })
    expect(of('session')[0]).toMatchObject({ sessionKey: SESSION, taskId: '7', startedAt: '2025-11-15T09:00:00.000Z' })
    const phases = new Map(of('phase').map((phase) => [phase.phaseKey, phase]))
    expect(
      [...phases.values()].map(({ status, startedAt, endedAt }) => [
        status,
        startedAt?.slice(14, 16),
        endedAt?.slice(14, 16),
      ]),
    ).toEqual([
      ['succeeded', '01', '02'],
      ['succeeded', '03', '04'],
    ])
    expect(of('entry').map(({ type, text }) => [type, text])).toEqual([
      ['prompt', 'average the ages'],
      ['text', 'Task execution completed'],
    ])
    expect(of('event')).toHaveLength(6)
  })

  test('an instruction without an answer leaves the run and its iteration running', () => {
    const { of } = readLines([input(), ask(1)])
    expect([of('run')[0]?.status, of('phase')[0]?.status, of('run')[0]?.endedAt]).toEqual(['running', 'running', null])
  })

  test('success after an answer that failed is a claim', () => {
    const { of } = readLines([input(), ask(1), answer(2, { success: false }), result(3)])
    expect(of('run')[0]).toMatchObject({ status: 'succeeded', flags: ['tokens_unknown', 'claimed_not_verified'] })
    expect(of('failure').map(({ type }) => type)).toEqual(['impl_response'])
  })

  test('a result that failed while its message says completed contradicts itself', () => {
    const { of } = readLines([input(), result(1, { success: false })])
    expect(of('run')[0]).toMatchObject({
      status: 'failed',
      statusRaw: 'failure',
      flags: ['status_conflict', 'tokens_unknown'],
    })
  })

  test('a status beside success wins: max_iterations is no success', () => {
    const { of } = readLines([input(), result(1, { status: 'max_iterations', message: 'gave up' })])
    expect(of('run')[0]).toMatchObject({ status: 'failed', statusRaw: 'max_iterations', failureReason: 'gave up' })
    expect(of('failure')[0]).toMatchObject({ message: 'gave up', type: 'max_iterations', cause: 'agent' })
  })

  test('decisions that go in circles show side by side, with quality and confidence', () => {
    const circle = [1, 2, 3, 4].flatMap((n) => [
      ask(n * 2),
      answer(n * 2 + 1, { decision: 'clarify', quality: 0.6 + n / 100, confidence: 0.3 }),
    ])
    const { of } = readLines([input(), ...circle, result(20)])
    expect(of('failure')[0]).toMatchObject({
      type: 'decision_loop',
      message: 'clarify was decided 4 times in a row (quality 0.61 to 0.64, confidence 0.3)',
    })
    expect(of('run')[0]?.flags).toContain('claimed_not_verified')
    expect(
      of('metric')
        .filter(({ name }) => name === 'quality_score')
        .map(({ step }) => step),
    ).toEqual([1, 2, 3, 4])
  })

  test('an error is a failure with its type and stage, and its cause where the text tells it', () => {
    const { of } = readLines([
      input(),
      logLine('error', {
        stage: 'nl_processing',
        error_type: 'ConnectionError',
        error: 'Connection refused: localhost:11434',
        recoverable: true,
      }),
    ])
    expect(of('failure')[0]).toMatchObject({
      type: 'ConnectionError',
      cause: 'infra',
      data: { stage: 'nl_processing' },
    })
  })

  test('reading on gives the same run as reading at once', () => {
    const lines = [
      input(),
      ask(1),
      answer(2, { decision: 'clarify' }),
      ask(3),
      answer(4, { decision: 'clarify' }),
      ask(5),
      answer(6, { decision: 'clarify' }),
      result(7),
    ]
    const whole = readLines(lines)
    for (let cut = 1; cut < lines.length; cut += 1) {
      const first = readLines(lines.slice(0, cut))
      const rest = readLines(lines.slice(cut), JSON.parse(JSON.stringify(first.state)))
      expect(rest.of('run')).toEqual(whole.of('run'))
      expect(rest.of('failure')).toEqual(whole.of('failure'))
    }
  })

  test('the same line in a rotated part of the log is the same event', () => {
    const [first, second] = [readLines([input()]), readLines([ask(9), input()])]
    expect(second.of('event')[1]?.eventKey).toBe(first.of('event')[0]?.eventKey)
  })

  test('sessions beyond the last two hundred are let go, the file stays readable', () => {
    const lines = Array.from({ length: 1_000 }, (_, n) => ({ ...input(), session: `s${n}` }))
    const { state, of } = readLines(lines)
    expect(of('run')).toHaveLength(1_000)
    expect((state as { sessions: unknown[] }).sessions).toHaveLength(200)
  })

  test('broken lines are named or told, never thrown on, and the rest is read', () => {
    const long = '<script>'.repeat(700_000)
    const { rejected, unparsed, of } = readLines([
      null,
      [],
      7,
      {},
      { type: 'error' },
      { type: 'error', ts: 'yesterday', session: 'x' },
      {
        type: 'impl_response',
        ts: null,
        session: '__proto__',
        success: 'perhaps',
        iteration: 1e99,
        quality: 'high',
        task_id: {},
      },
      { type: 'execution_result', ts: at(1), session: { id: 1 } },
      { type: 'execution_result', ts: at(1), session: 'o\'b/"#', success: null, message: { deep: [1] }, status: ['x'] },
      { type: 'user_input', ts: at(1), session: 's', input: long },
      { type: 'telepathy', ts: at(2), session: 's', decision: { action: 'Decision.CLARIFY' }, iteration: -4 },
      JSON.parse(
        `{"type": "error", "ts": 5, "session": "s", "__proto__": {"a": 1}, "error": ${'['.repeat(500)}${']'.repeat(500)}}`,
      ),
    ])
    expect(rejected).toEqual([
      'not an object',
      'not an object',
      'not an object',
      'it has no type',
      'it names no session',
      'it names no session',
    ])
    expect(unparsed).toMatchObject([{ kind: 'unknown-record-type', name: 'telepathy', count: 1 }])
    expect(of('run').map(({ runKey }) => runKey)).toEqual(['log/x', 'log/__proto__', 'log/o\'b/"#', 'log/s'])
    expect(of('event')).toHaveLength(6)
    expect(Object.getPrototypeOf({})).not.toHaveProperty('a')
  })
})
