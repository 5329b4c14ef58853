import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSqliteSource } from '@/lib/ingest/open-sqlite'
import { FakeSqliteSource } from '@/lib/testing/fake-sqlite-source'
import { gathered } from '@/lib/testing/memory-source'
import { testFolder } from '@/lib/testing/test-db'
import { writeObra } from '@/lib/testing/write-obra'
import { obraDatabaseReader } from './obra-database-reader'
import {
  breakpoint,
  clock,
  interaction,
  iterations,
  type ObraContent,
  type ObraRow,
  session,
  task,
} from './obra-fixture'

const read = (content: ObraContent) => gathered(obraDatabaseReader.read(new FakeSqliteSource(content), null))

const nullsOf = (row: ObraRow): ObraRow => Object.fromEntries(Object.keys(row).map((name) => [name, null]))
const wrongOf = (row: ObraRow, value: ObraRow[string]): ObraRow =>
  Object.fromEntries(Object.keys(row).map((name) => [name, name.endsWith('id') ? (row[name] ?? null) : value]))

const TABLES = { task: task(), session_record: session(), interaction: interaction(), breakpoint_event: breakpoint() }
const tablesOf = (change: (row: ObraRow) => ObraRow): ObraContent =>
  Object.fromEntries(Object.entries(TABLES).map(([name, row]) => [name, [change(row), row]]))

describe('rows that nobody should have written', () => {
  test('rows of nothing but null are named with table and row, and the good row of each table is read', () => {
    const { rejected, of } = read(tablesOf(nullsOf))
    expect(rejected.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'task rowid 1: the task has no id',
      'session_record rowid 1: the session has no id',
      'interaction rowid 1: the interaction has no id',
      'breakpoint_event rowid 1: the row has no id',
    ])
    expect([of('job'), of('session'), of('usage'), of('approval')].map((list) => list.length)).toEqual([1, 1, 1, 1])
  })

  test.each([
    ['bytes', new Uint8Array([255, 0, 1])],
    ['a huge number', 9_223_372_036_854_775_807n],
    ['a negative number', -5],
    ['a fraction', 1e300],
    ['words', 'perhaps'],
    ['half of JSON', '{"status": '],
    ['a list', '[[[[1]]]]'],
    ['text of five megabytes', 'x'.repeat(5 * 2 ** 20)],
    ['control characters', '\u0000\u001b[31m\u202e</script>'],
  ])('%s in every column costs values, not rows', (_what, value) => {
    const rows = Object.fromEntries(Object.entries(TABLES).map(([name, row]) => [name, [wrongOf(row, value)]]))
    const { rejected, of } = read(rows)
    expect(rejected).toEqual([])
    expect([of('job'), of('session'), of('approval')].map((list) => list.length)).toEqual([1, 1, 1])
    for (const { usage } of of('usage')) expect(usage.total ?? 0n).toBeGreaterThanOrEqual(0n)
  })

  test('counts that cannot be are not believed, and say so', () => {
    const { of } = read({
      task: [task()],
      session_record: [session()],
      interaction: [
        interaction({ id: 1, input_tokens: -4 }),
        interaction({ id: 2, output_tokens: 10n ** 15n, total_tokens: null }),
        interaction({ id: 3, cost_usd: -1 }),
        interaction({ id: 4, cost_usd: 1e300 }),
      ],
    })
    expect(of('usage').map(({ usage, flags, costPico }) => [usage.input, usage.output, costPico, flags])).toEqual([
      [null, 500n, null, ['tokens_implausible', 'total_mismatch']],
      [100n, null, null, ['tokens_implausible']],
      [100n, 500n, null, ['number_unreadable']],
      [100n, 500n, null, ['number_unreadable']],
    ])
  })

  test('ids with quotes, slashes, `__proto__` and very long ones stay apart', () => {
    const ids = [`o'b"r/a#1`, '__proto__', 'constructor', '名前', 'x'.repeat(100_000), "'; DROP TABLE task; --"]
    const { of, rejected } = read({
      task: ids.map((id) => task({ id, title: id })),
      session_record: ids.map((id, index) => session({ id: index, session_id: `s-${id}`, task_id: id })),
      interaction: ids.map((id, index) => interaction({ id: index, task_id: id, agent_session_id: `s-${id}` })),
    })
    expect(rejected).toEqual([])
    expect(of('run').map(({ runKey }) => runKey)).toEqual(ids.map((id) => `${id}/1`))
    expect(of('usage').map(({ sessionKey, runKey }) => [sessionKey, runKey])).toEqual(
      ids.map((id) => [`s-${id}`, `${id}/1`]),
    )
    expect(of('session').every(({ ref }) => ref.length < 200)).toBe(true)
  })

  test('a session id that stands twice is read once and named', () => {
    const { of, rejected } = read({ task: [task()], session_record: [session(), session({ id: 2 })] })
    expect(of('session')).toHaveLength(1)
    expect(rejected).toEqual([
      { line: null, place: 'session_record rowid 2', reason: 'its session id stands in an earlier row too' },
    ])
  })

  test('times that run backwards, lie in the year 9999 or are none do not stop the reading', () => {
    const { of } = read({
      task: [task({ created_at: 'yesterday', completed_at: '2025-13-45 99:00:00' })],
      session_record: [
        session({ id: 1, session_id: 'a', started_at: '9999-12-31 23:59:59', ended_at: '0001-01-01 00:00:00' }),
        session({ id: 2, session_id: 'b', started_at: null, ended_at: null }),
        session({ id: 3, session_id: 'c', started_at: 1_763_200_000, ended_at: clock('09:00:00') }),
      ],
    })
    expect(of('job')[0]?.flags).toContain('time_unreadable')
    expect(of('session')).toHaveLength(3)
    expect(of('session').find(({ sessionKey }) => sessionKey === 'b')?.flags).toContain('missing_start')
    expect(of('run').map(({ runKey }) => runKey)).toEqual(['7/1', '7/2'])
  })

  test('a prototype in JSON stays data, and JSON that is nested too deep costs nothing else of its row', () => {
    const deep = `{"decision": "clarify", "x": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`
    const { of } = read({
      task: [
        task({
          context: '{"__proto__": {"polluted": 1}}',
          result: '{"status": {"toString": 1}}',
          task_metadata: '[1]',
        }),
      ],
      interaction: [interaction({ context: deep })],
    })
    expect(of('job')[0]?.status).toBe('queued')
    expect({}).not.toHaveProperty('polluted')
    expect(of('usage')).toHaveLength(1)
  })
})

