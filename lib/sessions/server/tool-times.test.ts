import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ToolTimes } from '@/lib/sessions/tool-schema'
import { flowYaml } from '@/lib/sources/reev/reev-fixture'
import { importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { listToolTimes } from './list-tool-times'

const asked = async (db: Awaited<ReturnType<typeof testDb>>['db'], id: string) => {
  const times = await listToolTimes({ db, fleet: 'own', now: new Date('2027-01-01T00:00:00.000Z') }, { id })
  expect(ToolTimes.parse(times)).toEqual(times)
  return times.items
}

describe('tools of a session', () => {
  test('a flow of reev: calls, failures and time of each tool, the longest in all first', async () => {
    const store = await testDb()
    const file = path.join(testFolder(), 'flow_a.yml')
    const calls = [
      { tool: 'jupiter_swap', from: 1, to: 4 },
      { tool: 'get_balance', from: 5, to: 6 },
      { tool: 'jupiter_swap', from: 7, to: 8, success: false, error: 'no' },
    ]
    writeFileSync(file, flowYaml('a', calls))
    await importInto(store, [file])
    const session = await store.db.session.findFirstOrThrow()
    expect(await asked(store.db, session.id)).toEqual([
      { tool: 'jupiter_swap', calls: 2, failed: 1, timed: 2, totalMs: 4_000, meanMs: 2_000, maxMs: 3_000 },
      { tool: 'get_balance', calls: 1, failed: 0, timed: 1, totalMs: 1_000, meanMs: 1_000, maxMs: 1_000 },
    ])
  })

  test('calls without an answer, without times or answered before they were made have no time, and count', async () => {
    const store = await testDb()
    const { db } = store
    await db.session.create({
      data: { id: 'pitwall:s', system: 'pitwall', instanceId: 'pitwall', nativeId: 's', version: '' },
    })
    const entry = (id: string, kind: string, callId: string | null, at: string | null, tool: string | null = null) =>
      db.entry.create({
        data: {
          id,
          sessionId: 'pitwall:s',
          kind,
          role: 'tool',
          place: id,
          line: 1,
          chars: 0,
          callId,
          at,
          tool,
          version: '',
        },
      })
    const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.500Z']
    await entry('1', 'tool_call', 'a', early, '<b>x')
    await entry('2', 'tool_call', 'b', late, '<b>x')
    await entry('3', 'tool_call', 'c', null, '<b>x')
    await entry('4', 'tool_call', null, early)
    await entry('5', 'tool_result', 'a', late)
    await entry('6', 'tool_result', 'a', '2026-01-02T00:00:00.000Z')
    await entry('7', 'tool_result', 'b', early)
    await entry('8', 'tool_result', 'c', late)
    expect(await asked(db, 'pitwall:s')).toEqual([
      { tool: '<b>x', calls: 3, failed: 0, timed: 1, totalMs: 1_500, meanMs: 1_500, maxMs: 1_500 },
      { tool: null, calls: 1, failed: 0, timed: 0, totalMs: null, meanMs: null, maxMs: null },
    ])
  })

  test('a session that is not there is said to be missing', async () => {
    const { db } = await testDb()
    await expect(asked(db, 'pitwall:none')).rejects.toMatchObject({ code: 'not_found' })
  })
})
