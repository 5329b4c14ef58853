import { expect, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import { type ExperimentDetail, GetExperimentInput, ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { getExperiment } from '@/lib/experiments/server/get-experiment'
import { listExperiments } from '@/lib/experiments/server/list-experiments'
import { importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { createSample } from './create-sample'

const NOW = new Date('2026-03-19T08:40:21.000Z')
const ctx = (db: Db) => ({ db, fleet: 'sample' as const, now: NOW })

/** Every experiment of the whole sample, read by the ordinary readers. */
async function experiments(): Promise<(name: string) => ExperimentDetail> {
  const { files } = createSample({ folder: testFolder(), now: NOW })
  const store = await testDb()
  await importInto(store, files, { synthetic: true }, () => NOW)
  const { items } = await listExperiments(ctx(store.db), ListExperimentsInput.parse({}))
  const byName = new Map<string, ExperimentDetail>()
  for (const { id, name } of items)
    byName.set(name, await getExperiment(ctx(store.db), GetExperimentInput.parse({ id })))
  return (name) => {
    const detail = byName.get(name)
    if (!detail) throw new Error(`${name} is not among ${[...byName.keys()].join(', ')}`)
    return detail
  }
}

test('the sample has an experiment that helped, one that cannot tell, one refused, one killed by infrastructure', async () => {
  const named = await experiments()
  helped(named('changed-lines'))
  cannotTell(named('retry-policy'))
  refused(named('flaky-hunt-context-budget'))
  killed(named('Refund prompt, shorter'))
})

/** Fewer tokens on the same 24 reviews, with an interval that excludes none. */
function helped(detail: ExperimentDetail): void {
  expect(detail).toMatchObject({ metric: 'tokens', withheld: null, validity: { valid: true } })
  expect(detail).toMatchObject({ control: 'baseline, whole files', matching: { pairs: 24, evaluablePairs: 24 } })
  expect(detail.analysis?.outcome).toBe('better')
  const ratio = detail.analysis?.effect.geometricMeanRatio
  expect(ratio?.estimate).toBeGreaterThan(0.7)
  expect(ratio?.ci?.[1]).toBeLessThan(0.95)
}

/** Success of 40 items, with a difference that chance may make. */
function cannotTell(detail: ExperimentDetail): void {
  expect(detail).toMatchObject({ metric: 'success', withheld: null, matching: { pairs: 40 } })
  expect(detail.analysis?.outcome).toBe('cannot_tell')
  expect(detail.analysis?.verdict).toContain('not distinguishable at n = ')
}

/** Another commit and other models: no effect. */
function refused(detail: ExperimentDetail): void {
  expect(detail).toMatchObject({ origin: 'ab_results', analysis: null, family: null, strata: null })
  const errors = detail.validity.checks.filter(({ level }) => level === 'error').map(({ name }) => name)
  expect(errors).toEqual(expect.arrayContaining(['commit', 'model_map']))
  expect(detail.pairList.items.map(({ difference }) => difference)).toEqual([null])
}

/** No quality result, whatever rate its orchestrator wrote down. */
function killed(detail: ExperimentDetail): void {
  expect(detail.withheld).toContain('infrastructure')
  expect(detail.withheld).toContain('Control has no quality result (0 of 12 evaluable).')
  expect(detail).toMatchObject({ analysis: null, exclusions: [{ arm: 'control', cause: 'infra', count: 12 }] })
  expect(detail.arms.control).toMatchObject({ successes: null, successRate: null, mean: null })
}
