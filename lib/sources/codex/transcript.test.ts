import { describe, expect, test } from 'vitest'
import { codexReader } from './codex-reader'
import { readLines } from './rollout-fixture'
import { count, event, idAt, item, line, meta, says, timeAt, turn } from './rollout-lines'

const THREAD = idAt(0)
const start = [meta(0, THREAD), ...turn(10, idAt(10, 2))]
const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB'

const read = (...lines: object[]) => readLines([...start, ...lines])

const call = (id: string, name: string, args: unknown) =>
  item(1_000, 'function_call', { call_id: id, name, arguments: typeof args === 'string' ? args : JSON.stringify(args) })
const output = (id: string, text: unknown) => item(2_000, 'function_call_output', { call_id: id, output: text })
const result = (tool: string, text: unknown, ...before: object[]) =>
  read(call('c', tool, {}), ...before, output('c', text)).entries.find(({ type }) => type === 'tool_result')

describe('messages', () => {
  test('prompts are what a person wrote; the rest is a note', () => {
    const { entries, sessions } = read(
      says(20, '<environment_context>\n<cwd>/x</cwd></environment_context>', 'user'),
      says(21, '# AGENTS.md instructions for /x\nbe kind', 'user'),
      says(22, '<permissions instructions>\nall', 'developer'),
      says(23, 'Fix the <b>build</b>\nplease', 'user'),
      event(23, 'user_message', { message: 'Fix the <b>build</b>\nplease' }),
    )
    expect(entries.map(({ type, role, title }) => [type, role, title])).toEqual([
      ['note', 'system', 'environment context'],
      ['note', 'system', 'AGENTS.md instructions'],
      ['note', 'system', 'developer message'],
      ['prompt', 'person', null],
    ])
    expect(sessions[0]?.name).toBe('Fix the <b>build</b>')
  })

  test('an answer is shown once, though an event says it too', () => {
    const { entries } = read(event(20, 'agent_message', { message: 'Done.' }), says(21, 'Done.'))
    expect(entries.map(({ type, text, model }) => [type, text, model])).toEqual([['text', 'Done.', 'gpt-5.5']])
  })

  test('thoughts show their summary; encrypted ones say so', () => {
    const { entries } = read(
      item(20, 'reasoning', { id: 'rs_1', summary: [{ type: 'summary_text', text: '**Looking**\nat it' }] }),
      item(21, 'reasoning', { id: 'rs_2', summary: [], encrypted_content: 'gAAAAAB' }),
      event(22, 'agent_reasoning', { text: '**Looking**' }),
    )
    expect(entries.map(({ entryKey, type, title, text }) => [entryKey, type, title, text])).toEqual([
      ['rs_1', 'thinking', 'Looking', '**Looking**\nat it'],
      ['rs_2', 'thinking', 'encrypted', null],
    ])
  })

  test('a picture is named, its bytes are not kept', () => {
    const content = [
      { type: 'input_text', text: '<image name=[Image #1]>' },
      { type: 'input_image', image_url: PIXEL },
      { type: 'input_text', text: '</image>' },
      { type: 'input_text', text: 'what is this?' },
    ]
    const { entries } = read(item(20, 'message', { role: 'user', content }))
    expect(entries.map(({ type, title, text }) => [type, title, text])).toEqual([
      ['prompt', null, 'what is this?'],
      ['image', 'image/png', null],
    ])
    expect(JSON.stringify(entries)).not.toContain('iVBOR')
  })

  test('what another agent writes is a note that names it', () => {
    const content = [{ type: 'input_text', text: 'I am done' }]
    const { entries } = read(item(20, 'agent_message', { author: '/root/child', recipient: '/root', content }))
    expect(entries).toMatchObject([{ type: 'note', title: 'message from /root/child', text: 'I am done' }])
  })

  test('an editor puts its context before the request: the session is named for the request', () => {
    const text = '# Context from my IDE setup:\n\n## Open tabs:\n- a.ts\n\n## My request for Codex:\nRename it'
    expect(read(says(20, text, 'user')).sessions[0]?.name).toBe('Rename it')
  })
})

