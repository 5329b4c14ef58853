import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import { CheckPairInput, PairCheckReply } from '@/lib/pairs/schema'
import { evidenceRunId, gepaEvidenceFiles } from '@/lib/sources/synth/gepa-evidence-fixture'
import { imported } from '@/lib/testing/importing'
import { makeResult } from '@/lib/testing/make-job-rows'
import { ENDED, makeAutopackPair } from '@/lib/testing/make-pair'
import { makeFailure, makeJob, makeRun, makeSession, makeUsage } from '@/lib/testing/make-rows'
import { REAL_DATA, testDb, testFolder } from '@/lib/testing/test-db'
import { checkRuns } from './check-runs'

const now = new Date('2026-02-01T00:00:00.000Z')
const check = (db: Db, control: string, treatment: string, more: object = {}) =>
  checkRuns({ db, fleet: 'own', now }, CheckPairInput.parse({ control, treatment, ...more }), 'command')
const levels = (reply: PairCheckReply) =>
  Object.fromEntries(reply.checks.map(({ name, level }) => [name, level])) as Record<string, string>
const of = (reply: PairCheckReply, name: string) => reply.checks.find((each) => each.name === name)

describe('two runs of Autopack', () => {
  it('are valid when all of it is recorded and only the declared field differs', async () => {
    const { db } = await testDb()
    await makeAutopackPair(db)
    await db.run.update({ where: { id: 'autopack:t' }, data: { data: '{"switches":{"context":false}}' } })
    const reply = await check(db, 'autopack:c', 'autopack:t', { varied: 'switches' })
    expect(PairCheckReply.parse(reply)).toEqual(reply)
    expect(reply.checks.filter(({ level }) => level === 'error' || level === 'unknown')).toEqual([])
    expect(reply).toMatchObject({ valid: true, exploratory: false, override: null, varied: ['switches'] })
    expect(of(reply, 'commit')).toMatchObject({
      control: 'abcdef1',
      evidence: { control: expect.stringContaining('#ab') },
    })
    expect(JSON.stringify(reply)).not.toContain('1234567890abcdef')
  })

  it.each([
    ['commit', { treatmentCommitSha: 'abcdef2' }],
    ['model_map', { treatmentModelHash: 'feedfacefeedfacf' }],
  ])('%s differing is an error', async (name, comparison) => {
    const { db } = await testDb()
    await makeAutopackPair(db, comparison)
    const reply = await check(db, 'autopack:c', 'autopack:t', { mode: 'lenient' })
    expect(reply.valid).toBe(false)
    expect(reply.checks.filter(({ level }) => level === 'error').map((each) => each.name)).toEqual([name])
    expect(await check(db, 'autopack:c', 'autopack:t', { mode: 'lenient', varied: name })).toMatchObject({
      valid: true,
    })
  })

  it.each([
    ['plan', { goal: 'Sort the folders' }],
    ['budget', { tokenCap: 100n }],
  ] as const)('%s of the run differing is an error', async (name, values) => {
    const { db } = await testDb()
    await makeAutopackPair(db)
    await db.run.update({ where: { id: 'autopack:t' }, data: values })
    expect(levels(await check(db, 'autopack:c', 'autopack:t'))).toMatchObject({ [name]: 'error' })
  })

  it('prices and models that differ are errors, and a phase that is planned otherwise too', async () => {
    const { db } = await testDb()
    await makeAutopackPair(db)
    await makeUsage(db, 'autopack:t', { costPico: 5n, costKind: 'computed', priceTable: 'table-2' })
    await db.runModel.create({ data: { runId: 'autopack:t', model: 'glm-4.6', events: 1 } })
    await db.phase.updateMany({
      where: { runId: 'autopack:t', nativeId: 'one' },
      data: { data: '{"scope":{"paths":["b"]}}' },
    })
    expect(levels(await check(db, 'autopack:c', 'autopack:t'))).toMatchObject({
      ...{ prices: 'error', observed_models: 'error', plan: 'error' },
    })
  })

  it('without a comparison have an unknown commit, which refuses when strict', async () => {
    const { db } = await testDb()
    await makeAutopackPair(db)
    await db.aBTestResult.deleteMany()
    const reply = await check(db, 'autopack:c', 'autopack:t', { varied: 'switches' })
    expect(reply.valid).toBe(false)
    expect(levels(reply)).toMatchObject({ commit: 'unknown', model_map: 'unknown', seeds: 'not_applicable' })
    expect(of(reply, 'commit')?.detail).toContain('not recorded for either run')
  })

  it('whose failure has no known cause are told, one killed by infrastructure is no result', async () => {
    const { db } = await testDb()
    await makeAutopackPair(db)
    const failed = { status: 'failed', statusDerived: 'failed', causeEvidence: 'failures #9' }
    await db.run.update({ where: { id: 'autopack:c' }, data: { ...failed, cause: 'unknown' } })
    expect(levels(await check(db, 'autopack:c', 'autopack:t'))).toMatchObject({ evaluable: 'warning' })
    await db.run.update({ where: { id: 'autopack:c' }, data: { ...failed, cause: 'infra' } })
    const reply = await check(db, 'autopack:c', 'autopack:t', { override: { reason: 'all the same' } })
    expect(reply).toMatchObject({ valid: false, exploratory: false })
    expect(of(reply, 'infrastructure')).toMatchObject({ level: 'error', evidence: { control: 'failures #9' } })
  })
})

