import { describe, expect, test } from 'vitest'
import type { UsageRecord } from '@/lib/model/records'
import { readLines } from './rollout-fixture'
import { count, event, idAt, line, meta, says, timeAt, tokens, turn, work } from './rollout-lines'

const THREAD = idAt(0)
const TURN = idAt(10, 2)
const start = [meta(0, THREAD), ...turn(10, TURN)]

const counted = (total: Record<string, unknown>, last: Record<string, unknown> | null = null) =>
  event(5_000, 'token_count', { info: { total_token_usage: total, last_token_usage: last } })

const only = (lines: readonly object[]): UsageRecord => {
  const [record] = readLines([...start, ...lines]).usage
  if (record === undefined) throw new Error('no usage was read')
  return record
}

const sum = (usage: readonly UsageRecord[]) => usage.reduce((all, record) => all + (record.usage.total ?? 0n), 0n)

describe('what a thread spent', () => {
  test('is the growth of its counter, in disjoint classes', () => {
    const record = only([says(4_000, 'done'), counted(tokens(1_000), tokens(1_000))])
    expect(record).toMatchObject({
      nativeId: `${THREAD}/1000`,
      sessionKey: THREAD,
      runKey: THREAD,
      model: 'gpt-5.5',
      provider: 'openai',
      role: 'main',
      at: timeAt(5_000),
      usage: { input: 180n, cacheRead: 720n, output: 100n, reasoning: 50n, unsplit: null, total: 1_000n },
      copy: { place: '5', chars: 0, finished: null },
      lowerBound: [],
      flags: [],
    })
  })

  test('a repeat adds nothing and is reported with its tokens', () => {
    const { usage, dropped } = readLines([...start, count(1_000, 500, 0), count(1_000, 500, 0), count(2_000, 900, 500)])
    expect(sum(usage)).toBe(900n)
    expect(dropped).toEqual([{ rule: 'repeated-event', events: 1, tokens: 500n }])
  })

  test('an estimate after a compaction adds nothing', () => {
    const estimate = { input_tokens: 0, cached_input_tokens: 0, output_tokens: 0, total_tokens: 7_000 }
    const { usage, dropped } = readLines([...start, count(1_000, 500, 0), counted(tokens(500), estimate)])
    expect(sum(usage)).toBe(500n)
    expect(dropped).toEqual([{ rule: 'repeated-event', events: 1, tokens: 7_000n }])
  })

  test('an estimate beside a counter that begins anew is no part of it', () => {
    const estimate = { input_tokens: 0, cached_input_tokens: 0, output_tokens: 0, total_tokens: 100 }
    const { usage } = readLines([...start, count(1_000, 9_000, 0), counted(tokens(500), estimate)])
    expect(sum(usage)).toBe(9_500n)
  })

  test('a response without an event of its own is in the step of the next', () => {
    const { usage } = readLines([...start, count(1_000, 500, 0), count(2_000, 90_000, 89_000)])
    expect(sum(usage)).toBe(90_000n)
  })

  test('each step goes to the model of the last turn context', () => {
    const { usage } = readLines([
      ...start,
      count(1_000, 500, 0),
      ...turn(2_000, idAt(2_000, 3), 'gpt-5.3-codex-spark'),
      count(3_000, 900, 500),
    ])
    expect(usage.map(({ model, usage: { total } }) => [model, total])).toEqual([
      ['gpt-5.5', 500n],
      ['gpt-5.3-codex-spark', 400n],
    ])
  })

  test('written cache is taken out of input', () => {
    const total = { ...tokens(1_000), cache_write_input_tokens: 100 }
    expect(only([counted(total)]).usage).toMatchObject({
      input: 80n,
      cacheRead: 720n,
      cacheWrite5m: 100n,
      total: 1_000n,
    })
  })

  test('a counter that falls begins anew, and nothing of it is lost', () => {
    const { usage } = readLines([...start, count(1_000, 9_000, 0), count(2_000, 500, 0), count(3_000, 9_000, 500)])
    expect(sum(usage)).toBe(18_000n)
    expect(usage.map(({ nativeId }) => nativeId)).toEqual([`${THREAD}/9000`, `${THREAD}/500~1`, `${THREAD}/9000~1`])
    expect(usage.map(({ flags }) => flags)).toEqual([[], ['counter_restarted'], []])
  })

  test('a counter that falls back to an earlier sum counts its last response only', () => {
    const { usage } = readLines([
      ...start,
      count(1_000, 1_000, 0),
      count(2_000, 3_000, 1_000),
      count(3_000, 1_500, 1_000),
    ])
    expect(sum(usage)).toBe(3_500n)
  })

  test('a resumed thread counts on, and shows where it was resumed', () => {
    const again = [meta(60_000, THREAD, { cli_version: '0.143.0' }), ...work(60_010, idAt(60_010, 4), [800], 500)]
    const { usage, entries, sessions } = readLines([...start, count(1_000, 500, 0), ...again])
    expect(sum(usage)).toBe(800n)
    expect(entries.filter(({ type }) => type === 'resume').map(({ title }) => title)).toEqual(['Codex 0.143.0'])
    expect(sessions).toHaveLength(1)
  })

  test('a grown copy of a file has the keys of the first', () => {
    const lines = [...start, ...work(1_000, idAt(1_000, 5), [500, 900, 1_400])]
    const short = readLines(lines.slice(0, 8)).usage.map(({ nativeId }) => nativeId)
    expect(short.length).toBeGreaterThan(0)
    const long = readLines(lines).usage.map(({ nativeId }) => nativeId)
    expect(long.slice(0, short.length)).toEqual(short)
  })

  test('the response of a usage record is kept with the step that counts it', () => {
    const record = line(900, 'token_usage_record', { thread_id: THREAD, response_id: 'resp_1', usage: tokens(500) })
    const { usage } = readLines([...start, record, count(1_000, 500, 0), count(2_000, 900, 500)])
    expect(usage.map(({ data }) => data)).toEqual([{ turnId: TURN, responseId: 'resp_1' }, { turnId: TURN }])
    expect(sum(usage)).toBe(900n)
  })

  test('the service tier of the thread stands on what is spent in it', () => {
    const settings = event(500, 'thread_settings_applied', { thread_settings: { service_tier: 'priority' } })
    expect(only([settings, counted(tokens(500))]).serviceTier).toBe('priority')
  })

  test('an event without counts gives nothing', () => {
    const nothing = [event(900, 'token_count', { info: null }), event(901, 'token_count', {})]
    expect(readLines([...start, ...nothing]).usage).toEqual([])
  })
})

