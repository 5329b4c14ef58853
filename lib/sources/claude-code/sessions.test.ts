import { describe, expect, test } from 'vitest'
import { claudeCodeReader } from './claude-code-reader'
import { answer, at, attachment, call, carried, prompt, result, SESSION, system, tell } from './transcript-fixture'

const text = [{ type: 'text', text: 'Done.' }]

describe('which files are transcripts', () => {
  test.each([
    prompt('hello'),
    answer(text),
    system('turn_duration'),
    attachment('file'),
    { type: 'summary', summary: 'Shop', leafUuid: 'u1' },
    { type: 'file-history-snapshot', messageId: 'm1', snapshot: {} },
    { type: 'queue-operation', operation: 'enqueue', sessionId: 's' },
    { type: 'mode', mode: 'normal', sessionId: 's' },
    { type: 'custom-title', customTitle: 'Shop', sessionId: 's' },
    { type: 'api-request', sessionId: 's', id: 'x' },
  ])('a file may begin with %j', (value) => {
    expect(claudeCodeReader.detect(value)).toEqual({
      systemVersion: 'version' in value ? '2.1.217' : 'unknown version',
    })
  })

  test.each([
    null,
    [],
    'user',
    {},
    { type: 'user' },
    { type: 'user', sessionId: 's', message: 'text' },
    { type: 'assistant', message: { role: 'assistant' } },
    { type: 'summary', summary: 'x' },
    { type: 'session_meta', timestamp: at(0), payload: { id: 'x' } },
    { type: 'assistant', sessionId: 's', message: {}, payload: {} },
    { type: 'system', subtype: 'init', session_id: 'x' },
    { type: 'session.start', data: {}, id: 'x', timestamp: at(0) },
    { timestamp: at(0), role: 'builder', model: 'x', phase_id: 'p' },
  ])('%j is none', (value) => {
    expect(claudeCodeReader.detect(value)).toBeNull()
  })
})

describe('a main session', () => {
  test('is a run and a session, with what the records tell', () => {
    const { records, sessions } = tell([
      prompt('Fix the shop\nplease', { timestamp: at(1), permissionMode: 'plan' }),
      answer(text, { timestamp: at(3), gitBranch: 'fix', entrypoint: 'cli' }),
      { type: 'pr-link', sessionId: SESSION, prUrl: 'https://example.org/pull/7' },
    ])
    expect(records.find((record) => record.kind === 'run')).toMatchObject({
      runKey: SESSION,
      name: 'Fix the shop',
      project: 'shop',
      startedAt: at(1),
    })
    expect(sessions).toMatchObject([
      {
        sessionKey: SESSION,
        runKey: SESSION,
        parentKey: null,
        role: 'main',
        status: 'unknown',
        startedAt: at(1),
        data: {
          openedAt: at(1),
          branches: ['main', 'fix'],
          entrypoint: 'cli',
          permissionMode: 'plan',
          pullRequests: ['https://example.org/pull/7'],
        },
      },
    ])
  })

  test('is named by a person, then by the program, then by the summary of its last record, then by its first prompt', () => {
    const name = (...values: unknown[]) => tell(values).sessions[0]?.name
    const first = prompt('Fix the shop')
    const leaf = answer(text, { uuid: 'leaf' })
    const summary = { type: 'summary', summary: 'Shop repaired', leafUuid: 'leaf' }
    const ai = { type: 'ai-title', aiTitle: 'Shop work', sessionId: SESSION }
    const own = { type: 'custom-title', customTitle: 'My shop', sessionId: SESSION }
    expect(name(first, leaf)).toBe('Fix the shop')
    expect(name(summary, first, leaf)).toBe('Shop repaired')
    expect(name({ ...summary, leafUuid: 'of another session' }, first, leaf)).toBe('Fix the shop')
    expect(name(summary, ai, first, leaf)).toBe('Shop work')
    expect(name(own, summary, ai, first, leaf)).toBe('My shop')
    expect(name(prompt('x'.repeat(5_000_000)))).toHaveLength(120)
  })

  test('a title without a time is newer than what was known before it', () => {
    const before = tell([prompt('Fix it', { timestamp: at(1) })]).sessions[0]
    const after = tell([
      prompt('Fix it', { timestamp: at(1) }),
      { type: 'ai-title', aiTitle: 'Shop', sessionId: SESSION },
    ])
    expect((after.sessions[0]?.updatedAt ?? '') > (before?.updatedAt ?? '')).toBe(true)
  })

  test('a fork was opened when its own file began, though it brings older times along', () => {
    const { sessions } = tell([
      { type: 'queue-operation', operation: 'dequeue', sessionId: SESSION, timestamp: at(60) },
      prompt('Old words', { timestamp: at(1) }),
    ])
    expect(sessions[0]).toMatchObject({ startedAt: at(1), data: { openedAt: at(60) } })
  })

  test('of a file with notes about it alone is not told of', () => {
    expect(tell([{ type: 'mode', mode: 'normal', sessionId: SESSION }]).records).toEqual([])
  })

  test('two sessions in one file are two', () => {
    const { sessions, usage } = tell([answer(text, { sessionId: 'one' }), answer(text, { sessionId: 'two' })])
    expect(sessions.map(({ sessionKey }) => sessionKey)).toEqual(['one', 'two'])
    expect(usage.map(({ sessionKey }) => sessionKey)).toEqual(['one', 'two'])
  })
})