describe('a GEPA comparison', () => {
  const AT = '2026-06-03T01:00:00.000Z'
  const idOf = (stack: string, at = AT) => `synth:${evidenceRunId(stack, 'trivia', at)}`

  async function evidence(plan: Omit<Parameters<typeof gepaEvidenceFiles>[0], 'startedAt'> = {}) {
    const folder = path.join(testFolder(), 'evidence')
    for (const [name, content] of Object.entries(gepaEvidenceFiles({ startedAt: AT, ...plan }))) {
      const file = path.join(folder, name)
      mkdirSync(path.dirname(file), { recursive: true })
      const lines = Array.isArray(content) ? content.map((line) => JSON.stringify(line)).join('\n') : null
      writeFileSync(file, lines === null ? JSON.stringify(content) : `${lines}\n`)
    }
    return imported([folder])
  }

  it('has its controls from the benchmark, and can name no commit', async () => {
    const { db } = await evidence()
    const reply = await check(db, idOf('gepa_ai'), idOf('synth_gepa'), { varied: 'configuration' })
    expect(
      reply.checks.filter(({ level }) => level === 'error' || level === 'unknown').map(({ name }) => name),
    ).toEqual([])
    expect(levels(reply)).toMatchObject({
      item_set: 'ok',
      budget: 'ok',
      prices: 'ok',
      model_map: 'ok',
      judge: 'not_applicable',
      commit: 'not_applicable',
    })
    expect(of(reply, 'budget')?.evidence.control).toContain('search_rollout_budget')
  })

  it('warns of unequal effort under an equal budget, of reruns, and of a run that was superseded', async () => {
    const { db } = await evidence({ rollouts: { gepa_ai: 4, synth_gepa: 28 }, zeroTokens: true })
    const reply = await check(db, idOf('gepa_ai'), idOf('synth_gepa'), { varied: 'configuration' })
    expect(levels(reply)).toMatchObject({
      effort: 'warning',
      reruns: 'warning',
      enough: 'warning',
      token_data: 'error',
    })
    expect(of(reply, 'effort')?.detail).toContain('rollouts: control 4 rollouts, treatment 28 rollouts')
    expect(reply.withheld).toEqual(['tokens'])
    const first = idOf('gepa_ai', '2026-06-02T01:00:00')
    expect(of(reply, 'reruns')?.detail).toContain(first)
    const old = await check(db, first, idOf('synth_gepa'), { varied: 'configuration' })
    expect(of(old, 'superseded')).toMatchObject({ level: 'warning', control: idOf('gepa_ai') })
  })
})