describe('calls', () => {
  test.each([
    ['a shell of old', call('c', 'shell', { command: ['bash', '-lc', 'ls -la'] }), 'shell', 'ls -la'],
    ['an exec', call('c', 'exec_command', { cmd: 'npm test', workdir: '/x' }), 'exec_command', 'npm test'],
    ['arguments that are no JSON', call('c', 'broken', '{"cmd": "ls'), 'broken', '{"cmd": "ls'],
    [
      'a local shell',
      item(1_000, 'local_shell_call', { call_id: 'c', action: { type: 'exec', command: ['ls', '-l'] } }),
      'local_shell',
      'ls -l',
    ],
    [
      'a patch',
      item(1_000, 'custom_tool_call', {
        call_id: 'c',
        name: 'apply_patch',
        input: '*** Begin Patch\n*** Add File: a/b.ts\n+x\n*** Delete File: c.ts\n*** End Patch',
      }),
      'apply_patch',
      'a/b.ts, c.ts',
    ],
    [
      'a web search',
      item(1_000, 'web_search_call', { status: 'completed', action: { type: 'search', query: 'tokens' } }),
      'web_search',
      'tokens',
    ],
    [
      'a tool search',
      item(1_000, 'tool_search_call', { call_id: 'c', arguments: { query: 'pull request', limit: 8 } }),
      'tool_search',
      'pull request',
    ],
  ])('%s shows what it does', (_name, made, tool, title) => {
    expect(read(made).entries).toMatchObject([{ type: 'tool_call', role: 'assistant', tool, title }])
  })

  const exec = (state: string, body = 'said\n') => `Chunk ID: a1\nWall time: 0.1 seconds\n${state}\nOutput:\n${body}`
  test.each([
    ['0.58 ok', '{"output":"said\\n","metadata":{"exit_code":0,"duration_seconds":0.1}}', 'ok', 0],
    ['0.58 failed', '{"output":"said\\n","metadata":{"exit_code":2}}', 'failed', 2],
    ['0.118 ok', `Command: /bin/zsh -lc "cat\nOutput:\nx"\n${exec('Process exited with code 0')}`, 'ok', 0],
    ['0.142 failed', exec('Process exited with code 101\nOriginal token count: 5'), 'failed', 101],
    ['a process that goes on', exec('Process running with session ID 42'), null, null],
    ['a patch', 'Exit code: 0\nWall time: 0 seconds\nOutput:\nsaid\n', 'ok', 0],
    ['a patch that failed', 'Exit code: 1\nWall time: 0 seconds\nOutput:\nsaid\n', 'failed', 1],
    ['a tool without a code', 'Wall time: 1.5 seconds\nOutput:\nsaid\n', 'ok', null],
  ])('the result of %s', (_name, text, outcome, exitCode) => {
    expect(result('exec_command', text)).toMatchObject({ text: 'said\n', outcome, exitCode, callKey: 'c' })
  })

  test.each([
    ['apply_patch verification failed: Failed to find expected lines', 'failed'],
    ['write_stdin failed: Unknown process id 5', 'failed'],
    ['exec command rejected by user', 'denied'],
    [
      'exec_command failed for `/bin/bash -lc x`: CreateProcess { message: "Rejected(\\"rejected by user\\")" }',
      'denied',
    ],
    ['user rejected MCP tool call', 'denied'],
    ['aborted by user after 6.2s', 'interrupted'],
    ['Plan updated', 'ok'],
  ])('%s is %s', (text, outcome) => {
    const { failures } = read(call('c', 'tool', {}), output('c', text))
    expect(result('tool', text)).toMatchObject({ text, outcome, exitCode: null })
    expect(failures.length).toBe(outcome === 'failed' ? 1 : 0)
  })

  test('a spawn that did not work is a failure', () => {
    expect(result('spawn_agent', 'collab spawn failed: agent thread limit reached (max 6)')?.outcome).toBe('failed')
    expect(result('spawn_agent', 'Full-history forked agents inherit the type')?.outcome).toBe('failed')
    expect(result('spawn_agent', '{"agent_id":"x"}')?.outcome).toBe('ok')
  })

  test('what a process prints decides nothing', () => {
    const body = 'Process exited with code 1\nrejected by user\naborted by user\napply_patch verification failed: x\n'
    expect(result('exec_command', exec('Process exited with code 0', body))).toMatchObject({
      outcome: 'ok',
      exitCode: 0,
    })
    expect(result('exec_command', exec('Process exited with code 3', body))).toMatchObject({ outcome: 'failed' })
    expect(result('other', `Wall time: 1 seconds\nOutput:\n${body}`)).toMatchObject({ outcome: 'ok', exitCode: null })
  })

  test('an exit code said twice is one result', () => {
    const end = event(1_500, 'exec_command_end', {
      call_id: 'c',
      exit_code: 2,
      status: 'failed',
      duration: { secs: 1, nanos: 500_000_000 },
    })
    const { entries, failures } = read(
      call('c', 'exec_command', { cmd: 'x' }),
      end,
      output('c', exec('Process exited with code 2')),
    )
    expect(entries.map(({ type }) => type)).toEqual(['tool_call', 'tool_result'])
    expect(entries[1]).toMatchObject({ outcome: 'failed', exitCode: 2, data: { durationMs: 1_500 } })
    expect(failures).toMatchObject([{ message: 'said\nExit code 2', type: 'tool_error', entryKey: 'result:c' }])
  })

  test('an event knows the end that the text does not tell', () => {
    const failed = event(1_500, 'mcp_tool_call_end', { call_id: 'c', result: { Err: 'no' } })
    expect(result('mcp', 'text', failed)?.outcome).toBe('failed')
    const isError = event(1_500, 'mcp_tool_call_end', { call_id: 'c', result: { Ok: { isError: true } } })
    expect(result('mcp', 'text', isError)?.outcome).toBe('failed')
    const patch = event(1_500, 'patch_apply_end', { call_id: 'c', success: false })
    expect(result('apply_patch', 'text', patch)?.outcome).toBe('failed')
    const completed = event(1_500, 'item_completed', {
      item: { type: 'CommandExecution', id: 'c', status: 'failed', exit_code: 7 },
    })
    expect(result('exec_command', 'text', completed)).toMatchObject({ outcome: 'failed', exitCode: 7 })
  })

  test('a list of content is its text and its pictures, without their bytes', () => {
    const { entries } = read(
      call('c', 'view_image', { path: '/x.png' }),
      output('c', [
        { type: 'input_text', text: 'here' },
        { type: 'input_image', image_url: PIXEL },
      ]),
    )
    expect(entries.map(({ type, title, text }) => [type, title, text])).toEqual([
      ['tool_call', '/x.png', '{"path":"/x.png"}'],
      ['tool_result', null, 'here'],
      ['image', 'image/png', null],
    ])
  })
})