describe('sub-agents', () => {
  const start = answer([call('Task', { subagent_type: 'Explore', description: 'Look around', prompt: 'Find the bug' })])

  test('in a file of their own are children of the session they name, which is not told of there', () => {
    const { records, sessions, links, entries } = tell([
      prompt('Find the bug', { isSidechain: true, agentId: 'a1' }),
      answer(text, { isSidechain: true, agentId: 'a1', attributionAgent: 'Explore' }),
    ])
    expect(records.some((record) => record.kind === 'run')).toBe(false)
    expect(sessions).toMatchObject([
      { sessionKey: `${SESSION}/agent-a1`, parentKey: SESSION, runKey: SESSION, role: 'sub-agent', agent: 'Explore' },
    ])
    expect(links).toMatchObject([{ type: 'sub-agent', fromKey: SESSION, toKey: `${SESSION}/agent-a1` }])
    expect(entries[0]).toMatchObject({ type: 'prompt', role: 'assistant' })
  })

  test('between the records of their parent are chains of one first record each, known by the call with their task', () => {
    const aside = { isSidechain: true }
    const { sessions, usage } = tell([
      start,
      prompt('Find the bug', { ...aside, uuid: 's1' }),
      prompt('Another task', { ...aside, uuid: 't1' }),
      answer(text, { ...aside, uuid: 's2', parentUuid: 's1' }),
      answer(text, { ...aside, uuid: 't2', parentUuid: 't1' }),
      answer(text, { ...aside, uuid: 's3', parentUuid: 's2' }),
      answer(text),
    ])
    const [first, second] = [`${SESSION}/agent-s1`, `${SESSION}/agent-t1`]
    expect(usage.map(({ sessionKey }) => sessionKey)).toEqual([SESSION, first, second, first, SESSION])
    expect(sessions.find(({ sessionKey }) => sessionKey === first)).toMatchObject({
      agent: 'Explore',
      name: 'Look around',
      parentKey: SESSION,
      data: { callKey: 'toolu_1' },
    })
    expect(sessions.find(({ sessionKey }) => sessionKey === second)).toMatchObject({
      agent: null,
      name: 'Another task',
    })
  })

  test('inside progress reports are read as if they had their own file: same session, response and entry', () => {
    const message = answer(text, { uuid: 'x1', timestamp: at(2), isSidechain: true, agentId: 'a1' })
    const own = tell([message])
    const inside = tell([
      start,
      carried({ type: 'assistant', message: message['message'], requestId: 'req_1', uuid: 'x1', timestamp: at(2) }),
    ])
    expect(inside.usage[1]).toMatchObject({
      nativeId: own.usage[0]?.nativeId,
      sessionKey: `${SESSION}/agent-a1`,
      role: 'sub-agent',
      at: at(2),
      usage: own.usage[0]?.usage,
      copy: { place: 'e2' },
    })
    expect(inside.entries[1]).toMatchObject({
      sessionKey: own.entries[0]?.sessionKey,
      entryKey: own.entries[0]?.entryKey,
    })
    expect(inside.sessions[1]).toMatchObject({ agent: 'Explore', name: 'Look around', data: { callKey: 'toolu_1' } })
    expect(inside.links.at(-1)).toMatchObject({
      fromKey: SESSION,
      toKey: `${SESSION}/agent-a1`,
      detail: 'Explore: Look around',
    })
  })

  test('are linked by the result of the call that started them', () => {
    const { links, entries } = tell([
      start,
      result('launched', { toolUseResult: { agentId: 'a7', status: 'async_launched' } }),
    ])
    expect(links).toMatchObject([{ toKey: `${SESSION}/agent-a7`, detail: 'Explore: Look around' }])
    expect(entries[1]?.data).toEqual({ agentSession: `${SESSION}/agent-a7` })
  })

  test('inside progress reports end when their parent gets their answer, and go on when they are asked again', () => {
    const message = { type: 'assistant', message: answer(text)['message'], uuid: 'x1', timestamp: at(2) }
    const got = result('Found it', { timestamp: at(3), toolUseResult: { agentId: 'a1', status: 'completed' } })
    const child = (values: unknown[]) => tell(values).sessions.find(({ role }) => role === 'sub-agent')
    expect(child([start, carried(message)])).toMatchObject({ status: 'unknown', statusRaw: null, endedAt: null })
    expect(child([start, carried(message), got])).toMatchObject({
      status: 'succeeded',
      statusRaw: 'completed',
      endedAt: at(3),
      updatedAt: at(3),
    })
    const again = carried({ ...message, uuid: 'x2', timestamp: at(5) })
    expect(child([start, carried(message), got, again])).toMatchObject({ status: 'unknown', endedAt: null })
    expect(child([start, got])).toBeUndefined()
  })

  test('reports of progress that carry no message only keep the session alive', () => {
    const report = carried({}, 'a1', { timestamp: at(9) })
    expect(tell([{ ...report, data: { type: 'bash_progress', output: 'x' } }])).toMatchObject({
      entries: [],
      unparsed: [],
    })
    expect(tell([carried({ type: 'assistant' }), carried({ message: {} }), { ...report, data: null }])).toMatchObject({
      entries: [],
      usage: [],
      rejected: [],
    })
  })
})

