import { describe, expect, test } from 'vitest'
import { totalOf } from '@/lib/model/usage'
import { readFolder } from '@/lib/testing/memory-source'
import { newRun, oneScenario, PATH, readRun, SCENARIO } from '@/lib/testing/one-scenario'
import { interllmRunReader } from './interllm-run-reader'

describe('spend', () => {
  test('hidden spend: coordinator and executor are two sessions, each with its own tokens', () => {
    const { of } = readRun(oneScenario({ patches: [{ path: PATH }], sums: [40_000, 112_279] }))
    const [coordinator, executor] = ['coordinator', 'executor'].map((role) => ({
      session: of('session').find((session) => session.role === role),
      tokens: of('usage').filter((usage) => usage.role === role),
    }))
    const sum = (list: typeof coordinator) => list?.tokens.reduce((all, { usage }) => all + (totalOf(usage) ?? 0n), 0n)
    expect(sum(coordinator)).toBe(2_500n)
    expect(sum(executor)).toBe(112_279n)
    expect(executor?.session?.parentKey).toBe(coordinator?.session?.sessionKey)
    expect(new Set(of('usage').map(({ phaseKey }) => phaseKey))).toEqual(new Set(['scenario_run/1.1/scenario_002.md']))
    expect(new Set(of('usage').map(({ sessionKey }) => sessionKey)).size).toBe(2)
  })

  test('the counter of a session is cumulative: each step once, repeats none, the last sum is what was spent', () => {
    const { of, dropped } = readRun(oneScenario({ sums: [1_000, 4_000, 9_000] }))
    const steps = of('usage').filter(({ role }) => role === 'executor')
    expect(steps.map(({ usage }) => usage.total)).toEqual([1_000n, 3_000n, 5_000n])
    expect(steps[0]?.usage).toMatchObject({ input: 180n, cacheRead: 720n, output: 100n, reasoning: 50n })
    expect(dropped).toEqual([{ rule: 'repeated-event', events: 3, tokens: 9_000n }])
  })

  test('two sessions of one scenario count apart, and a reply goes on in its session', () => {
    const run = newRun().start(SCENARIO).wait(10)
    const first = run.work({ prompt: `mkdir for ${PATH}`, sums: [5_000] })
    run.wait(5).work({ prompt: `write ${PATH}`, patches: [{ path: PATH }], sums: [7_000] })
    run.wait(5).work({ prompt: 'go on', reply: first, sums: [8_000] })
    run.wait(1).end('DONE', { input: 3, output: 4 })
    const { of } = readRun(run)
    const executors = of('session').filter(({ role }) => role === 'executor')
    const spent = executors.map(({ sessionKey }) =>
      of('usage')
        .filter((usage) => usage.sessionKey === sessionKey)
        .reduce((all, { usage }) => all + (usage.total ?? 0n), 0n),
    )
    expect(spent).toEqual([8_000n, 7_000n])
  })

  test('a session that was begun elsewhere brings its old sum; only what is new was spent here', () => {
    const run = newRun().start(SCENARIO).wait(10)
    const work = { prompt: `go on with ${PATH}`, reply: '019b4990-17db-7950-a93e-213626f3437a' }
    const info = {
      total_token_usage: { input_tokens: 90_000, cached_input_tokens: 0, output_tokens: 10_000, total_tokens: 100_000 },
      last_token_usage: { input_tokens: 900, cached_input_tokens: 0, output_tokens: 100, total_tokens: 1_000 },
    }
    run.work({ ...work, unfinished: true })
    run.server({ method: 'codex/event', params: { _meta: { requestId: 3 }, msg: { type: 'token_count', info } } })
    const spent = readRun(run)
      .of('usage')
      .filter(({ role }) => role === 'executor')
    expect(spent.map(({ usage }) => usage.total)).toEqual([1_000n])
  })

  test('no count is unknown, not nothing: neither of the session nor of the coordinator', () => {
    const run = newRun().start(SCENARIO).wait(10)
    run.work({ prompt: PATH })
    const { of } = readRun(run.end('DONE', null))
    expect(of('usage')).toEqual([])
    expect(of('session').map(({ flags }) => flags.includes('tokens_unknown'))).toEqual([true, true])
    expect(of('run')[0]?.flags).toContain('tokens_unknown')
    expect(of('phase')[0]?.flags).toContain('tokens_unknown')
  })

  test('counts that cannot be are flagged and not believed', () => {
    const { 'agent_runs.jsonl': lines = '', ...rest } = oneScenario({}).files()
    const broken = lines
      .replace('"input_tokens":2000', '"input_tokens":-5')
      .replace('"total_tokens":2500', '"total_tokens":9e30')
    const { of } = readFolder(interllmRunReader, { ...rest, 'agent_runs.jsonl': broken })
    expect(of('usage')[0]).toMatchObject({
      usage: { input: null, output: 500n, total: 500n },
      flags: ['number_unreadable'],
    })
  })
})
