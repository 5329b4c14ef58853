import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Db } from '@/lib/db/client'
import {
  JobEventPage,
  JobMetricNamePage,
  JobMetricPage,
  JobMetricSeriesInput,
  JobRunPage,
  ListJobEventsInput,
  ListJobMetricsInput,
  ListJobRunsInput,
} from '@/lib/jobs/part-schema'
import { ListCandidatesInput, ListResultsInput } from '@/lib/jobs/result-schema'
import { JobPartInput } from '@/lib/jobs/schema'
import { makeMetric } from '@/lib/testing/make-job-rows'
import { makeEvent, makeJob, makeRun } from '@/lib/testing/make-rows'
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

/** All rows over pages of two. */
async function allPages<T extends { id: string }>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const found = await page(cursor)
    items.push(...found.items)
    cursor = found.nextCursor ?? undefined
  } while (cursor !== undefined && items.length < 1_000)
  return items
}

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

describe('listJobEvents', () => {
  const events = (db: Db, input: Partial<z.input<typeof ListJobEventsInput>> = {}) =>
    listJobEvents(ctx(db), ListJobEventsInput.parse({ id: JOB, ...input }))

  async function filled() {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    await makeRun(db, { id: 'synth:mine', jobId: JOB })
    await makeRun(db, { id: 'synth:not-mine', jobId: 'synth:other' })
    const of = { jobId: JOB, level: 'info' }
    await makeEvent(db, null, { ...of, id: 'e2', seq: 2, at: at(1), kind: 'prompt.learning.progress' })
    await makeEvent(db, null, { ...of, id: 'e0', seq: 0, at: at(9), title: 'begins <b>' })
    await makeEvent(db, 'synth:mine', { ...of, id: 'e1', seq: 1, at: null, level: 'error', detail: 'x'.repeat(50_000) })
    await makeEvent(db, 'synth:mine', { id: 'late', at: at(3), kind: 'note', level: null })
    await makeEvent(db, 'synth:mine', { id: 'early', at: at(2), kind: 'note' })
    await makeEvent(db, 'synth:mine', { id: 'timeless', at: null, kind: 'note' })
    await makeEvent(db, 'synth:not-mine', { id: 'no' })
    await makeEvent(db, 'synth:mine', { id: 'no2', jobId: 'synth:other' })
    return db
  }

  it('reads numbered events by number, 0 first, then those of its runs by time', async () => {
    const db = await filled()
    const page = await events(db)
    expect(JobEventPage.parse(page)).toEqual(page)
    expect(page.items.map(({ id }) => id)).toEqual(['e0', 'e1', 'e2', 'early', 'late', 'timeless'])
    expect(page).toMatchObject({ total: 6, nextCursor: null })
    expect(page.items[1]?.detail).toContain('50,000 characters in all')
  })

  it('gives every event once over all pages, in both directions', async () => {
    const db = await filled()
    for (const newestFirst of ['true', 'false']) {
      const whole = (await events(db, { newestFirst })).items.map(({ id }) => id)
      const paged = await allPages((cursor) => events(db, { newestFirst, limit: 1, cursor }))
      expect(paged.map(({ id }) => id)).toEqual(whole)
      expect(new Set(whole).size).toBe(6)
    }
    expect((await events(db, { newestFirst: 'true' })).items.map(({ id }) => id).slice(0, 3)).toEqual([
      'e2',
      'e1',
      'e0',
    ])
  })

  it('filters by type, level, run and words, and tells what can be filtered', async () => {
    const db = await filled()
    const ids = async (input: Partial<z.input<typeof ListJobEventsInput>>) =>
      (await events(db, input)).items.map(({ id }) => id)
    expect(await ids({ type: 'note' })).toEqual(['early', 'late', 'timeless'])
    expect(await ids({ level: 'error' })).toEqual(['e1'])
    expect(await ids({ runId: 'synth:mine', level: 'error' })).toEqual(['e1'])
    expect(await ids({ q: 'INS <b' })).toEqual(['e0'])
    expect((await events(db, { type: 'note' })).total).toBe(3)
    expect(await getJobEventFacets(ctx(db), { id: JOB })).toEqual({
      total: 6,
      types: [
        { value: 'note', events: 3 },
        { value: 'decision', events: 2 },
        { value: 'prompt.learning.progress', events: 1 },
      ],
      levels: [
        { value: null, events: 3 },
        { value: 'info', events: 2 },
        { value: 'error', events: 1 },
      ],
    })
  })

  it('masks secrets and leaves out what is too long to list, and says so', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    await makeEvent(db, null, { jobId: JOB, seq: 1, data: '{"api_key":"hunter2","n":1}' })
    await makeEvent(db, null, { jobId: JOB, seq: 2, data: JSON.stringify({ long: 'x'.repeat(300_000) }) })
    await makeEvent(db, null, { jobId: JOB, seq: 3, data: 'not JSON', flags: 'nor this' })
    const { items } = await events(db)
    expect(items.map(({ data, flags }) => [data, flags])).toEqual([
      [{ api_key: '[masked]', n: 1 }, []],
      [{}, ['truncated_text']],
      [{}, []],
    ])
  })
})