describe('records that cannot be taken', () => {
  test.each([
    [42, 'not an object'],
    [[], 'not an object'],
    [{ sessionId: 's' }, 'the record has no type'],
    [{ type: 'user', message: {} }, 'the record names no session'],
    [{ type: 'assistant', sessionId: 's' }, 'the message is missing'],
    [{ type: 'custom-title', customTitle: 'x' }, 'the record names no session'],
    [{ type: 'summary', summary: 'x' }, 'the summary names no record'],
  ])('%j: %s', (value, reason) => {
    expect(tell([value]).rejected).toEqual([reason])
  })

  test('a time that is none is unknown and flagged; the record stands', () => {
    const { usage, entries } = tell([
      answer(text, { timestamp: 'yesterday' }),
      prompt('x', { timestamp: '2026-01-05T10:00:00' }),
    ])
    expect(usage[0]).toMatchObject({ at: null, flags: ['time_unreadable'] })
    expect(entries[1]).toMatchObject({ at: at(0), flags: ['zone_unknown'] })
  })

  test('times with six decimals and times at the end of a month are read', () => {
    const told = tell([
      prompt('x', { timestamp: '2025-07-03T15:50:07.875917Z' }),
      prompt('y', { timestamp: '2026-02-30T10:00:00.000Z' }),
    ])
    expect(told.entries).toMatchObject([{ at: '2025-07-03T15:50:07.875Z' }, { at: null, flags: ['time_unreadable'] }])
  })

  test('an absurdly long id is told apart by its hash', () => {
    const key = tell([prompt('x', { sessionId: 'é/"#'.repeat(100_000) })]).sessions[0]?.sessionKey
    expect(key).toMatch(/^long-[0-9a-f]{24}$/)
  })
})
