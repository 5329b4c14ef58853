import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ExperimentDetail, GetExperimentInput, ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { imported } from '@/lib/testing/importing'
import { testFolder } from '@/lib/testing/test-db'
import { getExperiment } from './get-experiment'
import { listExperiments } from './list-experiments'

const TLS = 'SSLError: CERTIFICATE_VERIFY_FAILED'
type Task = Readonly<Record<string, unknown>>
const tasks = (rewards: readonly number[]): Task[] =>
  rewards.map((outcome_reward, seed) => ({ seed, outcome_reward, success: true }))

const baseline = (results: readonly Task[], more: object = {}) => ({
  ...{ baseline_id: 'trivia', split: 'test', model: 'policy-1', results },
  aggregate_metrics: { mean_outcome_reward: 0.5, success_rate: 1, total_tasks: results.length },
  ...more,
})

/** The folder of a pair run with what was measured around it, imported and shown. */
async function shown(before: object, after: object) {
  const folder = path.join(testFolder(), 'pair_20260203__04-05-06')
  mkdirSync(folder)
  for (const [name, value] of Object.entries({ before, after }))
    writeFileSync(path.join(folder, `baseline_${name}.json`), JSON.stringify(value))
  const { db } = await imported([folder])
  const ctx = { db, fleet: 'own' as const, now: new Date('2026-07-01T00:00:00.000Z') }
  const { items } = await listExperiments(ctx, ListExperimentsInput.parse({}))
  expect(items).toHaveLength(1)
  const detail = await getExperiment(ctx, GetExperimentInput.parse({ id: items[0]?.id ?? '' }))
  expect(ExperimentDetail.parse(detail)).toEqual(detail)
  return { db, detail }
}

const BEFORE = [0, 0, 0, 1, 0, 0, 1, 0, 0, 0]
const AFTER = [1, 1, 0, 1, 1, 1, 1, 1, 1, 1]
const levelsOf = ({ validity }: ExperimentDetail) =>
  Object.fromEntries(validity.checks.map(({ name, level }) => [name, level]))

test('before and after of a pair run are an experiment, before being the control', async () => {
  const { db, detail } = await shown(baseline(tasks(BEFORE)), baseline(tasks(AFTER)))
  expect(detail).toMatchObject({ metric: 'reward', control: 'baseline before', treatment: 'baseline after' })
  expect(detail).toMatchObject({ withheld: null, validity: { valid: true }, matching: { pairs: 10 } })
  expect(detail.analysis).toMatchObject({ outcome: 'better', effect: { difference: { estimate: 0.7 } } })
  expect(levelsOf(detail)).toMatchObject({
    ...{ same_run: 'ok', configuration: 'ok', model_map: 'ok', item_set: 'ok', final: 'not_applicable' },
    ...{ commit: 'not_applicable', start_gap: 'not_applicable', judge: 'not_applicable', enough: 'ok', reruns: 'ok' },
  })
  const runs = await db.run.findMany({ orderBy: { nativeId: 'asc' }, select: { nativeId: true, jobId: true } })
  expect(new Set(runs.map(({ jobId }) => jobId)).size).toBe(1)
  expect(runs.map(({ nativeId }) => nativeId.replace(/^[^/]*/, 'pair'))).toEqual([
    'pair',
    'pair/baseline-after',
    'pair/baseline-before',
  ])
})

test('another model after than before is told with both', async () => {
  const { detail } = await shown(baseline(tasks(BEFORE)), baseline(tasks(AFTER), { model: 'policy-2' }))
  const models = detail.validity.checks.find(({ name }) => name === 'model_map')
  expect(models).toMatchObject({ control: 'policy-1', treatment: 'policy-2' })
  expect(models?.detail).toContain('may differ, as part of what varies (configuration)')
})

test('other tasks after than before are named', async () => {
  const { detail } = await shown(baseline(tasks(BEFORE)), baseline(tasks([...AFTER, 1])))
  expect(levelsOf(detail)).toMatchObject({ item_set: 'error', item_count: 'warning' })
  expect(detail.unmatched.items.map(({ arm, key }) => [arm, key])).toEqual([['treatment', 'test/10']])
})

test('a baseline of which no task ran is no result of 0', async () => {
  const dead = BEFORE.map((_, seed) => ({ seed, outcome_reward: 0, error: TLS, success: false }))
  const { detail } = await shown(baseline(dead), baseline(tasks(AFTER)))
  expect(detail.withheld).toContain('Control has no quality result (0 of 10 evaluable).')
  expect(levelsOf(detail)).toMatchObject({ infrastructure: 'error' })
  expect(detail.arms.control).toMatchObject({ mean: null, successes: null })
})
