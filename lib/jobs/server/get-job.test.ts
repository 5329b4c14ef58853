import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { JobDetail, JobFacets, JobPage, ListJobsInput } from '@/lib/jobs/schema'
import { makeCandidate, makeLimit, makeMetric, makeResult } from '@/lib/testing/make-job-rows'
import {
  makeContent,
  makeEvent,
  makeFailure,
  makeJob,
  makePhase,
  makeRun,
  makeSession,
  makeUsage,
} from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getJob } from './get-job'
import { getJobFacets } from './get-job-facets'
import { listJobs } from './list-jobs'

const JOB = `synth:pl_1/"é" <b>#?%2F`
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })

describe('getJob', () => {
  it('says null of everything that is not recorded', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    const job = await getJob(ctx(db), { id: JOB })
    expect(JobDetail.parse(job)).toEqual(job)
    expect(job).toMatchObject({
      ...{ statusStated: null, config: null, configMasked: 0, goal: null, parent: null, evidence: null, tokens: null },
      ...{
        costMicroUsd: null,
        bestScore: null,
        children: [],
        limits: [],
        baselines: [],
        modelsObserved: [],
        flagDetails: [],
      },
      usage: { input: null, total: null, lowerBound: [] },
      counts: { runs: 0, phases: 0, sessions: 0, timeline: 0, metrics: 0, candidates: 0, results: 0, limits: 0 },
    })
  })

  it('shows what was asked for with its secrets masked, and where it stands', async () => {
    const { db } = await testDb()
    const content = await makeContent(db, { path: '/records/jobs.json' })
    await makeJob(db, {
      ...{
        id: JOB,
        contentId: content.id,
        ref: 'jobs[0]',
        hasRow: true,
        modelRequested: '',
        effortRequested: 'medium',
      },
      ...{
        goal: 'Make <i>it</i> better',
        failureReason: null,
        statusRaw: 'failed',
        statusStated: 'failed',
        status: 'failed',
      },
      config: '{"backend":{"api_key":"hunter2","url":"https://me:hunter2@h/"},"env":{"A":"hunter2"},"n":1}',
      data: '{"token":"hunter2","__proto__":{"password":"hunter2"}}',
      flags: '["missing_reason","model_drift","status_conflict"]',
      ...{ conflict: true, conflictReason: 'its record says failed; 1 of 1 run succeeded' },
    })
    const job = await getJob(ctx(db), { id: JOB })
    expect(JSON.stringify(job)).not.toContain('hunter2')
    expect(job).toMatchObject({
      ...{
        goal: 'Make <i>it</i> better',
        modelRequested: '',
        effortRequested: 'medium',
        statusStated: 'failed',
        configMasked: 3,
      },
      config: { backend: { api_key: '[masked]' }, n: 1 },
      evidence: { path: '/records/jobs.json', ref: 'jobs[0]' },
    })
    expect(job.flagDetails.map(({ name, detail, evidence }) => [name, detail, evidence])).toEqual([
      ['missing_reason', 'its record says failed and gives no reason', 'jobs[0]'],
      ['model_drift', 'an empty model was asked for; others were used', 'jobs[0]'],
      ['status_conflict', 'its record says failed; 1 of 1 run succeeded', 'jobs[0]'],
    ])
  })

  it('shows a group with its jobs, their runs and the baseline before and after', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: 'synth:pair_1', type: 'group', jobs: 2, hasRow: true, name: 'pair_1' })
    await makeJob(db, {
      id: 'synth:b',
      parentId: 'synth:pair_1',
      startedAt: '2026-01-02T00:00:00.000Z',
      bestScore: 0.8,
    })
    await makeJob(db, { id: 'synth:a', parentId: 'synth:pair_1', startedAt: null })
    await makeRun(db, {
      id: 'synth:r',
      jobId: 'synth:b',
      usageInput: 3n,
      usageTotal: 5n,
      usageLowerBound: '["output"]',
    })
    await db.runModel.create({ data: { runId: 'synth:r', model: 'm', events: 2, tokens: 5n } })
    await db.runFlag.create({ data: { runId: 'synth:r', name: 'model_drift', detail: 'd', evidence: 'e', count: 2 } })
    const of = { jobId: 'synth:pair_1', name: 'baseline mean_reward' }
    await makeMetric(db, { ...of, step: 0, value: 0, data: '{"broken":true}' })
    await makeMetric(db, { ...of, step: 1, value: 0.25 })
    await makeMetric(db, { ...of, name: 'baselines', step: 1, value: 7 })
    const group = await getJob(ctx(db), { id: 'synth:pair_1' })
    expect(group.children.map(({ id, bestScore, runFlags }) => [id, bestScore, runFlags])).toEqual([
      ['synth:b', 0.8, ['model_drift']],
      ['synth:a', null, []],
    ])
    expect(group).toMatchObject({
      baselines: [{ name: 'mean_reward', before: 0, after: 0.25, beforeBroken: true, afterBroken: false }],
      modelsObserved: [{ model: 'm', runs: 1, events: 2, tokens: 5 }],
      usage: { input: 3, total: 5, output: null, lowerBound: ['output'] },
    })
    const child = await getJob(ctx(db), { id: 'synth:b' })
    expect(child.parent).toEqual({ id: 'synth:pair_1', name: 'pair_1', type: 'group', known: true })
    expect(child.runFlagDetails).toEqual([
      { name: 'model_drift', detail: 'd', evidence: 'e', count: 2, runs: 1, runId: 'synth:r' },
    ])
  })

  it('counts each part, and what each role spent', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB, runs: 1, candidates: 1, results: 2, parentId: 'synth:nobody' })
    await makeRun(db, { id: 'synth:r', jobId: JOB })
    await makePhase(db, 'synth:r')
    const session = await makeSession(db, 'synth:r', { role: 'executor', name: 'one' })
    await makeUsage(db, 'synth:r', { sessionId: session.id, role: 'other', input: 5n, costPico: 600_000n })
    await makeUsage(db, 'synth:r', { sessionId: session.id, input: 5n, costPico: 600_000n })
    await makeFailure(db, 'synth:r')
    await makeEvent(db, 'synth:r', { jobId: JOB })
    await makeEvent(db, 'synth:r')
    await makeMetric(db, { runId: 'synth:r', name: 'a' })
    await makeMetric(db, { jobId: JOB, name: 'a' })
    await makeCandidate(db, JOB)
    for (const configuration of ['a', 'b']) await makeResult(db, JOB, { configuration })
    await makeLimit(db, {
      jobId: JOB,
      limit: 100,
      used: 150,
      exceededAt: '2026-01-02T00:00:00.000Z',
      exceededReason: 'over',
    })
    await makeLimit(db, { sessionId: session.id, metric: 'cost_usd', limit: 0.5 })
    await makeLimit(db, { sessionId: 'synth:elsewhere' })
    const job = await getJob(ctx(db), { id: JOB })
    expect(job.counts).toEqual({
      ...{ runs: 1, phases: 1, sessions: 1, failures: 1, timeline: 2, metrics: 2, metricNames: 1, candidates: 1 },
      ...{ results: 2, configurations: 2, limits: 2 },
    })
    expect(job.spendByRole).toEqual([
      {
        role: 'executor',
        sessions: 1,
        events: 2,
        tokens: 10,
        costMicroUsd: 1,
        costIsLowerBound: false,
        costLowerBoundReasons: [],
        unpricedEvents: 0,
      },
    ])
    expect(job.limits).toMatchObject([
      { metric: 'tokens', limit: 100, used: 150, exceededReason: 'over', session: null },
      { metric: 'cost_usd', limit: 0.5, used: null, session: { name: 'one' } },
    ])
    expect(job.parent).toEqual({ id: 'synth:nobody', name: null, type: null, known: false })
  })

  it('bears columns that cannot be read', async () => {
    const { db } = await testDb()
    await makeJob(db, {
      id: JOB,
      config: 'not JSON',
      data: '[]',
      flags: '{',
      parentId: JOB,
      goal: 'x'.repeat(5_000_000),
    })
    const job = await getJob(ctx(db), { id: JOB })
    expect(job).toMatchObject({ config: {}, data: {}, flags: [], parent: { id: JOB } })
    expect(job.goal?.length).toBeLessThan(40_000)
  })
})