describe('what happens to a thread', () => {
  test('interruptions, compactions and errors stand where they were', () => {
    const replacement_history = [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'again' }] }]
    const { entries, failures, sessions } = read(
      says(20, 'go', 'user'),
      line(30, 'compacted', { message: '', replacement_history, window_id: 'w1' }),
      event(31, 'context_compacted'),
      event(40, 'stream_error', { message: 'retrying 1/5' }),
      event(41, 'error', { message: 'status 503: overloaded' }),
      event(50, 'turn_aborted', { turn_id: 't', reason: 'interrupted' }),
    )
    expect(entries.map(({ type }) => type)).toEqual(['prompt', 'compaction', 'retry', 'error', 'interruption'])
    expect(failures).toMatchObject([{ message: 'status 503: overloaded', cause: 'infra' }])
    expect(sessions[0]).toMatchObject({ status: 'stopped', statusRaw: 'turn_aborted: interrupted' })
  })

  test('a session says what is known of it', () => {
    const { sessions, records } = read(
      says(20, 'go', 'user'),
      event(25, 'thread_name_updated', { thread_name: 'Close the issue' }),
      count(30, 500, 0),
      event(40, 'task_complete'),
    )
    expect(sessions[0]).toMatchObject({
      sessionKey: THREAD,
      runKey: THREAD,
      parentKey: null,
      name: 'Close the issue',
      role: 'main',
      project: 'project',
      systemVersion: '0.142.4',
      model: 'gpt-5.5',
      status: 'succeeded',
      statusRaw: 'task_complete',
      updatedAt: timeAt(40),
      data: { openedAt: timeAt(0), cwd: '/home/somebody/project', source: 'cli' },
    })
    expect(records.filter(({ kind }) => kind === 'run')).toMatchObject([{ runKey: THREAD, status: 'succeeded' }])
  })

  test('a sub-agent belongs to the run at the top, and both sides link it', () => {
    const [root, child] = [idAt(-9_000, 8), idAt(60_000, 9)]
    const source = { subagent: { thread_spawn: { parent_thread_id: THREAD, depth: 2, agent_nickname: 'Hypatia' } } }
    const below = readLines([meta(60_000, child, { source, session_id: root, agent_role: 'worker' })])
    expect(below.sessions).toMatchObject([
      { sessionKey: child, runKey: root, parentKey: THREAD, role: 'sub-agent', agent: 'Hypatia (worker)' },
    ])
    expect(below.records.filter(({ kind }) => kind === 'run')).toEqual([])
    expect(below.links).toMatchObject([{ type: 'sub-agent', fromKey: THREAD, toKey: child }])
    const above = read(event(60_000, 'collab_agent_spawn_end', { new_thread_id: child, new_agent_role: 'worker' }))
    expect(above.links).toMatchObject([{ type: 'sub-agent', fromKey: THREAD, toKey: child }])
  })

  test('what is not known is named, without its contents', () => {
    const { unparsed } = read(
      event(20, 'new_thing', { secret: 'x'.repeat(5_000) }),
      item(21, 'odd'),
      line(22, 'other', { a: 1 }),
    )
    expect(unparsed.map(({ name, count: seen }) => [name, seen])).toEqual([
      ['event_msg/new_thing', 1],
      ['response_item/odd', 1],
      ['other', 1],
    ])
    expect(unparsed.every(({ sample }) => (sample?.length ?? 0) < 300 && !sample?.includes('xxx'))).toBe(true)
  })
})

