import { describe, expect, test } from 'vitest'
import { readResults } from '@/lib/testing/read-results'
import { miniTrajectoryReader } from './mini-trajectory-reader'
import { sweAgentReader } from './swe-agent-reader'

const CREATED_S = 1_785_578_400
const answer = (id: string, seconds: number, content: string, usage: object | null = COUNTED) => ({
  role: 'assistant',
  content,
  extra: { response: { id, model: 'm-1', provider: 'router', created: CREATED_S + seconds, usage } },
})
const COUNTED = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  cost: 0.002,
  prompt_tokens_details: { cached_tokens: 40 },
  completion_tokens_details: { reasoning_tokens: 5 },
}
const MESSAGES = [
  { role: 'system', content: 'You fix bugs.' },
  { role: 'user', content: 'Fix the bug.' },
  answer('r1', 0, 'I look.\n```bash\nls src\n```'),
  { role: 'user', content: '<returncode>1</returncode>\n<output>\nno such folder\n</output>' },
  answer('r2', 30, 'Done.\n```bash\necho done\n```'),
]
const mini = (more: object = {}) => ({
  trajectory_format: 'mini-swe-agent-1',
  instance_id: 'django__django-11111',
  info: {
    exit_status: 'Submitted',
    submission: 'diff',
    mini_version: '1.15.0',
    model_stats: { instance_cost: 0.0031, api_calls: 2 },
    config: { model: { model_name: 'm-1' } },
  },
  messages: MESSAGES,
  ...more,
})
const MINI = 'trajs.tar.gz!/20260801_agent/django__django-11111/django__django-11111.traj.json'
const readMini = (content: unknown, path = MINI) => readResults(miniTrajectoryReader, path, content)

describe('mini-SWE-agent', () => {
  test('the list price and what was charged stay two amounts, and only the charged one is spend', () => {
    const { results, usage } = readMini(mini())
    expect(results).toHaveLength(1)
    expect(results[0]).toMatchObject({
      part: 'trajectory',
      itemKey: 'django__django-11111',
      configuration: '20260801_agent',
      costPico: 3_100_000_000n,
      calls: 2,
      seconds: 30,
      resolved: null,
      data: { listPico: '3100000000', chargedPico: '4000000000', chargedCalls: 2 },
    })
    expect(usage.map(({ nativeId, costPico }) => [nativeId, costPico])).toEqual([
      ['r1', 2_000_000_000n],
      ['r2', 2_000_000_000n],
    ])
    expect(usage[0]?.usage).toMatchObject({ input: 60n, cacheRead: 40n, output: 20n, reasoning: 5n, total: 120n })
  })

  test('a command and its return code are a call and its result', () => {
    const { entries } = readMini(mini())
    expect(entries.map(({ type }) => type)).toEqual([
      ...['note', 'prompt', 'text', 'tool_call', 'tool_result', 'text', 'tool_call'],
    ])
    expect(entries[3]).toMatchObject({ tool: 'bash', title: 'ls src', usageKey: 'r1' })
    expect(entries[4]).toMatchObject({ outcome: 'failed', exitCode: 1, callKey: entries[3]?.callKey })
  })

  test('a wall time from the first to the last answer is a lower bound of whole seconds, and says so', () => {
    const [session] = readMini(mini()).sessions
    expect(session).toMatchObject({ startedAt: '2026-08-01T10:00:00.000Z', endedAt: '2026-08-01T10:00:30.000Z' })
    expect(session?.flags).toContain('duration_second_resolution')
    expect(session?.data['secondsAre']).toMatch(/lower bound/)
  })

  test.each([
    ['Submitted', 'succeeded', null],
    ['LimitsExceeded', 'stopped', 'config'],
    ['CommandTimeout', 'timed_out', 'infra'],
    ['KeyboardInterrupt', 'stopped', 'cancelled'],
    ['RetryError', 'failed', 'infra'],
    ['FormatError', 'failed', 'agent'],
    ['NobodyKnows', 'failed', 'unknown'],
  ])('exit status %s is %s', (exit_status, status, cause) => {
    const { sessions, failures } = readMini(mini({ info: { exit_status } }))
    expect(sessions[0]).toMatchObject({ statusRaw: exit_status, status })
    expect(failures.map((failure) => failure.cause)).toEqual(cause === null ? [] : [cause])
  })

  test('an older file is a bare list of messages: no tokens, no cost, no exit status are unknown', () => {
    const bare = MESSAGES.map(({ role, content }) => ({ role, content }))
    const { sessions, results, usage } = readMini(bare, '/x/try/local.traj.json')
    expect(usage).toEqual([])
    expect(sessions[0]).toMatchObject({ status: 'unknown', startedAt: null, data: { terminalRecord: false } })
    expect(sessions[0]?.flags).toContain('tokens_unknown')
    expect(results[0]).toMatchObject({ usage: null, costPico: null, calls: null, seconds: null })
  })

  test('hostile values cost only their own field', () => {
    const messages = [null, 7, ...MESSAGES, answer('r3', 1e30, 'x'.repeat(2_000_000), { prompt_tokens: -5 })]
    const text = JSON.stringify(mini({ messages, info: { model_stats: { instance_cost: 'NaN', api_calls: 1e99 } } }))
    const { results, usage, rejected } = readMini(text.replace('{', '{"__proto__":{"instance_id":"evil"},'))
    expect(results[0]).toMatchObject({ itemKey: 'django__django-11111', costPico: null })
    expect(usage).toHaveLength(2)
    expect(rejected.map(({ reason }) => reason)).toEqual(['2 of them are no objects'])
  })
})

