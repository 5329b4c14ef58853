import { describe, expect, test } from 'vitest'
import { answer, attachment, call, prompt, result, system, tell, USAGE } from './transcript-fixture'

const entryOf = (value: unknown) => tell([value]).entries[0]

describe('what a person and the agent said', () => {
  test('a prompt is a person’s, the blocks of an answer are linked to their response', () => {
    const { entries } = tell([
      prompt('Fix the shop', { uuid: 'p1' }),
      answer(
        [
          { type: 'thinking', thinking: 'hmm', signature: 's' },
          { type: 'text', text: 'On it.' },
          call('Edit', { file_path: '/shop/a.ts', old_string: 'a', new_string: 'b' }),
        ],
        { uuid: 'a1' },
      ),
    ])
    expect(entries).toMatchObject([
      { type: 'prompt', role: 'person', entryKey: 'p1', text: 'Fix the shop', usageKey: null },
      { type: 'thinking', role: 'assistant', entryKey: 'a1', text: 'hmm', usageKey: 'msg_1/req_1', block: 0 },
      { type: 'text', entryKey: 'a1/1', text: 'On it.', block: 1 },
      { type: 'tool_call', entryKey: 'a1/2', title: '/shop/a.ts', tool: 'Edit', callKey: 'toolu_1', block: 2 },
    ])
    expect(JSON.parse(entries[3]?.text ?? '')).toEqual({ file_path: '/shop/a.ts', old_string: 'a', new_string: 'b' })
  })

  test.each([
    [{ command: 'npm test\nnpm run lint', description: 'Test' }, 'npm test'],
    [{ pattern: 'TODO', path: '/shop' }, 'TODO'],
    [{ description: 'count files', prompt: 'Count.' }, 'count files'],
    [{ questions: [{ question: 'Which one?' }] }, 'Which one?'],
    [{ file_path: 7, command: '' }, null],
    [null, null],
  ])('a call is named by what it is about: %j', (input, title) => {
    expect(entryOf(answer([call('Tool', input)]))?.title).toBe(title)
  })

  test('thinking that was not written down is an entry without text', () => {
    expect(entryOf(answer([{ type: 'thinking', thinking: '', signature: 'x' }]))).toMatchObject({
      type: 'thinking',
      text: null,
    })
  })

  test('a picture is told of by type and size; its bytes go nowhere', () => {
    const data = 'A'.repeat(4_000)
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } }
    const told = tell([
      prompt([image, { type: 'text', text: 'What is this?' }]),
      result([{ type: 'text', text: 'x' }, image]),
    ])
    expect(told.entries.map(({ type, role, title }) => [type, role, title])).toEqual([
      ['image', 'person', 'Image, image/png, 3 kB'],
      ['prompt', 'person', null],
      ['tool_result', 'tool', null],
      ['image', 'tool', 'Image, image/png, 3 kB'],
    ])
    expect(JSON.stringify(told.entries)).not.toContain('AAAA')
  })

  test('text the program put in is no prompt', () => {
    const values = [
      prompt('<local-command-caveat>Caveat: …</local-command-caveat>', { isMeta: true }),
      prompt(
        '<command-name>/clear</command-name>\n<command-message>clear</command-message>\n<command-args></command-args>',
      ),
      prompt('<local-command-stdout></local-command-stdout>'),
      prompt('<local-command-stdout>Cost: 1</local-command-stdout>'),
      prompt('<bash-input>ls</bash-input>'),
      prompt('<task-notification>done</task-notification>', { origin: { kind: 'task-notification' } }),
      prompt('Base directory for this skill', { isMeta: true }),
      prompt('A hook says hello', { origin: { kind: 'hook' } }),
    ]
    expect(tell(values).entries.map(({ type, role, text }) => [type, role, text])).toEqual([
      ['note', 'person', '/clear'],
      ['note', 'system', 'Cost: 1'],
      ['note', 'person', 'ls'],
      ['note', 'system', '<task-notification>done</task-notification>'],
      ['note', 'system', 'Base directory for this skill'],
      ['note', 'system', 'A hook says hello'],
    ])
  })

  test('a command that puts a prompt to the model counts as one, and so does what starts with a tag of its own', () => {
    const review =
      '<command-message>review</command-message>\n<command-name>/review</command-name>\n<command-args>#12</command-args>'
    expect(entryOf(prompt(review))).toMatchObject({ type: 'prompt', text: '/review #12' })
    expect(entryOf(prompt('<div> does not close, why?'))).toMatchObject({ type: 'prompt', role: 'person' })
  })
})

