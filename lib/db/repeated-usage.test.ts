import { afterEach, expect, it, vi } from 'vitest'
import { testDb } from '@/lib/testing/test-db'
import { writerOf } from './client'
import { repeatedEvents, repeatedRows } from './repeated-usage'
import { SqliteWriter } from './sqlite-writer'

afterEach(() => vi.restoreAllMocks())

it.each([
  ['events', repeatedEvents],
  ['rows', repeatedRows],
] as const)(
  'repeated %s are looked for from the sessions of a job on, once, not once for each row of it',
  async (_, ask) => {
    const { db } = await testDb()
    const heard = vi.spyOn(SqliteWriter.prototype, 'all')
    ask(db, ['results:table'])
    const [sql = '', values = []] = heard.mock.calls[0] ?? []
    const plan = writerOf(db).all(`EXPLAIN QUERY PLAN ${sql}`, values)
    const steps = plan.map((row) => String(row['detail']))
    expect(steps.filter((step) => /CORRELATED|SCAN (a|b|UsageEvent)\b/.test(step))).toEqual([])
    expect(steps.find((step) => /^SEARCH [ab]\b/.test(step))).toContain('SEARCH b USING INDEX result_of_job (jobId=?)')
  },
)
