import { describe, expect, test } from 'vitest'
import { answer, prompt, SESSION, tell, USAGE } from './transcript-fixture'

const text = [{ type: 'text', text: 'Done.' }]
const usageOf = (usage: unknown, more = {}) => tell([answer(text, { message: { usage, ...more } })]).usage[0]

describe('counts of a response', () => {
  test('classes are disjoint, cache writes are apart by lifetime, the total is their sum', () => {
    expect(usageOf(USAGE)?.usage).toEqual({
      input: 10n,
      cacheRead: 2_000n,
      cacheWrite5m: 100n,
      cacheWrite1h: 200n,
      output: 50n,
      reasoning: null,
      unsplit: null,
      total: 2_360n,
    })
  })

  test('thinking is told beside the output and never added to it', () => {
    const read = usageOf({ ...USAGE, output_tokens_details: { thinking_tokens: 30 } })
    expect(read?.usage).toMatchObject({ output: 50n, reasoning: 30n, total: 2_360n })
  })

  test('before lifetimes were recorded every cache write is one of 5 minutes, and the other class is unknown', () => {
    const { cache_creation: _split, ...before } = USAGE
    expect(usageOf(before)?.usage).toMatchObject({ cacheWrite5m: 300n, cacheWrite1h: null, total: 2_360n })
  })

  test('where the split does not add up, the rest is of 5 minutes, and it is said', () => {
    const less = usageOf({ ...USAGE, cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 120 } })
    expect(less?.usage).toMatchObject({ cacheWrite5m: 180n, cacheWrite1h: 120n })
    expect(less?.flags).toContain('cache_split_differs')
    const more = usageOf({ ...USAGE, cache_creation: { ephemeral_5m_input_tokens: 1, ephemeral_1h_input_tokens: 900 } })
    expect(more?.usage).toMatchObject({ cacheWrite5m: 1n, cacheWrite1h: 900n })
    expect(more?.flags).toContain('cache_split_differs')
  })

  test.each([-1, 1.5, 2 ** 53, 2 ** 64, 1e308, '15', true, [], {}, Number.NaN])(
    'a count of %s is unknown and flagged, the others stand',
    (count) => {
      const read = usageOf({ ...USAGE, output_tokens: count })
      expect(read?.usage).toMatchObject({ output: null, input: 10n, total: 2_310n })
      expect(read?.flags).toContain('number_unreadable')
    },
  )

  test('usage without any count is an event of unknown size', () => {
    const read = usageOf({})
    expect(read?.usage.total).toBeNull()
    expect(read?.flags).toContain('tokens_unknown')
  })

  test('a refused attempt is kept beside the response and not counted', () => {
    const iterations = [
      { type: 'message', model: 'claude-fable-5', input_tokens: 2, cache_read_input_tokens: 30_000, output_tokens: 2 },
      { type: 'message', model: 'claude-opus-4-8', input_tokens: 10, output_tokens: 50 },
    ]
    const read = usageOf({ ...USAGE, iterations }, { model: 'claude-opus-4-8' })
    expect(read?.usage.total).toBe(2_360n)
    expect(read?.flags).toContain('refused_attempt')
    expect(read?.data).toMatchObject({ refusedAttempts: [{ model: 'claude-fable-5', cacheRead: 30_000, output: 2 }] })
    expect(
      usageOf({ ...USAGE, iterations: [iterations[1], iterations[1]] }, { model: 'claude-opus-4-8' })?.flags,
    ).toEqual([])
  })

  test('tier and speed are as the provider recorded them', () => {
    expect(usageOf({ ...USAGE, service_tier: 'priority', speed: 'fast' })).toMatchObject({
      serviceTier: 'priority',
      speed: 'fast',
      provider: 'anthropic',
      costPico: null,
    })
    expect(usageOf({ ...USAGE, service_tier: null })).toMatchObject({ serviceTier: null, speed: null })
  })
})

