import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Db } from '@/lib/db/client'
import { JobMetricNamePage, JobMetricPage, JobMetricSeriesInput, ListJobMetricsInput } from '@/lib/jobs/part-schema'
import { JobPartInput } from '@/lib/jobs/schema'
import { allPages } from '@/lib/testing/all-pages'
import { makeMetric } from '@/lib/testing/make-job-rows'
import { makeJob, makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getJobMetricSeries } from './get-job-metric-series'
import { listJobMetricNames } from './list-job-metric-names'
import { listJobMetrics } from './list-job-metrics'

const JOB = `synth:pl_1/"é" <b>#?%2F`
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const at = (second: number) => `2026-01-01T10:00:${String(second).padStart(2, '0')}.000Z`

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
