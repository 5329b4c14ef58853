import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { ExperimentPreview, OverrideExperimentInput } from '@/lib/experiments/declare-schema'
import { ExperimentDefinition } from '@/lib/experiments/definition'
import { ExperimentDetail, GetExperimentInput, ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { ListOverridesInput } from '@/lib/pairs/override-schema'
import { listOverrides } from '@/lib/pairs/server/list-overrides'
import { withdrawOverride } from '@/lib/pairs/server/withdraw-override'
import { allPages } from '@/lib/testing/all-pages'
import { makeResult } from '@/lib/testing/make-job-rows'
import { ENDED } from '@/lib/testing/make-pair'
import { makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { createExperiment } from './declare-experiment'
import { getExperiment } from './get-experiment'
import { getExperimentReport } from './get-experiment-report'
import { listExperiments } from './list-experiments'
import { overrideExperiment } from './override-experiment'
import { previewExperiment } from './preview-experiment'
import { restoreExperiment, withdrawExperiment } from './withdraw-experiment'

const ctx = (db: Db, at = '2026-02-01T00:00:00.000Z') => ({ db, fleet: 'own' as const, now: new Date(at) })
const ask = (id: string, more: object = {}) => GetExperimentInput.parse({ id, ...more })
const why = (id: string, reason = 'the commits differ in docs alone') => OverrideExperimentInput.parse({ id, reason })

const INFRA = { status: 'failed', statusDerived: 'failed', cause: 'infra' }
const pairOf = (at: number) => ({ key: `pair ${at}`, control: `reev:c${at}`, treatment: `reev:t${at}` })
const declaration = (count: number, more: object = {}) =>
  ExperimentDefinition.parse({
    ...{ name: 'a trial', unit: 'run', pairBy: 'list', metric: 'tokens', varied: ['configuration'] },
    pairs: Array.from({ length: count }, (_, at) => pairOf(at)),
    control: { by: 'runs', runs: Array.from({ length: count }, (_, at) => pairOf(at).control) },
    treatment: { by: 'runs', runs: Array.from({ length: count }, (_, at) => pairOf(at).treatment) },
    ...more,
  })

async function makePair(db: Db, at: number) {
  const { control, treatment } = pairOf(at)
  await makeRun(db, {
    ...ENDED,
    id: control,
    data: '{"agent":"a","commit":"abcdef1"}',
    usageTotal: 1_000n + BigInt(at),
  })
  await makeRun(db, {
    ...ENDED,
    id: treatment,
    data: '{"agent":"b","commit":"abcdef2"}',
    usageTotal: 900n + BigInt(at),
  })
}

/** An experiment of so many pairs of runs, each refused because its commits differ. */
async function refused(count: number) {
  const { db } = await testDb()
  for (let at = 0; at < count; at += 1) await makePair(db, at)
  const { id } = await createExperiment(ctx(db), declaration(count))
  return { db, id }
}

it('a run that infrastructure ended takes its own pair out of the comparison, and refuses no other', async () => {
  const { db } = await testDb()
  for (let at = 0; at < 4; at += 1) await makePair(db, at)
  await db.run.update({ where: { id: pairOf(2).control }, data: INFRA })
  const asked = async (count: number, pairs?: object) =>
    getExperiment(ctx(db), ask((await createExperiment(ctx(db), declaration(count, pairs))).id))
  const { validity, exclusions, matching } = await asked(4)
  expect(validity.checks.find(({ name }) => name === 'infrastructure')).toMatchObject({ level: 'ok' })
  expect(exclusions).toEqual([{ arm: 'control', cause: 'infra', count: 1 }])
  expect(matching).toMatchObject({ pairs: 4, evaluablePairs: 3 })
  // Where it is all there is, it is the reason.
  const alone = await asked(4, { pairs: [pairOf(2)] })
  expect(alone.validity.checks.find(({ name }) => name === 'infrastructure')).toMatchObject({ level: 'error' })
})

describe('an override of an experiment', () => {
  it('covers every refused pair of its runs, and stamps page and report', async () => {
    const { db, id } = await refused(6)
    const before = await getExperiment(ctx(db), ask(id))
    expect(before).toMatchObject({ analysis: null, validity: { valid: false, override: null } })
    const given = await overrideExperiment(ctx(db), why(id), 'http')
    expect(given).toMatchObject({ pairs: 6, reason: why(id).reason })
    expect(given.setAside).toContain('commit')
    const after = await getExperiment(ctx(db, '2026-02-01T01:00:00.000Z'), ask(id))
    expect(ExperimentDetail.parse(after)).toEqual(after)
    expect(after.validity.override).toEqual({ reason: why(id).reason, ids: [given.id] })
    expect(after.analysis?.n.paired).toBe(6)
    expect((await getExperimentReport(ctx(db), ask(id))).markdown).toContain('**Exploratory.**')
    const list = async () => (await listExperiments(ctx(db), ListExperimentsInput.parse({}))).items
    expect(await list()).toMatchObject([{ id, overridden: true, verdict: after.analysis?.verdict }])
    await withdrawOverride(ctx(db, '2026-02-02T00:00:00.000Z'), { id: given.id, reason: 'no' }, 'http')
    expect(await list()).toMatchObject([{ id, overridden: false, verdict: null, pairs: null }])
    const refusedAgain = await getExperiment(ctx(db, '2026-02-03T00:00:00.000Z'), ask(id))
    expect(refusedAgain).toMatchObject({ analysis: null, overridden: false, earlier: [{ overridden: true }] })
  })

  it('does not cover pairs that come later, nor other experiments of the same runs', async () => {
    const { db, id } = await refused(2)
    const other = await createExperiment(ctx(db), declaration(2, { name: 'another' }))
    await overrideExperiment(ctx(db), why(id), 'http')
    expect((await getExperiment(ctx(db), ask(other.id))).validity.override).toBeNull()
    await makePair(db, 2)
    const longer = await createExperiment(ctx(db), declaration(3))
    await db.pairOverride.updateMany({ data: { experimentId: longer.id } })
    expect((await getExperiment(ctx(db), ask(longer.id))).validity).toMatchObject({ valid: false, override: null })
  })

  it('that is withdrawn refuses again, and its row stays with who, when and why', async () => {
    const { db, id } = await refused(2)
    const given = await overrideExperiment(ctx(db), why(id), 'command')
    const revision = await db.meta.findUnique({ where: { key: 'dataRevision' } })
    const later = ctx(db, '2026-02-03T00:00:00.000Z')
    const withdrawal = { at: '2026-02-03T00:00:00.000Z', by: 'http', reason: 'wrong runs' }
    expect(await withdrawOverride(later, { id: given.id, reason: 'wrong runs' }, 'http')).toMatchObject({
      ...{ id: given.id, requestedBy: 'command', withdrawn: withdrawal },
    })
    expect((await getExperiment(ctx(db), ask(id))).validity.override).toBeNull()
    expect(await db.meta.findUnique({ where: { key: 'dataRevision' } })).not.toEqual(revision)
    const again = withdrawOverride(later, { id: given.id, reason: 'twice' }, 'http')
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
    await expect(withdrawOverride(later, { id: 'ovr_x', reason: 'x' }, 'http')).rejects.toMatchObject({
      code: 'not_found',
    })
    const { items } = await listOverrides(ctx(db), ListOverridesInput.parse({ withdrawn: 'true' }))
    expect(items).toMatchObject([{ id: given.id, experimentId: id, pairs: 2, withdrawn: withdrawal }])
  })

  it('is refused where no reason helps, and where nothing refuses', async () => {
    const { db, id } = await refused(1)
    await db.run.update({
      where: { id: 'reev:t0' },
      data: INFRA,
    })
    const both = await createExperiment(ctx(db), declaration(1, { name: 'another' }))
    await expect(overrideExperiment(ctx(db), why(both.id), 'http')).rejects.toMatchObject({ code: 'bad_request' })
    expect(await db.pairOverride.count()).toBe(0)
    const seen = await getExperiment(ctx(db), ask(both.id))
    expect(seen.validity.checks.some(({ final }) => final === true)).toBe(true)
    await expect(overrideExperiment(ctx(db), why('exp_gone'), 'http')).rejects.toMatchObject({ code: 'not_found' })
    expect(id).not.toBe(both.id)
  })
})

describe('the list of overrides', () => {
  it('is newest first, pages without loss, and is narrowed by run, experiment and text', async () => {
    const { db, id } = await refused(2)
    const at = (day: number) => ctx(db, `2026-03-0${day}T00:00:00.000Z`)
    for (const day of [1, 2, 3, 4]) await overrideExperiment(at(day), why(id, `day ${day} 100%_sure`), 'http')
    const other = await createExperiment(ctx(db), declaration(1, { name: 'other' }))
    await overrideExperiment(at(5), why(other.id, 'of the other'), 'http')
    const page = (cursor: string | undefined) => listOverrides(ctx(db), ListOverridesInput.parse({ limit: 2, cursor }))
    const all = await allPages(page)
    expect(all.map((one) => one.at.slice(9, 10))).toEqual(['5', '4', '3', '2', '1'])
    const found = async (filters: object) =>
      (await listOverrides(ctx(db), ListOverridesInput.parse(filters))).items.length
    expect(await found({ experimentId: id })).toBe(4)
    expect(await found({ runId: 'reev:t1' })).toBe(4)
    expect(await found({ runId: 'reev:c0' })).toBe(5)
    expect(await found({ q: '100%_S' })).toBe(4)
    expect(await found({ q: '1__%' })).toBe(0)
    expect(await found({ withdrawn: 'false' })).toBe(5)
    expect(all[0]?.setAside.map(({ name }) => name)).toContain('commit')
  })
})

describe('a withdrawn experiment', () => {
  it('leaves the list, stays readable, and comes back', async () => {
    const { db, id } = await refused(1)
    const ids = async (filters: object = {}) =>
      (await listExperiments(ctx(db), ListExperimentsInput.parse(filters))).items.map((one) => one.id)
    await withdrawExperiment(ctx(db), { id, reason: 'declared twice' })
    expect(await ids()).toEqual([])
    expect(await ids({ withdrawn: 'true' })).toEqual([id])
    const detail = await getExperiment(ctx(db), ask(id))
    expect(detail.withdrawn).toEqual({ at: '2026-02-01T00:00:00.000Z', reason: 'declared twice' })
    expect(detail.warnings).toContainEqual({ name: 'withdrawn', detail: 'on 2026-02-01T00:00:00.000Z: declared twice' })
    await expect(withdrawExperiment(ctx(db), { id, reason: 'x' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await restoreExperiment(ctx(db), { id })).toEqual({ id, withdrawnAt: null })
    expect(await ids()).toEqual([id])
  })

  it('cannot be one that the records define, or that is not there', async () => {
    const { db } = await testDb()
    for (const configuration of ['a', 'b'])
      for (const itemKey of ['1', '2']) await makeResult(db, 'synth:j', { configuration, itemKey, resolved: true })
    const recorded = withdrawExperiment(ctx(db), { id: 'table:synth:j', reason: 'x' })
    await expect(recorded).rejects.toMatchObject({ code: 'bad_request' })
    await expect(restoreExperiment(ctx(db), { id: 'exp_gone' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a preview', () => {
  it('counts what matches and what does not by arm, and tells nothing of any result', async () => {
    const { db } = await refused(6)
    await db.run.update({
      where: { id: 'reev:t0' },
      data: INFRA,
    })
    const preview = await previewExperiment(ctx(db), declaration(6))
    expect(ExperimentPreview.parse(preview)).toEqual(preview)
    expect(preview).toMatchObject({
      ...{ pairs: 6, evaluablePairs: 5, repeats: 'none' },
      arms: {
        control: { runs: 6, results: 6, matched: 5, excluded: [], unmatched: 1 },
        treatment: { runs: 6, results: 6, matched: 5, excluded: [{ cause: 'infra', count: 1 }], unmatched: 0 },
      },
      detectable: { minP: 0.0625, canReachAlpha: false, needed: 6 },
    })
    expect(JSON.stringify(preview)).not.toMatch(/1000|1001|900|901/)
    expect(await db.experimentResult.count()).toBe(0)
  })

  it.each([
    ['two-sided', 0.05, 6],
    ['less', 0.05, 5],
    ['two-sided', 0.01, 8],
    ['greater', 0.5, 1],
  ] as const)('%s at %d needs %d pairs that differ', async (direction, alpha, needed) => {
    const { db } = await testDb()
    const { detectable } = await previewExperiment(ctx(db), declaration(1, { direction, alpha }))
    expect(detectable).toEqual({ minP: null, canReachAlpha: false, needed, effect: null })
  })

  it('names keys without partner', async () => {
    const { db } = await testDb()
    for (const [configuration, itemKey] of [
      ['a', '1'],
      ['a', '2'],
      ['b', '2'],
      ['b', '<3>'],
    ] as const)
      await makeResult(db, 'synth:j', { configuration, itemKey, resolved: true })
    const arm = (configuration: string) => ({ by: 'configuration', configuration, jobId: 'synth:j' })
    const asked = ExperimentDefinition.parse({ name: 'x', control: arm('a'), treatment: arm('b') })
    expect(await previewExperiment(ctx(db), asked)).toMatchObject({
      ...{ pairs: 1, detectable: { effect: null } },
      alone: [
        { arm: 'control', key: '1' },
        { arm: 'treatment', key: '<3>' },
      ],
    })
  })
})