describe('the list of jobs', () => {
  async function filled() {
    const { db } = await testDb()
    await makeJob(db, { id: 'synth:a', type: 'prompt_learning', flags: '["score_missing"]', jobs: 0, bestScore: 0.1 })
    await makeJob(db, {
      id: 'synth:b',
      type: 'prompt_learning',
      statusDerived: 'failed',
      conflict: true,
      bestScore: 0.7,
    })
    await makeJob(db, { id: 'reev:c', type: 'benchmark', parentId: 'reev:g' })
    await makeJob(db, { id: 'reev:g', type: null, jobs: 1 })
    await makeRun(db, { id: 'reev:r', jobId: 'reev:c' })
    await makeRun(db, { id: 'reev:r2', jobId: 'reev:c' })
    for (const runId of ['reev:r', 'reev:r2']) {
      await db.runFlag.create({ data: { runId, name: 'tokens_unknown', detail: '', evidence: '' } })
    }
    return db
  }
  const ids = async (db: Db, input: Record<string, unknown>) =>
    (await listJobs(ctx(db), ListJobsInput.parse(input))).items.map(({ id }) => id).toSorted()

  it('filters by a flag of the job or of its runs, by group and by contradiction', async () => {
    const db = await filled()
    expect(await ids(db, { flag: 'score_missing' })).toEqual(['synth:a'])
    expect(await ids(db, { flag: 'tokens_unknown' })).toEqual(['reev:c'])
    expect(await ids(db, { flag: 'score' })).toEqual([])
    expect(await ids(db, { parentId: 'reev:g' })).toEqual(['reev:c'])
    expect(await ids(db, { nested: 'false' })).toEqual(['reev:g', 'synth:a', 'synth:b'])
    expect(await ids(db, { conflict: 'true' })).toEqual(['synth:b'])
    const page = await listJobs(ctx(db), ListJobsInput.parse({ sort: 'score' }))
    expect(JobPage.parse(page)).toEqual(page)
    expect(page.items.map(({ id, runFlags }) => [id, runFlags]).slice(0, 2)).toEqual([
      ['synth:b', []],
      ['synth:a', []],
    ])
  })

  it('offers every type, system, state and flag that there is, each with its jobs', async () => {
    const db = await filled()
    const facets = await getJobFacets(ctx(db))
    expect(JobFacets.parse(facets)).toEqual(facets)
    expect(facets).toEqual({
      ...{ all: 4, conflict: 1, groups: 1, untyped: 1 },
      systems: [
        { value: 'reev', jobs: 2 },
        { value: 'synth', jobs: 2 },
      ],
      types: [
        { value: 'prompt_learning', jobs: 2 },
        { value: 'benchmark', jobs: 1 },
      ],
      statuses: [
        { value: 'unknown', jobs: 3 },
        { value: 'failed', jobs: 1 },
      ],
      flags: [
        { value: 'score_missing', jobs: 1 },
        { value: 'tokens_unknown', jobs: 1 },
      ],
    })
    for (const { value, jobs } of facets.types) expect(await ids(db, { type: value })).toHaveLength(jobs)
    for (const { value, jobs } of facets.flags) expect(await ids(db, { flag: value })).toHaveLength(jobs)
  })
})
