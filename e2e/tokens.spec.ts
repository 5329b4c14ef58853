import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, openPage, test, watchPage } from './pitwall'

const rows = (page: Page) => page.locator('tbody tr[data-key]')
const chart = (page: Page) => page.getByRole('application', { name: /per (day|week) by/ })
const choose = async (page: Page, word: RegExp, choice: string) => {
  await page.getByRole('button', { name: word }).click()
  await page.getByRole('menuitem', { name: choice, exact: true }).click()
}
const texts = (page: Page) => rows(page).evaluateAll((list) => list.map((row) => row.textContent))

test.describe('tokens', () => {
  test('keeps the whole question in the address, which shows the same elsewhere', async ({ sample, browser }) => {
    const page = await browser.newPage()
    const faults = watchPage(page, sample.url)
    await openPage(page, `${sample.url}/tokens?fleet=sample`)
    await choose(page, /Grouped by/, 'system')
    await expect(page).toHaveURL(/by=system/)
    await choose(page, /What is counted/, 'cost')
    await expect(page).toHaveURL(/measure=cost/)
    await page.getByRole('button', { name: /^Window/ }).click()
    await page.getByRole('link', { name: '30 days' }).click()
    await expect(page).toHaveURL(/window=30d/)
    await page.getByRole('button', { name: /Time zone/ }).click()
    await page.getByRole('combobox').selectOption('Europe/Berlin')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(page).toHaveURL(/tz=Europe%2FBerlin/)
    await expect(
      page.getByRole('table', { name: 'cost by system' }).getByRole('columnheader', { name: 'Cost', exact: true }),
    ).toHaveAttribute('aria-sort', 'descending')
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    const elsewhere = await (await browser.newContext()).newPage()
    await elsewhere.goto(page.url())
    // One run of the sample is alive: both pages are read again until they show the same moment.
    await expect(async () => expect(await texts(elsewhere)).toEqual(await texts(page))).toPass({ timeout: 20_000 })
    expect(faults).toEqual([])
  })

  test('narrows to the days marked on the chart and comes back by a double click', async ({ sample, page }) => {
    await openPage(page, `${sample.url}/tokens?fleet=sample`)
    const box = await chart(page).boundingBox()
    if (!box) throw new Error('no chart')
    const at = (share: number) => box.x + 48 + (box.width - 48) * share
    await page.mouse.move(at(0.6), box.y + 90)
    await page.mouse.down()
    await page.mouse.move(at(0.75), box.y + 90, { steps: 4 })
    await page.mouse.move(at(0.98), box.y + 90, { steps: 4 })
    await page.mouse.up()
    await expect(page).toHaveURL(/window=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d&wide=14d/)
    await expect(page.getByRole('link', { name: 'Back to the whole window' })).toBeVisible()
    await chart(page).dblclick({ position: { x: 200, y: 90 } })
    await expect(page).not.toHaveURL(/wide=/)
  })

  test('filters by a click on a row, says when nothing matches, and gives the way back', async ({ sample, page }) => {
    await openPage(page, `${sample.url}/tokens?fleet=sample`)
    const first = rows(page).first()
    const key = await first.getAttribute('data-key')
    await first.getByRole('link').first().click()
    await expect(page).toHaveURL(/model=/)
    await expect(rows(page)).toHaveCount(1)
    await expect(rows(page)).toHaveAttribute('data-key', key ?? '')
    await page.goto(`${sample.url}/tokens?fleet=sample&model=${encodeURIComponent('"><img src=x>')}`)
    await expect(page.getByRole('heading', { name: /No usage matches/ })).toBeVisible()
    await page.getByRole('link', { name: 'Reset filters' }).click()
    await expect(rows(page).nth(1)).toBeVisible()
  })

  test('gives the days as a table, as CSV and as JSON with the same sums', async ({ sample, page }) => {
    await openPage(page, `${sample.url}/tokens?fleet=sample`)
    await page.getByRole('link', { name: 'View as table' }).click()
    await expect(page).toHaveURL(/as=table/)
    await expect(page.getByRole('table', { name: 'tokens per day' }).locator('tbody tr')).toHaveCount(14)
    const href = await page.getByRole('link', { name: 'JSON' }).first().getAttribute('href')
    const account = await (await page.request.get(`${sample.url}${href}`)).json()
    const total = account.totals.usage.total as number
    await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(total.toLocaleString('en-US'))
    const csv = await page.getByRole('link', { name: 'CSV' }).first().getAttribute('href')
    const lines = (await (await page.request.get(`${sample.url}${csv}`)).text()).trim().split('\n')
    expect(lines).toHaveLength(account.rows.length + 1)
  })

  test('is reached and read by keyboard, in both themes, and never scrolls sideways on a phone', async ({
    sample,
    page,
  }) => {
    test.setTimeout(120_000)
    await openPage(page, `${sample.url}/?fleet=sample`)
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await expect(page).toHaveURL(/\/tokens/)
    await chart(page).focus()
    await page.keyboard.press('ArrowLeft')
    await expect(chart(page)).toContainText(/still filling|UTC/)
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const by of ['model', 'session']) {
        await page.emulateMedia({ colorScheme })
        await page.goto(`${sample.url}/tokens?fleet=sample&by=${by}`)
        await expect(rows(page).first()).toBeVisible()
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      }
    }
    await page.setViewportSize({ width: 390, height: 800 })
    for (const query of ['', '&by=session', '&measure=cost&as=table']) {
      await page.goto(`${sample.url}/tokens?fleet=sample${query}`)
      await expect(rows(page).first()).toBeVisible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), query).toBe(true)
    }
  })

  test('says what fills it when there is no usage, and keeps the last rows when they cannot be read again', async ({
    sample,
    page,
  }) => {
    await page.goto(`${sample.url}/tokens?fleet=own`)
    await expect(page.getByRole('heading', { name: 'No usage yet' })).toBeVisible()
    await openPage(page, `${sample.url}/tokens?fleet=sample`)
    await expect(page.locator('[data-live="live"]')).toBeVisible()
    await page.route('**/api/v1/**', (route) => route.abort())
    await expect(page.locator('[data-live="live"]')).toHaveCount(0, { timeout: 30_000 })
    await expect(rows(page).first()).toBeVisible()
    await page.unroute('**/api/v1/**')
    await page.getByRole('button', { name: /^Refresh/ }).click()
    await expect(page.locator('[data-live="live"]')).toBeVisible({ timeout: 30_000 })
  })

  test('leads from a number to the line it was read from by keyboard alone, and back', async ({ sample, page }) => {
    await openPage(page, `${sample.url}/tokens?fleet=sample&by=system`)
    await expect(rows(page).first()).toBeVisible()
    await page.keyboard.press('j')
    await expect(rows(page).first()).toBeFocused()
    const total = await rows(page).first().locator('[data-label="tokens"]').textContent()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/tokens\/events\?.*system=/)
    await expect(page.getByRole('main')).toContainText(`${total?.replace(/^≥(at least )?/, '')} tokens`)
    await expect(rows(page).first()).toBeVisible()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/tokens\/events\/[^?]+/)
    await expect(page.getByRole('group', { name: 'The record as it stands' }).first()).toContainText(/"\w+": /)
    await expect(page.getByRole('table', { name: 'Tokens and cost by class' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(/\/tokens\/events\?/)
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(/\/tokens\?/)
  })

  test('marks days on the chart by keyboard, and shows the events of one', async ({ sample, page }) => {
    await openPage(page, `${sample.url}/tokens?fleet=sample`)
    await chart(page).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/window=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d&wide=14d/)
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    await page.goto(`${sample.url}/tokens?fleet=sample&window=365d`)
    await expect(page.getByRole('button', { name: /One bar is/ })).toContainText('week')
    await chart(page).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('e')
    await expect(page).toHaveURL(/\/tokens\/events\?.*from=/)
  })

  test('takes rows apart by a second dimension, whose parts add up to the row', async ({ sample, page }) => {
    await openPage(page, `${sample.url}/tokens?fleet=sample&by=system&parts=role`)
    const first = rows(page).first()
    await first.getByRole('button', { expanded: false }).click()
    const digits = (text: string | null) => Number((text ?? '').replace(/\D/g, ''))
    await expect(page.locator('tr[data-part]').first()).toBeVisible()
    // Some of the sample is alive: what is added between two looks stands in one of them alone.
    await expect(async () => {
      const parts = await page.locator('tr[data-part] [data-label="tokens"]').allTextContents()
      const whole = await first.locator('[data-label="tokens"]').textContent()
      expect(parts.reduce((sum, text) => sum + digits(text), 0)).toBe(digits(whole))
    }).toPass({ timeout: 20_000 })
    const csv = await page.getByRole('link', { name: 'CSV' }).first().getAttribute('href')
    const [head = '', line = ''] = (await (await page.request.get(`${sample.url}${csv}`)).text()).split('\r\n')
    expect(head).toContain('asked.from,asked.to,asked.tz')
    expect(head).toContain('priceTable')
    expect(line).toContain('UTC')
  })

  test('shows a dropped copy beside the one that counts, in both themes and on a phone', async ({ sample, page }) => {
    test.setTimeout(240_000)
    await openPage(page, `${sample.url}/tokens/dropped?fleet=sample`)
    await expect(rows(page).first()).toBeVisible()
    const event = `${sample.url}${await rows(page).first().getByRole('link').first().getAttribute('href')}`
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Kept: the record' })).toContainText(/"\w+": /)
    await expect(page.getByRole('region', { name: 'Dropped: the record' })).toContainText(/"\w+": /)
    await expect(page.locator('tr[data-differs]').filter({ hasText: 'session id' })).toBeVisible()
    for (const url of [
      `${sample.url}/tokens/dropped?fleet=sample`,
      `${sample.url}/tokens/events?fleet=sample`,
      event,
    ]) {
      await page.goto(url)
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await expect(page.getByRole('table').first()).toBeVisible()
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
        await expectAccessible(page, `${url} at ${width}`)
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), url).toBe(true)
      }
    }
  })
})
