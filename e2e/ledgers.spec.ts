import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { writeAutopack } from '@/lib/testing/autopack-fixture'
import { fourLedgers } from '@/lib/testing/ledger-fixture'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

const runPath = (id: string) => `/runs/${encodeURIComponent(`autopack:${id}`)}?fleet=own`
const column = (page: Page, name: string) => page.locator(`[data-ledger="${name}"]`)
const amounts = (page: Page) => page.locator('[data-ledger] [data-amount]')

test.describe('ledgers', () => {
  test.describe.configure({ mode: 'serial' })
  let pitwall: Pitwall

  test.beforeAll(async () => {
    pitwall = await Pitwall.start()
    const file = writeAutopack(path.join(pitwall.records, 'autopack.db'), fourLedgers())
    expect((await pitwall.run('import', file)).code).toBe(0)
  })
  test.afterAll(() => pitwall.remove())

  test('stand side by side as computed by hand, each with its badge and its evidence, and no sum', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    await openPage(page, `${pitwall.url}${runPath('arm-b')}`)
    await expect(amounts(page)).toHaveText(['14,000', '38,400', '15,172', '−17,900'])
    for (const [name, badge] of [
      ['spent', 'measured'],
      ['artifactAvoided', 'counted'],
      ['doctorAvoided', 'estimated'],
      ['abDelta', 'measured'],
    ] as const) {
      await expect(column(page, name).getByText(badge, { exact: true })).toBeVisible()
    }
    await expect(column(page, 'doctorAvoided')).toContainText('fallback, n = 0, 1 call10,000')
    await expect(column(page, 'doctorAvoided')).toContainText('estimated by Pitwall n = 31,400')
    await expect(column(page, 'doctorAvoided')).toContainText('median 1,400, n = 3')
    await expect(column(page, 'abDelta')).toContainText('Valid is what the source recorded')
    for (const sum of ['52,400', '29,172', '53,572', '67,572', '49,672'])
      await expect(page.locator('main')).not.toContainText(sum)
    await column(page, 'spent').getByRole('link', { name: '5 usage events' }).click()
    await expect(page).toHaveURL(/#usage$/)
    expect(faults).toEqual([])
  })

  test('that nobody kept say so and which switch was off, never 0', async ({ page }) => {
    await openPage(page, `${pitwall.url}${runPath('quiet')}`)
    await expect(column(page, 'spent')).toContainText('not recorded')
    await expect(column(page, 'artifactAvoided')).toContainText('AUTOPACK_ENABLE_PHASE6_METRICS was off')
    await expect(column(page, 'abDelta')).toContainText('no pair')
    await expect(amounts(page)).toHaveCount(0)
  })

  test('of the window stand on the page of tokens, with estimates against what was realised', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    await openPage(page, `${pitwall.url}/tokens?fleet=own&window=2026-01-01..2026-01-14`)
    await expect(amounts(page)).toHaveText(['45,970', '38,400', '15,172', '−17,900'])
    await expect(column(page, 'spent')).toContainText('of it runs without a row70')
    const section = page.getByRole('region', { name: 'Doctor calls: estimated against realised' })
    await section.getByRole('button', { name: 'View as table' }).click()
    await expect(section.getByRole('row', { name: /2026-01-05/ })).toContainText(/1,400.*4.*1.*1,400.*3/)
    expect(faults).toEqual([])
  })

  for (const width of [1440, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`have no accessibility faults at ${width} in the ${colorScheme} theme`, async ({ browser }) => {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
        const page = await context.newPage()
        await openPage(page, `${pitwall.url}${runPath('arm-b')}`)
        await expect(amounts(page)).toHaveCount(4)
        const { violations } = await new AxeBuilder({ page }).include('#ledgers').analyze()
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
        expect(wide).toBe(false)
        await context.close()
      })
    }
  }
})
