import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import { ExperimentDefinition } from '@/lib/experiments/definition'
import {
  ExperimentDetail,
  ExperimentPage,
  GetExperimentInput,
  ListExperimentsInput,
} from '@/lib/experiments/experiment-schema'
import { imported, importInto } from '@/lib/testing/importing'
import { makeABResult } from '@/lib/testing/make-metric-rows'
import { makeRun } from '@/lib/testing/make-rows'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { createExperiment, reviseExperiment } from './declare-experiment'
import { getExperiment } from './get-experiment'
import { getExperimentReport } from './get-experiment-report'
import { listExperiments } from './list-experiments'

const now = new Date('2026-02-01T00:00:00.000Z')
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now })
const ask = (id: string, more: object = {}) => GetExperimentInput.parse({ id, ...more })

/** Rows of results as a CSV file. */
function csvFile(name: string, titles: string, rows: readonly (readonly (string | number)[])[]): string {
  const file = path.join(testFolder(), `${name}.csv`)
  writeFileSync(file, `${[titles, ...rows.map((row) => row.join(','))].join('\n')}\n`)
  return file
}

/** The one table in a database, shown; its reply has the shape of the API. */
async function onlyTable(db: Db, more: object = {}) {
  const page = await listExperiments(ctx(db), ListExperimentsInput.parse({ origin: 'results' }))
  expect(ExperimentPage.parse(page)).toEqual(page)
  expect(page.items).toHaveLength(1)
  const detail = await getExperiment(ctx(db), ask(page.items[0]?.id ?? '', more))
  expect(ExperimentDetail.parse(detail)).toEqual(detail)
  return detail
}

const CONTROL = [182000, 95000, 143000, 310000, 88000, 120000, 205000, 76000, 164000, 99000]
const TREATMENT = [151000, 99000, 120000, 262000, 80000, 118000, 171000, 79000, 134000, 90000]
const near = (value: number) => expect.closeTo(value, 6)

const tokenRows = (file = 'tokens') =>
  csvFile(
    file,
    'experiment,item,configuration,total_tokens',
    CONTROL.flatMap((tokens, at) => [
      ['tokens-10', `task ${at}`, 'baseline', tokens],
      ['tokens-10', `task ${at}`, 'changed', TREATMENT[at] ?? 0],
    ]),
  )

test('ten pairs of tokens, from rows to verdict', async () => {
  const { db } = await imported([tokenRows()])
  const { definition, analysis, arms, matching, pairList, matrix } = await onlyTable(db)
  expect(definition).toMatchObject({ metric: 'tokens', control: { configuration: 'baseline' } })
  expect(matching).toMatchObject({ observations: 20, matched: 20, pairs: 10, unmatched: 0, excluded: 0 })
  expect(arms.control.tokens).toEqual({ sum: 1_482_000, known: 10, of: 10 })
  expect(arms.control.successes).toBeNull()
  expect(analysis?.tests).toMatchObject({ pairedT: { p: near(0.01154948) }, sign: { p: 0.109375 } })
  expect(analysis?.primary).toMatchObject({ test: 'wilcoxon', p: near(0.01953125) })
  expect(analysis?.effect.geometricMeanRatio?.estimate).toEqual(near(0.9011216))
  expect(analysis?.outcome).toBe('better')
  expect(pairList).toMatchObject({ total: 10, nextCursor: null })
  expect(matrix).toBeNull()
})

test('forty pairs of success, from rows to verdict', async () => {
  const cells: [number, number, number][] = [
    [24, 1, 1],
    [9, 0, 1],
    [3, 1, 0],
    [4, 0, 0],
  ]
  const outcomes = cells.flatMap(([times, control, treatment]) =>
    Array.from({ length: times }, () => [control, treatment]),
  )
  const rows = outcomes.flatMap(([control = 0, treatment = 0], at) => [
    ['success-40', `item-${at}`, 'plain', control === 1 ? 'true' : 'false'],
    ['success-40', `item-${at}`, 'retries', treatment === 1 ? 'true' : 'false'],
  ])
  const { db } = await imported([csvFile('success', 'experiment,item,configuration,resolved', rows)])
  const { analysis, arms } = await onlyTable(db)
  expect(analysis?.table).toEqual({ both: 24, onlyTreatment: 9, onlyControl: 3, neither: 4 })
  expect(analysis?.tests).toMatchObject({ mcnemar: { exact: near(0.14599609375), midP: near(0.09228515625) } })
  expect(analysis?.effect.difference).toMatchObject({ estimate: near(0.15), ci: [near(-0.0235518), near(0.3142238)] })
  expect(arms.treatment).toMatchObject({ successes: 33, successRate: 0.825, quality: '33 of 40 succeeded' })
  expect(analysis?.outcome).toBe('cannot_tell')
})