describe('how a tool call ended', () => {
  const outcome = (content: unknown, more: Parameters<typeof result>[1] = {}) => {
    const { entries, failures } = tell([answer([call('Bash', { command: 'x' })]), result(content, more)])
    return [entries[1]?.outcome, entries[1]?.exitCode, failures.length]
  }
  const failed = { block: { is_error: true } }

  test('well', () => {
    expect(outcome('fine')).toEqual(['ok', null, 0])
    expect(outcome([{ type: 'text', text: 'fine' }], { block: { is_error: false } })).toEqual(['ok', null, 0])
    expect(outcome('Exit code 7 is what I printed')).toEqual(['ok', null, 0])
  })

  test('with a failure, its exit code and the tool that failed', () => {
    expect(outcome('Exit code 127\nbash: jq: command not found', failed)).toEqual(['failed', 127, 1])
    expect(outcome('<tool_use_error>File does not exist.</tool_use_error>', failed)).toEqual(['failed', null, 1])
    const { failures, entries } = tell([
      answer([call('Bash', { command: 'jq' })]),
      result('Exit code 127\nbash: jq: command not found', { ...failed, uuid: 'r1' }),
    ])
    expect(failures).toMatchObject([
      { failureKey: 'r1', entryKey: 'r1', type: 'Bash', cause: 'config', message: entries[1]?.text },
    ])
  })

  test.each([
    "The user doesn't want to proceed with this tool use. The tool use was rejected.",
    "The user doesn't want to take this action right now. STOP what you are doing.",
    `Permission to use Bash with command ${'x'.repeat(2_000)} has been denied.`,
    "Claude requested permissions to use WebSearch, but you haven't granted it yet.",
    'Permission for this action was denied by the auto mode classifier.',
    "ls in '/etc' was blocked. For security, only the working directory may be listed.",
  ])('with a no, which is no failure: %s', (text) => {
    expect(outcome(text, failed)).toEqual(['denied', null, 0])
  })

  test('with a no that the record names itself', () => {
    expect(outcome('Later.', { ...failed, toolDenialKind: 'user-rejected' })).toEqual(['denied', null, 0])
  })

  test('with an interruption, which is no failure either', () => {
    expect(outcome('[Request interrupted by user for tool use]', failed)).toEqual(['interrupted', null, 0])
    expect(outcome('Exit code 137\n[Request interrupted by user for tool use]\nok 1', failed)).toEqual([
      'interrupted',
      137,
      0,
    ])
    expect(outcome('half', { toolUseResult: { stdout: 'half', interrupted: true } })).toEqual(['interrupted', null, 0])
  })

  test('a result names its tool and its call', () => {
    expect(tell([answer([call('Grep', { pattern: 'x' })]), result('none')]).entries[1]).toMatchObject({
      type: 'tool_result',
      tool: 'Grep',
      callKey: 'toolu_1',
    })
  })
})

