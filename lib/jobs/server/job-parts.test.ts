import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { JobRunPage, ListJobEventsInput, ListJobMetricsInput, ListJobRunsInput } from '@/lib/jobs/part-schema'
import { ListCandidatesInput, ListResultsInput } from '@/lib/jobs/result-schema'
import { JobPartInput } from '@/lib/jobs/schema'
import { allPages } from '@/lib/testing/all-pages'
import { makeJob, makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getCandidateSeries } from './get-candidate-series'
import { getJob } from './get-job'
import { getJobEventFacets } from './get-job-event-facets'
import { getJobMetricSeries } from './get-job-metric-series'
import { getRawJob } from './get-raw-job'
import { listCandidates } from './list-candidates'
import { listJobAgents } from './list-job-agents'
import { listJobEvents } from './list-job-events'
import { listJobMetricNames } from './list-job-metric-names'
import { listJobMetrics } from './list-job-metrics'
import { listJobPhases } from './list-job-phases'
import { listJobRuns } from './list-job-runs'
import { listResults } from './list-results'
import { summarizeResults } from './summarize-results'

const JOB = `synth:pl_1/"é" <b>#?%2F`
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const at = (second: number) => `2026-01-01T10:00:${String(second).padStart(2, '0')}.000Z`

describe('every part of a job', () => {
  it('is not found for a job that is not there, rather than empty', async () => {
    const { db } = await testDb()
    const id = { id: JOB }
    const asked = [
      getJob(ctx(db), id),
      getJobEventFacets(ctx(db), id),
      getJobMetricSeries(ctx(db), id),
      getCandidateSeries(ctx(db), id),
      getRawJob(ctx(db), id),
      listJobRuns(ctx(db), ListJobRunsInput.parse(id)),
      listJobEvents(ctx(db), ListJobEventsInput.parse(id)),
      listJobMetrics(ctx(db), ListJobMetricsInput.parse(id)),
      listJobMetricNames(ctx(db), JobPartInput.parse(id)),
      listJobPhases(ctx(db), JobPartInput.parse(id)),
      listCandidates(ctx(db), ListCandidatesInput.parse(id)),
      listResults(ctx(db), ListResultsInput.parse(id)),
      summarizeResults(ctx(db), JobPartInput.parse(id)),
      listJobAgents(ctx(db), JobPartInput.parse(id)),
    ]
    for (const answer of asked) await expect(answer).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is empty for a job that has none of it', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    const id = { id: JOB }
    const none = { items: [], nextCursor: null, total: 0 }
    expect(await listJobRuns(ctx(db), ListJobRunsInput.parse(id))).toEqual(none)
    expect(await listJobEvents(ctx(db), ListJobEventsInput.parse(id))).toEqual(none)
    expect(await listJobMetrics(ctx(db), ListJobMetricsInput.parse(id))).toEqual(none)
    expect(await listJobMetricNames(ctx(db), JobPartInput.parse(id))).toEqual(none)
    expect(await listJobPhases(ctx(db), JobPartInput.parse(id))).toEqual(none)
    expect(await listCandidates(ctx(db), ListCandidatesInput.parse(id))).toEqual(none)
    expect(await listResults(ctx(db), ListResultsInput.parse(id))).toEqual(none)
    expect(await summarizeResults(ctx(db), JobPartInput.parse(id))).toEqual(none)
    expect(await listJobAgents(ctx(db), JobPartInput.parse(id))).toEqual(none)
    expect(await getJobMetricSeries(ctx(db), id)).toEqual({ name: null, total: 0, rolledUp: false, points: [] })
    expect(await getJobEventFacets(ctx(db), id)).toEqual({ total: 0, types: [], levels: [] })
    expect(await getCandidateSeries(ctx(db), id)).toMatchObject({ total: 0, series: [], cut: false })
  })
})

describe('listJobRuns', () => {
  it('lists the runs of a group with those of the jobs below it, each once, though groups name each other', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB, parentId: 'synth:below-that' })
    await makeJob(db, { id: 'synth:below', parentId: JOB })
    await makeJob(db, { id: 'synth:below-that', parentId: 'synth:below' })
    await makeJob(db, { id: 'synth:other' })
    for (const [index, jobId] of [JOB, JOB, 'synth:below', 'synth:below-that', 'synth:other'].entries()) {
      await makeRun(db, { id: `synth:r${index}`, jobId, startedAt: index % 2 === 0 ? null : at(1) })
    }
    const runs = await allPages((cursor) => listJobRuns(ctx(db), ListJobRunsInput.parse({ id: JOB, limit: 1, cursor })))
    expect(runs.map(({ id }) => id).toSorted()).toEqual(['synth:r0', 'synth:r1', 'synth:r2', 'synth:r3'])
    const page = await listJobRuns(ctx(db), ListJobRunsInput.parse({ id: JOB }))
    expect(JobRunPage.parse(page)).toEqual(page)
    expect(page.total).toBe(4)
  })
})
