import type { Page } from '@playwright/test'
import { HOSTILE_MARK } from '@/lib/testing/hostile-database'
import { expectAccessible } from './accessible'
import { FAILURE_KINDS, writeHostileFailures, writePatternRecords } from './pattern-records'
import { test as base, expect, openPage, Pitwall, watchPage } from './pitwall'

/** One Pitwall for all of them: each test leaves the patterns as it found them, but for the last ones. */
const test = base.extend<object, { own: Pitwall }>({
  own: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const pitwall = await Pitwall.start()
      await use(pitwall)
      await pitwall.remove()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})
test.use({ viewport: { width: 1440, height: 1000 } })
test.describe.configure({ mode: 'serial' })

const at = (own: Pitwall, query = '') => `${own.url}/patterns?fleet=own${query}`
const rows = (page: Page) => page.locator('tr[data-pattern]')
const row = (page: Page, text: string) => rows(page).filter({ hasText: text })
const inHand = (page: Page) => page.locator('tr[data-pattern]:focus')
const dialog = (page: Page) => page.getByRole('dialog')
const notice = (page: Page) => page.getByRole('main').getByRole('alert').locator('p')
const handId = (page: Page) => inHand(page).getAttribute('data-pattern')

interface Counts {
  triage: number
  told: number
  known: number
  fix_merged: number
  ignored: number
}

async function counts(own: Pitwall): Promise<Counts> {
  return (await (await fetch(`${own.url}/api/v1/patterns/counts?fleet=own`)).json()) as Counts
}

/** Puts the row with a text in hand, by keys alone. */
async function takeInHand(page: Page, text: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('j')
    if (await inHand(page).filter({ hasText: text }).count()) return
  }
  throw new Error(`no row with ${text}`)
}

test('without a failure the page says what fills it, and afterwards what needs someone', async ({ page, own }) => {
  const faults = watchPage(page, own.url)
  await openPage(page, at(own))
  await expect(page.getByRole('heading', { name: 'No patterns yet' })).toBeVisible()
  await expectAccessible(page, 'empty')
  writePatternRecords(own.records)
  expect((await own.run('import', own.records)).code).toBe(0)
  await expect(rows(page)).toHaveCount(FAILURE_KINDS)
  await expect(page).toHaveTitle(`(${FAILURE_KINDS}) Patterns · Pitwall`)
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText(`${FAILURE_KINDS} need triage`)
  await expect(row(page, 'TLS certificate').getByRole('img')).toHaveAccessibleName(/session 1, 4, 5, 6 of the last 6/)
  await expect(row(page, 'TLS certificate')).toContainText('told 4 times, still not fixed')
  await expect(row(page, 'Quota of the search index')).toContainText('first seen')
  await expect(row(page, '404 Client Error').locator('b')).toHaveText('404')
  await expectAccessible(page, 'the list')
  expect(faults).toEqual([])
})

