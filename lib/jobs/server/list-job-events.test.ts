import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Db } from '@/lib/db/client'
import { JobEventPage, ListJobEventsInput } from '@/lib/jobs/part-schema'
import { allPages } from '@/lib/testing/all-pages'
import { makeEvent, makeJob, makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getJobEventFacets } from './get-job-event-facets'
import { listJobEvents } from './list-job-events'

const JOB = `synth:pl_1/"é" <b>#?%2F`
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const at = (second: number) => `2026-01-01T10:00:${String(second).padStart(2, '0')}.000Z`

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
