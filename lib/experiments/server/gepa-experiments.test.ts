import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ExperimentDetail, GetExperimentInput, ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { CheckPairInput } from '@/lib/pairs/schema'
import { checkRuns } from '@/lib/pairs/server/check-runs'
import { type EvidencePlan, evidenceRunId, gepaEvidenceFiles } from '@/lib/sources/synth/gepa-evidence-fixture'
import { imported } from '@/lib/testing/importing'
import { testFolder } from '@/lib/testing/test-db'
import { getExperiment } from './get-experiment'
import { listExperiments } from './list-experiments'

const AT = '2026-06-03T01:00:00.000Z'

/** The folder on disk, as its writer lays it out. */
function evidence(plan: EvidencePlan): string {
  const root = path.join(testFolder(), 'evidence')
  for (const [name, content] of Object.entries(gepaEvidenceFiles(plan))) {
    const file = path.join(root, name)
    mkdirSync(path.dirname(file), { recursive: true })
    const text = Array.isArray(content)
      ? content.map((line) => JSON.stringify(line)).join('\n')
      : JSON.stringify(content)
    writeFileSync(file, `${text}\n`)
  }
  return root
}

async function shown(plan: EvidencePlan) {
  const { db } = await imported([evidence(plan)])
  const ctx = { db, fleet: 'own' as const, now: new Date('2026-07-01T00:00:00.000Z') }
  const { items } = await listExperiments(ctx, ListExperimentsInput.parse({}))
  const detail = await getExperiment(ctx, GetExperimentInput.parse({ id: items[0]?.id ?? '' }))
  expect(ExperimentDetail.parse(detail)).toEqual(detail)
  return { items, detail }
}

const levelsOf = ({ validity }: ExperimentDetail) =>
  Object.fromEntries(validity.checks.map(({ name, level }) => [name, level]))

test('what its controls could have named and do not refuses', async () => {
  const { detail } = await shown({ startedAt: AT, unseeded: true })
  expect(detail).toMatchObject({ withheld: 'The arms may not be compared: seeds.', analysis: null })
  expect(detail.pairList.items.every(({ difference }) => difference === null)).toBe(true)
})

test('optimisers on one benchmark are one experiment: control gepa_ai, the best candidates item by item', async () => {
  const { items, detail } = await shown({ startedAt: AT })
  expect(items.map(({ id, origin, metric }) => [id, origin, metric])).toEqual([['gepa:synth/trivia', 'gepa', 'reward']])
  expect(detail).toMatchObject({ control: 'gepa_ai/cand_1 (heldout)', treatment: 'synth_gepa/cand_1 (heldout)' })
  expect(detail.matching).toMatchObject({ observations: 8, matched: 8, pairs: 4 })
  // Its format can name no commit of the optimisers: that is told, and refuses nothing.
  expect(levelsOf(detail)).toMatchObject({ commit: 'not_applicable', configuration: 'ok', seeds: 'ok', budget: 'ok' })
  expect(detail).toMatchObject({ withheld: null, validity: { valid: true }, analysis: { outcome: 'cannot_tell' } })
})

test('with a reason, a refused comparison goes on and says so', async () => {
  const { db } = await imported([evidence({ startedAt: AT, unseeded: true })])
  const ctx = { db, fleet: 'own' as const, now: new Date('2026-07-01T00:00:00.000Z') }
  const ask = GetExperimentInput.parse({ id: 'gepa:synth/trivia' })
  const [pair] = (await getExperiment(ctx, ask)).pairList.items
  const runs = { control: pair?.control.runId ?? '', treatment: pair?.treatment.runId ?? '' }
  const override = { reason: 'both were run with the seeds of the repository' }
  await checkRuns(ctx, CheckPairInput.parse({ ...runs, varied: 'configuration', override }), 'command')
  const detail = await getExperiment(ctx, ask)
  expect(detail).toMatchObject({ withheld: null, validity: { valid: false, override } })
  expect(detail.analysis?.outcome).toBe('cannot_tell')
})

test('reruns that the report left out and few items are warnings', async () => {
  const { detail } = await shown({ startedAt: AT })
  const { warnings } = detail
  expect(levelsOf(detail)).toMatchObject({ reruns: 'warning', enough: 'warning', effort: 'ok', superseded: 'ok' })
  const found = new Map(warnings.map(({ name, detail }) => [name, detail]))
  expect([...found.keys()]).toEqual(['superseded', 'unknown_code_version', 'not_declared', 'too_few'])
  expect(found.get('superseded')).toContain('2 of 3 runs are reported')
  expect(found.get('superseded')).toContain(evidenceRunId('gepa_ai', 'trivia', '2026-06-02T01:00:00'))
})

test('an equal budget with unequal use is a warning with both numbers; unknown tokens stay unknown', async () => {
  const { detail } = await shown({ startedAt: AT, rollouts: { gepa_ai: 4, synth_gepa: 28 }, zeroTokens: true })
  expect(detail.warnings).toContainEqual({
    name: 'unequal_effort',
    detail: 'control used 4 rollouts, treatment 28',
  })
  expect(levelsOf(detail)).toMatchObject({ effort: 'warning', token_data: 'warning' })
  const { detail: words } = detail.validity.checks.find(({ name }) => name === 'effort') ?? { detail: '' }
  expect(words).toContain('under an equal budget: rollouts: control 4 rollouts, treatment 28 rollouts')
  expect(detail.arms.control.tokens).toEqual({ sum: null, known: 0, of: 4 })
})
