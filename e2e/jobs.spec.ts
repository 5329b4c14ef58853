import path from 'node:path'
import type { Page } from '@playwright/test'
import type { AgentPage } from '@/lib/jobs/result-schema'
import type { JobDetail } from '@/lib/jobs/schema'
import { expectAccessible } from './accessible'
import { HOSTILE, writeJobs } from './job-records'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

const rows = (page: Page) => page.locator('tbody tr[data-job]')
const jobPath = (id: string, query = '') => `/jobs/${encodeURIComponent(`pitwall:${id}`)}?fleet=own${query}`
const TABS = ['summary', 'runs', 'phases', 'candidates', 'events', 'metrics', 'sessions'] as const
const PAGES = [
  '/jobs?fleet=own',
  ...TABS.map((tab) => jobPath('tune', `&tab=${tab}`)),
  jobPath('tune', '&tab=candidates&as=table'),
  jobPath('tune', '&tab=metrics&as=table'),
  jobPath('pair_1'),
  jobPath('bench', '&tab=results'),
  jobPath(HOSTILE.jobId),
  '/jobs/agents?fleet=own',
]

/** Those whose narrow form has a structure of its own. */
const NARROW = new Set([
  '/jobs?fleet=own',
  jobPath('tune', '&tab=summary'),
  jobPath('bench', '&tab=results'),
  '/jobs/agents?fleet=own',
])

async function ask<T>(pitwall: Pitwall, where: string): Promise<T> {
  const reply = await fetch(`${pitwall.url}/api/v1${where}`)
  expect(reply.status, where).toBe(200)
  return (await reply.json()) as T
}

const askJob = (id: string, part = '') =>
  `/jobs/${encodeURIComponent(`pitwall:${id}`)}${part}${part.includes('?') ? '&' : '?'}fleet=own`

