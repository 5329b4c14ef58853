import { expect, test, vi } from 'vitest'
import { ExperimentDetail, GetExperimentInput, ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { makeResult } from '@/lib/testing/make-job-rows'
import { testDb } from '@/lib/testing/test-db'
import { checkArms } from './check-arms'
import { getExperiment } from './get-experiment'
import { getExperimentReport } from './get-experiment-report'
import { listExperiments } from './list-experiments'

vi.mock('./check-arms', () => ({ checkArms: vi.fn() }))

const CHECK = { name: 'commit', level: 'error' as const, detail: 'a and b differ', control: 'a', treatment: 'b' }

async function store() {
  const { db } = await testDb()
  for (const configuration of ['a', 'b', 'c'])
    for (const item of [1, 2, 3, 4, 5, 6, 7, 8])
      await makeResult(db, 'synth:job', { configuration, itemKey: `${item}`, resolved: configuration !== 'a' })
  return { db, fleet: 'own' as const, now: new Date('2026-02-01T00:00:00.000Z') }
}

const ask = GetExperimentInput.parse({ id: 'table:synth:job' })

test('arms that may not be compared show their reasons and no effect', async () => {
  const ctx = await store()
  vi.mocked(checkArms).mockResolvedValue({ valid: false, override: null, checks: [CHECK] })
  const detail = await getExperiment(ctx, ask)
  expect(ExperimentDetail.parse(detail)).toEqual(detail)
  expect(detail).toMatchObject({ withheld: 'The arms may not be compared: commit.', analysis: null, matrix: null })
  expect(detail).toMatchObject({ verdict: 'The arms may not be compared: commit.', outcome: 'refused' })
  expect(detail.pairList.items.every(({ difference }) => difference === null)).toBe(true)
  expect(await ctx.db.experimentResult.findMany()).toMatchObject([{ outcome: 'refused', analysis: 'null' }])
  const { items } = await listExperiments(ctx, ListExperimentsInput.parse({}))
  expect(items).toMatchObject([{ verdict: 'The arms may not be compared: commit.', outcome: 'refused' }])
})

test('a refusal and the analysis that follows an override are two records of equal inputs', async () => {
  const ctx = await store()
  vi.mocked(checkArms).mockResolvedValue({ valid: false, override: null, checks: [CHECK] })
  await getExperiment(ctx, ask)
  vi.mocked(checkArms).mockResolvedValue({ valid: true, override: null, checks: [] })
  const { analysis, earlier } = await getExperiment({ ...ctx, now: new Date('2026-02-02T00:00:00.000Z') }, ask)
  expect(analysis?.outcome).toBe('better')
  expect(earlier).toMatchObject([{ outcome: 'refused' }])
  const { items } = await listExperiments(ctx, ListExperimentsInput.parse({}))
  expect(items).toMatchObject([{ outcome: 'better' }])
})

test('an override shows the effect, and the report is stamped exploratory with its reason', async () => {
  const ctx = await store()
  vi.mocked(checkArms).mockResolvedValue({
    valid: false,
    override: { reason: 'same <tree>', ids: ['ovr_1'] },
    checks: [CHECK],
  })
  expect(await getExperiment(ctx, ask)).toMatchObject({ withheld: null, analysis: { outcome: 'better' } })
  const { markdown } = await getExperimentReport(ctx, ask)
  expect(markdown).toContain('**Exploratory.**')
  expect(markdown).toContain('Overridden: same \\<tree\\>')
})