describe('copies of a response', () => {
  test('each written line is a copy under one key, with its place and what can be seen of it', () => {
    const input = { command: 'ls' }
    const { usage } = tell([
      answer([{ type: 'thinking', thinking: 'hmm' }], { message: { stop_reason: null } }),
      answer([{ type: 'text', text: 'Let me look.' }]),
      answer([{ type: 'tool_use', id: 't', name: 'Bash', input }]),
    ])
    expect(usage.map(({ nativeId }) => nativeId)).toEqual(Array(3).fill('msg_1/req_1'))
    expect(usage.map(({ copy }) => copy)).toEqual([
      { place: '1', chars: 3, finished: false },
      { place: '2', chars: 12, finished: true },
      { place: '3', chars: JSON.stringify(input).length, finished: true },
    ])
  })

  test('where the format never says why it stopped, that is not known', () => {
    const { stop_reason: _stop, ...message } = answer(text)['message'] as Record<string, unknown>
    expect(tell([{ ...answer(text), message }]).usage[0]?.copy?.finished).toBeNull()
  })

  test('one of the two ids is enough; with neither, each record is a response of its own', () => {
    const key = (message: object, more: object) =>
      tell([answer(text, { message: { ...message }, ...more })]).usage[0]?.nativeId
    expect(key({}, { requestId: undefined })).toBe('msg_1')
    expect(key({ id: null }, {})).toBe('request/req_1')
    expect(key({ id: '' }, { requestId: null, uuid: 'u-9' })).toBe('record/u-9')
    const nameless = { message: { id: null }, requestId: null, uuid: null, timestamp: '2026-01-05T10:00:00.000Z' }
    const first = tell([answer(text, nameless)]).usage[0]?.nativeId
    expect(first).toMatch(/^record\/hash-/)
    expect(tell([prompt('x'), answer(text, nameless)]).usage[0]?.nativeId).toBe(first)
  })

  test('replies the program wrote itself cost nothing', () => {
    const { usage, entries } = tell([
      answer([{ type: 'text', text: 'No response requested.' }], { message: { model: '<synthetic>' } }),
    ])
    expect(usage).toEqual([])
    expect(entries).toMatchObject([{ type: 'note', text: 'No response requested.' }])
  })

  test('replies the program wrote itself do not name the model of a session', () => {
    const { sessions } = tell([answer(text), answer(text, { message: { model: '<synthetic>' } })])
    expect(sessions[0]?.model).toMatch(/^claude-/)
  })

  test('the total a sub-agent call reports is never taken for spending', () => {
    const { usage } = tell([
      {
        ...prompt([{ type: 'tool_result', tool_use_id: 't', content: 'ok' }]),
        toolUseResult: { agentId: 'a', totalTokens: 33_854, usage: USAGE },
      },
    ])
    expect(usage).toEqual([])
  })

  test('session, run and role are those of the record', () => {
    const { usage } = tell([answer(text), answer(text, { isSidechain: true, agentId: 'a1' })])
    expect(usage).toMatchObject([
      { sessionKey: SESSION, runKey: SESSION, role: 'main' },
      { sessionKey: `${SESSION}/agent-a1`, runKey: SESSION, role: 'sub-agent' },
    ])
  })
})

describe('versions that do not record the final output', () => {
  test.each([
    ['1.0.24', true],
    ['2.0.35', true],
    ['2.0.36', true],
    ['2.0.37', false],
    ['2.0.44', false],
    ['2.0.45', true],
    ['2.0.76', true],
    ['2.1.12', true],
    ['2.1.100', true],
    ['2.1.101', false],
    ['2.1.329', false],
    ['2.2.0', false],
    ['3.0.0-beta.1', false],
    ['nightly', true],
    [undefined, true],
    [42, true],
  ])('output of %s is a lower bound: %s', (version, lower) => {
    expect(tell([answer(text, { version })]).usage[0]?.lowerBound).toEqual(lower ? ['output'] : [])
  })

  test('one file may be written by two versions: each record says its own', () => {
    const { usage, sessions } = tell([answer(text, { version: '2.1.7' }), answer(text, { version: '2.1.219' })])
    expect(usage.map(({ lowerBound }) => lowerBound)).toEqual([['output'], []])
    expect(sessions[0]?.systemVersion).toBe('2.1.219')
  })
})
