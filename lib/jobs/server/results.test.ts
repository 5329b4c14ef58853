import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Db } from '@/lib/db/client'
import {
  AgentPage,
  ConfigurationPage,
  ListAgentsInput,
  ListResultsInput,
  RESULT_SORTS,
  ResultPage,
  SummarizeResultsInput,
} from '@/lib/jobs/result-schema'
import { JobPartInput } from '@/lib/jobs/schema'
import { allPages } from '@/lib/testing/all-pages'
import { makeResult } from '@/lib/testing/make-job-rows'
import { makeJob } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { listAgents } from './list-agents'
import { listJobAgents } from './list-job-agents'
import { listResults } from './list-results'
import { summarizeResults } from './summarize-results'

const JOB = 'synth:job'
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const at = (second: number) => `2026-01-01T10:00:${String(second).padStart(2, '0')}.000Z`
const HUGE = 9_000_000_000_000_000_000n

describe('listResults', () => {
  const results = (db: Db, input: Partial<z.input<typeof ListResultsInput>> = {}) =>
    listResults(ctx(db), ListResultsInput.parse({ id: JOB, ...input }))

  async function filled() {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    await makeResult(db, JOB, {
      configuration: 'a',
      itemKey: 'x',
      resolved: true,
      score: 0.1,
      costPico: 1_500_000n,
      total: 7n,
    })
    await makeResult(db, JOB, { configuration: 'a', itemKey: 'y', resolved: false, score: 0.3, seconds: 1.5, calls: 3 })
    await makeResult(db, JOB, {
      configuration: 'b',
      itemKey: 'x',
      error: 'it <b>broke',
      split: 'heldout',
      costPico: HUGE,
    })
    await makeResult(db, JOB, { configuration: 'b', itemKey: 'x', repeat: 1, score: 0.3, runId: 'synth:two' })
    await makeResult(db, 'synth:other', { configuration: 'a', itemKey: 'z', runId: 'synth:three' })
    return db
  }

  it('shows what is not recorded as null, and rounds cost once', async () => {
    const db = await filled()
    const page = await results(db)
    expect(ResultPage.parse(page)).toEqual(page)
    expect(page.items[0]).toMatchObject({
      item: 'x',
      resolved: true,
      score: 0.1,
      costMicroUsd: 2,
      usage: { total: 7, input: null },
    })
    expect(page.items[1]).toMatchObject({ item: 'y', resolved: false, costMicroUsd: null, seconds: 1.5, calls: 3 })
    expect(page.items[2]).toMatchObject({ resolved: null, score: null, error: 'it <b>broke', split: 'heldout' })
    expect(page.total).toBe(4)
  })

  it.each(RESULT_SORTS)('gives every result once over all pages by %s', async (sort) => {
    const db = await filled()
    const whole = (await results(db, { sort })).items.map(({ id }) => id)
    const paged = await allPages((cursor) => results(db, { sort, limit: 1, cursor }))
    expect(paged.map(({ id }) => id)).toEqual(whole)
    expect(new Set(whole).size).toBe(4)
  })

  it('filters by configuration, item, split, run, outcome and words', async () => {
    const db = await filled()
    const total = async (input: Partial<z.input<typeof ListResultsInput>>) => (await results(db, input)).total
    expect(await total({ configuration: 'a' })).toBe(2)
    expect(await total({ item: 'x' })).toBe(3)
    expect(await total({ split: 'heldout' })).toBe(1)
    expect(await total({ runId: 'synth:two' })).toBe(1)
    expect(await total({ outcome: 'resolved' })).toBe(1)
    expect(await total({ outcome: 'unresolved' })).toBe(1)
    expect(await total({ outcome: 'unknown' })).toBe(2)
    expect(await total({ outcome: 'error' })).toBe(1)
    expect(await total({ q: '<B>' })).toBe(1)
  })
})

