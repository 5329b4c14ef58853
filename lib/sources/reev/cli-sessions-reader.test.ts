import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { memoryDocument, ofKind, readDocument } from '@/lib/testing/memory-source'
import { REAL_DATA } from '@/lib/testing/test-db'
import { cliSessionsReader } from './cli-sessions-reader'
import { flowReader } from './flow-reader'
import { cliSession, flowYaml } from './reev-fixture'

const swap = { tool: 'jupiter_swap', from: 18, to: 19 }
const readFlow = (yaml: string) => readDocument(flowReader, memoryDocument('flow_s1.yml', yaml))
const readAll = (content: unknown) => readDocument(cliSessionsReader, memoryDocument('db/cli_sessions.json', content))
const STEPS = [
  'steps:',
  '  - # Step 1',
  '    step_name: swap',
  '    completion_time: 2026-08-29T10:40:19.500000+00:00',
  '    flow_time_ms: 14189',
  '    step_time_ms: 0',
  '',
].join('\n')

describe('a flow', () => {
  test('is a session with prompt, calls and their times', () => {
    const { records, rejected } = readFlow(flowYaml('s1', [swap]))
    expect(rejected).toEqual([])
    expect(ofKind(records, 'session')).toMatchObject([
      { sessionKey: 's1', runKey: 's1', role: 'trace', systemVersion: '0.1.0', name: 'Swap 0.1 SOL for USDC.' },
    ])
    expect(ofKind(records, 'entry').map(({ type, tool, outcome }) => [type, tool, outcome])).toEqual([
      ['prompt', null, null],
      ['note', null, null],
      ['tool_call', 'jupiter_swap', null],
      ['tool_result', 'jupiter_swap', 'ok'],
    ])
    const numbers = Object.fromEntries(ofKind(records, 'metric').map(({ name, value }) => [name, value]))
    expect(numbers).toEqual({
      total_duration_ms: 20_000,
      tool_calls: 1,
      avg_tool_ms: 639,
      success_rate: 1,
      tool_ms: 1_000,
    })
  })

  test('trap: a comment before the text and after each dash is no value', () => {
    const { records } = readFlow(flowYaml('s1', [swap, { tool: 'sol_transfer', from: 19, to: 20 }]))
    expect(
      ofKind(records, 'entry')
        .filter(({ type }) => type === 'tool_call')
        .map(({ tool }) => tool),
    ).toEqual(['jupiter_swap', 'sol_transfer'])
  })

  test('trap: outputs of calls that ran side by side may be exchanged, and say so', () => {
    const { records } = readFlow(
      flowYaml('s1', [
        { tool: 'a', from: 1, to: 5 },
        { tool: 'b', from: 2, to: 4 },
        { tool: 'c', from: 6, to: 7 },
      ]),
    )
    const results = ofKind(records, 'entry').filter(({ type }) => type === 'tool_result')
    expect(results.map(({ tool, data }) => [tool, 'pairingDoubt' in data])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ])
  })

  test('trap: calls that all succeeded are a claim, not a verdict', () => {
    const [run] = ofKind(readFlow(flowYaml('s1', [swap])).records, 'run')
    expect(run).toMatchObject({ status: 'succeeded', statusRaw: 'success rate 100.00%', updatedAt: null })
    expect(run?.flags).toEqual(expect.arrayContaining(['claimed_not_verified', 'score_missing', 'tokens_unknown']))
  })

  test('without calls, or with some that failed, nothing is claimed; all failed is a failure', () => {
    const statusOf = (...success: boolean[]) =>
      ofKind(
        readFlow(
          flowYaml(
            's1',
            success.map((ok) => ({ ...swap, success: ok })),
          ),
        ).records,
        'run',
      )[0]?.status
    expect([statusOf(), statusOf(true, false), statusOf(false)]).toEqual(['unknown', 'unknown', 'failed'])
  })

  test('trap: the prompt that was sent is cut, and says so', () => {
    const { records } = readFlow(flowYaml('s1', [swap]))
    expect(ofKind(records, 'run')[0]?.flags).toContain('truncated_text')
    expect(ofKind(records, 'entry').find(({ entryKey }) => entryKey === 'final-prompt')?.flags).toEqual([
      'truncated_text',
    ])
  })

  test('trap: an error that is printed without quoting breaks the text, which is read as far as it goes', () => {
    const broken = flowYaml('s1', [{ ...swap, success: false, error: 'Object {"error": "no \\q route"}' }])
    const { records, rejected } = readFlow(broken)
    expect(rejected[0]?.reason).toMatch(/^not YAML/)
    expect(ofKind(records, 'session')).toMatchObject([{ sessionKey: 's1' }])
    expect(ofKind(records, 'entry').find(({ type }) => type === 'tool_call')?.tool).toBe('jupiter_swap')
  })

  test('a step is a phase; one whose calls all failed is not believed to be complete', () => {
    const phaseOf = (success: boolean) =>
      ofKind(readFlow(flowYaml('s1', [{ ...swap, success, error: 'no' }], STEPS)).records, 'phase')[0]
    expect(phaseOf(true)).toMatchObject({ phaseKey: 'flow-1', name: 'swap', status: 'succeeded', flags: [] })
    expect(phaseOf(false)).toMatchObject({ status: 'failed', failureReason: 'no', flags: ['claimed_not_verified'] })
  })

  test('only flows are taken for one', () => {
    const detect = (name: string, text: string) => flowReader.detect(memoryDocument(name, text))
    expect(detect('f.yml', flowYaml('s1', []))).toEqual({ systemVersion: 'flow of 0.1.0' })
    expect(detect('f.json', flowYaml('s1', []))).toBeNull()
    expect(detect('f.yml', 'session_id: a\n')).toBeNull()
    expect(flowReader.latestAt(memoryDocument('f.yml', flowYaml('s1', [swap])))).toBe('2026-08-29T10:40:20.000Z')
  })
})