test('five pairs cannot reach 0.05, and say so', async () => {
  const rows = [-3, -5, -2, -8, -1].flatMap((difference, at) => [
    ['floor', `t${at}`, 'control', 100],
    ['floor', `t${at}`, 'treatment', 100 + difference],
  ])
  const { db } = await imported([csvFile('floor', 'experiment,item,configuration,seconds', rows)])
  const { analysis } = await onlyTable(db)
  expect(analysis?.tests).toMatchObject({ wilcoxon: { p: 0.0625 } })
  expect(analysis?.verdict).toContain('cannot reach 0.05 at this n')
})

test('a baseline that infrastructure killed has no quality result, nowhere a zero', async () => {
  const rows = Array.from({ length: 12 }, (_, seed) => [
    ['killed', `seed ${seed}`, 'baseline', 'false', 'certificate verify failed: TLS handshake'],
    ['killed', `seed ${seed}`, 'candidate', seed % 2 ? 'true' : 'false', ''],
  ]).flat()
  const { db } = await imported([csvFile('killed', 'experiment,item,configuration,resolved,error', rows)])
  const detail = await onlyTable(db)
  const { arms, exclusions, matching, points } = detail
  const withheld = 'The arms may not be compared: infrastructure. Control has no quality result (0 of 12 evaluable).'
  expect(detail).toMatchObject({ withheld, analysis: null, validity: { valid: false } })
  expect(arms.control).toMatchObject({ successes: null, successRate: null, mean: null, evaluable: 0 })
  expect(arms.control.quality).toBe('no quality result (0 of 12 evaluable)')
  expect(exclusions).toEqual([{ arm: 'control', cause: 'infra', count: 12 }])
  expect(matching).toMatchObject({ matched: 0, stranded: 12, excluded: 12, unmatched: 0 })
  expect(points.find(({ configuration }) => configuration === 'baseline')).toMatchObject({ rate: null, wilson: null })
  const { markdown } = await getExperimentReport(ctx(db), ask(detail.id))
  expect(markdown).toContain('no quality result (0 of 12 evaluable)')
  expect(markdown).not.toMatch(/\b0\.0\b/)
})

test('an analysis is kept with its hashes; other inputs make another beside it', async () => {
  const store = await imported([tokenRows()])
  const first = await onlyTable(store.db)
  expect((await onlyTable(store.db)).result).toEqual(first.result)
  expect(await store.db.experimentResult.count()).toBe(1)
  const extra = csvFile('tokens', 'experiment,item,configuration,total_tokens', [
    ['tokens-10', 'task 10', 'baseline', 100],
    ['tokens-10', 'task 10', 'changed', 90],
  ])
  await importInto(store, [extra])
  const second = await onlyTable(store.db)
  expect(second.matching.pairs).toBe(11)
  expect(second.result?.inputHash).not.toBe(first.result?.inputHash)
  expect(second.earlier).toEqual([first.result])
  const [listed] = (await listExperiments(ctx(store.db), ListExperimentsInput.parse({}))).items
  expect(listed).toMatchObject({ id: first.id, pairs: 11, verdict: second.analysis?.verdict })
})

test('what was declared stays: a change is a version with its reason, and tells that results had been shown', async () => {
  const { db } = await imported([tokenRows()])
  const { definition } = await onlyTable(db)
  const declared = ExperimentDefinition.parse({ ...definition, name: 'Fewer tokens', primary: 'wilcoxon', planned: 40 })
  const { id } = await createExperiment(ctx(db), declared)
  const revise = (alpha: number, expectedVersion: number) =>
    reviseExperiment(ctx(db), { id, definition: { ...declared, alpha }, reason: 'stricter', expectedVersion })
  expect(await revise(0.02, 1)).toMatchObject({ version: 2 })
  const shown = await getExperiment(ctx(db), ask(id))
  expect(ExperimentDetail.parse(shown)).toEqual(shown)
  expect(shown).toMatchObject({
    declared: true,
    version: 2,
    planned: 40,
    analysis: { primary: { declared: true, alpha: 0.02 } },
  })
  expect(shown.versions.map(({ version, reason, afterResults }) => [version, reason, afterResults])).toEqual([
    [2, 'stricter', false],
    [1, null, false],
  ])
  await expect(revise(0.01, 1)).rejects.toThrow('The newest version is 2')
  await expect(revise(0.02, 2)).rejects.toThrow('nothing of it changed')
  await revise(0.01, 2)
  const later = await getExperiment(ctx(db), ask(id))
  expect(later.versions[0]).toMatchObject({ version: 3, afterResults: true })
  expect(later.warnings.map(({ name }) => name)).toContain('changed_after_results')
  expect(later.earlier).toHaveLength(1)
  await expect(getExperiment(ctx(db), ask(id, { metric: 'cost' }))).rejects.toThrow('fixed')
})