test.describe('jobs', () => {
  test.describe.configure({ mode: 'serial' })
  test.setTimeout(180_000)
  let pitwall: Pitwall
  let file: string

  test.beforeAll(async () => {
    pitwall = await Pitwall.start()
    file = path.join(pitwall.records, 'jobs.ndjson')
  })
  test.afterAll(() => pitwall.remove())

  test('appear by themselves, are filtered, searched and walked by keyboard alone', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    await openPage(page, `${pitwall.url}/jobs?fleet=own`)
    await expect(page.getByRole('heading', { name: 'No jobs yet' })).toBeVisible()
    expect((await pitwall.run('import', writeJobs(file, { ended: false }))).code).toBe(0)
    await expect(rows(page)).toHaveCount(5, { timeout: 10_000 })
    await expect(rows(page).filter({ hasText: 'Pair 1' })).toContainText('2 jobs')

    await page.getByRole('button', { name: '+ filter' }).click()
    await page.getByRole('combobox', { name: 'Type' }).selectOption('prompt_learning')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await expect(page).toHaveURL(/type=prompt_learning/)
    await expect(rows(page)).toHaveCount(1)
    await page.getByRole('link', { name: /Remove the filter/ }).click()
    await page.keyboard.press('/')
    await page.keyboard.type('zzz')
    await expect(page.getByRole('heading', { name: 'No job matches' })).toBeVisible()
    await page.getByRole('link', { name: 'Reset' }).first().click()
    await expect(rows(page)).toHaveCount(5)

    await page.getByRole('columnheader', { name: 'Best score' }).getByRole('link').click()
    await expect(page.getByRole('columnheader', { name: 'Best score' })).toHaveAttribute('aria-sort', 'descending')
    await expect(rows(page).first()).toContainText('Tune the classifier')
    await page.keyboard.press('j')
    await expect(page.locator('tr:focus')).toHaveAttribute('data-job', 'pitwall:tune')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Tune the classifier' })).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('j')
    await expect(page).toHaveURL(/\/jobs\?/)
    expect(faults).toEqual([])
  })

  test('an end that is imported shows within seconds, without a reload', async ({ page }) => {
    await openPage(page, `${pitwall.url}${jobPath('tune')}`)
    const states = page.getByRole('region', { name: 'Three states' })
    await expect(states).toContainText('running')
    expect((await pitwall.run('import', writeJobs(file, { ended: true }))).code).toBe(0)
    await expect(states).toContainText('2 of 2 runs done', { timeout: 5_000 })
  })

  test('every number on a page is the API’s', async ({ page }) => {
    const job = await ask<JobDetail>(pitwall, askJob('tune'))
    const whole = (n: number | null) => (n ?? Number.NaN).toLocaleString('en-US')
    await openPage(page, `${pitwall.url}${jobPath('tune')}`)
    const strip = page.getByRole('region', { name: 'Numbers of this job' })
    await expect(strip).toContainText(`${job.runs.done}of ${job.runs.total}`)
    await expect(strip).toContainText(`${job.bestScore}`)
    await expect(strip).toContainText(whole(job.tokens))
    await expect(strip).toContainText(`$${((job.costMicroUsd ?? 0) / 1e6).toFixed(2)}`)
    for (const { role, tokens } of job.spendByRole) {
      await expect(
        page.getByRole('table', { name: 'Spent by role' }).getByRole('row', { name: role ?? '' }),
      ).toContainText(whole(tokens))
    }
    await expect(page.getByText('1 secret masked')).toBeVisible()
    expect(await page.content()).not.toContain('sk-aaaa')

    const tabs = page.getByRole('navigation', { name: 'Parts of this job' })
    for (const [label, count] of [
      ['Runs', job.counts.runs],
      ['Candidates', job.counts.candidates],
      ['Events', job.counts.timeline],
      ['Metrics', job.counts.metricNames],
      ['Sessions', job.counts.sessions],
    ] as const) {
      await expect(tabs.getByRole('link', { name: `${label} ${count}` })).toBeVisible()
    }
    await comparePart(page, 'candidates', '/candidates?limit=50', 'tr[data-candidate]')
    await comparePart(page, 'events', '/events?limit=100', 'li[data-event]')
    await comparePart(page, 'metrics', '/metrics/names?limit=50', 'tr[data-metric]')
    await comparePart(page, 'runs', '/runs?limit=50', 'tr[data-run]')
    await comparePart(page, 'phases', '/phases?limit=50', 'tr[data-phase]')
  })

  async function comparePart(page: Page, tab: string, part: string, selector: string) {
    const { items } = await ask<{ items: unknown[] }>(pitwall, askJob('tune', part))
    expect(items.length, part).toBeGreaterThan(0)
    await page.goto(`${pitwall.url}${jobPath('tune', `&tab=${tab}`)}`)
    await expect(page.locator(selector), tab).toHaveCount(items.length)
  }

  test('filters of a part stand in the address, and a configuration narrows its results', async ({ page }) => {
    await openPage(page, `${pitwall.url}${jobPath('tune', '&tab=events')}`)
    await page.getByRole('combobox', { name: 'Level' }).selectOption('error')
    await expect(page).toHaveURL(/level=error/)
    await expect(page.locator('li[data-event]')).toHaveCount(2)
    await page.reload()
    await expect(page.locator('li[data-event]')).toHaveCount(2)

    await openPage(page, `${pitwall.url}${jobPath('bench', '&tab=results')}`)
    const summary = await ask<{ items: { configuration: string; resolved: number }[] }>(
      pitwall,
      askJob('bench', '/results/summary'),
    )
    for (const { configuration, resolved } of summary.items) {
      await expect(page.locator(`tr[data-configuration="${configuration}"]`)).toContainText(`${resolved} `)
    }
    await page.getByRole('table', { name: 'Configurations' }).getByRole('link', { name: 'model b' }).click()
    await expect(page).toHaveURL(/configuration=model/)
    await expect(page.locator('tr[data-result]')).toHaveCount(30)
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('error')
    await expect(page.locator('tr[data-result]')).toHaveCount(1)
    await expect(page.getByText('<script>alert(2)</script>')).toBeVisible()
  })

  test('agents are compared over all jobs that name them, and an item leads to its results', async ({ page }) => {
    await openPage(page, `${pitwall.url}/jobs?fleet=own`)
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'By agent' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Jobs by agent' })).toBeVisible()
    const { items } = await ask<AgentPage>(pitwall, '/jobs/agents?fleet=own')
    await expect(page.locator('tr[data-agent]')).toHaveCount(items.length)
    for (const { agent, resolved, resolvedKnown } of items) {
      await expect(page.locator(`tr[data-agent="${agent}"]`)).toContainText(`${resolved}/${resolvedKnown}`)
    }
    await page.locator('tr[data-agent]').first().getByRole('link').first().click()
    await expect(page).toHaveURL(/tab=results.*q=/)
    await expect(page.locator('tr[data-result]').first()).toBeVisible()
  })

  test('the chart is walked by keys, and is a table too', async ({ page }) => {
    await openPage(page, `${pitwall.url}${jobPath('tune', '&tab=candidates')}`)
    await page.getByRole('application', { name: /Score of candidates over rollouts/ }).focus()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByText('best so far 0.5')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('t')
    await expect(page).toHaveURL(/as=table/)
    await expect(page.getByRole('application')).toHaveCount(0)
  })

  test('a run leads to its job and a session too', async ({ page }) => {
    await page.goto(`${pitwall.url}/runs/${encodeURIComponent('pitwall:tune-a')}?fleet=own`)
    await page.getByRole('link', { name: 'job tune' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Tune the classifier' })).toBeVisible()
  })

  test('pages are accessible in both themes and widths, quiet, and ask nobody else', async ({ page }) => {
    test.setTimeout(600_000)
    const faults = watchPage(page, pitwall.url)
    for (const where of PAGES) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(pitwall.url + where)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 })
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(sideways, `${where} at ${width}`).toBeLessThanOrEqual(0)
        if (width === 1440 || NARROW.has(where)) await expectAccessible(page, `${where} at ${width}`)
      }
    }
    expect(faults).toEqual([])
  })
})
