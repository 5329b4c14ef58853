import { expect, test } from 'vitest'
import { readKnown } from '@/lib/testing/memory-source'
import { AT, JOB, session } from './answers-fixture'
import { synthAnswersReader } from './synth-answers-reader'

const read = (content: unknown, path = `/data/${JOB}/answer.json`) => readKnown(synthAnswersReader, path, content)

test('a session has its limits and what is used of them; ended by one is stopped', () => {
  for (const answer of [session, { session }, [session], { sessions: [session] }, { data: [session] }]) {
    const reading = read(answer)
    expect(reading.only('session')).toMatchObject({ sessionKey: session.session_id, status: 'stopped', runKey: null })
    expect(
      reading.of('limit').map((one) => [one.limitKey, one.metric, one.limit, one.used, one.windowSeconds]),
    ).toEqual([
      ['lim_1', 'cost_usd', 2, 2.5, null],
      ['sess_0123456789abcdef/tokens/rolling_window', 'tokens', 5_000, 1_000, 3_600],
    ])
    expect(reading.of('limit')[0]).toMatchObject({ sessionKey: session.session_id, jobKey: JOB, exceededAt: AT })
  }
})

test.each([
  ['active', 'running'],
  ['ended', 'succeeded'],
  ['expired', 'timed_out'],
  ['asleep', 'unknown'],
])('the session state %s is %s', (statusRaw, status) => {
  expect(read({ ...session, status: statusRaw }).only('session').status).toBe(status)
})

test('limits alone take their session from the wrapper or the file', () => {
  const limits = [{ limit_type: 'hard', metric_type: 'api_calls', limit_value: 10, current_usage: 0 }]
  expect(read({ session_id: 'sess_a', limits }).only('limit')).toMatchObject({ sessionKey: 'sess_a', used: 0 })
  expect(read(limits, '/data/sess_0123456789abcdef/limits.json').only('limit').sessionKey).toBe('sess_0123456789abcdef')
})

const usageRow = (id: string, metric: string, value: unknown, reference: string) => ({
  id,
  session_id: 'sess_a',
  metric_type: metric,
  metric_value: value,
  reference_type: 'call',
  reference_id: reference,
  created_at: AT,
})

test('tokens and cost of one call meet, though they are two rows', () => {
  const rows = [
    usageRow('u1', 'tokens', 500, 'c1'),
    usageRow('u2', 'cost_usd', 0.25, 'c1'),
    usageRow('u3', 'tokens', 7, 'c2'),
  ]
  for (const answer of [rows, { usage: rows }, { records: rows }]) {
    expect(
      read(answer)
        .of('usage')
        .map((one) => [one.usage.total, one.usage.unsplit, one.costPico, one.flags]),
    ).toEqual([
      [500n, 500n, 250_000_000_000n, []],
      [7n, 7n, null, ['cost_unknown']],
    ])
  }
})

test('two rows of one metric and reference are two calls, and 0 tokens at a cost are unknown', () => {
  const rows = [
    usageRow('u1', 'tokens', 5, 'c1'),
    usageRow('u2', 'tokens', 6, 'c1'),
    usageRow('u3', 'cost_usd', 1, 'c2'),
  ]
  const usage = read([...rows, usageRow('u4', 'tokens', 0, 'c2')]).of('usage')
  expect(usage.map((one) => [one.usage.total, one.flags.includes('tokens_unknown')])).toEqual([
    [5n, false],
    [6n, false],
    [null, true],
  ])
  expect(new Set(usage.map((one) => one.nativeId)).size).toBe(3)
})

test('what a session used for a job is that job’s spend, and is not counted a second time', () => {
  const reading = read([usageRow('u1', 'tokens', 5, JOB), usageRow('u2', 'gpu_hours', 1, 'c9')])
  expect(reading.of('usage')).toEqual([])
  expect(reading.dropped).toEqual([{ rule: 'spend-of-its-job', events: 1, tokens: 5n }])
})