const stepOf = (action: string) => ({
  action,
  observation: 'ok',
  response: 'r',
  thought: 'I think',
  execution_time: 0.5,
})
const swe = (more: object = {}) => ({
  environment: 'swe_main',
  trajectory: [stepOf('open a.py'), stepOf('submit')],
  history: [
    { role: 'system', content: 'You fix bugs.', agent: 'main' },
    { role: 'user', content: 'Fix it.', agent: 'main' },
    { role: 'assistant', content: 'I think', thought: 'I think', action: 'open a.py', agent: 'main' },
    { role: 'user', content: 'ok', agent: 'main' },
  ],
  info: {
    exit_status: 'submitted',
    submission: 'diff',
    model_stats: { total_cost: 9, instance_cost: 0.5, tokens_sent: 1_000, tokens_received: 50, api_calls: 2 },
  },
  ...more,
})
const SWE = 'trajectories/try-1/astropy__astropy-12907.traj'
const readSwe = (content: unknown, path = SWE) => readResults(sweAgentReader, path, content)

describe('SWE-agent', () => {
  test('a whole file gives one amount for the session, and the time of its tools', () => {
    const { usage, results, entries, jobs } = readSwe(swe())
    expect(usage).toHaveLength(1)
    expect(usage[0]).toMatchObject({ usage: { input: 1_000n, output: 50n }, costPico: 500_000_000_000n })
    expect(results[0]).toMatchObject({
      itemKey: 'astropy__astropy-12907',
      calls: 2,
      data: { steps: 2, toolSeconds: 1 },
    })
    expect(entries.map(({ type, tool }) => [type, tool])).toEqual([
      ['note', null],
      ['prompt', null],
      ['text', null],
      ['tool_call', 'open'],
      ['tool_result', 'open'],
    ])
    expect(jobs[0]).toMatchObject({ name: 'SWE-bench' })
  })

  test('trap: a file may hold nothing but steps, or nothing but its history', () => {
    expect(readSwe(swe({ history: undefined })).entries.map(({ type }) => type)).toEqual([
      ...['text', 'tool_call', 'tool_result', 'text', 'tool_call', 'tool_result'],
    ])
    const alone = readSwe({ history: swe().history }, '/x/demos/simple.traj')
    expect(alone.sessions[0]).toMatchObject({ status: 'unknown', statusRaw: null })
    expect(alone.entries).toHaveLength(5)
  })

  test('trap: the configuration may be JSON as text', () => {
    const replay_config = JSON.stringify({ agent: { model: { name: 'm-2' } }, problem_statement: { id: 'my-issue' } })
    const { sessions, results } = readSwe(swe({ replay_config }), '/x/try-1/a.traj')
    expect(sessions[0]).toMatchObject({ model: 'm-2' })
    expect(results[0]?.itemKey).toBe('my-issue')
    expect(readSwe(swe({ replay_config: '{broken' })).sessions[0]).toMatchObject({ model: null })
  })

  test('trap: replays write zeros: nobody counted', () => {
    const model_stats = { total_cost: 0, instance_cost: 0, tokens_sent: 0, tokens_received: 0, api_calls: 0 }
    const { usage, results } = readSwe(swe({ info: { exit_status: 'exit_cost', model_stats } }))
    expect(usage).toEqual([])
    expect(results[0]).toMatchObject({ usage: null, costPico: null, calls: null, error: 'exit_cost' })
  })
})
