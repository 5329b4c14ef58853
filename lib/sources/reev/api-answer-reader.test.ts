import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { memoryDocument, ofKind, readDocument } from '@/lib/testing/memory-source'
import { REAL_DATA } from '@/lib/testing/test-db'
import { apiAnswerReader } from './api-answer-reader'
import { benchmarkReader } from './benchmark-reader'

const read = (content: unknown) => readDocument(apiAnswerReader, memoryDocument('status.json', content))
const execution = (more: object = {}) => ({
  execution_id: 'e1',
  benchmark_id: '001-sol-transfer',
  agent: 'glm-4.6',
  status: 'Completed',
  created_at: '2026-08-01T10:00:00Z',
  updated_at: '2026-08-01T10:01:00.5+00:00',
  progress: 1,
  error_message: null,
  result_data: { score: 0.5, execution_time_ms: 4_200 },
  metadata: {},
  ...more,
})
const runOf = (more: object = {}) => ofKind(read(execution(more)).records, 'run')[0]

describe('the answer about an execution', () => {
  test('is a run with its result', () => {
    const { records } = read(execution())
    expect(ofKind(records, 'run')).toMatchObject([
      { runKey: 'e1', status: 'succeeded', updatedAt: '2026-08-01T10:01:00.500Z', job: { key: '001-sol-transfer' } },
    ])
    expect(ofKind(records, 'result')).toMatchObject([
      { score: 0.5, seconds: 4.2, resolved: true, configuration: 'glm-4.6' },
    ])
  })

  test('every state has its word, in any case', () => {
    const states = ['Queued', 'running', 'COMPLETED', 'Failed', 'Stopped', 'Timeout', 'Pending', 'Lunch'].map(
      (status) => runOf({ status })?.status,
    )
    expect(states).toEqual(['queued', 'running', 'succeeded', 'failed', 'stopped', 'timed_out', 'queued', 'unknown'])
    expect(runOf({ status: 'Lunch' })?.flags).toContain('enum_unknown')
    expect(runOf({ status: 'constructor' })?.status).toBe('unknown')
  })

  test('an execution that started says nothing of how long it took, and its calls are read', () => {
    const call = { tool_name: 'a', timestamp: '2026-08-01T10:00:00Z', duration_ms: 250, success: false, error: 'no' }
    const started = { execution_id: 'e1', status: 'Running', duration_ms: 0, result: null, error: null, logs: [] }
    expect(ofKind(read({ ...started, tool_calls: [] }).records, 'run')[0]?.data).not.toHaveProperty('executionMs')
    const { records } = read({ ...started, tool_calls: [call] })
    expect(ofKind(records, 'entry').map(({ type, outcome }) => [type, outcome])).toEqual([
      ['tool_call', null],
      ['tool_result', 'failed'],
    ])
    expect(ofKind(records, 'metric')).toMatchObject([{ name: 'tool_ms', value: 250 }])
  })
})

