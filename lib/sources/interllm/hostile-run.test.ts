import { describe, expect, test } from 'vitest'
import { memoryFolder, readFolder } from '@/lib/testing/memory-source'
import { newRun, oneScenario, PATH, SCENARIO } from '@/lib/testing/one-scenario'
import { interllmRunReader } from './interllm-run-reader'

const files = () => oneScenario({ patches: [{ path: PATH }], sums: [1_000] }).files()
const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('a hostile run folder', () => {
  test('broken lines are named with file and line, the rest is read', () => {
    const { 'codex_mcp_traffic.jsonl': traffic = '', 'agent_runs.jsonl': runs = '', ...rest } = files()
    const { of, rejected } = readFolder(interllmRunReader, {
      ...rest,
      'run_config.json': '{"run_id": ',
      'agent_runs.jsonl': `${runs}{"ts":"2026-08-01T10\n[1,2]\n\n`,
      'codex_mcp_traffic.jsonl': `not json\n{"seq":1}\n{"seq":2,"direction":"server_to_client","data":"{half"}\n${traffic}`,
    })
    expect(rejected.map(({ place, reason }) => [place, reason])).toEqual([
      ['run_config.json', 'not JSON'],
      ['agent_runs.jsonl line 3', 'not JSON: unexpected end of input'],
      ['agent_runs.jsonl line 4', 'not an object'],
      ['codex_mcp_traffic.jsonl line 1', 'not JSON: unexpected text'],
      ['codex_mcp_traffic.jsonl line 2', 'it has no direction'],
      ['codex_mcp_traffic.jsonl line 3', 'its data is no JSON object'],
    ])
    expect(of('phase')[0]?.status).toBe('succeeded')
    expect(of('run')[0]).toMatchObject({ runKey: '20260801T100000Z' })
  })

  test('what is unknown is counted by name, not dropped in silence', () => {
    const run = newRun().start(SCENARIO)
    run.work({ prompt: PATH, unfinished: true })
    const send = (msg: unknown) => run.server({ method: 'codex/event', params: { _meta: { requestId: 3 }, msg } })
    send({ type: 'brand_new' })
    send({ type: 'brand_new' })
    send({ type: 'raw_response_item', item: { type: 'hologram' } })
    run.server({ method: 'sampling/createMessage', params: {} })
    const { unparsed } = readFolder(interllmRunReader, run.files())
    expect(unparsed.map(({ name, count }) => [name, count])).toEqual([
      ['codex/event/brand_new', 2],
      ['codex/event/raw_response_item/hologram', 1],
      ['sampling/createMessage', 1],
    ])
  })

  test('wrong types everywhere never throw', () => {
    const wrong = [null, true, -1, 1e308, '', 'x'.repeat(300), [], {}, { __proto__: 1 }]
    const lines: string[] = []
    for (const value of wrong) {
      lines.push(JSON.stringify({ ts: value, event: value, run_kind: value, usage: value, scenario_number: value }))
      for (const event of ['agent_run_start', 'agent_run_end', 'agent_run_error', 'run_start', 'codex_mcp_command']) {
        lines.push(JSON.stringify({ event, ts: value, run_id: value, command: value, usage: value, error: value }))
      }
    }
    const traffic = wrong.flatMap((value) => [
      { seq: value, ts: value, direction: 'lifecycle', event: value, command: value, returncode: value },
      {
        seq: 1,
        direction: 'client_to_server',
        data: JSON.stringify({ method: 'tools/call', id: value, params: value }),
      },
      { seq: 2, direction: 'server_stderr', data: value },
      ...['session_configured', 'token_count', 'exec_command_end', 'patch_apply_end', 'error', 'turn_diff'].map(
        (type) => ({
          direction: 'server_to_client',
          data: {
            method: 'codex/event',
            params: {
              _meta: { requestId: value },
              msg: {
                type,
                session_id: value,
                info: value,
                changes: value,
                command: value,
                exit_code: value,
                message: value,
              },
            },
          },
        }),
      ),
    ])
    const hostile = {
      'run_config.json': JSON.stringify({ run_id: 7, model: [], max_scenarios: 'many', todo_path: null }),
      'run_events.jsonl': lines.join('\n'),
      'agent_runs.jsonl': lines.join('\n'),
      'codex_mcp_traffic.jsonl': traffic.map((value) => JSON.stringify(value)).join('\n'),
      'outputs/scenario_manifest.json': JSON.stringify({ scenarios: wrong }),
    }
    const { of } = readFolder(interllmRunReader, hostile)
    expect(of('run')).toHaveLength(1)
    expect(of('usage')).toEqual([])
  })

  test('markup, controls, prototype keys and absurd times pass as text', () => {
    const title = '<script>alert(1)</script>\u202e\u001b[31m'
    const run = newRun().start({ ...SCENARIO, number: '__proto__', title })
    run.wait(3e9).end('DONE', { input: 1, output: 1 })
    const { of } = readFolder(interllmRunReader, run.files())
    expect(of('phase')[0]).toMatchObject({ name: `__proto__ ${title}` })
    const odd = { 'agent_runs.jsonl': '{"event":"agent_run_start","ts":"yesterday","run_kind":"scenario_run"}\n' }
    const [phase] = readFolder(interllmRunReader, odd).of('phase')
    expect(phase).toMatchObject({ startedAt: null })
    expect(phase?.flags).toEqual(expect.arrayContaining(['time_unreadable', 'missing_start']))
  })

  test('times without a zone are flagged', () => {
    const line = '{"event":"agent_run_start","ts":"2026-08-01 10:00:00","run_kind":"scenario_run"}\n'
    const { of } = readFolder(interllmRunReader, { 'agent_runs.jsonl': line })
    expect(of('phase')[0]?.flags).toContain('zone_unknown')
    expect(of('run')[0]?.flags).toContain('zone_unknown')
  })

  test('large texts and deep nesting cost no more than themselves', () => {
    const huge = 'y'.repeat(5_000_000)
    const run = newRun().start({ ...SCENARIO, prompt: huge })
    run.work({ prompt: huge, commands: [{ command: huge, exitCode: 0 }], lastMessage: huge })
    run.line({
      direction: 'server_to_client',
      data: `{"method":"codex/event","params":{"msg":{"type":"x","y":${deep(3_000)}}}}`,
    })
    const { of, batches } = readFolder(interllmRunReader, run.end(huge, null).files())
    expect(of('phase')[0]?.data['prompt']).toHaveLength(16_385)
    expect(JSON.stringify(of('phase')[0]).length).toBeLessThan(60_000)
    expect(batches.every(({ records }) => records.length < 5_000)).toBe(true)
  })

  test('an end without its start, and a start twice, are two records and a flag', () => {
    const end =
      '{"ts":"2026-08-01T10:00:09Z","event":"agent_run_end","run_kind":"scenario_run","scenario_number":"1","output":"DONE"}'
    const start =
      '{"ts":"2026-08-01T10:00:00Z","event":"agent_run_start","run_kind":"scenario_run","scenario_number":"1"}'
    const { of } = readFolder(interllmRunReader, { 'agent_runs.jsonl': [end, start, start].join('\n') })
    expect(of('phase').map(({ phaseKey, flags }) => [phaseKey, flags.includes('missing_start')])).toEqual([
      ['scenario_run/1', true],
      ['scenario_run/1~2', false],
      ['scenario_run/1~3', false],
    ])
  })

  test('a folder with two runs in it says so', () => {
    const { 'run_events.jsonl': events = '', ...rest } = files()
    const more = '{"ts":"2026-08-02T10:00:00Z","event":"run_start","run_id":"20260802T100000Z"}\n'
    const [run] = readFolder(interllmRunReader, { ...rest, 'run_events.jsonl': events + more }).of('run')
    expect(run).toMatchObject({ runKey: '20260801T100000Z' })
    expect(run?.data['otherRuns']).toEqual(['20260802T100000Z'])
    expect(run?.flags).toContain('id_reused')
  })

  test('a server that was started again counts its requests anew', () => {
    const run = newRun().start(SCENARIO).wait(2)
    const first = run.work({ prompt: PATH, patches: [{ path: PATH }], sums: [10] })
    run.exit(1).line({ direction: 'lifecycle', event: 'start', command: ['npx'] })
    const msg = {
      type: 'token_count',
      info: { total_token_usage: { input_tokens: 5, output_tokens: 5, total_tokens: 10 } },
    }
    run.server({ method: 'codex/event', params: { _meta: { requestId: 3 }, msg } })
    const { of } = readFolder(interllmRunReader, run.files())
    expect(of('session').filter(({ sessionKey }) => sessionKey === first)).toHaveLength(1)
    expect(of('usage').map(({ sessionKey }) => sessionKey)).toEqual([first, '20260801T100000Z/codex-3'])
  })

  test('a broken reading goes on behind the batches that are written', () => {
    const run = newRun()
    for (let number = 0; number < 600; number += 1) {
      run.start({ ...SCENARIO, number: `${number}`, outputPath: `outputs/scenario_${number}.md` }).wait(2)
      run.end('DONE', { input: 1, output: 1 })
    }
    const folder = memoryFolder(run.files(), '/x/run')
    const whole = [...interllmRunReader.read(folder, null)]
    expect(whole.length).toBeGreaterThan(2)
    const [first, ...others] = whole
    expect([...interllmRunReader.read(folder, first?.cursor)]).toEqual(others)
    expect(whole.at(-1)?.done).toBe(1)
  })
})
