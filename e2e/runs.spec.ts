import { mkdirSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type FixtureRows, smallFleet, writeAutopack } from '@/lib/testing/autopack-fixture'
import { expect, openPage, Pitwall, test } from './pitwall'

const rows = (page: Page) => page.locator('tbody tr[data-run]')

test.describe('the list of runs', () => {
  test('is walked, marked, opened and returned to by keyboard alone', async ({ sample, page }) => {
    await openPage(page, `${sample.url}/runs?fleet=sample`)
    await expect(rows(page).first()).toBeVisible()
    const ids = await rows(page).evaluateAll((list) => list.slice(0, 3).map((row) => row.getAttribute('data-run')))
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await expect(page.locator('tr:focus')).toHaveAttribute('data-run', ids[1] ?? '')
    await page.keyboard.press('x')
    await expect(page).toHaveURL(new RegExp(`row=${encodeURIComponent(ids[1] ?? '')}`))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/runs/${encodeURIComponent(ids[1] ?? '')}`))
    await expect(page.getByRole('heading', { name: 'Ledgers' })).toBeVisible()
    await page.keyboard.press(']')
    await expect(page).toHaveURL(new RegExp(`/runs/${encodeURIComponent(ids[2] ?? '')}`))
    await page.keyboard.press('[')
    await expect(page).toHaveURL(new RegExp(`/runs/${encodeURIComponent(ids[1] ?? '')}`))
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Runs' }).click()
    await expect(page).toHaveURL(new RegExp(`row=${encodeURIComponent(ids[1] ?? '')}`))
  })

  test('keeps filters, order and search in the address, which shows the same elsewhere', async ({
    sample,
    browser,
  }) => {
    const page = await browser.newPage()
    await openPage(page, `${sample.url}/runs?fleet=sample`)
    await page.getByRole('button', { name: '+ system' }).click()
    await page.getByRole('combobox', { name: 'Field' }).selectOption('status')
    await page.getByRole('combobox', { name: 'Value' }).selectOption('failed')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await expect(page).toHaveURL(/status=failed/)
    await page.getByRole('columnheader', { name: 'Tokens' }).getByRole('link').click()
    await expect(page.getByRole('columnheader', { name: 'Tokens' })).toHaveAttribute('aria-sort', 'descending')
    await page.keyboard.press('/')
    await page.keyboard.type('a')
    await expect(page).toHaveURL(/q=a/)
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    const shown = async (of: Page) => rows(of).evaluateAll((list) => list.map((row) => row.getAttribute('data-run')))
    const elsewhere = await (await browser.newContext()).newPage()
    await elsewhere.goto(page.url())
    // One run of the sample is alive: both pages are read again until they show the same moment.
    await expect(async () => expect(await shown(elsewhere)).toEqual(await shown(page))).toPass({ timeout: 20_000 })
    await page.keyboard.type('zzz nothing')
    await expect(page.getByRole('heading', { name: 'No run matches' })).toBeVisible()
    await page.getByRole('link', { name: 'Reset' }).first().click()
    await expect(rows(page).nth(5)).toBeVisible()
  })
})

function manyPhases(count: number): FixtureRows {
  const base = smallFleet()
  const name = 'n'.repeat(300)
  return {
    ...base,
    runs: [
      ...(base['runs'] ?? []),
      { id: `long/"${name}"`, state: 'DONE_SUCCESS' },
      { id: 'empty', state: 'RUN_CREATED' },
    ],
    tiers: [...(base['tiers'] ?? []), { id: 3, run_id: `long/"${name}"` }],
    phases: [
      ...(base['phases'] ?? []),
      ...Array.from({ length: count }, (_, index) => ({
        id: 100 + index,
        run_id: `long/"${name}"`,
        phase_id: `${name}-${index}`,
        state: 'COMPLETE',
        tier_id: 3,
        phase_index: index,
      })),
    ],
  }
}

test.describe('own records', () => {
  test.setTimeout(180_000)

  test('no rows, none, one and 300 phases, long ids, and a change that shows by itself', async ({ page }) => {
    const pitwall = await Pitwall.start()
    try {
      await page.goto(`${pitwall.url}/runs?fleet=own`)
      await expect(page.getByText('npx pitwall import PATH')).toBeVisible()

      mkdirSync(pitwall.records, { recursive: true })
      const file = writeAutopack(path.join(pitwall.records, 'autopack.db'), manyPhases(300))
      expect((await pitwall.run('import', file)).code).toBe(0)
      await expect(rows(page)).toHaveCount(5, { timeout: 10_000 })

      writeAutopack(file, {
        runs: [{ id: 'build-b', state: 'DONE_FAILED_BUDGET_EXHAUSTED', updated_at: '2026-01-02 00:00:00.000000' }],
      })
      const changed = rows(page).filter({ hasText: 'build-b' })
      await expect(changed).toContainText('same')
      expect((await pitwall.run('import', file)).code).toBe(0)
      await expect(changed).toContainText('failed', { timeout: 6_000 })

      for (const [id, phases] of [
        ['empty', 'No phases'],
        ['build-b', '1 phase'],
        [`long/"${'n'.repeat(300)}"`, 'Show all 300 phases'],
      ] as const) {
        await page.goto(`${pitwall.url}/runs/${encodeURIComponent(`autopack:${id}`)}?fleet=own`)
        await expect(page.getByText(phases).first()).toBeVisible()
        const wide = await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
        expect(wide, id.slice(0, 20)).toBe(true)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map((violation) => violation.id)).toEqual([])
      }

      await page.goto(`${pitwall.url}/runs?fleet=own`)
      await expect(rows(page)).toHaveCount(5)
      await pitwall.stop()
      await expect(page.getByText('Reconnecting')).toBeVisible({ timeout: 15_000 })
      await expect(rows(page)).toHaveCount(5)
      await pitwall.start()
      await expect(page.locator('[data-live="live"]')).toBeVisible({ timeout: 45_000 })
    } finally {
      await pitwall.remove()
    }
  })
})
