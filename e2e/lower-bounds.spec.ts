import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { paths } from '@/lib/paths'
import { expect, openPage, Pitwall, test } from './pitwall'

const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString()
const [KEPT, GONE] = ['model-with-price', 'model-taken-away']

/** One run of one job with one session; each of two models costs a dollar or two of it. */
const LINES = [
  { kind: 'job', jobId: 'job', type: 'gepa', name: 'The job', status: 'running', startedAt: at(90) },
  { kind: 'run', runId: 'run', jobId: 'job', name: 'The run', project: 'p', status: 'running', startedAt: at(90) },
  { kind: 'session', sessionId: 'session', runId: 'run', role: 'main', status: 'running', startedAt: at(90) },
  ...[KEPT, GONE, GONE].map((model, index) => ({
    ...{ kind: 'usage', usageId: `u${index}`, runId: 'run', sessionId: 'session', at: at(80 - index) },
    ...{ provider: 'nobody', model, role: 'main', usage: { input: 1_000_000, output: 0 } },
  })),
].map((line) => JSON.stringify({ v: 1, ...line }))

const priceOf = (model: string) => ({
  [model]: { litellm_provider: 'nobody', mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_token: 1e-6 },
})

const own = (name: string) => `pitwall:${name}`
/** Every page on which a total of money stands. */
const PAGES: readonly [name: string, href: string][] = [
  ['overview', paths.overview('own')],
  ['runs', paths.runs('own')],
  ['run', paths.run(own('run'), 'own')],
  ['jobs', paths.jobs('own')],
  ['job', paths.job(own('job'), 'own')],
  ['sessions', paths.sessions('own')],
  ['session', paths.session(own('session'), 'own')],
  ['tokens', paths.tokens('own')],
  ['tokens by system', paths.tokens('own', { by: 'system' })],
  ['tokens by project', paths.tokens('own', { by: 'project' })],
  ['usage events', paths.usageEvents('own')],
  ['prices', paths.prices('own')],
]

/** Amounts of money on a page, each with its own text and that of the row it stands in. */
const amounts = () => {
  const found: { text: string; row: string }[] = []
  const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!element || !/\$\s*\d/.test(node.textContent ?? '') || element.closest('code, pre, .sr-only, [hidden]'))
      continue
    const cell = element.closest('td, dd, li, p, a, [data-figure]') ?? element
    found.push({
      text: (cell.textContent ?? '').trim(),
      row: (cell.closest('tr, li, section')?.textContent ?? '').trim(),
    })
  }
  return found
}

test('a model that loses its price turns every total of money on every page into a lower bound', async ({ page }) => {
  test.setTimeout(180_000)
  const pitwall = await Pitwall.start()
  try {
    const [file, all, fewer] = ['fleet.ndjson', 'all.json', 'fewer.json'].map((name) =>
      path.join(pitwall.records, name),
    )
    writeFileSync(file ?? '', `${LINES.join('\n')}\n`)
    writeFileSync(all ?? '', JSON.stringify({ ...priceOf(KEPT ?? ''), ...priceOf(GONE ?? '') }))
    writeFileSync(fewer ?? '', JSON.stringify(priceOf(KEPT ?? '')))
    expect(await pitwall.run('import', file ?? '', '--prices', all ?? '')).toMatchObject({ code: 0 })
    const withMoney: string[] = []
    for (const [name, href] of PAGES) {
      await openPage(page, pitwall.url + href)
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      const shown = await page.evaluate(amounts)
      expect(
        shown.filter(({ text }) => text.includes('≥')),
        name,
      ).toEqual([])
      if (shown.some(({ text }) => text.includes('$3.00'))) withMoney.push(name)
    }
    expect(withMoney).toEqual(PAGES.map(([name]) => name))

    expect(await pitwall.run('import', file ?? '', '--prices', fewer ?? '')).toMatchObject({ code: 0 })
    for (const [name, href] of PAGES) {
      await openPage(page, pitwall.url + href)
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      const shown = await page.evaluate(amounts)
      // What the model alone cost that kept its price is no total of both.
      const totals = shown.filter(({ row }) => !row.includes(KEPT ?? '') || row.includes(GONE ?? ''))
      expect(totals.length, name).toBeGreaterThan(0)
      for (const { text } of totals) expect(text, name).toMatch(/≥\s*(at least )?\$1\.00/)
    }
  } finally {
    await pitwall.remove()
  }
})
