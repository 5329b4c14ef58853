import { expectAccessible } from './accessible'
import { expect, test, watchPage } from './pitwall'

/** The id of a run that contradicts its phases: the page with most on it. */
async function conflictingRun(url: string): Promise<string> {
  const reply = await fetch(`${url}/api/v1/runs?conflict=true&limit=1`)
  const { items } = (await reply.json()) as { items: { id: string }[] }
  return `/runs/${encodeURIComponent(items[0]?.id ?? '')}`
}

/** The id of the session with most in it. */
async function longSession(url: string): Promise<string> {
  const reply = await fetch(`${url}/api/v1/sessions?sort=tokens&limit=1`)
  const { items } = (await reply.json()) as { items: { id: string }[] }
  return `/sessions/${encodeURIComponent(items[0]?.id ?? '')}`
}

/** The address of a page by its name in PAGES. */
async function addressOf(url: string, where: string): Promise<string> {
  if (where === 'a run') return url + (await conflictingRun(url))
  return where === 'a session' ? url + (await longSession(url)) : url + where
}

const PAGES = [
  '/',
  '/runs',
  'a run',
  '/jobs',
  '/sessions',
  'a session',
  '/tokens',
  '/experiments',
  '/patterns',
  '/patterns/rules',
  '/tokens/events',
  '/budgets',
  '/compare',
  '/prices',
  '/sources',
  '/settings',
  '/no-such-page',
] as const

for (const where of PAGES) {
  test(`${where} is accessible in both themes, quiet and asks nobody else`, async ({ sample, page }) => {
    await page.setViewportSize({ width: 1440, height: 1000 })
    const faults = watchPage(page, sample.url)
    await page.goto(await addressOf(sample.url, where))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    await expectAccessible(page, where)
    expect(faults.filter((fault) => where !== '/no-such-page' || !fault.includes('404'))).toEqual([])
  })
}

test('no page scrolls sideways on a phone, even in a wider font than ours', async ({ sample, browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, bypassCSP: true })
  const page = await context.newPage()
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  for (const where of PAGES) {
    await page.goto(await addressOf(sample.url, where))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    expect(await sideways(), where).toBeLessThanOrEqual(0)
    // Until our font is there, or where it cannot be used, the text is as wide as what the machine has.
    // Without the page's own last resort, which would cut what is too wide instead of letting it show here.
    await page.addStyleTag({
      content: '* { letter-spacing: 0.06em !important } main { overflow-x: visible !important }',
    })
    expect(await sideways(), `${where} in a wide font`).toBeLessThanOrEqual(0)
  }
  await context.close()
})

test('the first rows are in the page that the server sends', async ({ sample, browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${sample.url}/runs`)
  await expect(page.getByRole('row').nth(10)).toBeVisible()
  await context.close()
})

test('the sample fleet says that it is generated, and one of its runs is alive', async ({ sample, page }) => {
  await page.goto(`${sample.url}/runs?status=running`)
  await expect(page.getByText('generated data')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'running' }).first()).toBeVisible()
  const tokens = async () => {
    const reply = await fetch(`${sample.url}/api/v1/tokens?groupBy=system`)
    return ((await reply.json()) as { totals: { events: number } }).totals.events
  }
  const before = await tokens()
  await expect.poll(tokens, { timeout: 45_000 }).toBeGreaterThan(before)
})
