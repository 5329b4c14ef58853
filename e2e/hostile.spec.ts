import path from 'node:path'
import { HOSTILE_MARK, writeHostileAutopack } from '@/lib/testing/hostile-database'
import { expect, Pitwall, test, watchPage } from './pitwall'

// A trace would copy each of the large pages many times.
test.use({ trace: 'off' })

test('a database full of markup, scripts, escapes and endless texts is shown harmlessly', async ({ browser }) => {
  test.setTimeout(240_000)
  const pitwall = await Pitwall.start()
  try {
    writeHostileAutopack(path.join(pitwall.records, 'hostile.db'))
    const { code } = await pitwall.run('import', path.join(pitwall.records, 'hostile.db'))
    expect([0, 3]).toContain(code)
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
    const page = await context.newPage()
    const faults = watchPage(page, pitwall.url)
    page.on('dialog', (dialog) => {
      faults.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    const reply = await fetch(`${pitwall.url}/api/v1/runs?limit=500`)
    const { items } = (await reply.json()) as { items: { id: string }[] }
    expect(items.length).toBeGreaterThan(20)
    // Every third of them holds every kind of text in some column; all of them would take minutes.
    const some = items.filter((_, index) => index % 3 === 0).map(({ id }) => `/runs/${encodeURIComponent(id)}`)
    for (const where of ['/', '/runs', '/sources', ...some]) {
      await page.goto(pitwall.url + where)
      await expect(page.getByRole('heading', { level: 1 }), where).toBeVisible()
      expect(await page.evaluate((mark) => mark in window, HOSTILE_MARK), where).toBe(false)
      // What Next does when its own title comes late; a title that the browser spells otherwise once hung the page here.
      for (const late of ['before the page lives', 'while it lives']) {
        await page.evaluate((title) => {
          document.title = title
        }, late)
        await expect(page, where).toHaveTitle(/ · Pitwall$/)
      }
      const weight = await page.evaluate(() => document.documentElement.outerHTML.length)
      expect(weight, `${where} stays small`).toBeLessThan(1_000_000)
    }
    expect(faults).toEqual([])
  } finally {
    await pitwall.remove()
  }
})
