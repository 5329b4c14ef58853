import { describe, expect, test } from 'vitest'
import { FakeSqliteSource } from '@/lib/testing/fake-sqlite-source'
import { gathered, memoryDocument, ofKind, readDocument } from '@/lib/testing/memory-source'
import { BENCHMARK_KEY, benchmarkRow, callRow, sessionRow, stateRow } from './reev-database-fixture'
import { reevDatabaseReader } from './reev-database-reader'
import { REEV_START_S, sessionFile } from './reev-fixture'
import { sessionFileReader } from './session-file-reader'

type Content = ConstructorParameters<typeof FakeSqliteSource>[0]
const iso = (seconds: number) => new Date((REEV_START_S + seconds) * 1_000).toISOString()
const read = (content: Content, cursor: unknown = null) =>
  gathered(reevDatabaseReader.read(new FakeSqliteSource(content), cursor))
const runOf = (more: object) => ofKind(read({ execution_states: [stateRow(more)] }).records, 'run')[0]
describe('traps of the database', () => {
  test('trap: the status is JSON text with its quotes', () => {
    expect(runOf({ status: '"Queued"' })).toMatchObject({ statusRaw: 'Queued', status: 'queued' })
    expect(runOf({ status: 'Queued' })).toMatchObject({ statusRaw: 'Queued', status: 'queued' })
  })

  test('trap: progress that nobody knows is stored as 0', () => {
    expect(runOf({ status: '"Running"', progress: 0 })?.data).not.toHaveProperty('progress')
    expect(runOf({ status: '"Running"', progress: 0.4 })?.data).toMatchObject({ progress: 0.4 })
  })

  test('trap: an empty error message is none, and result data may be the text "null"', () => {
    const run = runOf({ error_message: '', result_data: 'null' })
    expect(run).toMatchObject({ failureReason: null, status: 'succeeded' })
    expect(run?.flags).toContain('score_missing')
  })

  test('trap: one benchmark is written as a name, a path and a key', () => {
    const jobs = ['001-sol-transfer', 'benchmarks/001-sol-transfer.yml', BENCHMARK_KEY].map(
      (benchmark_id) =>
        ofKind(read({ benchmarks: [benchmarkRow], execution_states: [stateRow({ benchmark_id })] }).records, 'run')[0]
          ?.job?.key,
    )
    expect(new Set(jobs)).toEqual(new Set(['001-sol-transfer']))
  })

  test('trap: a failed execution keeps its score only in the text of its error', () => {
    const more = {
      status: '"Failed"',
      result_data: 'null',
      error_message: 'Session file indicates failure (score: 0.25)',
    }
    const { records } = read({ execution_states: [stateRow(more)] })
    expect(ofKind(records, 'result')).toMatchObject([{ score: 0.25, resolved: false }])
    expect(ofKind(records, 'failure')).toMatchObject([{ runKey: 'e1', type: 'execution_error' }])
  })

  test('trap: what a person stopped is stored as failed', () => {
    expect(runOf({ status: '"Failed"', error_message: 'Execution stopped by user' })).toMatchObject({
      statusRaw: 'Failed',
      status: 'stopped',
    })
  })

  test('trap: times are seconds since the epoch, as numbers or as text', () => {
    expect(runOf({ created_at: String(REEV_START_S) })?.createdAt).toBe(iso(0))
    expect(reevDatabaseReader.latestAt(new FakeSqliteSource({ execution_states: [stateRow()] }))).toBe(iso(40))
  })

  test('trap: a queued execution whose session file is finished is completed by it', () => {
    const queued = runOf({ status: '"Queued"', updated_at: REEV_START_S, result_data: 'null' })
    const file = readDocument(sessionFileReader, memoryDocument('session_e1.json', sessionFile('e1')))
    const [finished] = ofKind(file.records, 'run')
    expect([queued?.runKey, queued?.status]).toEqual([finished?.runKey, 'queued'])
    expect(finished?.status).toBe('succeeded')
    expect((finished?.updatedAt ?? '') > (queued?.updatedAt ?? '')).toBe(true)
  })

  test('the same session in the database and in its file has one key', () => {
    const file = readDocument(sessionFileReader, memoryDocument('session_e1.json', sessionFile('e1')))
    const { records } = read({ benchmarks: [benchmarkRow], execution_sessions: [sessionRow()] })
    expect(ofKind(records, 'session')[0]?.sessionKey).toBe(ofKind(file.records, 'session')[0]?.sessionKey)
  })
})

describe('hostile databases', () => {
  test('rows without ids and values of wrong types are rejected or flagged', () => {
    const { rejected, records } = read({
      execution_states: [
        stateRow({ execution_id: null }),
        stateRow({ status: 7, progress: 'much', created_at: 'soon' }),
      ],
      session_tool_calls: [callRow({ session_id: ' ' }), callRow({ execution_time_ms: 'long', status: null })],
      agent_performance: [{ id: 1, session_id: 'e1', benchmark_id: null, agent_type: null, score: 'x' }],
    })
    expect(rejected.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'execution_states rowid 1: the execution has no id',
      'agent_performance rowid 1: the result names no agent or no benchmark',
      'session_tool_calls rowid 1: the call names no session',
    ])
    const [run] = ofKind(records, 'run')
    expect(run?.flags).toEqual(expect.arrayContaining(['enum_unknown', 'number_unreadable', 'time_unreadable']))
  })

  test('a damaged table is rejected from where it breaks, unknown ones are counted, and a reading goes on', () => {
    const states = Array.from({ length: 1_200 }, (_, index) => stateRow({ execution_id: `e${index}` }))
    const content = {
      execution_states: states,
      execution_sessions: [sessionRow({ session_id: 'other' })],
      novelty: [{ a: 1 }],
    }
    const whole = read(content)
    expect(ofKind(whole.records, 'run')).toHaveLength(1_201)
    expect(whole.unparsed).toMatchObject([{ kind: 'unknown-table', name: 'novelty' }])
    const rest = read(content, whole.batches[1]?.cursor)
    const behind = whole.batches.slice(0, 2).flatMap((batch) => batch.records)
    expect(behind.length + rest.records.length).toBe(whole.records.length)
    const source = new FakeSqliteSource(content)
    source.damagedAfter.set('execution_states', 100)
    const damaged = gathered(reevDatabaseReader.read(source, null))
    expect(damaged.rejected).toMatchObject([{ place: 'execution_states after rowid 100' }])
    expect(ofKind(damaged.records, 'run')).toHaveLength(101)
  })

  test('only reev databases are taken for one', () => {
    const detect = (content: Content) => reevDatabaseReader.detect(new FakeSqliteSource(content))
    expect(detect({ execution_sessions: [sessionRow()] })).toEqual({ systemVersion: 'schema of sessions only' })
    const others: Content[] = [{}, { runs: [{ id: 1 }] }, { execution_states: [{ id: 1 }] }]
    for (const other of others) expect(detect(other)).toBeNull()
    const evidence = reevDatabaseReader.evidence(
      new FakeSqliteSource({ execution_states: [stateRow()], execution_sessions: [sessionRow()] }),
    )
    expect([...evidence.runs]).toEqual([{ runKey: 'e1', createdAt: iso(0) }])
  })
})
