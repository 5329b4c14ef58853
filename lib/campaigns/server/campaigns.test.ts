import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  CampaignDetail,
  CampaignPage,
  CampaignPlan,
  CampaignSummary,
  CreateCampaignInput,
  GetCampaignInput,
  ListCampaignsInput,
  RunFilter,
} from '@/lib/campaigns/schema'
import type { Db } from '@/lib/db/client'
import { ExperimentDetail, GetExperimentInput, ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { getExperiment } from '@/lib/experiments/server/get-experiment'
import { getExperimentReport } from '@/lib/experiments/server/get-experiment-report'
import { listExperiments } from '@/lib/experiments/server/list-experiments'
import { type FixtureRows, writeAutopack } from '@/lib/testing/autopack-fixture'
import { importInto } from '@/lib/testing/importing'
import { makeRun } from '@/lib/testing/make-rows'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { Manifest } from '../manifest'
import { createCampaign } from './create-campaign'
import { getCampaign } from './get-campaign'
import { getManifest } from './get-manifest'
import { listCampaigns } from './list-campaigns'
import { planCampaign } from './plan-campaign'

const now = new Date('2026-02-01T00:00:00.000Z')
const ctx = (db: Db, at = now) => ({ db, fleet: 'own' as const, now: at })
const ask = (id: string, more: object = {}) => GetCampaignInput.parse({ id, ...more })
const plan = async (db: Db, filter: object = {}) => {
  const found = await planCampaign(ctx(db), RunFilter.parse(filter))
  expect(CampaignPlan.parse(found)).toEqual(found)
  return found
}
const create = (db: Db, more: object = {}, at = now) =>
  createCampaign(
    ctx(db, at),
    CreateCampaignInput.parse({ name: 'Again', varied: ['model_map'], filter: {}, ...more }),
    'command',
  )

const REVIEW = 'DONE_FAILED_REQUIRES_HUMAN_REVIEW'
const BEFORE = '2026-01-10 10:00:00.000000'
const AFTER = '2026-02-02 10:00:00.000000'

interface Given {
  id: string
  state?: string
  at?: string
  reason?: string
  tokens?: number
  model?: string
}

/** An Autopack database with one phase a run; a run fails, succeeds or goes on as its phase does. */
function database(name: string, runs: readonly Given[]): string {
  const phase = (state: string) => (state === REVIEW ? 'FAILED' : state === 'DONE_SUCCESS' ? 'COMPLETE' : 'EXECUTING')
  const rows: FixtureRows = { runs: [], tiers: [], phases: [], llm_usage_events: [] }
  for (const [index, { id, state = REVIEW, at = BEFORE, reason, tokens, model = 'gpt-4o' }] of runs.entries()) {
    const times = { created_at: at, updated_at: at }
    rows['runs']?.push({
      id,
      state,
      ...times,
      started_at: at,
      goal_anchor: `goal of ${id.split('-replay')[0]}`,
      failure_reason: reason ?? null,
    })
    rows['tiers']?.push({ id: index + 1, run_id: id })
    rows['phases']?.push({
      id: index + 1,
      phase_id: 'p1',
      run_id: id,
      tier_id: index + 1,
      state: phase(state),
      ...times,
    })
    if (tokens !== undefined)
      rows['llm_usage_events']?.push({
        id: index + 1,
        run_id: id,
        phase_id: 'p1',
        total_tokens: tokens,
        model,
        created_at: at,
      })
  }
  return writeAutopack(path.join(testFolder(), `${name}.db`), rows)
}

const ORIGINALS: Given[] = [
  { id: 'quality', reason: 'PATCH_FAILED: patch does not apply', tokens: 1_000 },
  { id: 'infra', reason: 'connection refused', tokens: 500 },
  { id: 'silent' },
  { id: 'good', state: 'DONE_SUCCESS' },
  { id: 'going', state: 'PHASE_EXECUTION' },
]
const replayOf = (id: string, values: Partial<Given> = {}): Given => ({
  ...{ id: `${id}-replay-20260202-100000`, state: 'DONE_SUCCESS', at: AFTER, tokens: 800, model: 'claude-sonnet-4-5' },
  ...values,
})

async function store(...files: string[]) {
  const opened = await testDb()
  for (const file of files) await importInto(opened, [file])
  return opened
}

describe('the plan', () => {
  it('says which runs, why not the others, and what was spent', async () => {
    const { db } = await store(database('plan', ORIGINALS))
    const { runs, out, ...rest } = await plan(db)
    expect(runs.map(({ id, notes, tokens }) => [id, notes, tokens])).toEqual([
      ['autopack:infra', ['infra'], 500],
      ['autopack:quality', [], 1_000],
      ['autopack:silent', ['cause_unknown'], null],
    ])
    expect(out.map(({ id, reason }) => [id, reason])).toEqual([
      ['autopack:going', 'not_final'],
      ['autopack:good', 'not_failed'],
    ])
    expect(rest).toMatchObject({ matched: 5, eligible: 3, leftOut: 2, refusal: null, limit: 500 })
    expect(rest.tokens).toEqual({ sum: 1_500, known: 2, of: 3 })
    expect(rest.causes).toEqual([
      { cause: 'infra', runs: 1 },
      { cause: 'quality', runs: 1 },
      { cause: 'unknown', runs: 1 },
    ])
  })

  it('is chosen by the filter of the list of runs', async () => {
    const { db } = await store(database('filter', ORIGINALS))
    const { filter, runs } = await plan(db, { cause: 'infra', statusClass: 'failed', conflict: 'false' })
    expect(runs.map(({ id }) => id)).toEqual(['autopack:infra'])
    expect(filter).toEqual({ cause: 'infra', statusClass: 'failed', conflict: 'false' })
    expect(await plan(db, { q: 'nothing' })).toMatchObject({ eligible: 0, refusal: 'No run matches the filter' })
    expect((await plan(db, { status: 'succeeded' })).refusal).toBe('None of the runs that match can be replayed')
  })

  it('leaves out what is being replayed, and tells of earlier replays and campaigns', async () => {
    const open = replayOf('quality', { state: 'PHASE_EXECUTION' })
    const { db } = await store(database('again', [...ORIGINALS, open, replayOf('infra', { state: REVIEW })]))
    await create(db, { filter: { q: 'silent' } })
    const { runs, out } = await plan(db)
    expect(out.find(({ id }) => id === 'autopack:quality')?.reason).toBe('replay_open')
    expect(runs.map(({ id, notes }) => [id, notes])).toEqual([
      ['autopack:infra', ['infra', 'replayed_before']],
      ['autopack:infra-replay-20260202-100000', ['cause_unknown', 'is_replay']],
      ['autopack:silent', ['cause_unknown', 'in_campaign']],
    ])
  })

  it('of more than 500 runs is refused, not cut', async () => {
    const { db } = await testDb()
    const failed = { status: 'failed', statusDerived: 'failed', goal: 'x' }
    for (let at = 0; at < 501; at += 1) await makeRun(db, { ...failed, id: `autopack:r${at}` })
    const { refusal, runs, eligible } = await plan(db)
    expect(refusal).toBe('501 runs can be replayed, a campaign takes at most 500: narrow the filter')
    expect([runs.length, eligible]).toEqual([500, 501])
    await expect(create(db)).rejects.toMatchObject({ code: 'bad_request', details: { field: 'filter' } })
    expect(await db.campaign.count()).toBe(0)
    await db.run.delete({ where: { id: 'autopack:r7' } })
    expect(await create(db)).toMatchObject({ runs: 500 })
  })
})

describe('a campaign', () => {
  it('is made of the plan that was seen', async () => {
    const { db } = await store(database('seen', ORIGINALS))
    const { planHash } = await plan(db)
    await makeRun(db, { id: 'autopack:new', status: 'failed', statusDerived: 'failed', goal: 'x' })
    await expect(create(db, { expectedPlan: planHash })).rejects.toMatchObject({ code: 'conflict' })
    const seen = await plan(db)
    const made = await create(db, { expectedPlan: seen.planHash })
    expect(CampaignSummary.parse(made)).toEqual(made)
    expect(made).toMatchObject({
      runs: 4,
      counts: { waiting: 4, running: 0, final: 0, other: 0 },
      createdBy: 'command',
    })
  })

  it.each([
    [{}, 'varied'],
    [{ varied: ['commit'], calibration: true }, 'varied'],
    [{ varied: ['odd'] }, 'varied'],
    [{ varied: ['commit'], filter: { misspelt: 'x' } }, 'filter'],
    [{ varied: ['commit'], batchSize: 0 }, 'batchSize'],
    [{ varied: ['commit'], name: ' ' }, 'name'],
  ])('%j is refused, by name', (input, field) => {
    const read = CreateCampaignInput.safeParse({ name: 'x', ...input })
    expect(read.error?.issues[0]?.path[0]).toBe(field)
  })

  it('has a manifest whose bytes are always the same, and ids that nothing else has', async () => {
    const { db } = await store(database('manifest', ORIGINALS))
    const { id } = await create(db, { batchSize: 2, values: { model: 'gpt-5' }, note: '<b>' })
    const manifest = await getManifest(ctx(db), { id })
    expect(Manifest.parse(manifest)).toEqual(manifest)
    const json = JSON.stringify(manifest)
    await importInto({ db, folder: testFolder() }, [database('later', [...ORIGINALS, replayOf('quality')])])
    expect(JSON.stringify(await getManifest(ctx(db, new Date()), { id }))).toBe(json)
    expect(manifest).toMatchObject({ version: 1, batchSize: 2, settings: { values: { model: 'gpt-5' }, note: '<b>' } })
    expect(
      manifest.runs.map(({ batch, originalId, replayId, replayOf: of }) => [batch, originalId, replayId, of]),
    ).toEqual([
      [1, 'infra', 'infra-replay-20260201-000000', 'autopack:infra'],
      [1, 'quality', 'quality-replay-20260201-000000', 'autopack:quality'],
      [2, 'silent', 'silent-replay-20260201-000000', 'autopack:silent'],
    ])
    expect(manifest.runs[0]?.planHash).toMatch(/^plan /)
    const second = await create(db, { filter: { q: 'infra' } })
    const other = await getManifest(ctx(db), second)
    expect(other.runs.map(({ replayId }) => replayId)).toEqual(['infra-replay-20260201-000001'])
    await expect(getManifest(ctx(db), { id: 'cmp_none' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('replays that arrive', () => {
  const TWO = [
    replayOf('quality', { state: REVIEW }),
    { ...replayOf('quality'), id: 'quality-replay-20260203-100000', at: '2026-02-03 10:00:00.000000' },
  ]
  const ARRIVED = [...ORIGINALS, ...TWO, replayOf('silent', { state: 'PHASE_EXECUTION' })]

  it('are paired by themselves, and compared only when both runs are over', async () => {
    const opened = await store(database('first', ORIGINALS))
    const { db } = opened
    const { id } = await create(db)
    const before = await getCampaign(ctx(db), ask(id))
    expect(CampaignDetail.parse(before)).toEqual(before)
    expect(before).toMatchObject({ counts: { waiting: 3, running: 0, final: 0 }, experimentId: null })
    expect(before.pairList.items.every(({ comparison, replay }) => comparison === null && replay === null)).toBe(true)
    await expect(getExperiment(ctx(db), GetExperimentInput.parse({ id: `campaign:${id}` }))).rejects.toMatchObject({
      code: 'not_found',
    })

    await importInto(opened, [database('second', ARRIVED)])
    const after = await getCampaign(ctx(db), ask(id))
    expect(CampaignDetail.parse(after)).toEqual(after)
    expect(after.counts).toEqual({ waiting: 1, running: 1, final: 1, other: 0 })
    const [infra, quality, silent] = after.pairList.items
    expect(infra).toMatchObject({ originalId: 'autopack:infra', state: 'waiting', comparison: null })
    expect(silent).toMatchObject({ state: 'running', replay: { by: 'name', status: 'running' }, comparison: null })
    expect(quality).toMatchObject({
      ...{ state: 'final', original: { cause: 'quality', tokens: 1_000 } },
      replay: { id: 'autopack:quality-replay-20260203-100000', status: 'succeeded', tokens: 800 },
      superseded: { total: 1, items: [{ id: 'autopack:quality-replay-20260202-100000', status: 'failed' }] },
    })
    expect(quality?.comparison?.refusals.map(({ name }) => name)).toContain('commit')
    expect((await getCampaign(ctx(db), ask(id, { state: 'running' }))).pairList).toMatchObject({ total: 1 })
    const page = await listCampaigns(ctx(db), ListCampaignsInput.parse({}))
    expect(CampaignPage.parse(page)).toEqual(page)
    expect(page).toMatchObject({ total: 1, items: [{ id, counts: after.counts }] })
  })

  it('with infrastructure as their baseline have no quality result', async () => {
    const { db } = await store(database('baseline', [...ORIGINALS, replayOf('infra')]))
    const { id } = await create(db, { filter: { q: 'infra' } })
    const [pair] = (await getCampaign(ctx(db), ask(id))).pairList.items
    expect(pair?.comparison?.refusals).toContainEqual(
      expect.objectContaining({ name: 'infrastructure', detail: expect.stringContaining('No quality result') }),
    )
  })

  it('are the same pairs in whatever order files and campaign come', async () => {
    const files = [
      database('o1', ORIGINALS),
      database('o2', [...ORIGINALS, ...TWO.slice(0, 1)]),
      database('o3', ARRIVED),
    ]
    const seen = []
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
      [0, 2, 1],
    ]) {
      const opened = await testDb()
      await importInto(opened, [files[0] ?? ''])
      const { id } = await create(opened.db)
      for (const at of order) await importInto(opened, [files[at] ?? ''])
      const { pairList, counts } = await getCampaign(ctx(opened.db), ask(id))
      seen.push({ pairList, counts })
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
  })
})

describe('replays of any orchestrator', () => {
  const line = (record: object) => `${JSON.stringify({ v: 1, kind: 'run', goal: 'x', ...record })}\n`
  const at = { startedAt: '2026-01-10T10:00:00Z', endedAt: '2026-01-10T10:05:00Z' }
  const later = { startedAt: '2026-02-03T10:00:00Z', endedAt: '2026-02-03T10:05:00Z', status: 'succeeded' }
  const write = (name: string, records: object[]) => {
    const file = path.join(testFolder(), `${name}.ndjson`)
    writeFileSync(file, records.map(line).join(''))
    return file
  }

  it('name their original in a field of their record, also one of another system', async () => {
    const failed = [{ runId: 'own', status: 'failed', ...at }]
    const opened = await store(database('other', ORIGINALS), write('own', failed))
    const { db } = opened
    const { id } = await create(db)
    const replays = [
      { runId: 'x', replayOf: 'own', ...later },
      { runId: 'y', replayOf: 'autopack:quality', ...later },
      { runId: 'z', replayOf: 'gone', ...later },
      { runId: 'own-replay-20260203-100000', replayOf: 'gone', ...later },
    ]
    await importInto(opened, [write('replays', [...failed, ...replays])])
    const { items } = (await getCampaign(ctx(db), ask(id))).pairList
    const paired = items.map(({ originalId, replay, superseded }) => [
      originalId,
      replay?.by,
      replay?.id,
      superseded.total,
    ])
    expect(paired).toEqual([
      ['autopack:infra', undefined, undefined, 0],
      ['autopack:quality', 'field', 'pitwall:y', 0],
      ['autopack:silent', undefined, undefined, 0],
      ['pitwall:own', 'field', 'pitwall:x', 0],
    ])
  })

  it('with the id of the manifest are known in a fresh database, too', async () => {
    const opened = await store(database('old', ORIGINALS))
    const { id } = await create(opened.db, { filter: { q: 'quality' } })
    const [run] = (await getManifest(ctx(opened.db), { id })).runs
    const fresh = { id: run?.replayId ?? '', state: 'DONE_SUCCESS', at: AFTER }
    await importInto(opened, [database('fresh', [fresh])], { instance: 'fresh' })
    const [pair] = (await getCampaign(ctx(opened.db), ask(id))).pairList.items
    expect(pair).toMatchObject({ state: 'final', replay: { by: 'manifest', id: `autopack@fresh:${run?.replayId}` } })
  })
})

describe('the experiment of a campaign', () => {
  it('holds each original against its replay, and says how the originals were chosen', async () => {
    const opened = await store(database('exp', ORIGINALS))
    const { db } = opened
    const { id } = await create(db, { metric: 'tokens' })
    await importInto(opened, [database('exp2', [...ORIGINALS, replayOf('quality'), replayOf('silent')])])
    const { experimentId, warnings } = await getCampaign(ctx(db), ask(id))
    expect(warnings[0]?.detail).toContain('chosen because they failed')
    const detail = await getExperiment(ctx(db), GetExperimentInput.parse({ id: experimentId }))
    expect(ExperimentDetail.parse(detail)).toEqual(detail)
    expect(detail).toMatchObject({ declared: true, origin: 'campaign', metric: 'tokens', planned: 2, pairs: 2 })
    expect(detail.warnings).toContainEqual({ name: 'no_baseline', detail: expect.stringContaining('1 of 3 originals') })
    expect(detail.warnings).toContainEqual(warnings[0])
    expect(detail.warnings.map(({ name }) => name)).not.toContain('not_declared')
    expect(detail.withheld).toContain('may not be compared')
    const { markdown } = await getExperimentReport(ctx(db), GetExperimentInput.parse({ id: experimentId }))
    expect(markdown).toContain('a plain rerun would do better, too')
    const { items } = await listExperiments(ctx(db), ListExperimentsInput.parse({ origin: 'campaign' }))
    expect(items.map((one) => one.id)).toEqual([experimentId])
  })
})