describe('summarizeResults', () => {
  const summary = (db: Db, input: Partial<z.input<typeof SummarizeResultsInput>> = {}) =>
    summarizeResults(ctx(db), SummarizeResultsInput.parse({ id: JOB, ...input }))

  it('says of every sum how many results it is a sum of', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    const of = { configuration: 'a' }
    await makeResult(db, JOB, {
      ...of,
      itemKey: 'x',
      resolved: true,
      score: 1,
      costPico: 400_000n,
      total: 10n,
      seconds: 2,
    })
    await makeResult(db, JOB, { ...of, itemKey: 'y', resolved: false, score: 0, costPico: 400_000n, calls: 4 })
    await makeResult(db, JOB, { ...of, itemKey: 'z', repeat: 0, error: 'no' })
    await makeResult(db, JOB, { configuration: 'nothing known', itemKey: 'x' })
    const page = await summary(db)
    expect(ConfigurationPage.parse(page)).toEqual(page)
    expect(page.items).toMatchObject([
      {
        configuration: 'a',
        ...{ results: 3, items: 3, errors: 1, resolved: 1, resolvedKnown: 2, resolvedShare: 0.5 },
        score: { known: 2, mean: 0.5, min: 0, max: 1 },
        costMicroUsd: { known: 2, sum: 1, mean: 0 },
        costPerResolvedMicroUsd: null,
        tokens: { known: 1, sum: 10, mean: 10 },
        seconds: { known: 1, sum: 2, mean: 2 },
        calls: { known: 1, sum: 4, mean: 4 },
      },
      {
        ...{ configuration: 'nothing known', resolvedShare: null },
        score: { known: 0, mean: null },
        costMicroUsd: { known: 0, sum: null, mean: null },
        tokens: { known: 0, sum: null, mean: null },
      },
    ])
  })

  it('adds up numbers whose sum no 64-bit number holds', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    for (const itemKey of ['x', 'y', 'z']) await makeResult(db, JOB, { itemKey, total: HUGE, costPico: HUGE })
    const { items } = await summary(db)
    expect(items[0]?.costMicroUsd).toEqual({ known: 3, sum: 27_000_000_000_000, mean: 9_000_000_000_000 })
    expect(items[0]?.costPerResolvedMicroUsd).toBeNull()
    expect(items[0]?.tokens).toMatchObject({ known: 3, sum: Number.MAX_SAFE_INTEGER })
  })

  it('divides all cost by what was resolved, and sums each class over the results that record it', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    await makeResult(db, JOB, {
      itemKey: 'x',
      resolved: true,
      costPico: 2_000_000n,
      input: 3n,
      cacheRead: 4n,
      total: 7n,
    })
    await makeResult(db, JOB, { itemKey: 'y', resolved: true, costPico: 2_000_000n, input: 5n, total: 5n })
    await makeResult(db, JOB, { itemKey: 'z', resolved: false, costPico: 1_000_000n })
    const { items } = await summary(db)
    expect(items[0]).toMatchObject({
      costPerResolvedMicroUsd: 3,
      usage: { input: 8, cacheRead: 4, output: null, reasoning: null, total: 12 },
    })
  })

  it('keeps splits apart and puts the best first, every group once over all pages', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    await makeResult(db, JOB, { configuration: 'b', itemKey: 'x', resolved: true })
    await makeResult(db, JOB, { configuration: 'b', itemKey: 'x', split: 'heldout', resolved: false })
    await makeResult(db, JOB, { configuration: 'a', itemKey: 'x', score: 0.4 })
    await makeResult(db, JOB, { configuration: 'c', itemKey: 'x', score: 0.4 })
    await makeResult(db, JOB, { configuration: 'd', itemKey: 'x', score: -2 })
    const keys = (await summary(db)).items.map(({ configuration, split }) => `${configuration} ${split}`)
    expect(keys).toEqual(['b null', 'b heldout', 'c null', 'a null', 'd null'])
    const paged = await allPages(async (cursor) => {
      const page = await summary(db, { limit: 1, cursor })
      return { ...page, items: page.items.map((item) => ({ ...item, id: item.configuration })) }
    })
    expect(paged.map(({ configuration, split }) => `${configuration} ${split}`)).toEqual(keys)
    expect(await summary(db, { split: 'heldout' })).toMatchObject({ total: 1, items: [{ configuration: 'b' }] })
  })
})

describe('agents', () => {
  async function filled() {
    const { db } = await testDb()
    await makeJob(db, { id: JOB })
    for (const [index, score] of [0.1, 0.9, 0.5, 0.7, 0.3].entries()) {
      const of = { configuration: 'glm', runId: `synth:r${index}`, at: at(index) }
      await makeResult(db, index < 2 ? JOB : 'synth:other', {
        ...of,
        itemKey: `b${index}`,
        score,
        resolved: score >= 0.5,
      })
    }
    await makeResult(db, JOB, { configuration: 'local', itemKey: 'b0', resolved: true, seconds: 3 })
    await makeResult(db, JOB, { configuration: 'unknown', itemKey: 'b0' })
    return db
  }

  it('tells how each did, with its best and its worst benchmarks', async () => {
    const db = await filled()
    const page = await listAgents(ctx(db), ListAgentsInput.parse({}))
    expect(AgentPage.parse(page)).toEqual(page)
    expect(page.items).toMatchObject([
      { agent: 'local', successRate: 1, meanScore: null, scored: 0, meanSeconds: 3, best: [{ item: 'b0' }], worst: [] },
      { agent: 'glm', results: 5, runs: 5, jobs: 2, successRate: 0.6, scored: 5, firstAt: at(0), lastAt: at(4) },
      { agent: 'unknown', successRate: null, meanScore: null, best: [], worst: [] },
    ])
    expect(page.items[1]?.meanScore).toBeCloseTo(0.5)
    expect(page.items[1]?.best.map(({ item }) => item)).toEqual(['b1', 'b3', 'b2'])
    expect(page.items[1]?.worst.map(({ item }) => item)).toEqual(['b0', 'b4'])
  })

  it('looks at one job, one system or one time alone', async () => {
    const db = await filled()
    expect(
      (await listJobAgents(ctx(db), JobPartInput.parse({ id: JOB }))).items.map(({ agent, results }) => [
        agent,
        results,
      ]),
    ).toEqual([
      ['local', 1],
      ['glm', 2],
      ['unknown', 1],
    ])
    expect((await listAgents(ctx(db), ListAgentsInput.parse({ system: 'reev' }))).total).toBe(0)
    expect((await listAgents(ctx(db), ListAgentsInput.parse({ from: at(1), to: at(3) }))).items).toMatchObject([
      { agent: 'glm', results: 2 },
    ])
    const paged = await allPages(async (cursor) => {
      const page = await listAgents(ctx(db), ListAgentsInput.parse({ limit: 1, cursor }))
      return { ...page, items: page.items.map((item) => ({ ...item, id: item.agent })) }
    })
    expect(paged.map(({ agent }) => agent)).toEqual(['local', 'glm', 'unknown'])
  })
})
