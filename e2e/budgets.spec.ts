import { writeFileSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

const HOUR = 3_600_000
const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * HOUR).toISOString()

/** Two runs of yesterday: one goes over 100 tokens with its second response, one stays below. */
const LINES = [
  { kind: 'run', runId: 'dear', name: 'The dear run', status: 'succeeded', startedAt: at(30), endedAt: at(26) },
  { kind: 'run', runId: 'cheap', name: 'The cheap run', status: 'succeeded', startedAt: at(30), endedAt: at(26) },
  ...[60, 70, 40].map((input, index) => ({
    ...{ kind: 'usage', usageId: `d${index}`, runId: 'dear', at: at(29 - index) },
    ...{ provider: 'nobody', model: 'no-price', usage: { input, output: 0 } },
  })),
  { kind: 'usage', usageId: 'c0', runId: 'cheap', at: at(28), usage: { input: 10, output: 5 } },
].map((line) => JSON.stringify({ v: 1, ...line }))

test('a cap set by keys alone shows what it would have stopped, and then the event that went over', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const pitwall = await Pitwall.start()
  try {
    const file = path.join(pitwall.records, 'fleet.ndjson')
    writeFileSync(file, `${LINES.join('\n')}\n`)
    expect(await pitwall.run('import', file)).toMatchObject({ code: 0 })
    for (const theme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme: theme, viewport: { width: 1440, height: 1000 } })
      const page = await context.newPage()
      const faults = watchPage(page, pitwall.url)
      await openPage(page, `${pitwall.url}/budgets?fleet=own`)
      if (theme === 'light') {
        await expect(page.getByRole('heading', { name: 'No cap yet' })).toBeVisible()
        await page.keyboard.press('c')
        await page.keyboard.type('100')
        await expect(page.locator('[data-what-if]')).toContainText('would have stopped 1 of 2 runs')
        await expect(page.locator('[data-what-if]')).toContainText('40 tokens came after')
        await page.keyboard.press('Enter')
      }
      const over = page.getByRole('table', { name: 'Over 100 tokens for each run' })
      await expect(over.locator('tbody tr')).toHaveCount(1)
      await expect(over).toContainText('The dear run')
      await expect(over.locator('td[title*="from 60 tokens to 130 tokens"]')).toBeVisible()
      await expect(page.getByText('1 of 2 runs over')).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

      await openPage(page, `${pitwall.url}/prices?fleet=own`)
      await expect(page.getByRole('table', { name: 'Models without a price' })).toContainText('no-price')
      await expect(page.getByRole('table', { name: 'Costs by model' })).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      expect(faults).toEqual([])
      await context.close()
    }
  } finally {
    await pitwall.remove()
  }
})
