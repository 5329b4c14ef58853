import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { Manifest } from '@/lib/campaigns/manifest'
import { expectAccessible } from './accessible'
import { HOSTILE, ORIGINALS, replay, writeRuns } from './campaign-records'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

const pair = (page: Page, id: string) =>
  page
    .locator('tr[data-pair]')
    .filter({ hasText: `pitwall:${id}` })
    .first()

test.describe('replay campaigns', () => {
  test.describe.configure({ mode: 'serial' })
  test.setTimeout(180_000)
  let pitwall: Pitwall
  let file: string
  let campaign: string

  test.beforeAll(async () => {
    pitwall = await Pitwall.start()
    file = path.join(pitwall.records, 'fleet.ndjson')
  })
  test.afterAll(() => pitwall.remove())

  const bring = async (runs: Parameters<typeof writeRuns>[1]) => {
    expect((await pitwall.run('import', writeRuns(file, runs))).code).toBe(0)
  }

  test('are planned and made by keyboard alone, from the runs that failed', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    await openPage(page, `${pitwall.url}/campaigns?fleet=own`)
    await expect(page.getByRole('heading', { name: 'No campaign yet' })).toBeVisible()
    await expectAccessible(page, 'no campaigns')
    await bring(ORIGINALS)

    await openPage(page, `${pitwall.url}/runs?fleet=own`)
    await expect(page.getByRole('link', { name: 'Replay these…' })).toHaveCount(0)
    await openPage(page, `${pitwall.url}/runs?fleet=own&status=failed`)
    await page.getByRole('link', { name: 'Replay these…' }).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/campaigns\/new\?.*status=failed/)
    await expect(page.getByRole('region', { name: 'The plan' })).toContainText('12')
    await expect(page.locator('tr[data-run]')).toHaveCount(12)
    await expect(page.locator('tr[data-run="pitwall:proxy"]')).toContainText('infrastructure failed')
    await expectAccessible(page, 'the plan')

    await page.getByLabel('Name').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText('a name is needed')).toBeVisible()
    await expect(page.getByText('name what is to vary, or make it an A/A campaign')).toBeVisible()
    await expectAccessible(page, 'the plan with faults')
    await page.keyboard.type('Sonnet <b>again')
    await page.getByRole('checkbox', { name: 'Requested models' }).focus()
    await page.keyboard.press('Space')
    await page.getByLabel('What the orchestrator is to set').focus()
    await page.keyboard.type('model=sonnet')
    await page.getByLabel('Metric').focus()
    await page.keyboard.type('tokens')
    await page.getByRole('button', { name: 'Make the campaign' }).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/campaigns\/cmp_/)
    await expect(page.getByRole('heading', { level: 1, name: 'Sonnet <b>again' })).toBeVisible()
    campaign = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    expect(faults).toEqual([])
  })

  test('give a manifest, and wait', async ({ page }) => {
    await openPage(page, `${pitwall.url}/campaigns/${campaign}?fleet=own`)
    await expect(page.locator('tr[data-pair]')).toHaveCount(12)
    await expect(page.getByText('waiting for the replay')).toHaveCount(12)
    await expect(page.getByText('with the first pair that is over')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Side by side' })).toHaveCount(0)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Manifest' }).click(),
    ])
    const manifest = JSON.parse(readFileSync(await download.path(), 'utf8')) as Manifest
    expect(manifest).toMatchObject({
      format: 'pitwall.replay-manifest',
      version: 1,
      settings: { values: { model: 'sonnet' } },
    })
    expect(manifest.runs.map(({ originalId }) => originalId)).toContain(HOSTILE)
    const { stdout } = await pitwall.run('campaigns', 'manifest', campaign)
    expect(JSON.parse(stdout)).toEqual(manifest)
  })

  test('pair what arrives by themselves, and compare it once both runs are over', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    await openPage(page, `${pitwall.url}/campaigns/${campaign}?fleet=own`)
    const own = replay('build-0', 'running', {
      id: 'other name',
      more: { replayOf: 'build-0', goal: 'Goal of build-0' },
    })
    await bring([own, replay('build-1', 'succeeded'), replay('proxy', 'succeeded'), replay(HOSTILE, 'running')])
    await expect(pair(page, 'build-0')).toContainText('running', { timeout: 15_000 })
    await expect(pair(page, 'build-0')).toContainText('not yet')
    await expect(pair(page, HOSTILE)).toContainText('running')
    await expect(pair(page, 'build-1')).toContainText('comparable')
    await expect(pair(page, 'proxy')).toContainText('No quality result')
    await bring([
      { ...own, status: 'failed', more: { ...own.more, failureReason: 'PATCH_FAILED: again' } },
      replay('build-1', 'succeeded', { id: 'build-1-replay-20260102-040506', at: new Date(Date.now() + 3_600_000) }),
      ...Array.from({ length: 7 }, (_, at) => replay(`build-${at + 2}`, 'succeeded', { tokens: 7_000 + at * 91 })),
    ])
    await expect(pair(page, 'build-0')).toContainText('comparable', { timeout: 15_000 })
    await expect(pair(page, 'build-1')).toContainText('superseded')
    await page
      .getByRole('region', { name: 'How far it has come' })
      .getByRole('link', { name: /Waiting/ })
      .click()
    await expect(page.locator('tr[data-pair]')).toHaveCount(1)
    await page.getByRole('link', { name: 'Show all' }).click()
    await expect(page.locator('tr[data-pair]')).toHaveCount(12)

    await pair(page, 'build-1').getByRole('link', { name: 'Side by side' }).click()
    await expect(page).toHaveURL(
      /\/compare\?.*control=pitwall%3Abuild-1&treatment=pitwall%3Abuild-1-replay-20260102-040506/,
    )
    expect(faults).toEqual([])
  })

  test('are an experiment that says how its originals were chosen', async ({ page }) => {
    await openPage(page, `${pitwall.url}/campaigns/${campaign}?fleet=own`)
    await page
      .getByRole('link', { name: /Experiment/ })
      .last()
      .click()
    await expect(page).toHaveURL(/\/experiments\/campaign/)
    await expect(page.getByText('a plain rerun would do better, too', { exact: false })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Effect' })).toBeVisible()
    await expect(page.getByText('The comparison is refused')).toHaveCount(0)
    await expect(page.getByText('1 of 12 originals are left out', { exact: false })).toBeVisible()
  })

  test('are accessible in both themes, and no wider than a phone', async ({ page }) => {
    for (const address of ['campaigns?', 'campaigns/new?status=failed&', `campaigns/${campaign}?`, 'experiments?']) {
      await page.setViewportSize({ width: 1440, height: 1000 })
      await openPage(page, `${pitwall.url}/${address}fleet=own`)
      await expectAccessible(page, address)
      await page.setViewportSize({ width: 390, height: 800 })
      await openPage(page, `${pitwall.url}/${address}fleet=own`)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, address).toBeLessThanOrEqual(390)
    }
  })

  test('say so when there is nothing to replay, or no such campaign', async ({ page }) => {
    await openPage(page, `${pitwall.url}/campaigns/new?status=succeeded&fleet=own`)
    await expect(page.getByText('None of the runs that match can be replayed', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: /Make the campaign/ })).toHaveAttribute('aria-disabled', 'true')
    await openPage(page, `${pitwall.url}/campaigns/cmp_none?fleet=own`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  })
})
