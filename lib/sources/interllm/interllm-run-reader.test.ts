import { describe, expect, test } from 'vitest'
import { memoryFolder, readFolder } from '@/lib/testing/memory-source'
import { newRun, oneScenario, PATH, readRun, SCENARIO, START } from '@/lib/testing/one-scenario'
import type { Work } from './codex-calls-fixture'
import type { InterllmRun } from './interllm-fixture'
import { interllmRunReader } from './interllm-run-reader'

describe('the run', () => {
  test('run_complete ends it; without one it runs on as far as it is recorded', () => {
    const [done] = readRun(oneScenario({}).exit(0).complete()).of('run')
    expect(done).toMatchObject({ statusRaw: 'run_complete', status: 'succeeded', runKey: '20260801T100000Z' })
    expect(done?.data['terminalRecord']).toBe('run_complete')
    const [open] = readRun(oneScenario({})).of('run')
    expect(open).toMatchObject({ statusRaw: 'run_start', status: 'running', endedAt: null })
    expect(open?.data['terminalRecord']).toBeNull()
    const [crashed] = readRun(oneScenario({}).exit(101)).of('run')
    expect(crashed).toMatchObject({ statusRaw: 'exit 101', status: 'failed' })
  })

  test('runs of one list under one configuration are one job; another effort is another job of the same list', () => {
    const jobs = [{}, { startMs: START + 9e6 }, { effort: 'high' }].map((options) => {
      const { of } = readRun(newRun(options))
      return of('job').map(({ jobKey, parentKey, type }) => ({ jobKey, parentKey, type }))
    })
    expect(jobs[0]).toEqual(jobs[1])
    expect(jobs[0]?.[0]).toEqual({ jobKey: 'input/ScenarioList.md', parentKey: null, type: 'group' })
    expect(jobs[0]?.[1]).toMatchObject({ parentKey: 'input/ScenarioList.md', type: 'scenario_list' })
    expect(jobs[2]?.[1]?.jobKey).not.toBe(jobs[0]?.[1]?.jobKey)
  })

  test('times are whole seconds: entries stand in the order of seq, whatever the order of the lines', () => {
    const { 'codex_mcp_traffic.jsonl': traffic = '', ...rest } = oneScenario({ sums: [1_000, 4_000] }).files()
    const lines = traffic.trimEnd().split('\n')
    const mixed = lines.map((_, index) => lines[index % 2 === 0 ? index + 1 : index - 1] ?? lines[index]).join('\n')
    const { of } = readFolder(interllmRunReader, { ...rest, 'codex_mcp_traffic.jsonl': mixed })
    const executor = of('usage').filter(({ role }) => role === 'executor')
    expect(executor.map(({ usage }) => usage.total)).toEqual([1_000n, 3_000n])
    const entries = of('entry').filter(({ entryKey }) => entryKey.startsWith('line:'))
    expect(entries.map(({ line }) => line)).toEqual(entries.map(({ line }) => line).toSorted((a, b) => a - b))
    expect(of('run')[0]?.flags).toContain('duration_second_resolution')
  })

  test('a call within the second of two scenarios belongs to the one whose file it names', () => {
    const other = { ...SCENARIO, number: '1.2', outputPath: 'outputs/scenario_003.md' }
    const run = newRun().start(SCENARIO).wait(5)
    run.work({ prompt: `write ${PATH}`, patches: [{ path: PATH }], sums: [10] })
    run.end('DONE', null).start(other)
    run.work({ prompt: 'write outputs/scenario_003.md', patches: [{ path: 'outputs/scenario_003.md' }], sums: [20] })
    run.end('DONE', null)
    const { of } = readRun(run)
    expect(of('phase').map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
  })

  test('scenarios of a list in the folder wait to be started, and are left out when the run is over', () => {
    const todo = { 'outputs/todo_scenarios.txt': '1) First\n1.1) Read only\n2) Merge\n' }
    const states = (run: InterllmRun) =>
      readFolder(interllmRunReader, { ...run.files(), ...todo })
        .of('phase')
        .map(({ name, status }) => [name, status])
    expect(states(newRun().start(SCENARIO))).toEqual([
      ['1.1 Read only', 'running'],
      ['1 First', 'queued'],
      ['2 Merge', 'queued'],
    ])
    expect(states(newRun().start(SCENARIO).error('x')).slice(1)).toEqual([
      ['1 First', 'skipped'],
      ['2 Merge', 'skipped'],
    ])
    expect(states(newRun({ maxScenarios: 1 }).start(SCENARIO))).toHaveLength(2)
  })

  test("the log of the SDK writes local time and calls it UTC: the run's start says how far it is off", () => {
    const run = newRun().sdkLog('DEBUG', 'Creating trace').wait(90).sdkLog('ERROR', 'Error invoking MCP tool codex')
    const [event] = readRun(run)
      .of('event')
      .filter(({ type }) => type === 'sdk_log')
    expect(event).toMatchObject({ at: '2026-08-01T10:01:31.000Z', level: 'error', flags: ['zone_unknown'] })
  })

  test('a question to a person is pending until it is answered', () => {
    const run = newRun().start(SCENARIO).wait(5)
    run.work({ prompt: PATH, unfinished: true })
    const params = { message: 'Allow rm?', codex_elicitation: 'exec-approval', codex_mcp_tool_call_id: '3' }
    run.server({ jsonrpc: '2.0', id: 0, method: 'elicitation/create', params })
    const asked = { context: 'exec-approval', reason: 'Allow rm?', phaseKey: 'scenario_run/1.1/scenario_002.md' }
    expect(readRun(run).of('approval')).toMatchObject([{ status: 'pending', ...asked }])
    const data = JSON.stringify({ jsonrpc: '2.0', id: 0, result: { decision: 'denied' } })
    run.wait(60).line({ direction: 'client_to_server', data })
    expect(readRun(run).of('approval')).toMatchObject([{ status: 'rejected', statusRaw: 'denied', ...asked }])
  })

  test('a server that sends events only shows the same conversation', () => {
    const work: Partial<Work> = { commands: [{ command: `cat ${PATH}`, exitCode: 2, output: 'no such file' }] }
    const shown = [false, true].map((eventsOnly) =>
      readRun(oneScenario({ ...work, eventsOnly }))
        .of('entry')
        .filter(({ sessionKey }) => !sessionKey.includes('/'))
        .map(({ type, text, outcome, exitCode }) => [type, type === 'tool_call' ? null : text, outcome, exitCode]),
    )
    expect(shown[1]).toEqual(shown[0])
    expect(shown[0]?.map(([type]) => type)).toEqual(['prompt', 'tool_call', 'tool_result', 'text'])
  })

  test("the coordinator's transcript: what it was asked, its call, the answer, its last word", () => {
    const { of } = readRun(oneScenario({ lastMessage: 'Written.' }))
    const entries = of('entry').filter(({ sessionKey }) => sessionKey.includes('/'))
    const inOrder = entries.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '') || a.line - b.line)
    expect(inOrder.map(({ type, tool }) => [type, tool])).toEqual([
      ['prompt', null],
      ['tool_call', 'codex'],
      ['tool_result', 'codex'],
      ['text', null],
    ])
    expect(inOrder.map(({ text }) => text).slice(2)).toEqual(['Written.', 'DONE'])
  })
})