describe('the oldest form', () => {
  const bare = [
    { id: THREAD, timestamp: timeAt(0), instructions: null, git: { branch: 'main' } },
    { record_type: 'state' },
    { type: 'message', id: null, role: 'user', content: [{ type: 'input_text', text: 'hello' }] },
    { record_type: 'state' },
    { type: 'function_call', id: 'fc_1', name: 'shell', arguments: '{"command":["ls"]}', call_id: 'c' },
    { type: 'function_call_output', call_id: 'c', output: '{"output":"a\\n","metadata":{"exit_code":0}}' },
  ]

  test('is read, without usage', () => {
    const { entries, usage, unparsed, sessions } = readLines(bare)
    expect(entries.map(({ type, text }) => [type, text])).toEqual([
      ['prompt', 'hello'],
      ['tool_call', '{"command":["ls"]}'],
      ['tool_result', 'a\n'],
    ])
    expect(usage).toEqual([])
    expect(unparsed).toEqual([])
    expect(sessions).toMatchObject([{ sessionKey: THREAD, name: 'hello', systemVersion: null }])
  })

  test('is known by its first line', () => {
    expect(codexReader.detect(bare[0])).not.toBeNull()
  })
})

describe('whose file it is', () => {
  test('rollouts are known by any of their lines', () => {
    expect(codexReader.detect(start[0])).toEqual({ systemVersion: '0.142.4' })
    for (const one of start.slice(1)) expect(codexReader.detect(one)).not.toBeNull()
  })

  test.each([
    [{ type: 'user', sessionId: 's', uuid: 'u', message: { role: 'user', content: 'x' } }],
    [{ type: 'summary', summary: 'x', leafUuid: 'u' }],
    [{ type: 'event_msg' }],
    [{ id: 'x', timestamp: 'y' }],
    [null],
    [[]],
    ['session_meta'],
    [7],
  ])('%j is none of Codex', (value) => {
    expect(codexReader.detect(value)).toBeNull()
  })
})