describe('metrics of a job', () => {
  const points = (db: Db, input: Partial<z.input<typeof ListJobMetricsInput>> = {}) =>
    listJobMetrics(ctx(db), ListJobMetricsInput.parse({ id: JOB, ...input }))
  const series = (db: Db, input: Partial<z.input<typeof JobMetricSeriesInput>> = {}) =>
    getJobMetricSeries(ctx(db), JobMetricSeriesInput.parse({ id: JOB, ...input }))

  async function filled() {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    await makeRun(db, { id: 'synth:mine', jobId: JOB })
    for (const step of [2, 0, 1])
      await makeMetric(db, { jobId: JOB, name: 'b', step, value: step === 1 ? null : -step / 3 })
    await makeMetric(db, { runId: 'synth:mine', name: 'a', step: null, value: 5, at: at(2) })
    await makeMetric(db, { runId: 'synth:mine', name: 'a', step: null, value: 4, at: at(1) })
    await makeMetric(db, { runId: 'synth:mine', name: 'a', step: 7, value: 9 })
    await makeMetric(db, { runId: 'synth:not-mine', name: 'a', step: 1, value: 1 })
    return db
  }

  it('keeps step 0, and reads points by step, then those without one by time', async () => {
    const db = await filled()
    const page = await points(db)
    expect(JobMetricPage.parse(page)).toEqual(page)
    expect(page.items.map(({ name, step, value }) => [name, step, value])).toEqual([
      ['a', 7, 9],
      ['a', null, 4],
      ['a', null, 5],
      ['b', 0, 0],
      ['b', 1, null],
      ['b', 2, -2 / 3],
    ])
    const paged = await allPages((cursor) => points(db, { limit: 1, cursor }))
    expect(paged).toEqual(page.items)
    expect(await points(db, { name: 'b' })).toMatchObject({ total: 3 })
    expect(await points(db, { runId: 'synth:mine' })).toMatchObject({ total: 3 })
  })

  it('tells of each name how many points it has, its steps and its bounds', async () => {
    const db = await filled()
    const page = await listJobMetricNames(ctx(db), JobPartInput.parse({ id: JOB }))
    expect(JobMetricNamePage.parse(page)).toEqual(page)
    expect(page).toMatchObject({
      total: 2,
      items: [
        {
          name: 'a',
          points: 3,
          unknown: 0,
          runs: 1,
          firstStep: 7,
          lastStep: 7,
          firstValue: 9,
          lastValue: 5,
          min: 4,
          max: 9,
        },
        { name: 'b', points: 3, unknown: 1, runs: 0, firstStep: 0, lastStep: 2, firstValue: 0, lastValue: -2 / 3 },
      ],
    })
    const first = await listJobMetricNames(ctx(db), JobPartInput.parse({ id: JOB, limit: 1 }))
    const second = await listJobMetricNames(
      ctx(db),
      JobPartInput.parse({ id: JOB, limit: 1, cursor: first.nextCursor }),
    )
    expect([first.items[0]?.name, second.items[0]?.name, second.nextCursor]).toEqual(['a', 'b', null])
  })

  it('gives a whole series for a chart, gaps and step 0 included', async () => {
    const db = await filled()
    expect(await series(db, { name: 'b' })).toMatchObject({
      name: 'b',
      total: 3,
      rolledUp: false,
      points: [
        { step: 0, value: 0, low: 0, high: 0, points: 1 },
        { step: 1, value: null, low: null, high: null, points: 1 },
        { step: 2, value: -2 / 3, points: 1 },
      ],
    })
    expect((await series(db)).name).toBe('a')
    await expect(series(db, { name: 'none' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('rolls a long series up without losing its bounds', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    const rows = Array.from({ length: 4_001 }, (_, step) => ({
      ...{ id: `m${step}`, system: 'synth', jobId: JOB, name: 'loss', step, version: '', contentHash: '' },
      value: step === 1_234 ? 99 : step === 0 ? -5 : 1,
    }))
    await db.metric.createMany({ data: rows })
    const found = await series(db, { name: 'loss' })
    expect(found).toMatchObject({ total: 4_001, rolledUp: true })
    expect(found.points.length).toBeLessThanOrEqual(2_000)
    expect(found.points.reduce((sum, { points: count }) => sum + count, 0)).toBe(4_001)
    expect(found.points[0]).toMatchObject({ low: -5 })
    expect(Math.max(...found.points.map(({ high }) => high ?? 0))).toBe(99)
  })
})
