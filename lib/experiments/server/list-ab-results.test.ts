import { describe, expect, it } from 'vitest'
import { ABResultPage, ListABResultsInput } from '@/lib/experiments/schema'
import { makeABResult } from '@/lib/testing/make-metric-rows'
import { testDb } from '@/lib/testing/test-db'
import { listABResults } from './list-ab-results'

const now = new Date('2026-01-03T00:00:00.000Z')

describe('listABResults', () => {
  it('turns percentage points into a share, and keeps unknown differences null', async () => {
    const { db } = await testDb()
    const pair = { controlRunId: 'autopack:c', treatmentRunId: 'autopack:t' }
    await makeABResult(db, { ...pair, successRateDelta: -12.5, tokenDelta: -5n, createdAt: '2026-01-01T00:00:00.000Z' })
    await makeABResult(db, { ...pair, isValid: false, validityErrors: '["commits differ"]', testId: 'other' })
    const list = (input: Record<string, unknown>) =>
      listABResults({ db, fleet: 'own', now }, ListABResultsInput.parse(input))
    const page = await list({})
    expect(ABResultPage.parse(page)).toEqual(page)
    expect(page.items).toMatchObject([
      { successRateDelta: -0.125, tokenDelta: -5, valid: true },
      { successRateDelta: null, tokenDelta: null, valid: false, validityErrors: ['commits differ'], createdAt: null },
    ])
    expect((await list({ valid: 'true' })).total).toBe(1)
    expect((await list({ testId: 'other' })).total).toBe(1)
    expect((await list({ runId: 'autopack:t' })).total).toBe(2)
    expect((await list({ runId: "autopack:' OR 1=1" })).items).toEqual([])
  })
})
