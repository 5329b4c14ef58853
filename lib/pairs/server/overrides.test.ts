import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { CheckPairInput, type PairCheckReply } from '@/lib/pairs/schema'
import { ENDED, makeAutopackPair } from '@/lib/testing/make-pair'
import { makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { checkRuns } from './check-runs'

const now = new Date('2026-02-01T00:00:00.000Z')
const check = (db: Db, control: string, treatment: string, more: object = {}) =>
  checkRuns({ db, fleet: 'own', now }, CheckPairInput.parse({ control, treatment, ...more }), 'command')
const levels = (reply: PairCheckReply) =>
  Object.fromEntries(reply.checks.map(({ name, level }) => [name, level])) as Record<string, string>

describe('ids and overrides', () => {
  it.each(["autopack:' OR 1=1 --", 'autopack:\u0000', '__proto__', 'autopack:%', '\u001b[2J'])(
    'a run that is not there is a check: %j',
    async (id) => {
      const { db } = await testDb()
      await makeRun(db, { ...ENDED, id: 'autopack:c' })
      const reply = await check(db, 'autopack:c', id)
      expect(reply.valid).toBe(false)
      expect(levels(reply)).toEqual({ run_missing: 'error', same_run: 'ok' })
      expect(levels(await check(db, 'autopack:c', 'autopack:c'))).toEqual({ run_missing: 'ok', same_run: 'error' })
    },
  )

  it('whether a run that only usage names has ended is not known', async () => {
    const { db } = await testDb()
    await makeRun(db, { ...ENDED, id: 'autopack:c' })
    await makeRun(db, { id: 'autopack:orphan', hasRow: false })
    expect(levels(await check(db, 'autopack:c', 'autopack:orphan'))).toMatchObject({ final: 'unknown' })
  })

  it('an override is kept: who, when, why, and the checks as they were', async () => {
    const { db } = await testDb()
    await makeAutopackPair(db, { treatmentCommitSha: 'abcdef2' })
    const reason = 'the commit only <b>touches</b> docs'
    const reply = await check(db, 'autopack:c', 'autopack:t', { varied: ['switches'], override: { reason } })
    expect(reply).toMatchObject({ valid: true, exploratory: true, override: { reason, requestedBy: 'command' } })
    const [row, ...more] = await db.pairOverride.findMany()
    expect(more).toEqual([])
    expect(row).toMatchObject({
      ...{ id: reply.override?.id, at: now.toISOString(), requestedBy: 'command', reason, valid: true },
      ...{ controlRunId: 'autopack:c', treatmentRunId: 'autopack:t', varied: '["switches"]', mode: 'strict' },
    })
    expect(JSON.parse(row?.checks ?? '')).toEqual(reply.checks)
    await check(db, 'autopack:c', 'autopack:t')
    expect(await db.pairOverride.count()).toBe(1)
    await check(db, 'autopack:c', 'gone', { override: { reason } })
    expect(await db.pairOverride.findFirst({ where: { treatmentRunId: 'gone' } })).toMatchObject({ valid: false })
  })

  it('reads by indexes what two runs need', async () => {
    const { db } = await testDb()
    const plan = async (sql: string) =>
      (await db.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, 'x'))
        .map(({ detail }) => detail)
        .join()
    for (const [table, column] of [
      ['ItemResult', 'runId'],
      ['UsageEvent', 'runId'],
      ['ABTestResult', 'controlRunId'],
      ['ABTestResult', 'treatmentRunId'],
      ['Candidate', 'runId'],
      ['Attempt', 'runId'],
      ['Session', 'runId'],
      ['Run', 'jobId'],
    ]) {
      expect(await plan(`SELECT * FROM "${table}" WHERE "${column}" = ?`)).toMatch(/^SEARCH .* USING INDEX/)
    }
  })
})
