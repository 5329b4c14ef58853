import { describe, expect, it } from 'vitest'
import { Overview } from '@/lib/overview/schema'
import { makeApproval, makeImport, makeRun, makeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getOverview } from './get-overview'

const now = new Date('2026-01-20T12:00:00.000Z')

describe('getOverview', () => {
  it('has nothing to show of an empty database, and invents no zero', async () => {
    const { db } = await testDb()
    const overview = await getOverview({ db, fleet: 'own', now })
    expect(Overview.parse(overview)).toEqual(overview)
    expect(overview).toMatchObject({
      attention: [],
      attentionTotal: 0,
      runs: { total: 0, from: null, to: null },
      tokens: { total: null, before: null, isLowerBound: false },
      cost: { microUsd: null, events: 0 },
      tokensPerDay: { series: [] },
      imports: [],
    })
    expect(overview.tokensPerDay.days).toHaveLength(14)
  })

  it('shows the last fortnight of old records, what contradicts, what is over its cap and what has no row', async () => {
    const { db } = await testDb()
    const at = '2025-12-24T10:33:00.000Z'
    await makeRun(db, {
      id: 'autopack:capped',
      status: 'queued',
      statusDerived: 'failed',
      conflict: true,
      tokenCap: 300_000n,
      usageTotal: 437_630n,
      usageLowerBound: '["output"]',
      phasesFailed: 3,
      phasesTotal: 4,
      startedAt: at,
      firstEvidenceAt: at,
      lastEvidenceAt: at,
    })
    await db.runFlag.create({ data: { runId: 'autopack:capped', name: 'over_cap', detail: '', evidence: '' } })
    await makeRun(db, { id: 'autopack:lost', hasRow: false, usageTotal: 100n, lastEvidenceAt: at })
    await makeRun(db, {
      id: 'autopack:silent',
      status: 'running',
      statusDerived: 'interrupted',
      attention: 2,
      lastEvidenceAt: at,
    })
    await makeUsage(db, 'autopack:capped', { at, unsplit: 10n, costPico: 1_000_000n })
    await makeUsage(db, 'autopack:capped', { at })
    await makeUsage(db, 'autopack:capped', { at: '2025-12-10T23:59:59.999Z', unsplit: 7n })
    await makeUsage(db, 'autopack:capped', { at: '2025-11-26T23:00:00.000Z', unsplit: 1_000n })
    await rollUp(db)
    await makeApproval(db, 'autopack:capped', { requestedAt: '2026-01-20T11:00:00.000Z', context: '<b>?</b>' })
    await makeImport(db, { status: 'failed', error: 'disk full' })
    const overview = await getOverview({ db, fleet: 'own', now })
    expect(Overview.parse(overview)).toEqual(overview)
    expect(overview.window.anchoredTo).toBe('newest evidence')
    expect(overview.runs).toMatchObject({ total: 2, failed: 1, open: 1, from: at, to: at })
    expect(overview.conflicts).toEqual({
      total: 1,
      ofRuns: 2,
      bySystem: [{ system: 'autopack', conflicts: 1, runs: 2 }],
    })
    expect(overview.tokens).toEqual({ total: 10, isLowerBound: true, before: 7, unknownEvents: 1 })
    expect(overview.cost).toEqual({ microUsd: 1, isLowerBound: true, unpricedEvents: 1, events: 2 })
    expect(overview.tokensPerDay.days.at(-1)).toEqual({ day: '2025-12-24', values: [10] })
    expect(overview.tokensPerDay.days[0]).toEqual({ day: '2025-12-11', values: [null] })
    expect(overview.runsPerDay.at(-1)).toEqual({ day: '2025-12-24', succeeded: 0, failed: 1, other: 0 })
    expect(overview.attention.map(({ kind }) => kind).toSorted()).toEqual(
      ['conflict_open', 'import', 'orphans', 'over_cap', 'silent', 'waiting'].toSorted(),
    )
    expect(overview.attention.find(({ kind }) => kind === 'over_cap')?.sentence).toBe(
      '≥437,630 of 300,000 tokens; 3 of 4 phases failed, the run still says queued',
    )
    expect(overview.attention.find(({ kind }) => kind === 'orphans')?.title).toBe('1 run id with spend only')
  })
})