describe('cli_sessions.json', () => {
  test('trap: benchmark_id holds the name of the first tool, which is no benchmark', () => {
    const { records } = readAll({ s1: cliSession('s1', flowYaml('s1', [swap])) })
    const [run] = ofKind(records, 'run')
    expect(run?.job).toMatchObject({ name: 'Swap 0.1 SOL for USDC.', inferred: true })
    expect(run?.data).toMatchObject({ benchmarkIdAsWritten: 'jupiter_swap' })
    const [real] = ofKind(
      readAll({ s1: cliSession('s1', flowYaml('s1', [swap]), '100-jup-swap-sol-usdc') }).records,
      'run',
    )
    expect(real?.job).toMatchObject({ key: '100-jup-swap-sol-usdc', inferred: false })
    const [none] = ofKind(readAll({ s1: cliSession('s1', flowYaml('s1', []), 'unknown', 0) }).records, 'run')
    expect(none?.job?.inferred).toBe(true)
  })

  test('trap: what was tried by hand is marked', () => {
    const { records } = readAll({ 'test-debug-7': cliSession('test-debug-7', flowYaml('test-debug-7', [swap])) })
    expect(ofKind(records, 'run')[0]?.flags).toContain('synthetic_record')
    expect(ofKind(records, 'session')[0]?.data).toMatchObject({ madeByHand: true })
  })

  test('a session that cannot be read is rejected by its key, the others are read', () => {
    const { records, rejected } = readAll({
      a: { ...cliSession('a', ''), yml_content: 7 },
      b: cliSession('b', 'just words'),
      c: 5,
      d: cliSession('d', flowYaml('d', [swap])),
    })
    expect(rejected.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'session a: the session has no flow',
      'session b: the YAML is no object',
      'session c: the session has no flow',
    ])
    expect(ofKind(records, 'session').map(({ sessionKey }) => sessionKey)).toEqual(['d'])
  })

  test('hostile YAML is rejected, not followed', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join()}]`).join('\n')}`
    const deep = `session_id: x\nreev_runner_version: 1\na: ${'['.repeat(20_000)}`
    const long = `session_id: x\na: ${'x'.repeat(5_000_000)}`
    const { rejected, records } = readAll({
      bomb: cliSession('bomb', bomb),
      deep: cliSession('deep', deep),
      long: cliSession('long', long),
    })
    expect(rejected.length).toBeGreaterThanOrEqual(3)
    expect(ofKind(records, 'run').every(({ data }) => JSON.stringify(data).length < 1_000)).toBe(true)
  })

  test('the latest time is that of the newest session', () => {
    const late = { ...cliSession('b', ''), created_at: '2026-09-01T00:00:00+00:00' }
    const document = memoryDocument('cli_sessions.json', { a: cliSession('a', ''), b: late, c: null })
    expect(cliSessionsReader.latestAt(document)).toBe('2026-09-01T00:00:00.000Z')
    expect(cliSessionsReader.detect(document)).toEqual({ systemVersion: 'command-line sessions' })
  })
})

describe.skipIf(!REAL_DATA)('the real cli_sessions.json', () => {
  const folder = path.join(REAL_DATA ?? '', 'seeds/reev/db')
  const read = (file: string) => readAll(readFileSync(path.join(folder, file), 'utf8'))

  test('has 49 sessions and 48 tool calls, all successful, one of them made by hand', () => {
    const { records, rejected, unparsed } = read('cli_sessions.json')
    expect([rejected, unparsed]).toEqual([[], []])
    const sessions = ofKind(records, 'session')
    expect(sessions).toHaveLength(49)
    expect(sessions.filter(({ flags }) => flags.includes('synthetic_record')).map((one) => one.sessionKey)).toEqual([
      'test-debug-123',
    ])
    const results = ofKind(records, 'entry').filter(({ type }) => type === 'tool_result')
    expect(results).toHaveLength(48)
    expect(results.every(({ outcome }) => outcome === 'ok')).toBe(true)
    const times = ofKind(records, 'metric').flatMap(({ name, value }) =>
      name === 'tool_ms' && value !== null ? [value] : [],
    )
    expect([times.length, Math.min(...times), Math.max(...times)]).toEqual([48, 0, 2_322])
    const written = new Map<unknown, number>()
    for (const { data } of ofKind(records, 'run')) {
      const name = data['benchmarkIdAsWritten']
      written.set(name, (written.get(name) ?? 0) + 1)
    }
    expect(Object.fromEntries(written)).toEqual({
      jupiter_swap: 29,
      deterministic_sol_transfer: 13,
      jupiter_lend_earn_deposit: 4,
      deterministic_jupiter_swap: 1,
      sol_transfer: 1,
      unknown: 1,
    })
    expect(ofKind(records, 'run').every(({ job }) => job === null || job.inferred)).toBe(true)
  })

  test('is read without a reject in all fifteen of its versions, and each session keeps its records', () => {
    const snapshots = 'cli_sessions-snapshots'
    const seen = new Map<string, string>()
    const names = readdirSync(path.join(folder, snapshots)).sort()
    expect(names).toHaveLength(15)
    for (const name of names) {
      const { records, rejected } = read(path.join(snapshots, name))
      expect(rejected).toEqual([])
      for (const session of ofKind(records, 'session')) {
        const text = JSON.stringify({ ...session, ref: '' })
        expect(seen.get(session.sessionKey) ?? text).toBe(text)
        seen.set(session.sessionKey, text)
      }
    }
    expect(seen.size).toBeGreaterThanOrEqual(49)
  })
})