describe('numbers that cannot be', () => {
  test.each([
    ['negative', -5],
    ['a fraction', 1.5],
    ['text', '720'],
    ['not a number', Number.NaN],
    ['more than anybody ever spent', 1e300],
    ['a list', [1]],
  ])('%s: the class is unknown and flagged, the others stand', (_name, value) => {
    const record = only([counted({ ...tokens(1_000), cached_input_tokens: value })])
    expect(record.usage).toMatchObject({ input: null, cacheRead: null, output: 100n })
    expect(record.flags).toContain('number_unreadable')
  })

  test('what one event could not say, the next makes good', () => {
    const bad = counted({ ...tokens(1_000), input_tokens: -1 })
    const { usage } = readLines([...start, bad, count(6_000, 2_000, 1_000)])
    expect(sum(usage)).toBe(2_000n)
  })

  test('only a total: it stands unsplit', () => {
    expect(only([counted({ total_tokens: 1_000 })]).usage).toMatchObject({
      input: null,
      unsplit: 1_000n,
      total: 1_000n,
    })
  })

  test('classes that do not make the total are flagged', () => {
    expect(only([counted({ ...tokens(1_000), total_tokens: 1_001 })]).flags).toEqual(['total_mismatch'])
  })

  test('no total at all: named, and the next event has it all', () => {
    const { usage, unparsed } = readLines([...start, counted({ output_tokens: 'x' }), count(6_000, 2_000, 1_000)])
    expect(sum(usage)).toBe(2_000n)
    expect(unparsed).toMatchObject([{ name: 'total_token_usage', count: 1 }])
  })
})