describe('tables that are not as they should be', () => {
  test('missing tables and columns read as not recorded', () => {
    expect(
      read({
        task: [{ id: 1, title: 'x', status: 'PENDING' }],
        interaction: [{ id: 1, prompt: 'p', source: 'CLAUDE_CODE' }],
      }),
    ).toMatchObject({
      rejected: [],
      records: [{ kind: 'job' }, { kind: 'event', title: 'p' }],
    })
    expect(read({ interaction: [interaction()] }).of('run')).toHaveLength(1)
    expect(read({}).records).toEqual([])
  })

  test('a damaged table is named from where it breaks, the others are read', () => {
    const source = new FakeSqliteSource({ task: [task()], ...iterations([{}, {}]) })
    source.damagedAfter.set('session_record', 1)
    const { rejected, of } = gathered(obraDatabaseReader.read(source, null))
    expect(rejected).toEqual([{ line: null, place: 'session_record after rowid 1', reason: 'the database is damaged' }])
    expect([of('session').length, of('usage').length]).toEqual([1, 2])
  })

  test('tables and columns that nobody knows are counted by name, never copied', () => {
    const { unparsed } = read({
      task: [task({ mood: 'good' })],
      interaction: [interaction()],
      secrets: [{ id: 1, token: 'abc' }],
    })
    expect(unparsed).toEqual([
      { kind: 'unknown-column', name: 'task.mood', count: 1, sample: null },
      { kind: 'unknown-table', name: 'secrets', count: 1, sample: 'id, token' },
    ])
  })

  test('a file on disk with text for numbers and five megabytes in a cell is read', () => {
    const big = `<b>${'é'.repeat(5 * 2 ** 20)}`
    const rows = [interaction({ response: big, input_tokens: '100', quality_score: '0.5' })]
    const file = writeObra(path.join(testFolder(), 'ugly.db'), {
      task: [task({ title: 'a\u0000b' })],
      session_record: [session()],
      interaction: rows,
    })
    const source = openSqliteSource(file)
    const { of } = gathered(obraDatabaseReader.read(source, null))
    source.close()
    expect(of('usage')[0]?.usage.input).toBe(100n)
    expect(of('entry').find(({ type }) => type === 'text')?.flags).toContain('truncated_text')
  })

  test('many sessions and calls of one task are placed without trying each with each', () => {
    const count = 8_000
    const rows = Array.from({ length: count }, (_, id) => session({ id, session_id: `s${id}` }))
    const calls = Array.from({ length: count }, (_, id) => interaction({ id, agent_session_id: null }))
    const content = { task: [task()], session_record: rows, interaction: calls }
    const source = openSqliteSource(writeObra(path.join(testFolder(), 'many.db'), content))
    expect(gathered(obraDatabaseReader.read(source, null)).of('phase')).toHaveLength(count)
    source.close()
  }, 20_000)
})
