import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Db } from '@/lib/db/client'
import { CANDIDATE_SORTS, CandidatePage, CandidateSeries, ListCandidatesInput } from '@/lib/jobs/result-schema'
import { allPages } from '@/lib/testing/all-pages'
import { makeCandidate } from '@/lib/testing/make-job-rows'
import { makeJob, makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getCandidateSeries } from './get-candidate-series'
import { listCandidates } from './list-candidates'

const JOB = 'synth:pl_1'
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const candidates = (db: Db, input: Partial<z.input<typeof ListCandidatesInput>> = {}) =>
  listCandidates(ctx(db), ListCandidatesInput.parse({ id: JOB, ...input }))

async function filled() {
  const { db } = await testDb()
  await makeJob(db, { id: JOB })
  await makeRun(db, { id: 'synth:r', jobId: JOB, name: 'first try' })
  const of = { runId: 'synth:r' }
  const seed = await makeCandidate(db, JOB, {
    ...of,
    nativeId: 'seed',
    index: 0,
    isBaseline: true,
    score: 0.4,
    rolloutsSoFar: 0,
    costPicoSoFar: 0n,
  })
  await makeCandidate(db, JOB, {
    ...{
      ...of,
      nativeId: 'child',
      index: 1,
      generation: 2,
      parentId: seed.id,
      accepted: true,
      score: 0.6,
      trainScore: 0.7,
    },
    ...{ heldoutScore: 0.55, heldoutN: 200, rolloutsSoFar: 40, costPicoSoFar: 2_500_000n, secondsSoFar: 12.5 },
    text: `<img src=x> ${'😀'.repeat(3_000)}`,
  })
  await makeCandidate(db, JOB, {
    ...of,
    nativeId: 'orphan',
    index: null,
    parentId: 'gone',
    accepted: false,
    score: null,
  })
  await makeCandidate(db, 'synth:other')
  return db
}

describe('listCandidates', () => {
  it('shows scores, spend so far and parents; what is not recorded is null', async () => {
    const db = await filled()
    const page = await candidates(db)
    expect(CandidatePage.parse(page)).toEqual(page)
    expect(page.items).toMatchObject([
      {
        nativeId: 'seed',
        isBaseline: true,
        accepted: null,
        rolloutsSoFar: 0,
        costMicroUsdSoFar: 0,
        text: null,
        textChars: null,
      },
      {
        ...{
          nativeId: 'child',
          generation: 2,
          accepted: true,
          score: 0.6,
          trainScore: 0.7,
          heldoutScore: 0.55,
          heldoutN: 200,
        },
        ...{ costMicroUsdSoFar: 3, secondsSoFar: 12.5, parent: { nativeId: 'seed', index: 0 } },
      },
      {
        nativeId: 'orphan',
        index: null,
        score: null,
        costMicroUsdSoFar: null,
        parent: { id: 'gone', nativeId: null, index: null },
      },
    ])
  })

  it('cuts a text without breaking a character, and says how long it is', async () => {
    const db = await filled()
    const [, child] = (await candidates(db, { textMax: 20 })).items
    expect(child?.text?.isWellFormed()).toBe(true)
    expect([...(child?.text ?? '')]).toHaveLength(20)
    expect(child?.textChars).toBe(3_012)
  })

  it.each(CANDIDATE_SORTS)('gives every candidate once over all pages by %s', async (sort) => {
    const db = await filled()
    const whole = (await candidates(db, { sort })).items.map(({ id }) => id)
    expect((await allPages((cursor) => candidates(db, { sort, limit: 1, cursor }))).map(({ id }) => id)).toEqual(whole)
    expect(new Set(whole).size).toBe(3)
  })

  it('filters by run and by whether it was accepted', async () => {
    const db = await filled()
    expect(await candidates(db, { accepted: 'true' })).toMatchObject({ total: 1, items: [{ nativeId: 'child' }] })
    expect(await candidates(db, { runId: 'synth:none' })).toMatchObject({ total: 0 })
  })
})

describe('getCandidateSeries', () => {
  it('draws scores over rollouts and cost, and counts what it cannot place', async () => {
    const db = await filled()
    const found = await getCandidateSeries(ctx(db), { id: JOB })
    expect(CandidateSeries.parse(found)).toEqual(found)
    expect(found).toMatchObject({
      ...{ total: 3, unscored: 1, withoutRollouts: 0, withoutCost: 0, cut: false },
      series: [
        {
          runName: 'first try',
          overRollouts: [
            { x: 0, best: 0.4, isBaseline: true },
            { x: 40, best: 0.6, heldoutScore: 0.55 },
          ],
          overCost: [{ x: 0 }, { x: 3 }],
        },
      ],
    })
  })
})
