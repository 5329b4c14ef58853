import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Db } from '@/lib/db/client'
import { JobPhasePage, ListJobPhasesInput } from '@/lib/jobs/part-schema'
import { allPages } from '@/lib/testing/all-pages'
import { makeMetric } from '@/lib/testing/make-job-rows'
import { makeJob, makePhase, makeRun, makeSession, makeUsage } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { listJobPhases } from './list-job-phases'

const JOB = 'interllm:list'
const RUN = 'interllm:run-1'
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const phases = (db: Db, input: Partial<z.input<typeof ListJobPhasesInput>> = {}) =>
  listJobPhases(ctx(db), ListJobPhasesInput.parse({ id: JOB, ...input }))

async function withRun() {
  const { db } = await testDb()
  await makeJob(db, { id: JOB })
  await makeRun(db, { id: RUN, jobId: JOB, name: 'first run' })
  return db
}

describe('listJobPhases', () => {
  it('tells of a scenario its number, title, status with evidence, prompt, output, tools and file', async () => {
    const db = await withRun()
    await makePhase(db, RUN, {
      ...{
        nativeId: 's',
        index: 3,
        name: 'Move the data',
        phaseType: 'scenario_run',
        statusRaw: 'DONE',
        status: 'unknown',
      },
      ...{
        startedAt: '2026-01-01T10:00:00.000Z',
        endedAt: '2026-01-01T10:01:30.000Z',
        flags: '["claimed_not_verified"]',
      },
      data: JSON.stringify({
        ...{
          scenarioNumber: '1.3',
          prompt: 'Do <b>',
          output: 'DONE',
          outputPath: 'outputs/s.md',
          fileWritten: false,
          fileBytes: 12,
        },
        ...{
          evidence: 'claimed done; no patch',
          toolOutcomes: { commandsOk: 0, patchesOk: 2, odd: 'x' },
          drift: [],
          token: 'hunter2',
        },
      }),
    })
    const page = await phases(db)
    expect(JobPhasePage.parse(page)).toEqual(page)
    expect(page.items[0]).toMatchObject({
      ...{ number: '1.3', name: 'Move the data', index: 3, runName: 'first run', statusRaw: 'DONE', status: 'unknown' },
      ...{ evidence: 'claimed done; no patch', prompt: 'Do <b>', output: 'DONE', outputPath: 'outputs/s.md' },
      ...{ fileWritten: false, fileBytes: 12, toolOutcomes: { commandsOk: 0, patchesOk: 2 }, durationMs: 90_000 },
      ...{ flags: ['claimed_not_verified'], data: { drift: [], token: '[masked]' }, spend: [], sessions: [] },
    })
  })

  it('says nothing of what a phase does not record', async () => {
    const db = await withRun()
    await makePhase(db, RUN, { failureReason: 'it broke', data: '[1]', endedAt: '2026-01-01T10:01:30.000Z' })
    await makePhase(db, RUN, {
      data: '{"fileWritten":"yes","fileBytes":"9","toolOutcomes":[1],"scenarioNumber":{},"prompt":null}',
    })
    const { items } = await phases(db)
    const nothing = { number: null, prompt: null, output: null, outputPath: null, fileWritten: null, fileBytes: null }
    expect(items).toMatchObject([
      { ...nothing, evidence: 'it broke', toolOutcomes: null, durationMs: null, data: {} },
      { ...nothing, evidence: null, toolOutcomes: null },
    ])
  })

  it('shows the spend of coordinator and executor apart, by event or by session', async () => {
    const db = await withRun()
    const phase = await makePhase(db, RUN, { nativeId: 's' })
    const other = await makePhase(db, RUN, { nativeId: 't', index: 9 })
    const coordinator = await makeSession(db, RUN, {
      nativeId: 'c',
      phaseId: phase.id,
      role: 'coordinator',
      tokens: 10n,
    })
    const executor = await makeSession(db, RUN, { nativeId: 'x', phaseId: phase.id, role: 'executor' })
    await makeUsage(db, RUN, { phaseId: phase.id, sessionId: coordinator.id, input: 10n, costPico: 400_000n })
    await makeUsage(db, RUN, { sessionId: executor.id, input: 100n, costPico: 400_000n })
    await makeUsage(db, RUN, { sessionId: executor.id, input: 50n, costPico: 400_000n })
    await makeUsage(db, RUN, { phaseId: phase.id, role: 'judge', input: null })
    await makeUsage(db, RUN, { phaseId: other.id, sessionId: executor.id, input: 7n })
    await makeUsage(db, RUN, { input: 1_000n })
    await makeMetric(db, { runId: RUN, phaseId: phase.id, name: 'commands_ok', value: 1, step: 0 })
    await makeMetric(db, { runId: RUN, phaseId: phase.id, name: 'commands_ok', value: 4, step: 1 })
    const { items } = await phases(db)
    const [numbered, first] = items
    expect(first?.spend).toEqual([
      {
        role: 'coordinator',
        sessions: 1,
        events: 1,
        tokens: 10,
        costMicroUsd: 0,
        costIsLowerBound: false,
        costLowerBoundReasons: [],
        unpricedEvents: 0,
      },
      {
        role: 'executor',
        sessions: 1,
        events: 2,
        tokens: 150,
        costMicroUsd: 1,
        costIsLowerBound: false,
        costLowerBoundReasons: [],
        unpricedEvents: 0,
      },
      {
        role: 'judge',
        sessions: 0,
        events: 1,
        tokens: null,
        costMicroUsd: null,
        unpricedEvents: 1,
        costIsLowerBound: true,
        costLowerBoundReasons: ['unpriced'],
      },
    ])
    expect(first?.sessions).toMatchObject([
      { role: 'coordinator', tokens: 10 },
      { role: 'executor', tokens: null },
    ])
    expect(first).toMatchObject({ sessionsInAll: 2, metrics: [{ name: 'commands_ok', value: 4 }] })
    expect(numbered?.spend).toMatchObject([
      {
        role: 'executor',
        tokens: 7,
        costMicroUsd: null,
        unpricedEvents: 1,
        costIsLowerBound: true,
        costLowerBoundReasons: ['unpriced'],
      },
    ])
  })

  it('counts sessions it does not show', async () => {
    const db = await withRun()
    const phase = await makePhase(db, RUN)
    for (let index = 0; index < 23; index += 1) await makeSession(db, RUN, { phaseId: phase.id })
    const { items } = await phases(db)
    expect([items[0]?.sessions.length, items[0]?.sessionsInAll]).toEqual([20, 23])
  })

  it('gives every phase once over all pages, run by run, and filters', async () => {
    const db = await withRun()
    await makeRun(db, { id: 'interllm:run-0', jobId: JOB })
    await makeRun(db, { id: 'interllm:run-2', jobId: 'interllm:other' })
    await makePhase(db, 'interllm:run-2')
    for (const runId of ['interllm:run-0', RUN]) {
      await makePhase(db, runId, { nativeId: 'b', index: null, phaseType: 'calibration' })
      await makePhase(db, runId, { nativeId: 'a', index: null, status: 'failed', flags: '["model_drift"]' })
      await makePhase(db, runId, { nativeId: 'c', index: 0 })
    }
    const whole = (await phases(db)).items.map(({ runId, nativeId }) => `${runId.at(-1)}${nativeId}`)
    expect(whole).toEqual(['0c', '0a', '0b', '1c', '1a', '1b'])
    const paged = await allPages((cursor) => phases(db, { limit: 1, cursor }))
    expect(paged.map(({ runId, nativeId }) => `${runId.at(-1)}${nativeId}`)).toEqual(whole)
    for (const filter of [{ phaseType: 'calibration' }, { status: 'failed' as const }, { flag: 'model_drift' }]) {
      expect((await phases(db, filter)).total).toBe(2)
    }
    expect((await phases(db, { runId: RUN })).total).toBe(3)
  })
})
