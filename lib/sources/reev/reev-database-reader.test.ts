import { describe, expect, test } from 'vitest'
import { FakeSqliteSource } from '@/lib/testing/fake-sqlite-source'
import { gathered, ofKind } from '@/lib/testing/memory-source'
import { BENCHMARK_KEY, benchmarkRow, callRow, sessionRow, stateRow } from './reev-database-fixture'
import { reevDatabaseReader } from './reev-database-reader'
import { REEV_START_S, sessionFile } from './reev-fixture'

type Content = ConstructorParameters<typeof FakeSqliteSource>[0]
const iso = (seconds: number) => new Date((REEV_START_S + seconds) * 1_000).toISOString()
const read = (content: Content, cursor: unknown = null) =>
  gathered(reevDatabaseReader.read(new FakeSqliteSource(content), cursor))

describe('the database in every form', () => {
  test('main: sessions, logs, performance and a schema version', () => {
    const content = {
      benchmarks: [benchmarkRow],
      execution_sessions: [sessionRow()],
      session_logs: [
        { session_id: 'e1', content: JSON.stringify(sessionFile('e1')), file_size: 1, created_at: REEV_START_S },
      ],
      agent_performance: [
        {
          id: 1,
          session_id: 'e1',
          benchmark_id: BENCHMARK_KEY,
          agent_type: 'glm-4.6',
          score: 1,
          final_status: 'Succeeded',
          execution_time_ms: 37_000,
          created_at: REEV_START_S + 38,
          prompt_md5: BENCHMARK_KEY,
        },
      ],
      schema_version: [{ version: '1.0', applied_at: REEV_START_S, description: null }],
    }
    expect(reevDatabaseReader.detect(new FakeSqliteSource(content))).toEqual({ systemVersion: 'schema with versions' })
    const { records, rejected, unparsed } = read(content)
    expect([rejected, unparsed]).toEqual([[], []])
    expect(ofKind(records, 'job')).toMatchObject([
      { jobKey: '001-sol-transfer', goal: 'Send 0.1 SOL', data: { description: 'A transfer' } },
    ])
    expect(ofKind(records, 'run')).toMatchObject([
      { runKey: 'e1', status: 'succeeded', job: { key: '001-sol-transfer' } },
    ])
    expect(new Set(ofKind(records, 'session').map(({ sessionKey }) => sessionKey)).size).toBe(1)
    expect(ofKind(records, 'phase')).toHaveLength(1)
    const results = ofKind(records, 'result')
    expect(new Set(results.map(({ itemKey, configuration }) => `${itemKey} ${configuration}`))).toEqual(
      new Set(['001-sol-transfer glm-4.6']),
    )
  })

  test('develop: the execution state is the run, and its session gives its times', () => {
    const content = { benchmarks: [benchmarkRow], execution_sessions: [sessionRow()], execution_states: [stateRow()] }
    expect(reevDatabaseReader.detect(new FakeSqliteSource(content))?.systemVersion).toBe('schema with execution states')
    const runs = ofKind(read(content).records, 'run')
    expect(runs).toMatchObject([
      { statusRaw: 'Completed', createdAt: iso(0), startedAt: iso(0), endedAt: iso(37), updatedAt: iso(40) },
    ])
    expect(runs[0]?.flags).toContain('tokens_unknown')
  })

  test('consolidate and core: consolidated sessions are facts of their run', () => {
    const content = {
      execution_states: [stateRow()],
      consolidated_sessions: [
        {
          id: 1,
          execution_id: 'e1',
          consolidated_session_id: 'c1',
          consolidated_content: 'all',
          original_session_ids: '["a","b"]',
          created_at: REEV_START_S,
          avg_score: 0.75,
          total_tools: 4,
          success_rate: null,
          execution_duration_ms: 900,
        },
      ],
    }
    expect(reevDatabaseReader.detect(new FakeSqliteSource(content))?.systemVersion).toContain('consolidated')
    const { records } = read(content)
    expect(ofKind(records, 'event')).toMatchObject([{ runKey: 'e1', title: '2 sessions consolidated' }])
    expect(ofKind(records, 'metric').map(({ name, value }) => [name, value])).toEqual([
      ['consolidated_avg_score', 0.75],
      ['consolidated_total_tools', 4],
      ['consolidated_execution_duration_ms', 900],
    ])
  })

  test('tool calls are the transcript with their times; failed and timed out ones are failures', () => {
    const { records } = read({
      benchmarks: [benchmarkRow],
      execution_sessions: [sessionRow()],
      session_tool_calls: [
        callRow(),
        callRow({ id: 2, status: 'error', error_message: 'connection refused' }),
        callRow({ id: 3, status: 'timeout' }),
        callRow({ id: 4, status: 'in_progress', execution_time_ms: 0 }),
      ],
    })
    const entries = ofKind(records, 'entry')
    expect(entries.map(({ type, outcome }) => [type, outcome])).toEqual([
      ['tool_call', null],
      ['tool_result', 'ok'],
      ['tool_call', null],
      ['tool_result', 'failed'],
      ['tool_call', null],
      ['tool_result', 'failed'],
      ['tool_call', null],
    ])
    expect(entries[0]?.sessionKey).toBe(ofKind(records, 'session')[0]?.sessionKey)
    expect(ofKind(records, 'failure').map(({ type, cause }) => [type, cause])).toEqual([
      ['tool_error', 'infra'],
      ['timeout', 'infra'],
    ])
    expect(ofKind(records, 'metric').filter(({ name }) => name === 'tool_ms')).toHaveLength(3)
  })

  test('a log may be a bare trace or a flow; what is neither is rejected, the rest is read', () => {
    const log = (content: unknown) => ({
      session_id: 'e1',
      content: content as string,
      file_size: 1,
      created_at: REEV_START_S,
    })
    const { prompt, steps } = { prompt: 'Send', steps: sessionFile('e1').final_result.data.steps }
    const bare = read({ execution_sessions: [sessionRow()], session_logs: [log(JSON.stringify({ prompt, steps }))] })
    expect(ofKind(bare.records, 'phase')).toHaveLength(1)
    expect(bare.rejected).toEqual([])
    const bad = read({ execution_sessions: [sessionRow()], session_logs: [log('[1]'), log('{"half":'), log(null)] })
    expect(bad.rejected.map(({ reason }) => reason.slice(0, 8))).toEqual(['the log ', 'not YAML', 'the log '])
  })
})
