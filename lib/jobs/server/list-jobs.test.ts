import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { JOB_SORTS, JobPage, ListJobsInput } from '@/lib/jobs/schema'
import { makeJob } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { listJobs } from './list-jobs'

const list = (db: Db, input: Record<string, unknown> = {}) =>
  listJobs({ db, fleet: 'own', now: new Date('2026-01-03T00:00:00.000Z') }, ListJobsInput.parse(input))

describe('listJobs', () => {
  it('shows unknown tokens, cost and times as null', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: 'autopack:j', unpricedEvents: 3, type: 'prompt_learning', status: 'odd' })
    const page = await list(db)
    expect(JobPage.parse(page)).toEqual(page)
    expect(page.items).toMatchObject([
      { tokens: null, costMicroUsd: null, costIsLowerBound: true, lastEvidenceAt: null, status: 'unknown' },
    ])
  })

  it('filters by type, state and words', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: 'autopack:a', type: 'prompt_learning', statusDerived: 'failed', name: 'Tidy 100%' })
    await makeJob(db, { id: 'synth:b', lastEvidenceAt: '2026-01-02T00:00:00.000Z' })
    const filters = [{ type: 'prompt_learning' }, { status: 'failed' }, { q: '0%' }, { system: 'autopack' }]
    for (const filter of filters) expect((await list(db, filter)).items.map(({ id }) => id)).toEqual(['autopack:a'])
    expect(await list(db, { from: '2026-01-02' })).toMatchObject({ total: 1, items: [{ id: 'synth:b' }] })
  })

  it('gives every job once over all pages of every order', async () => {
    const { db } = await testDb()
    for (let index = 0; index < 9; index += 1) {
      await makeJob(db, {
        id: `autopack:${index}`,
        name: index % 3 === 0 ? null : `n${index % 2}`,
        tokens: index % 2 === 0 ? null : 7n,
        startedAt: index % 4 === 0 ? null : '2026-01-01T00:00:00.000Z',
      })
    }
    for (const sort of JOB_SORTS) {
      const ids: string[] = []
      let cursor: string | undefined
      do {
        const page = await list(db, { sort, limit: 2, cursor })
        ids.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(ids).toEqual((await list(db, { sort })).items.map(({ id }) => id))
      expect(new Set(ids).size).toBe(9)
    }
  })
})