describe('rows of results', () => {
  const TABLE = [
    'instance_id,model,resolved,cost',
    ...['a', 'b'].flatMap((m) => [0, 1, 2, 3, 4].map((i) => `django__django-${i},${m},1,0.5`)),
  ]

  it('of one table are valid against each other: its publisher fixed items and harness', async () => {
    const file = path.join(testFolder(), 'rows.csv')
    writeFileSync(file, `${TABLE.join('\n')}\n`)
    const { db } = await imported([file])
    const runs = await db.run.findMany({ orderBy: { id: 'asc' }, select: { id: true } })
    const [one, other] = runs.map(({ id }) => id)
    const reply = await check(db, one ?? '', other ?? '', { varied: 'configuration' })
    expect(reply).toMatchObject({ valid: true, withheld: ['tokens'] })
    expect(of(reply, 'item_set')?.detail).toContain('fixed by the publisher of the table')
    expect(levels(reply)).toMatchObject({ enough: 'ok', item_count: 'ok', effort: 'ok', start_gap: 'not_applicable' })
    expect(await check(db, one ?? '', other ?? '')).toMatchObject({ valid: false })
  })

  it('of two tables are not', async () => {
    const { db } = await testDb()
    for (const name of ['one', 'two']) {
      await makeJob(db, { id: `results:${name}`, name })
      await makeRun(db, { ...ENDED, id: `results:${name}/r`, name, jobId: `results:${name}` })
    }
    const reply = await check(db, 'results:one/r', 'results:two/r', { varied: 'configuration' })
    expect(levels(reply)).toMatchObject({ item_set: 'error', commit: 'error', judge: 'error' })
  })
})

describe('transcripts', () => {
  it('have what their sessions say: commit, versions, first prompt', async () => {
    const { db } = await testDb()
    for (const [id, version] of [
      ['codex:c', '0.46.0'],
      ['codex:t', '0.47.0'],
    ] as const) {
      await makeRun(db, { ...ENDED, id, goal: 'Fix the shop' })
      await makeSession(db, id, { systemVersion: version, data: '{"git":{"commit_hash":"abcdef1234"}}' })
    }
    const reply = await check(db, 'codex:c', 'codex:t', { varied: 'tool_versions' })
    expect(of(reply, 'commit')).toMatchObject({ level: 'ok', control: 'abcdef1234' })
    expect(of(reply, 'tool_versions')).toMatchObject({ level: 'ok', control: '0.46.0', treatment: '0.47.0' })
    expect(levels(reply)).toMatchObject({ plan: 'ok', budget: 'not_applicable', observed_models: 'unknown' })
    await makeRun(db, { ...ENDED, id: 'claude-code:t' })
    const session = await makeSession(db, 'claude-code:t', { system: 'claude-code' })
    await db.entry.create({
      data: {
        ...{ id: 'e', sessionId: session.id, place: '1', line: 1, kind: 'prompt', role: 'person', version: '' },
        ...{ text: 'Fix the shop', chars: 12 },
      },
    })
    const other = await check(db, 'codex:c', 'claude-code:t', { varied: 'configuration' })
    expect(levels(other)).toMatchObject({ plan: 'ok', commit: 'unknown', configuration: 'ok' })
  })
})

