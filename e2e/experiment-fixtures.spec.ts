import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { Analysis } from '@/lib/experiments/analysis-schema'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { writeFixtureTables } from './fixture-tables'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

/** Every value the reference comparisons must give: from imported rows by the API to the text of the page. */

/** Relative, as the reference prints its values. */
const near = (value: number, digits = 6) =>
  expect.closeTo(value, Math.max(0, digits - Math.ceil(Math.log10(Math.abs(value)))))
const ends = (...values: [number, number]) => values.map((value) => near(value))
/** Resampled: within the tolerance of the reference. */
function within(found: readonly number[] | null | undefined, expected: readonly number[], tolerance: number) {
  for (const [at, value] of expected.entries())
    expect(Math.abs((found?.[at] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance)
}

test.describe('the reference comparisons', () => {
  test.describe.configure({ mode: 'serial' })
  test.setTimeout(120_000)
  let pitwall: Pitwall
  let faults: string[] = []

  test.beforeAll(async () => {
    pitwall = await Pitwall.start()
    const { code } = await pitwall.run('import', writeFixtureTables(path.join(pitwall.records, 'tables')))
    expect(code).toBe(0)
  })
  test.afterAll(() => pitwall.remove())
  test.beforeEach(({ page }) => {
    faults = watchPage(page, pitwall.url)
  })
  test.afterEach(() => expect(faults).toEqual([]))

  /** The experiment by the API, and its page. */
  async function shown(page: Page, name: string): Promise<{ detail: ExperimentDetail; main: Locator }> {
    const id = encodeURIComponent(`table:results:${name}`)
    const reply = await fetch(`${pitwall.url}/api/v1/ab/experiments/${id}?fleet=own`)
    expect(reply.status).toBe(200)
    await openPage(page, `${pitwall.url}/experiments/${id}?fleet=own`)
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    return { detail: (await reply.json()) as ExperimentDetail, main: page.locator('main') }
  }

  const analysisOf = ({ analysis, withheld }: ExperimentDetail): Analysis => {
    if (analysis === null) throw new Error(`no analysis: ${withheld}`)
    return analysis
  }
  const measure = (page: Page, name: string) =>
    page.getByRole('table', { name: 'Measures' }).getByRole('row').filter({ hasText: name }).first()
  const counts = (page: Page) => page.getByRole('region', { name: 'Pairs', exact: true })

  test('tokens_10_pairs: every listed value, and no verdict but that of the primary test', async ({ page }) => {
    const { detail, main } = await shown(page, 'tokens_10_pairs')
    const analysis = analysisOf(detail)
    expect(analysis.tests).toMatchObject({
      pairedT: { statistic: near(-3.1600399), n: 10, p: near(0.01154948) },
      wilcoxon: { statistic: 5, p: near(0.01953125), exact: true, zeros: 0 },
      wilcoxonLogRatio: { p: near(0.017578125), ties: 2 },
      pairedTLogRatio: { p: near(0.0070119) },
      sign: { n: 10, p: near(0.109375) },
      signFlip: { p: near(0.013671875), exact: true },
    })
    expect(analysis.effect).toMatchObject({
      difference: { estimate: near(-17_800), ci: ends(-30_542.369839, -5_057.630161) },
      hodgesLehmann: { estimate: -16_500, ci: [-31_000, -2_500], coverage: expect.closeTo(0.951, 3) },
      geometricMeanRatio: { estimate: near(0.9011216), ci: ends(0.8420427, 0.9643456) },
      ratioOfSums: near(0.879892),
    })
    within(analysis.effect.bootstrap?.percentile, [-28_400, -7_500], 300)
    within(analysis.effect.bootstrap?.bca, [-28_800, -7_900], 300)
    within([analysis.effect.bootstrap?.se ?? 0], [5_343.78], 100)
    expect(analysis).toMatchObject({
      signEValue: expect.closeTo(2.069, 3),
      detectable: { effect: expect.closeTo(0.996, 4) },
    })
    expect(detail).toMatchObject({ planned: null, matching: { pairs: 10, evaluablePairs: 10 }, exclusions: [] })

    await expect(counts(page)).toContainText(
      /plannednot recorded.*Run10.*Evaluable10.*Excluded0control 0, treatment 0/s,
    )
    await expect(main).toContainText('(0.996 standard deviations of the differences)')
    await expect(measure(page, 'primary')).toContainText(
      /−16,500.*\[−31,000, −2,500\].*0\.0195.*W = 5.*covers 95\.1.%.*exact/,
    )
    await expect(measure(page, 'Mean difference')).toContainText(
      /−17,800.*\[−30,542, −5,058\].*0\.0115.*t = −3\.16, df 9/,
    )
    await expect(measure(page, 'Geometric mean ratio')).toContainText(/0\.901.×.*\[0\.842, 0\.964\].*0\.0070/)
    await expect(measure(page, 'Ratio of sums')).toContainText(/0\.880.×/)
    await expect(measure(page, 'Ranks of log ratios')).toContainText(/0\.0176.*2 tied in size, exact/)
    await expect(measure(page, 'Direction alone')).toContainText(/0\.109.*8 of 10 fall, exact/)
    await expect(measure(page, 'Mean difference by sign flips')).toContainText(/0\.0137.*exact/)
    await expect(measure(page, 'Bootstrap, percentile')).toContainText(/−28,\d00, −7,\d00/)
    await expect(measure(page, 'Always valid')).toContainText(/0\.901.×/)
    await expect(main).toContainText('Sign e-value 2.07')
    await expect(main).toContainText(
      'Treatment is lower, which is better: difference −16,500 (95 % interval −31,000 to −2,500), ratio 0.901 (95 % interval 0.842 to 0.964 times control); Wilcoxon signed-rank test p = 0.0195 on 10 pairs.',
    )
  })

  test('success_40_pairs: the paired table and its tests, and nothing that ignores the pairs', async ({ page }) => {
    const { detail, main } = await shown(page, 'success_40_pairs')
    const analysis = analysisOf(detail)
    expect(analysis.table).toEqual({ both: 24, onlyTreatment: 9, onlyControl: 3, neither: 4 })
    expect(analysis.tests).toMatchObject({
      mcnemar: {
        ...{ exact: near(0.14599609375), midP: near(0.09228515625), chiSquare: 3 },
        ...{ correctedChiSquare: near(2.0833333), correctedP: near(0.1489147) },
      },
      newcombe: { estimate: near(0.15), ci: ends(-0.0235518, 0.3142238) },
    })
    expect(analysis.rates).toMatchObject({
      treatment: { rate: 0.825, wilson: ends(0.6805001, 0.9125459) },
      control: { rate: 0.675, wilson: ends(0.5201775, 0.799155) },
    })

    await expect(counts(page)).toContainText(/Run40.*Evaluable40.*Excluded0/s)
    await expect(measure(page, 'primary')).toContainText(
      /\+15\.0.points.*\[−2\.4, \+31\.4\].*0\.146.*exact McNemar test, Newcombe 10/,
    )
    await expect(measure(page, 'Mid-p')).toContainText('0.0923')
    await expect(measure(page, 'χ², corrected')).toContainText(/0\.149.*2\.08; without it 3/)
    await expect(measure(page, 'Success, ratio')).toContainText('1.222')
    await expect(main).toContainText(/82\.5.% \[68\.1, 91\.3\] against 67\.5.% \[52\.0, 79\.9\]/)
    for (const words of ['both 24', 'only treatment 9', 'only control 3', 'neither 4'])
      await expect(main.getByText(words, { exact: true })).toBeVisible()
    await expect(main).toContainText(
      'Cannot tell: not distinguishable at n = 40 (exact McNemar test p = 0.146 on 12 pairs); effects beyond −2.4 to +31.4 points are unlikely.',
    )
    // Fisher's test of the two rates as if they were not pairs.
    await expect(main).not.toContainText('0.196')
  })

  test('infra_only_baseline: no quality result, the reason, and nowhere a zero', async ({ page }) => {
    const { detail, main } = await shown(page, 'infra_only_baseline')
    expect(detail).toMatchObject({
      ...{ analysis: null, matching: { pairs: 12, evaluablePairs: 0 } },
      exclusions: [{ arm: 'control', cause: 'infra', count: 12 }],
      arms: { control: { successes: null, successRate: null, mean: null, evaluable: 0 } },
    })
    expect(detail.withheld).toContain('no quality result (0 of 12 evaluable)')
    await expect(main.getByText('no quality result (0 of 12 evaluable)').first()).toBeVisible()
    await expect(counts(page)).toContainText(/Run12.*Evaluable0.*Excluded12.*control 12 \(infra 12\); treatment 0/s)
    await expect(main).toContainText('No quality result: the control failed because of infrastructure.')
    await expect(main).not.toContainText('6 of 12 succeeded')
    await expect(main).not.toContainText(/\b0\.0\b|0\.0.%/)
  })

  test('below_floor: cannot reach 0.05 at this n, and nothing is emphasised', async ({ page }) => {
    const { detail, main } = await shown(page, 'below_floor')
    const analysis = analysisOf(detail)
    expect(analysis.primary).toMatchObject({ test: 'wilcoxon', p: 0.0625 })
    expect(analysis).toMatchObject({ floor: { untied: 5, minP: 0.0625, canReachAlpha: false }, outcome: 'cannot_tell' })
    await expect(counts(page)).toContainText(/Run5.*Evaluable5.*Excluded0/s)
    await expect(main).toContainText(
      'Cannot reach 0.05 at this n: with 5 pairs that differ an exact test gives no p below 0.0625.',
    )
    await expect(main).toContainText(
      'Cannot tell: 5 pairs that differ cannot reach 0.05 at this n (the smallest possible p is 0.0625).',
    )
    await expect(measure(page, 'primary')).toContainText(/−3\.5.*0\.0625.*exact/)
    await expect(measure(page, 'Mean difference')).toContainText(/−3\.8.*\[−7\.25, −0\.355\]/)
    await expect(main).not.toContainText('treatment is better')
    await expect(main).not.toContainText('Enough for a test')
  })
})

test('the sample shows an experiment that helped, one that cannot tell, one refused and one killed', async ({
  page,
  sample,
}) => {
  const faults = watchPage(page, sample.url)
  const told = {
    'changed-lines': 'which is better: ratio',
    'retry-policy': 'Cannot tell: not distinguishable at n = ',
    'flaky-hunt-context-budget': 'The arms may not be compared: commit, model_map',
    'Refund prompt, shorter': 'Control has no quality result (0 of 12 evaluable).',
  }
  const answers = { 'changed-lines': 'better', 'retry-policy': 'cannot tell' }
  const row = (name: string) => page.locator('tbody tr[data-experiment]').filter({ hasText: name })
  await openPage(page, `${sample.url}/experiments?fleet=sample`)
  for (const name of Object.keys(told)) await expect(row(name)).toHaveCount(1)
  for (const [name, answer] of Object.entries(answers)) await expect(row(name)).toContainText(answer)
  for (const name of ['flaky-hunt-context-budget', 'Refund prompt, shorter'])
    await expect(row(name)).toContainText(/refused.*The arms may not be compared/)
  for (const [name, words] of Object.entries(told)) {
    await openPage(page, `${sample.url}/experiments?fleet=sample`)
    const link = page.getByRole('link', { name, exact: true })
    await expect(link).toHaveCount(1)
    await link.click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.locator('main').getByText(words).first()).toBeVisible()
  }
  await expect(page.locator('main')).not.toContainText(/\b0\.0\b/)
  expect(faults).toEqual([])
})
