import path from 'node:path'
import type { Page } from '@playwright/test'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { expectAccessible } from './accessible'
import { SIZES, writeExperiments } from './experiment-records'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

const rows = (page: Page) => page.locator('tbody tr[data-experiment]')

/** Longest stretch in which the page answered nothing. */
const LONGEST_TASK_MS = 200

test.describe('experiments', () => {
  test.describe.configure({ mode: 'serial' })
  test.setTimeout(180_000)
  let pitwall: Pitwall

  test.beforeAll(async () => {
    pitwall = await Pitwall.start()
  })
  test.afterAll(() => pitwall.remove())

  const open = async (page: Page, name: string, query = '') => {
    await openPage(page, `${pitwall.url}/experiments?fleet=own`)
    const href = await rows(page).filter({ hasText: name }).getByRole('link').first().getAttribute('href')
    await openPage(page, `${pitwall.url}${href}${query}`)
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  }

  test('appear by themselves, are filtered, searched and walked by keyboard alone', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    await openPage(page, `${pitwall.url}/experiments?fleet=own`)
    await expect(page.getByRole('heading', { name: 'No experiments yet' })).toBeVisible()
    await expectAccessible(page, 'no experiments')
    const folder = writeExperiments(path.join(pitwall.records, 'tables'), { large: true })
    expect((await pitwall.run('import', folder)).code).toBe(0)
    await expect(rows(page)).toHaveCount(6, { timeout: 10_000 })

    await page.getByRole('button', { name: '+ filter' }).click()
    await page.getByRole('combobox', { name: 'Metric' }).selectOption('tokens')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await expect(page).toHaveURL(/metric=tokens/)
    await expect(rows(page)).toHaveCount(3)
    await page.getByRole('link', { name: /Remove the filter/ }).click()
    await page.keyboard.press('/')
    await page.keyboard.type('zzz')
    await expect(page.getByRole('heading', { name: 'No experiment matches' })).toBeVisible()
    await page.getByRole('link', { name: 'Reset' }).first().click()
    await expect(rows(page)).toHaveCount(6)

    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/experiments\/table/)
    await expect(page.getByRole('heading', { name: 'Is the comparison valid?' })).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('x')
    await expect(page).toHaveURL(/\/experiments\?/)
    expect(faults).toEqual([])
  })

  test('show what the API says, from counts to the sentence', async ({ page }) => {
    for (const name of ['tokens-10', 'success-40']) {
      await open(page, name)
      const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
      const reply = await fetch(`${pitwall.url}/api/v1/ab/experiments/${id}?fleet=own&limit=500`)
      const { analysis, matching, withheld } = (await reply.json()) as ExperimentDetail
      await expect(page.getByRole('region', { name: 'Pairs', exact: true })).toContainText(`${matching.pairs}`)
      if (analysis === null) {
        await expect(page.getByText(withheld ?? '')).toBeVisible()
        continue
      }
      await expect(page.getByText(analysis.verdict)).toBeVisible()
      const primary = page.getByRole('table', { name: 'Measures' }).getByRole('row').filter({ hasText: 'primary' })
      await expect(primary).toHaveCount(1)
      await page.keyboard.press('t')
      await expect(page.locator('tr[data-pair]')).toHaveCount(matching.pairs)
    }
  })

  test('below the floor say so instead of an effect that means something', async ({ page }) => {
    await open(page, 'tokens-5')
    await expect(
      page.getByText('Cannot reach 0.05 at this n').or(page.getByText('no effect is shown')).first(),
    ).toBeVisible()
  })

  test('without anything to judge have no quality result, and nowhere a zero', async ({ page }) => {
    await open(page, 'killed-12')
    await expect(page.getByText('no quality result (0 of 12 evaluable)').first()).toBeVisible()
    await expect(page.locator('main')).not.toContainText(/\b0\.0\b/)
  })

  test('2,000 pairs and 17 configurations open without a stall', async ({ page }) => {
    for (const name of [`long-${SIZES.long}`, `wide-${SIZES.configurations}`]) {
      await page.addInitScript(() => {
        const tasks: number[] = []
        Object.assign(window, { tasks })
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) tasks.push(duration)
        }).observe({ type: 'longtask', buffered: true })
      })
      await open(page, name)
      await expect(page.getByRole('heading', { name: 'Every pair' })).toBeVisible()
      await page.mouse.wheel(0, 4_000)
      await page.waitForLoadState('networkidle')
      const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks)
      expect(Math.max(0, ...tasks), name).toBeLessThan(LONGEST_TASK_MS)
    }
  })

  test('are accessible in both themes, and no wider than a phone', async ({ page }) => {
    for (const [name, query] of [
      ['tokens-10', ''],
      ['tokens-10', '&as=table'],
      ['success-40', ''],
      [`wide-${SIZES.configurations}`, ''],
    ] as const) {
      await page.setViewportSize({ width: 1440, height: 1000 })
      await open(page, name, query)
      await expectAccessible(page, `${name}${query}`)
      await page.setViewportSize({ width: 390, height: 844 })
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(sideways, name).toBeLessThanOrEqual(0)
    }
  })
})
