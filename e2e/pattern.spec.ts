import type { Page } from '@playwright/test'
import type { PatternPage, PatternSummary } from '@/lib/patterns/schema'
import { HOSTILE_MARK } from '@/lib/testing/hostile-database'
import { expectAccessible } from './accessible'
import { UPLOADS, UPLOADS_TO_SECOND, writePatternPageRecords } from './pattern-page-records'
import { writeHostileFailures } from './pattern-records'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

test.describe('the page of one pattern', () => {
  test.setTimeout(60_000)
  test.use({ viewport: { width: 1440, height: 1000 } })
  let pitwall: Pitwall

  test.beforeAll(async () => {
    pitwall = await Pitwall.start()
    writePatternPageRecords(pitwall.records)
    writeHostileFailures(pitwall.records)
    expect((await pitwall.run('import', pitwall.records)).code).toBe(0)
    await expect.poll(async () => (await patterns('was refused')).length, { timeout: 20_000 }).toBe(1)
  })
  test.afterAll(() => pitwall.remove())

  const patterns = async (q: string, fleet = 'own') => {
    const reply = await fetch(`${pitwall.url}/api/v1/patterns?fleet=${fleet}&q=${encodeURIComponent(q)}`)
    return ((await reply.json()) as PatternPage).items
  }
  const one = async (q: string, fleet = 'own'): Promise<PatternSummary> => {
    const [found] = await patterns(q, fleet)
    if (found === undefined) throw new Error(`no pattern of ${q}`)
    return found
  }
  const open = async (page: Page, { id }: { id: string }, query = 'fleet=own') => {
    await openPage(page, `${pitwall.url}/patterns/${id}?${query}`)
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  }
  const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

  test('says why its messages are one, how often, since when and where', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    const { id } = await one('failed: HTTP 503')
    await open(page, { id })
    await expect(region(page, 'Template')).toContainText('Upload of')
    await page.getByRole('button', { name: 'Why one?' }).click()
    await expect(region(page, 'Template')).toContainText(id)
    const figures = page.getByRole('region', { name: 'Figures of this pattern' })
    await expect(figures).toContainText(`Times${UPLOADS}`)
    await expect(figures).toContainText('not recorded')
    await expect(region(page, 'Times per day').getByRole('application')).toBeVisible()
    await page.getByRole('button', { name: 'View as table' }).click()
    await expect(page.getByRole('table', { name: 'Times per day' }).getByRole('row')).toHaveCount(6)
    await expect(region(page, 'Runs hit, per 100 exposed')).toContainText('5 of 6')
    await expect(region(page, 'Occurrences').getByRole('listitem')).toHaveCount(UPLOADS)
    await expect(region(page, 'What helps')).toContainText('suggestion given, not a fix')
    await expect(region(page, 'Where it was seen')).toContainText('Nightly 6')
    await expect(region(page, 'History')).toContainText('first seen')
    expect(faults).toEqual([])
  })

  test('leads to the line among the failures of the run, and that back to the pattern', async ({ page }) => {
    const { id } = await one('failed: HTTP 503')
    await open(page, { id })
    await region(page, 'Occurrences').getByRole('link', { name: 'in the run' }).nth(2).click()
    await expect(page).toHaveURL(/\/runs\/pitwall%3Anightly-6\?failure=/)
    const marked = page.getByRole('region', { name: 'Failures' }).locator('li[aria-current]')
    await expect(marked).toContainText('50.png')
    await expect(marked).toBeInViewport()
    await expect(region(page, 'Patterns')).toContainText('3 times')
    await marked.getByRole('link', { name: 'pattern' }).click()
    await expect(page).toHaveURL(new RegExp(`/patterns/${id}`))
    await page.getByRole('link', { name: '3 times' }).first().click()
    await expect(region(page, 'Occurrences').getByRole('listitem')).toHaveCount(3)
    await open(page, { id }, 'fleet=own&run=nothing')
    await expect(region(page, 'Occurrences')).toContainText('It was not seen in this run')
  })

  test('is judged by keyboard alone; a fix shows up in days and rates, and is taken back', async ({ page }) => {
    const pattern = await one('failed: HTTP 503')
    await open(page, pattern)
    const state = page.locator('header')
    await page.keyboard.press('a')
    await expect(state).toContainText('acknowledged')
    await expect(state.getByRole('button', { name: 'Undo' })).toBeVisible()
    await page.keyboard.press('u')
    await expect(state).toContainText('new')
    await page.keyboard.press('f')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('The fix is').selectOption('fix_merged')
    const at = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 16)
    await dialog.getByLabel('Live since, UTC').fill(at)
    await dialog.getByLabel('Text or link').fill('retry the upload')
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(state).toContainText('regressed')
    await expect(region(page, 'Runs hit, per 100 exposed')).toContainText('Since it came back')
    await expect(region(page, 'Runs hit, per 100 exposed')).toContainText('Split by time, not by commit')
    await expect(
      region(page, 'Times per day').getByRole('application', { name: /fix merged .*came back/ }),
    ).toBeVisible()
    await expect(page.getByRole('region', { name: 'Figures of this pattern' })).toContainText('Came back after')
    // Each step goes back by one change, also by one that the evidence made.
    for (const before of ['fix merged', 'new']) {
      await region(page, 'History').getByRole('button', { name: 'Undo the newest change' }).click()
      await expect(state).toContainText(before)
    }
  })

  test('has an owner and notes; who was slower sees the row as it is', async ({ page }) => {
    const { id } = await one('was refused')
    await open(page, { id })
    await page.getByRole('button', { name: 'Pause' }).click()
    const { version } = await one('was refused')
    const body = JSON.stringify({ owner: 'mika', expectedVersion: version })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${pitwall.url}/api/v1/patterns/${id}`, { method: 'PATCH', headers, body })).status).toBe(200)
    await page.getByRole('textbox', { name: 'Note' }).fill('The limit is 5 MB')
    await page.getByRole('button', { name: 'Add note' }).click()
    await expect(region(page, 'Owner and notes').getByRole('alert')).toContainText('Somebody changed it meanwhile')
    await expect(page.getByRole('textbox', { name: 'Owner' })).toHaveValue('mika')
    await page.getByRole('button', { name: 'Add note' }).click()
    await expect(region(page, 'Owner and notes').getByRole('listitem')).toContainText('The limit is 5 MB')
  })

  test('gives one of its values away, and takes it back', async ({ page }) => {
    await open(page, await one('failed: HTTP 503'))
    const figures = page.getByRole('region', { name: 'Figures of this pattern' })
    await page.getByRole('button', { name: 'Make “store-2” a pattern of its own' }).click()
    await expect(region(page, 'What differs').getByRole('status')).toContainText('Split off')
    await expect(figures).toContainText(`Times${UPLOADS - UPLOADS_TO_SECOND}`)
    await page.keyboard.press('u')
    await expect(figures).toContainText(`Times${UPLOADS}`, { timeout: 20_000 })
  })

  test('takes another one in, shows the rule that did it, and lets it go again', async ({ page }) => {
    await open(page, await one('failed: HTTP 503'))
    const figures = page.getByRole('region', { name: 'Figures of this pattern' })
    await region(page, 'Nearest other patterns')
      .getByRole('button', { name: /Merge into this one.*refused/ })
      .click()
    await expect(figures).toContainText(`Times${UPLOADS + 1}`)
    await expect(region(page, 'Rules that made it')).toContainText('merge of')
    await page.keyboard.press('u')
    await expect(figures).toContainText(`Times${UPLOADS}`, { timeout: 20_000 })
    await expect(region(page, 'Rules that made it')).toHaveCount(0)
  })

  test('shows hostile messages harmlessly', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    for (const q of ['Render failed', 'Colour', 'Invoice', 'Endless', 'Backtrack', '__proto__']) {
      await open(page, await one(q))
      await expect(region(page, 'Occurrences').getByRole('listitem')).toHaveCount(1)
      expect(await page.evaluate((mark) => mark in window, HOSTILE_MARK), q).toBe(false)
    }
    expect(faults).toEqual([])
  })

  test('pages through a storm of thousands', async ({ page }) => {
    const storm = await one('connect ECONNREFUSED', 'sample')
    await open(page, storm, 'fleet=sample')
    const rows = region(page, 'Occurrences').getByRole('listitem')
    await expect(rows).toHaveCount(25)
    await page.getByRole('button', { name: 'Show older' }).click()
    await expect(rows).toHaveCount(50)
    await expect(page.getByRole('button', { name: /Acknowledge.*the sample cannot be changed/ }).first()).toBeVisible()
  })

  test('is accessible in both themes, and no wider than a phone', async ({ page }) => {
    for (const [q, fleet] of [
      ['failed: HTTP 503', 'own'],
      ['Endless', 'own'],
      ['SSLError', 'sample'],
    ] as const) {
      await page.setViewportSize({ width: 1440, height: 1000 })
      const pattern = await one(q, fleet)
      await open(page, pattern, `fleet=${fleet}`)
      await expectAccessible(page, q)
      await page.setViewportSize({ width: 390, height: 844 })
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(sideways, q).toBeLessThanOrEqual(0)
    }
  })
})