test('a filter that finds nothing says which, and the way back; on a phone nothing moves sideways', async ({
  page,
  own,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openPage(page, at(own, '&q=gremlins&cause=infra'))
  await expect(page.getByRole('heading', { name: 'No pattern matches' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('text “gremlins”')
  await page.getByRole('main').getByRole('link', { name: 'Reset' }).last().click()
  await expect(rows(page)).toHaveCount(FAILURE_KINDS)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await expectAccessible(page, 'on a phone')
  await row(page, 'Quota of the search index').getByRole('button', { name: 'Acknowledge' }).click()
  await expect(page.getByText('Acknowledged: Quota').first()).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await expect.poll(() => counts(own)).toMatchObject({ triage: FAILURE_KINDS })
})

test('of two operators at once one wins, and the other sees the row as it is now', async ({ page, own, context }) => {
  const other = await context.newPage()
  await openPage(other, at(own))
  await openPage(page, at(own))
  await page.keyboard.press('p')
  await takeInHand(other, 'Quota of the search index')
  await other.keyboard.press('a')
  await expect.poll(() => counts(own)).toMatchObject({ known: 1 })
  await takeInHand(page, 'Quota of the search index')
  await page.keyboard.press('i')
  await dialog(page).getByLabel('Reason').fill('not ours')
  await page.keyboard.press('Enter')
  await expect(notice(page)).toContainText('Somebody changed it meanwhile: it is acknowledged now')
  await expect(row(page, 'Quota of the search index')).toContainText('acknowledged')
  expect(await counts(own)).toMatchObject({ known: 1, ignored: 0 })
  await other.keyboard.press('u')
  await expect.poll(() => counts(own)).toMatchObject({ triage: FAILURE_KINDS })
  await other.close()
})

test('several at once: their count comes first, and one undo takes all of them back', async ({ page, own }) => {
  await openPage(page, at(own))
  await takeInHand(page, 'Quota of the search index')
  await page.keyboard.press('a')
  await expect(row(page, 'Quota of the search index')).toContainText('acknowledged')
  for (const text of ['Linter found', 'Binary ripgrep', 'Quota of the search index']) {
    await takeInHand(page, text)
    await page.keyboard.press('x')
  }
  await expect(page.getByRole('toolbar', { name: 'Selected patterns' })).toContainText('3 patterns selected')
  await page.keyboard.press('a')
  await expect(dialog(page)).toContainText('Acknowledge 2 patterns?')
  await expect(dialog(page)).toContainText('Not changed by this, because of their state: 1 acknowledged')
  await expectAccessible(page, 'before several are moved')
  await dialog(page).getByRole('button', { name: 'Acknowledge 2 patterns' }).press('Enter')
  await expect.poll(() => counts(own)).toMatchObject({ known: 3 })
  await expect(page.getByText('Acknowledged: 2 patterns').first()).toBeVisible()
  await page.keyboard.press('u')
  await expect.poll(() => counts(own)).toMatchObject({ known: 1 })
  await page.keyboard.press('u')
  await expect.poll(() => counts(own)).toMatchObject({ triage: FAILURE_KINDS })
})

test('a filter is kept under a name, chosen again and deleted', async ({ page, own }) => {
  await openPage(page, at(own, '&cause=infra&sort=lastSeen'))
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByLabel('Name of the view in sight').fill('Machines')
  await page.keyboard.press('Enter')
  await openPage(page, at(own))
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('link', { name: 'Machines' }).click()
  await expect(page).toHaveURL(/cause=infra/)
  await page.getByRole('button', { name: 'Machines' }).click()
  await page.getByRole('button', { name: 'Delete the view Machines' }).click()
  await expect(page.getByText('No view saved in this browser yet.')).toBeVisible()
})

test('merges and templates are rules: tried first, listed in order, and withdrawn', async ({ page, own }) => {
  const faults = watchPage(page, own.url)
  await openPage(page, at(own))
  for (const text of ['500 Server Error', '404 Client Error']) {
    await takeInHand(page, text)
    await page.keyboard.press('x')
  }
  await page.keyboard.press('m')
  await expect(dialog(page)).toContainText('Which one stays')
  await dialog(page).getByRole('button', { name: 'Merge 2 patterns' }).press('Enter')
  await expect(rows(page)).toHaveCount(FAILURE_KINDS - 1)
  await page.getByRole('link', { name: 'Rules' }).click()
  await expect(page.getByRole('table', { name: 'Rules' })).toContainText('merge')
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await expect(page.getByRole('heading', { name: 'No rules yet' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Template' }).fill('Fetch of run status failed: <*>')
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 gained')).toBeVisible()
  await expectAccessible(page, 'the rules')
  await page.getByRole('button', { name: 'Save the rule' }).click()
  await expect(page.getByRole('table', { name: 'Rules' })).toContainText('Fetch of run status failed')
  // The list may know the rule before the notice that can take it back is there.
  await expect(page.getByText('Rule saved: Fetch of run status failed: <*>', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(page.getByRole('heading', { name: 'No rules yet' })).toBeVisible()
  await expect.poll(() => counts(own)).toMatchObject({ triage: FAILURE_KINDS })
  expect(faults).toEqual([])
})

test('twenty patterns are triaged by keyboard alone, with an undo', async ({ page, own }) => {
  test.setTimeout(120_000)
  await openPage(page, at(own, '&lane=triage'))
  await page.keyboard.press('j')
  for (let left = FAILURE_KINDS; left > FAILURE_KINDS - 18; left -= 1) {
    const before = await handId(page)
    await page.keyboard.press(left % 2 === 0 ? 'a' : 'n')
    await expect(rows(page)).toHaveCount(left - 1)
    await expect.poll(() => handId(page)).not.toBe(before)
    expect(await handId(page)).not.toBeNull()
  }
  await page.keyboard.press('i')
  await expect(dialog(page)).toBeVisible()
  await page.keyboard.type('the source is being replaced')
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(3)
  await expect(inHand(page)).toHaveCount(1)
  await page.keyboard.press('f')
  await expect(dialog(page)).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.type('https://example.com/pull/12')
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(2)
  await expect.poll(() => counts(own)).toMatchObject({ triage: 2, ignored: 1 })
  await expect(page).toHaveTitle('(2) Patterns · Pitwall')
  await page.keyboard.press('u')
  await expect(rows(page)).toHaveCount(3)
  await expect(inHand(page)).toHaveCount(1)
  await page.keyboard.press('u')
  await expect(rows(page)).toHaveCount(4)
  await expect.poll(() => counts(own)).toMatchObject({ triage: 4, ignored: 0 })
})

test('messages with markup, escapes, controls and five megabytes are shown harmlessly', async ({ page, own }) => {
  test.setTimeout(120_000)
  writeHostileFailures(own.records)
  expect([0, 3]).toContain((await own.run('import', own.records)).code)
  const faults = watchPage(page, own.url)
  page.on('dialog', (shown) => {
    faults.push(`dialog ${shown.message()}`)
    void shown.dismiss()
  })
  await openPage(page, at(own, '&sort=lastSeen'))
  await expect(row(page, '<img src=x')).toBeVisible()
  await expect(row(page, 'Invoice')).not.toContainText('\u202e')
  await expect(row(page, 'Nul')).not.toContainText('\u0000')
  await expect(row(page, 'Colour')).not.toContainText('[31m')
  await expect(row(page, 'Endless')).toBeVisible()
  expect(await page.evaluate((mark) => mark in window, HOSTILE_MARK)).toBe(false)
  expect(await page.evaluate(() => document.documentElement.outerHTML.length)).toBeLessThan(1_000_000)
  await expectAccessible(page, 'hostile')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  expect(faults).toEqual([])
})