describe('traps of the API', () => {
  test('trap: recent executions give their state in lower case, the status answer in upper', () => {
    const recent = {
      execution_id: 'e1',
      agent_type: 'local',
      status: 'completed',
      created_at: '2026-08-01T10:00:00Z',
      score: 1,
    }
    const answer = {
      id: '001-sol-transfer',
      description: 'd',
      tags: ['t2'],
      prompt: 'Send',
      recent_executions: [recent],
    }
    const { records } = read(answer)
    expect(ofKind(records, 'run')[0]).toMatchObject({ status: runOf()?.status, goal: 'Send' })
    expect(ofKind(records, 'job')).toMatchObject([{ jobKey: '001-sol-transfer', goal: 'Send', data: { tags: ['t2'] } }])
  })

  test('trap: worst_benchmarks is always empty, so best and worst follow from the results', () => {
    const result = (id: number, score: number, final_status: string) => ({
      id,
      session_id: `e${id}`,
      benchmark_id: 'benchmarks/001-sol-transfer.yml',
      score,
      final_status,
      timestamp: '2026-08-01T10:00:00Z',
    })
    const { records } = read([
      {
        agent_type: 'glm-4.6',
        total_benchmarks: 3,
        average_score: 0.5,
        success_rate: 2 / 3,
        best_benchmarks: [],
        worst_benchmarks: [],
        results: [result(1, 1, 'completed'), result(2, 0.5, 'Succeeded'), result(3, 0, 'failed')],
      },
    ])
    expect(
      ofKind(records, 'result').map(({ runKey, itemKey, score, resolved }) => [runKey, itemKey, score, resolved]),
    ).toEqual([
      ['e1', '001-sol-transfer', 1, true],
      ['e2', '001-sol-transfer', 0.5, true],
      ['e3', '001-sol-transfer', 0, false],
    ])
    expect(ofKind(records, 'metric').map(({ name, value, data }) => [name, value, data['agent']])).toEqual([
      ['average_score', 0.5, 'glm-4.6'],
      ['success_rate', 2 / 3, 'glm-4.6'],
      ['total_benchmarks', 3, 'glm-4.6'],
    ])
  })

  test('answers that are wrong in parts are read in parts', () => {
    const { records, rejected } = read([
      execution(),
      7,
      { ...execution(), execution_id: '' },
      execution({ updated_at: 'soon' }),
    ])
    expect(rejected.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'answer[1]: it is no answer of reev',
      'answer[2]: the execution has no id',
    ])
    expect(ofKind(records, 'run').map(({ flags }) => flags.includes('time_unreadable'))).toEqual([false, true])
  })

  test('only answers of reev are taken for one', () => {
    const detect = (content: unknown) => apiAnswerReader.detect(memoryDocument('a.json', content))
    expect(detect(execution())?.systemVersion).toContain('execution status')
    expect(detect([{ agent_type: 'a', results: [], average_score: 1 }])?.systemVersion).toContain('agent performance')
    expect(detect([{ id: 'a', description: 'b', tags: [], prompt: 'c' }])?.systemVersion).toContain('benchmarks')
    for (const other of [[], {}, 5, 'text', { status: 'ok', timestamp: 't', version: '1' }, { id: 'a', prompt: 'p' }]) {
      expect(detect(other)).toBeNull()
    }
    expect(apiAnswerReader.latestAt(memoryDocument('a.json', execution()))).toBe('2026-08-01T10:01:00.500Z')
  })
})

describe('a benchmark definition', () => {
  const text =
    'id: 001-sol-transfer\ndescription: d\ntags: ["a"]\ninitial_state: []\nprompt: "Send"\nground_truth: {}\n'
  const readFile = (content: string, name = 'benchmarks/001-sol-transfer.yml') =>
    readDocument(benchmarkReader, memoryDocument(name, content))

  test('is a job with what is asked for; its key is that of the runs', () => {
    expect(ofKind(readFile(text).records, 'job')).toMatchObject([
      { jobKey: '001-sol-transfer', type: 'benchmark', goal: 'Send', data: { description: 'd', tags: ['a'] } },
    ])
    expect(benchmarkReader.detect(memoryDocument('b.yml', text))).toEqual({ systemVersion: 'benchmark definition' })
    expect(benchmarkReader.detect(memoryDocument('b.yml', 'id: a\nprompt: b\n'))).toBeNull()
  })

  test.skipIf(!REAL_DATA)('all nineteen real ones are read', () => {
    const folder = path.join(REAL_DATA ?? '', 'seeds/reev/benchmarks')
    const jobs = readdirSync(folder).flatMap((name) => {
      const content = readFileSync(path.join(folder, name), 'utf8')
      expect(benchmarkReader.detect(memoryDocument(name, content))).not.toBeNull()
      return ofKind(readFile(content, name).records, 'job').map(({ jobKey, goal }) => [
        jobKey === name.replace('.yml', ''),
        goal !== null,
      ])
    })
    expect(jobs).toEqual(Array(19).fill([true, true]))
  })
})