describe('other systems', () => {
  it('InterLLM: a run that drifted is an error', async () => {
    const { db } = await testDb()
    for (const id of ['interllm:c', 'interllm:t'])
      await makeRun(db, { ...ENDED, id, goal: 'todo.md', data: '{"modelRequested":"gpt-5","effortRequested":"high"}' })
    await db.runFlag.create({
      data: {
        runId: 'interllm:t',
        name: 'effort_drift',
        detail: 'high was asked for, low ran',
        evidence: 'codex line 3',
      },
    })
    const reply = await check(db, 'interllm:c', 'interllm:t', { varied: 'plan' })
    expect(levels(reply)).toMatchObject({ model_drift: 'error', model_map: 'ok', item_set: 'not_applicable' })
    expect(of(reply, 'model_drift')?.treatment).toBe('high was asked for, low ran')
  })

  it('reev: the agent is what varies', async () => {
    const { db } = await testDb()
    for (const agent of ['local', 'glm'])
      await makeRun(db, { ...ENDED, id: `reev:${agent}`, data: `{"agent":"${agent}"}`, jobId: 'reev:b', goal: 'Swap' })
    const reply = await check(db, 'reev:local', 'reev:glm', { varied: 'configuration' })
    expect(of(reply, 'configuration')).toMatchObject({ level: 'ok', control: 'local', treatment: 'glm' })
    expect(levels(reply)).toMatchObject({ model_map: 'not_applicable', plan: 'ok' })
  })

  it('Obra: one program, so its configuration does not apply', async () => {
    const { db } = await testDb()
    await makeJob(db, { id: 'obra:task', goal: 'Write the parser' })
    for (const id of ['obra:c', 'obra:t']) await makeRun(db, { ...ENDED, id, jobId: 'obra:task' })
    const reply = await check(db, 'obra:c', 'obra:t', { calibration: true })
    expect(levels(reply)).toMatchObject({ configuration: 'not_applicable', plan: 'ok', switches: 'unknown' })
    expect(levels(reply)).toMatchObject({ identical_arms: 'ok' })
  })

  it('an evaluation all of whose seeds died of infrastructure is no quality result, whatever it calls itself', async () => {
    const { db } = await testDb()
    for (const id of ['synth:eval_c', 'synth:eval_t']) await makeRun(db, { ...ENDED, id })
    for (let seed = 0; seed < 12; seed += 1) {
      await makeResult(db, null, {
        runId: 'synth:eval_c',
        itemKey: `${seed}`,
        error: 'certificate verify failed',
        score: 0,
      })
      await makeFailure(db, 'synth:eval_c', { cause: 'infra', system: 'synth' })
      await makeResult(db, null, { runId: 'synth:eval_t', itemKey: `${seed}`, score: 1, resolved: true })
    }
    const reply = await check(db, 'synth:eval_c', 'synth:eval_t', { varied: 'model_map' })
    expect(of(reply, 'infrastructure')).toMatchObject({
      level: 'error',
      evidence: { control: expect.stringContaining('no quality result (0 of 12 evaluable)') },
    })
    expect(levels(reply)).toMatchObject({ item_set: 'ok', item_count: 'ok' })
  })

  it('two systems share the fields that both have, and what one cannot have is not known to be equal', async () => {
    const { db } = await testDb()
    await makeAutopackPair(db)
    await makeRun(db, { ...ENDED, id: 'pitwall:x' })
    await makeRun(db, { ...ENDED, id: 'later:x', system: 'later' })
    expect(levels(await check(db, 'autopack:c', 'pitwall:x'))).toMatchObject({ commit: 'unknown', seeds: 'unknown' })
    expect(levels(await check(db, 'autopack:c', 'later:x'))).toMatchObject({ final: 'ok', seeds: 'unknown' })
  })
})

test.skipIf(!REAL_DATA)('no pair of real Autopack runs is valid, for no commit was ever recorded', async () => {
  const { db } = await imported([`${REAL_DATA}/seeds/autopack/db-snapshots/autopack.20251224T103310Z.6d748313.db`])
  const runs = await db.run.findMany({
    where: { status: 'failed' },
    select: { id: true },
    take: 12,
    orderBy: { id: 'asc' },
  })
  for (const { id } of runs.slice(1)) {
    const reply = await check(db, runs[0]?.id ?? '', id, { varied: 'plan' })
    expect(reply.valid).toBe(false)
    expect(levels(reply)).toMatchObject({ commit: 'unknown' })
  }
})

test.skipIf(!REAL_DATA)(
  'two configurations of a real leaderboard are a valid pair, at the costs it states',
  async () => {
    const { db } = await imported([`${REAL_DATA}/ab/SWE-bench+swe-bench.github.io`])
    const table = 'results:leaderboard/bash-only'
    const [a, b] = [`${table}/20250929_mini-v1.13.3_sonnet-4-5-20250929`, `${table}/20250807_mini-v1.7.0_gpt-5`]
    const reply = await check(db, a, b, { varied: 'configuration' })
    expect(reply).toMatchObject({ valid: true, withheld: ['tokens'] })
    expect(of(reply, 'effort')).toMatchObject({ control: '279.1674 USD', treatment: '140.1915 USD' })
    expect(of(reply, 'item_count')).toMatchObject({ level: 'ok', control: '500' })
  },
)
