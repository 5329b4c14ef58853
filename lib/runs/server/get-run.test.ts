import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { RunDetail, RunStatusWire } from '@/lib/runs/schema'
import {
  makeApproval,
  makeAttempt,
  makeContent,
  makeObservation,
  makePhase,
  makeRun,
  makeSession,
  makeTier,
  makeUsage,
} from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getRun } from './get-run'
import { getRunStatus } from './get-run-status'

const now = new Date('2026-01-03T00:00:00.000Z')
const get = (db: Db, id: string) => getRun({ db, fleet: 'own', now }, { id })

describe('getRun', () => {
  it.each(['autopack:none', "x'; DROP TABLE Run;--", '\u202e#/%00', 'autopack:'])(
    'says that %j is not there',
    async (id) => {
      const { db } = await testDb()
      await expect(get(db, id)).rejects.toMatchObject({ code: 'not_found' })
      await expect(getRunStatus({ db, fleet: 'own', now }, { id })).rejects.toMatchObject({ code: 'not_found' })
    },
  )

  it('shows a bare run with everything unknown as null, and no part invented', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:a/b "c" #é', data: 'not json' })
    const run = await get(db, 'autopack:a/b "c" #é')
    expect(RunDetail.parse(run)).toEqual(run)
    expect(run).toMatchObject({
      data: {},
      evidence: null,
      failedAttempts: null,
      conflictPeers: null,
      phases: [],
      sessions: [],
      usageBy: [],
      stateHistory: [],
    })
  })

  it('gives each phase its tier, attempts, doctor calls and sums', async () => {
    const { db } = await testDb()
    const { id } = await makeRun(db, { id: 'autopack:r' })
    const own = await makeTier(db, id, { name: 'Tier one', statusRaw: 'PENDING' })
    const foreign = await makeTier(db, 'autopack:other')
    const second = await makePhase(db, id, { nativeId: 'b', index: 2, tierId: foreign.id, status: 'running' })
    const first = await makePhase(db, id, { nativeId: 'a', index: 1, tierId: own.id, status: 'gone mad' })
    await makePhase(db, id, { nativeId: 'c', index: null, tierId: 'autopack#tiers:lost' })
    await makeAttempt(db, second, { index: 2, outcome: 'accepted', tokens: 7n })
    await makeAttempt(db, second, { index: 1, outcome: 'failed', tokens: 5n })
    const at = '2026-01-01T10:00:00.000Z'
    await makeUsage(db, id, { phaseId: first.id, unsplit: 10n, doctor: true, at })
    await makeUsage(db, id, { phaseId: first.id, at: '2026-01-01T11:00:00.000Z', costPico: 1_500_000n })
    const run = await get(db, id)
    expect(RunDetail.parse(run)).toEqual(run)
    expect(run.phases.map((phase) => phase.nativeId)).toEqual(['a', 'b', 'c'])
    expect(run.phases[0]).toMatchObject({
      status: 'unknown',
      tier: { name: 'Tier one', statusRaw: 'PENDING', ofOtherRun: false },
      tokens: 10,
      costMicroUsd: 2,
      unpricedEvents: 1,
      events: 2,
      doctorAt: [at],
      firstEvidenceAt: at,
      lastEvidenceAt: '2026-01-01T11:00:00.000Z',
    })
    expect(run.phases[1]?.tier?.ofOtherRun).toBe(true)
    expect(run.phases[1]?.attempts.map(({ index, outcome }) => [index, outcome])).toEqual([
      [1, 'failed'],
      [2, 'accepted'],
    ])
    expect(run.phases[2]).toMatchObject({ tier: null, tokens: null, events: 0 })
    expect(run.failedAttempts).toEqual({ tokens: 5, attempts: 1, ofAttempts: 2 })
  })

  it('sums usage by model and role, exactly, and keeps a class that nobody recorded null', async () => {
    const { db } = await testDb()
    const { id } = await makeRun(db, { id: 'autopack:r' })
    const large = 2n ** 53n + 1n
    await makeUsage(db, id, { model: 'm', role: 'builder', input: 3n, costPico: large })
    await makeUsage(db, id, { model: 'm', role: 'builder', input: 4n, output: 1n, costPico: large })
    await makeUsage(db, id, { model: 'm', role: 'doctor', unsplit: 900n })
    await makeUsage(db, id, { model: null, role: null })
    const { usageBy } = await get(db, id)
    expect(usageBy.map(({ model, role, events }) => [model, role, events])).toEqual([
      ['m', 'doctor', 1],
      ['m', 'builder', 2],
      [null, null, 1],
    ])
    expect(usageBy[1]).toMatchObject({ usage: { input: 7, output: 1, cacheRead: null, total: 8 }, unpricedEvents: 0 })
    expect(usageBy[1]?.costMicroUsd).toBe(Number((large * 2n + 500_000n) / 1_000_000n))
    expect(usageBy[2]).toMatchObject({ usage: { total: null }, costMicroUsd: null, unpricedEvents: 1 })
  })

  it('tells the history newest first, and marks a change after a final state', async () => {
    const { db } = await testDb()
    const { id } = await makeRun(db, { id: 'autopack:r', name: 'The run' })
    const phase = await makePhase(db, id, { nativeId: 'p' })
    const of = { runId: id, subject: 'phase', subjectId: phase.id }
    await makeObservation(db, { ...of, state: 'COMPLETE', at: '2026-01-03T00:00:00.000Z' })
    await makeObservation(db, { ...of, state: 'FAILED', at: '2026-01-02T00:00:00.000Z' })
    await makeObservation(db, { runId: id, state: 'QUEUED', at: '2026-01-01T00:00:00.000Z' })
    const { stateHistory } = await get(db, id)
    expect(stateHistory.map(({ subjectName, from, to, afterFinal }) => [subjectName, from, to, afterFinal])).toEqual([
      ['p', 'FAILED', 'COMPLETE', true],
      ['p', null, 'FAILED', false],
      ['The run', null, 'QUEUED', false],
    ])
  })

  it('counts the runs of the same instance that conflict, and those that do so in the same way', async () => {
    const { db } = await testDb()
    const conflicting = { conflict: true, status: 'failed', statusDerived: 'running' }
    await makeRun(db, { id: 'autopack:a', ...conflicting })
    await makeRun(db, { id: 'autopack:b', ...conflicting, statusDerived: 'interrupted' })
    await makeRun(db, { id: 'autopack:c', ...conflicting, statusDerived: 'succeeded' })
    await makeRun(db, { id: 'autopack:d' })
    await makeRun(db, { id: 'autopack:placeholder', hasRow: false })
    await makeRun(db, { id: 'autopack@x:a', ...conflicting })
    expect((await get(db, 'autopack:a')).conflictPeers).toEqual({ conflicting: 3, sameWay: 2, ofRuns: 4 })
    expect((await get(db, 'autopack:d')).conflictPeers).toBeNull()
  })

  it('names the file, the flags, the sessions and the questions that belong to the run', async () => {
    const { db } = await testDb()
    const content = await makeContent(db, { path: '/records/a.db' })
    const { id } = await makeRun(db, { id: 'autopack:r', contentId: content.id, ref: 'runs #r' })
    await db.runFlag.create({
      data: { runId: id, name: 'over_cap', detail: '<b>5 of 3</b>', evidence: 'runs.token_cap' },
    })
    await makeSession(db, id, { role: 'builder', tokens: 4n })
    await makeApproval(db, id, { phaseId: `${id}#phase:a%2Fb`, data: '{"risk":"high"}', status: 'odd' })
    const run = await get(db, id)
    expect(run.evidence).toEqual({ path: '/records/a.db', sha256: content.sha256, ref: 'runs #r' })
    expect(run.flagDetails).toEqual([
      { name: 'over_cap', detail: '<b>5 of 3</b>', evidence: 'runs.token_cap', count: 1 },
    ])
    expect(run.sessions).toMatchObject([{ role: 'builder', tokens: 4 }])
    expect(run.approvals).toMatchObject([{ phase: 'a/b', status: 'unknown', data: { risk: 'high' } }])
  })

  it('asks the same number of questions whatever the size of the run', async () => {
    const { db } = await testDb()
    let queries = 0
    const counting = db.$extends({
      query: {
        $allOperations: ({ args, query }) => {
          queries += 1
          return query(args)
        },
      },
    }) as unknown as Db
    const countOf = async (id: string) => {
      queries = 0
      await get(counting, id)
      return queries
    }
    await makeRun(db, { id: 'autopack:small' })
    await makeRun(db, { id: 'autopack:large' })
    for (let index = 0; index < 30; index += 1) {
      const phase = await makePhase(db, 'autopack:large', { nativeId: `p${index}`, index })
      await makeAttempt(db, phase)
      await makeUsage(db, 'autopack:large', { phaseId: phase.id, doctor: true })
    }
    expect(await countOf('autopack:large')).toBe(await countOf('autopack:small'))
  })
})

describe('getRunStatus', () => {
  it('is terminal by evidence, not by what the source said', async () => {
    const { db } = await testDb()
    await makeRun(db, {
      id: 'autopack:r',
      status: 'failed',
      statusDerived: 'running',
      conflict: true,
      phasesTotal: 3,
      phasesDone: 1,
      phasesFailed: 1,
      phasesRunning: 1,
      lastEvidenceAt: '2026-01-01T00:00:00.000Z',
      lastEvidenceKind: 'usage',
    })
    const status = await getRunStatus({ db, fleet: 'own', now }, { id: 'autopack:r' })
    expect(RunStatusWire.parse(status)).toEqual(status)
    expect(status).toMatchObject({ terminal: false, lastEvidence: { kind: 'usage' } })
    expect(status.progress.percent).toBeCloseTo(66.667, 2)
  })

  it('has no percent without phases', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:r', statusDerived: 'succeeded' })
    const status = await getRunStatus({ db, fleet: 'own', now }, { id: 'autopack:r' })
    expect(status).toMatchObject({ terminal: true, lastEvidence: null, progress: { percent: null } })
  })
})