describe('what happened between turns', () => {
  test('a retry is no error; an error that reached the person is one, with status and cause', () => {
    const error = { status: 529, error: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } }
    const { entries, failures } = tell([
      system('api_error', { error, retryAttempt: 3, maxRetries: 10, retryInMs: 2_365.5, level: 'error' }),
      answer([{ type: 'text', text: 'API Error: 529 {"type":"error"} Overloaded' }], {
        isApiErrorMessage: true,
        message: { model: '<synthetic>' },
        uuid: 'e1',
      }),
    ])
    expect(entries).toMatchObject([
      {
        type: 'retry',
        title: '529 overloaded_error, attempt 3 of 10',
        outcome: null,
        data: { status: 529, attempt: 3 },
      },
      { type: 'error', outcome: 'failed', data: { status: 529 } },
    ])
    expect(failures).toMatchObject([{ failureKey: 'e1', type: 'api_error', cause: 'infra' }])
  })

  test('an interruption by a person', () => {
    expect(entryOf(prompt([{ type: 'text', text: '[Request interrupted by user]' }]))).toMatchObject({
      type: 'interruption',
      role: 'person',
    })
  })

  test('a compaction and its summary; a summary of another transcript links to it', () => {
    const other = '22222222-bbbb-4bbb-8bbb-000000000002'
    const told = tell([
      system('compact_boundary', {
        content: 'Conversation compacted',
        logicalParentUuid: 'u1',
        compactMetadata: { trigger: 'auto', preTokens: 178_144, postTokens: 18_101 },
      }),
      prompt(`This session is being continued. Read the full transcript at: /x/${other}.jsonl`, {
        isCompactSummary: true,
      }),
    ])
    expect(told.entries).toMatchObject([
      { type: 'compaction', data: { trigger: 'auto', preTokens: 178_144, postTokens: 18_101 } },
      { type: 'summary', role: 'system' },
    ])
    expect(told.links).toMatchObject([{ type: 'compaction', toKey: other }])
  })

  test('a prompt that was queued while the agent worked is a prompt; a queued notice is none', () => {
    expect(
      entryOf(
        attachment('queued_command', { prompt: 'and the tests', commandMode: 'prompt', origin: { kind: 'human' } }),
      ),
    ).toMatchObject({ type: 'prompt', role: 'person', text: 'and the tests' })
    expect(
      entryOf(attachment('queued_command', { prompt: '<task-notification>', commandMode: 'task-notification' }))?.type,
    ).toBe('note')
  })

  test('a hook that failed is a note; a hook that ran as it should is no news', () => {
    const hook = { hookName: 'Stop', exitCode: 127, stderr: 'marvin: command not found', stdout: '' }
    expect(entryOf(attachment('hook_non_blocking_error', hook))).toMatchObject({
      title: 'Stop hook failed',
      text: hook.stderr,
    })
    expect(tell([attachment('hook_success', { hookName: 'Stop', content: '', stdout: '{}' })]).entries).toEqual([])
    expect(tell([system('stop_hook_summary', { hookErrors: [], preventedContinuation: false })]).entries).toEqual([])
    expect(entryOf(system('stop_hook_summary', { hookErrors: ['exit 1'] }))).toMatchObject({
      type: 'note',
      text: 'exit 1',
    })
  })

  test('what is known and of no use is passed over; what is not known is named, once each', () => {
    const known = [
      attachment('task_reminder', { content: [] }),
      system('turn_duration', { durationMs: 1 }),
      { type: 'file-history-snapshot', messageId: 'm', snapshot: {} },
      { type: 'mode', mode: 'normal', sessionId: 's' },
      { type: 'atis-latch', atis: '', sessionId: 's' },
    ]
    expect(tell(known)).toMatchObject({ entries: [], unparsed: [], rejected: [] })
    const strange = [
      { type: 'hologram', sessionId: 's', secret: 'x'.repeat(10_000), deep: { a: 1 } },
      attachment('hologram'),
      system('hologram', { content: 'Look!' }),
      answer([{ type: 'hologram' }], { message: { usage: USAGE } }),
    ]
    const { unparsed, entries, usage } = tell(strange)
    expect(unparsed.map(({ name }) => name)).toEqual([
      'hologram',
      'attachment/hologram',
      'system/hologram',
      'assistant block hologram',
    ])
    expect(unparsed.every(({ sample, count }) => count === 1 && (sample?.length ?? 0) < 500)).toBe(true)
    expect(entries).toMatchObject([{ type: 'note', text: 'Look!' }])
    expect(usage).toHaveLength(1)
  })
})
