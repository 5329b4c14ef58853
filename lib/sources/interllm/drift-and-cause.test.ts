import { describe, expect, test } from 'vitest'
import { newRun, oneScenario, PATH, readRun, SCENARIO } from '@/lib/testing/one-scenario'

describe('drift', () => {
  const drifting = { observedModel: 'gpt-5.2-codex', observedEffort: 'high' }

  test('model and effort that Codex runs with are told beside those asked for, on session, scenario and run', () => {
    const { of } = readRun(oneScenario({ sums: [10] }, drifting))
    const evidence = {
      model: { requested: 'gpt-5-codex', observed: 'gpt-5.2-codex' },
      effort: { requested: 'medium', observed: 'high' },
    }
    const executor = of('session').find(({ role }) => role === 'executor')
    expect(executor).toMatchObject({ model: 'gpt-5.2-codex', flags: ['model_drift', 'effort_drift'] })
    expect(executor?.data['drift']).toEqual(evidence)
    expect(of('phase')[0]?.data['drift']).toEqual([{ session: executor?.sessionKey, ...evidence }])
    for (const record of [of('run')[0], of('phase')[0]]) {
      expect(record?.flags).toEqual(expect.arrayContaining(['model_drift', 'effort_drift']))
    }
    expect(of('run')[0]?.data).toMatchObject({ modelRequested: 'gpt-5-codex', executorSessions: 1, drifted: 1 })
    expect(of('usage').find(({ role }) => role === 'executor')?.model).toBe('gpt-5.2-codex')
    expect(of('usage').find(({ role }) => role === 'coordinator')?.model).toBe('gpt-5-codex')
  })

  test('a dated name is the same model, and a call may ask for another one', () => {
    const dated = readRun(oneScenario({ sums: [1] }, { observedModel: 'GPT-5-codex-2026-01-15' })).of('session')
    expect(dated.flatMap(({ flags }) => flags)).toEqual([])
    const args = { model: 'gpt-5.2-codex', config: { model_reasoning_effort: 'high' } }
    const asked = readRun(oneScenario({ sums: [1], args }, drifting)).of('session')
    expect(asked.flatMap(({ flags }) => flags)).toEqual([])
  })

  test('an empty model name is flagged, and is no name', () => {
    const { of } = readRun(oneScenario({ sums: [10] }, { model: '', observedModel: 'gpt-4o' }))
    expect(of('run')[0]?.flags).toContain('model_empty')
    expect(of('run')[0]?.data['modelRequested']).toBe('')
    expect(of('usage').find(({ role }) => role === 'coordinator')?.model).toBeNull()
  })
})

describe('the first cause behind a cascade', () => {
  const REPORTED =
    "Error invoking MCP tool codex: 1 validation error for CallToolResult\ncontent\n  Field required [type=missing, input_value={'error': '…'}]"

  function cascade() {
    const run = newRun().start(SCENARIO).wait(10)
    run.work({ prompt: PATH, refused: { httpStatus: 400, detail: 'Instructions are not valid' } })
    return run.error(REPORTED).exit(0)
  }

  test('cascade: the refusal in the traffic is first, the reported error follows from it', () => {
    const { of } = readRun(cascade())
    const [first, reported] = of('failure')
    expect(first).toMatchObject({
      type: 'codex_error',
      message: 'http 400: Instructions are not valid',
      cause: 'config',
    })
    expect(first?.data).toMatchObject({ httpStatus: 400 })
    expect(reported).toMatchObject({ type: 'agent_run_error', cause: 'config', flags: ['first_cause_elsewhere'] })
    expect(reported?.data['firstCause']).toMatchObject({ failureKey: first?.failureKey, message: first?.message })
    expect(of('failure')).toHaveLength(2)
    expect(of('phase')[0]).toMatchObject({
      status: 'failed',
      failureReason:
        'http 400: Instructions are not valid (reported as: Error invoking MCP tool codex: 1 validation error for CallToolResult)',
    })
  })

  test('the server ends with exit 0 although a scenario failed: both are told', () => {
    const [run] = readRun(cascade()).of('run')
    expect(run).toMatchObject({ statusRaw: 'exit 0', status: 'succeeded' })
    expect(run?.failureReason).toMatch(/^1\.1 Read only: http 400/)
    expect(run?.flags).toContain('first_cause_elsewhere')
  })

  test('an answer with an error and no event is a first cause as well', () => {
    const run = newRun().start(SCENARIO).wait(10)
    run.work({ prompt: PATH, unfinished: true })
    run.server({ id: 3, jsonrpc: '2.0', error: { code: -32_603, message: 'connection refused' } })
    const { of } = readRun(run.error(REPORTED))
    expect(of('failure').map(({ type, cause, message }) => [type, cause, message.slice(0, 18)])).toEqual([
      ['mcp_error', 'infra', 'connection refused'],
      ['agent_run_error', 'infra', 'Error invoking MCP'],
    ])
  })

  test('what the server logs besides is a failure of its own, with the scenario of that moment', () => {
    const run = newRun().start(SCENARIO).wait(3)
    run.stderr('ERROR', 'codex_core::exec', 'exec error: No such file or directory (os error 2)')
    run.stderr('INFO', 'codex_core::exec', 'all is well')
    const { of } = readRun(run)
    expect(of('failure').map(({ type, phaseKey, message }) => [type, phaseKey, message])).toEqual([
      ['codex_core::exec', 'scenario_run/1.1/scenario_002.md', 'exec error: No such file or directory (os error 2)'],
    ])
  })

  test('an error without any first cause stands for itself', () => {
    const [failure] = readRun(newRun().start(SCENARIO).wait(2).error('request timed out')).of('failure')
    expect(failure).toMatchObject({ cause: 'infra', flags: [], message: 'request timed out' })
  })
})
