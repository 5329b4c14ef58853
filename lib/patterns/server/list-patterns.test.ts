import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { importInto } from '@/lib/testing/importing'
import { testDb } from '@/lib/testing/test-db'
import { ListPatternsInput } from '../schema'
import { listPatterns } from './list-patterns'

const line = (record: object) => `${JSON.stringify({ v: 1, ...record })}\n`

test('a pattern seen in sessions that belong to no run has their project, and the sessions as numbered cells', async () => {
  const store = await testDb()
  const file = path.join(store.folder, 'sessions.ndjson')
  const records = [1, 2, 3].flatMap((n) => {
    const startedAt = `2026-08-0${n}T10:00:00Z`
    const session = { kind: 'session', sessionId: `s-${n}`, project: '/work/console', startedAt, endedAt: startedAt }
    const failure = { kind: 'failure', sessionId: `s-${n}`, at: startedAt, message: 'The answer is a list' }
    return n === 2 ? [session] : [session, failure]
  })
  writeFileSync(file, records.map(line).join(''))
  await importInto(store, [file])
  const ctx = { db: store.db, fleet: 'own' as const, now: new Date('2026-08-04T00:00:00.000Z') }
  const { items } = await listPatterns(ctx, ListPatternsInput.parse({ project: '/work/console' }))
  expect(items.map(({ projects }) => projects)).toEqual([['/work/console']])
  const { cells, told } = items[0]?.recurrence ?? { cells: [], told: null }
  expect(cells.map(({ n, hit }) => [n, hit])).toEqual([
    [1, true],
    [2, false],
    [3, true],
  ])
  expect(told).toBe('told 2 times, still not fixed')
})