describe('which files are a run', () => {
  test('everything in a folder named for a run is one thing; elsewhere the names of its files tell', () => {
    expect(interllmRunReader.folderOf('/x/logs/run-20260801T100000Z/outputs/scenario_001.md')).toBe(
      '/x/logs/run-20260801T100000Z',
    )
    expect(interllmRunReader.folderOf('/x/mine/agent_runs.jsonl')).toBe('/x/mine')
    expect(interllmRunReader.folderOf('/x/mine/run_config.json')).toBeNull()
    expect(interllmRunReader.folderOf('/x/run-2026/readme.md')).toBeNull()
  })

  test('a folder is looked into before it is believed', () => {
    const detect = (files: Record<string, string>) => interllmRunReader.detect(memoryFolder(files, '/x/run'))
    expect(detect(newRun().files())).toEqual({ systemVersion: 'run folder' })
    expect(
      detect({ 'run_events.jsonl': '{"ts":"2026-08-01T10:00:00Z","event":"run_start","run_id":"a"}\n' }),
    ).not.toBeNull()
    expect(detect({ 'run_config.json': '{"run_id":"a","lr":0.1}' })).toBeNull()
    expect(detect({ 'agent_runs.jsonl': 'nothing\n{"event":"agent_run_start"}' })).toBeNull()
    expect(detect({})).toBeNull()
  })

  test('a run that broke off before its configuration was written is a run all the same', () => {
    const files = {
      'run_events.jsonl': '{"ts":"2026-08-01T10:00:00+00:00","event":"run_start","run_id":"R1","model":"m"}\n',
    }
    expect(readFolder(interllmRunReader, files).of('run')).toMatchObject([
      { runKey: 'R1', status: 'running', startedAt: '2026-08-01T10:00:00.000Z' },
    ])
  })
})
