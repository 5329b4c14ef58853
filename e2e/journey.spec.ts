import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { smallFleet, writeAutopack } from '@/lib/testing/autopack-fixture'
import { expect, Pitwall, test } from './pitwall'

test('from an import through the page to the reason of a contradiction, through an outage and back', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const pitwall = await Pitwall.start()
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
    const page = await context.newPage()
    const file = writeAutopack(path.join(pitwall.records, 'autopack.db'), smallFleet())

    await test.step('import through the page', async () => {
      await page.goto(`${pitwall.url}/sources?fleet=own`)
      await page.getByLabel('Path').fill(file)
      await page
        .locator('form button[type=submit][aria-disabled=false], form button[type=submit]:not([aria-disabled])')
        .click()
      await expect(page.getByRole('heading', { name: 'Receipt' })).toBeVisible()
      await expect(page.getByText('placeholder').first()).toBeVisible()
    })

    await test.step('find the conflicting runs, open one, read why', async () => {
      await page.goto(`${pitwall.url}/runs`)
      await page.getByRole('link', { name: /Says other than evidence/ }).click()
      await expect(page.locator('tbody tr[data-run]')).toHaveCount(1)
      await page.getByRole('link', { name: 'build-a' }).click()
      await expect(page.getByRole('heading', { name: 'Ledgers' })).toBeVisible()
      await expect(page.getByText('DONE_FAILED_REQUIRES_HUMAN_REVIEW').first()).toBeVisible()
      await expect(page.getByText(/Marked DONE_FAILED_REQUIRES_HUMAN_REVIEW/).first()).toBeVisible()
    })

    await test.step('the link shows the same elsewhere', async () => {
      const elsewhere = await (await browser.newContext()).newPage()
      await elsewhere.goto(page.url())
      await expect(elsewhere.getByText(/Marked DONE_FAILED_REQUIRES_HUMAN_REVIEW/).first()).toBeVisible()
      await elsewhere.close()
    })

    await test.step('a row changed by a second import shows within 3 s, without a reload', async () => {
      await page.goto(`${pitwall.url}/runs`)
      const row = page.locator('tr[data-run="autopack:build-b"]')
      await expect(row).toContainText('succeeded')
      await page.evaluate(() => Object.assign(window, { untouched: true }))
      const newer = path.join(pitwall.records, 'newer.db')
      copyFileSync(file, newer)
      writeAutopack(newer, {
        phases: [
          { id: 3, run_id: 'build-b', phase_id: 'one', state: 'FAILED', tier_id: 2, updated_at: '2026-01-03 00:00:00' },
        ],
      })
      const { code } = await pitwall.run('import', newer)
      expect(code).toBe(0)
      await expect(row).toContainText('failed', { timeout: 3_000 })
      expect(await page.evaluate(() => 'untouched' in window)).toBe(true)
    })

    await test.step('the server stops: the last rows stay, with their age; it starts: they refresh', async () => {
      await pitwall.stop()
      await expect(page.getByText(/last data|cannot reach/i).first()).toBeVisible({ timeout: 30_000 })
      await expect(page.locator('tr[data-run="autopack:build-b"]')).toBeVisible()
      await pitwall.start()
      await page.getByRole('button', { name: 'Refresh' }).click()
      await expect(page.getByRole('banner')).toContainText(/updated \d+\ss\sago/, { timeout: 40_000 })
    })
  } finally {
    await pitwall.remove()
  }
})