test('persisted A/B results are an experiment of their test: measured tokens first, then what the tool stated', async () => {
  const { db } = await testDb()
  const run = (id: string, usageTotal: bigint | null, statusDerived = 'succeeded') =>
    makeRun(db, { id: `autopack:${id}`, usageTotal, statusDerived, status: statusDerived })
  await run('c1', 100n)
  await run('t1', 90n)
  await run('c2', null)
  await run('t2', 50n, 'running')
  const pair = (at: number, more: object = {}) =>
    makeABResult(db, { controlRunId: `autopack:c${at}`, treatmentRunId: `autopack:t${at}`, testId: 'T <b>', ...more })
  await pair(1, { controlTotalTokens: 7n })
  await pair(2, { controlTotalTokens: 70n, isValid: false, validityErrors: '["commit SHA differs"]' })
  await pair(3, { controlTotalTokens: 30n, treatmentTotalTokens: 20n })
  const detail = await getExperiment(ctx(db), ask('ab:autopack/T <b>'))
  expect(ExperimentDetail.parse(detail)).toEqual(detail)
  expect(
    detail.pairList.items.map(({ control, treatment }) => [control.value, treatment.value, treatment.cause]),
  ).toEqual([
    [100, 90, null],
    [70, null, 'not final'],
    [30, 20, null],
  ])
  expect(detail.warnings.find(({ name }) => name === 'source_says_invalid')?.detail).toContain('commit SHA differs')
  expect((await getExperimentReport(ctx(db), ask(detail.id))).markdown).toContain('# T \\<b\\>')
})

test('there is no experiment of an unknown id, of whatever form', async () => {
  const { db } = await testDb()
  for (const id of ['x', 'table:', "table:' OR 1=1 --", 'ab:a/b', 'gepa:synth/none', '__proto__'])
    await expect(getExperiment(ctx(db), ask(id))).rejects.toThrow('No experiment')
})

test('a report of pairs and a replay campaign become experiments of their runs', async () => {
  const folder = testFolder()
  const side = (run: string, tokens: number) => ({
    run_id: run,
    total_tokens: tokens,
    phases_total: 1,
    phases_complete: 1,
  })
  const report = {
    meta: { generated_at: '2026-01-05T10:00:00' },
    validity_checks: [{ pair_id: 'p', is_valid: true, warnings: [], errors: [] }],
    pairs: [{ pair_id: 'p', control_run: side('c', 100), treatment_run: side('t', 90) }],
  }
  const replay = {
    ...{ original_run_id: 'r', replay_run_id: 'r-replay', generated_at: '2026-01-06T10:00:00' },
    ...{ original: { state: 'DONE_SUCCESS', tokens_used: 0 }, replay: { state: 'RUN_CREATED' }, deltas: {} },
  }
  const files = Object.entries({ 'ab_test.json': report, 'r-replay_comparison.json': replay }).map(([name, json]) => {
    writeFileSync(path.join(folder, name), JSON.stringify(json))
    return path.join(folder, name)
  })
  const { db } = await imported(files)
  const { items } = await listExperiments(ctx(db), ListExperimentsInput.parse({ origin: 'ab_results' }))
  expect(items.map(({ id }) => id)).toEqual(['ab:autopack/replays', 'ab:autopack/comparison 2026-01-05T10:00:00.000Z'])
  const [replays, pairs] = await Promise.all(items.map(({ id }) => getExperiment(ctx(db), ask(id))))
  // Neither run was ever read: the report's own word does not make a pair valid, and there is no effect.
  expect(pairs).toMatchObject({ validity: { valid: false }, analysis: null })
  expect(pairs?.withheld).toContain('run_missing')
  expect(pairs?.pairList.items).toMatchObject([{ control: { value: 100 }, treatment: { value: 90 }, difference: null }])
  expect(replays?.pairList.items).toMatchObject([{ evaluable: false }])
  expect(replays?.warnings.find(({ name }) => name === 'source_says_invalid')?.detail).toContain('RUN_CREATED')
})
