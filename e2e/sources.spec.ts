import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, Pitwall, test } from './pitwall'

const SESSION = '0b7c4a52-6c1e-4d2a-9a51-3f1f7a2b9c01'
const RUN = `claude-code:${SESSION}`
const PROMPT = 'Mend the shop, please'

let written = 0

/** One record of a Claude Code transcript, as line. */
function line(record: Record<string, unknown>): string {
  const uuid = `00000000-0000-4000-8000-${String(written++).padStart(12, '0')}`
  const facts = { sessionId: SESSION, uuid, parentUuid: null, cwd: '/work/shop', version: '2.0.42', isSidechain: false }
  return `${JSON.stringify({ ...facts, timestamp: new Date().toISOString(), ...record })}\n`
}

const prompt = (text: string) => line({ type: 'user', message: { role: 'user', content: text } })

/** A reply that cost 100 tokens in all. */
const reply = (id: string) =>
  line({
    type: 'assistant',
    requestId: `req_${id}`,
    message: {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content: [{ type: 'text', text: `Reply ${id}` }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 10,
        output_tokens: 20,
        cache_creation_input_tokens: 30,
        cache_read_input_tokens: 40,
        service_tier: 'standard',
      },
    },
  })

interface Api {
  items: { id: string }[]
  sources: { id: string; path: string; state: string; contents: number; checkedAt: string | null }[]
}

const ask = async (pitwall: Pitwall, where: string) =>
  (await (await fetch(`${pitwall.url}/api/v1${where}`)).json()) as Api

const tokens = async (pitwall: Pitwall) => {
  const text = await (await fetch(`${pitwall.url}/api/v1/runs/${encodeURIComponent(RUN)}?fleet=own`)).text()
  return (JSON.parse(text) as { usage?: { total: number | null } }).usage?.total ?? null
}

async function watched(pitwall: Pitwall) {
  const { sources } = await ask(pitwall, '/sources?fleet=own')
  return sources.find(({ state }) => state !== 'imported')
}

async function soundOn(page: Page, theme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme: theme })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  const wide = page.viewportSize()
  await page.setViewportSize({ width: 390, height: 844 })
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await sideways()).toBeLessThanOrEqual(0)
  if (wide) await page.setViewportSize(wide)
}

/** Resolves when the worker has gone round its folders twice from now: a second one, watched only for this, shows it. */
async function nextRounds(pitwall: Pitwall): Promise<void> {
  const url = `${pitwall.url}/api/v1/sources`
  writeFileSync(path.join(pitwall.records, 'other.jsonl'), '')
  const headers = { 'content-type': 'application/json' }
  const { ok } = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ path: pitwall.records }) })
  expect(ok).toBe(true)
  const other = async () =>
    (await ask(pitwall, '/sources?fleet=own')).sources.find((source) => source.path === pitwall.records)
  for (let round = 0; round < 2; round += 1) {
    const now = new Date().toISOString()
    await expect.poll(async () => ((await other())?.checkedAt ?? '') > now, { timeout: 20_000 }).toBe(true)
  }
  await fetch(`${url}/${encodeURIComponent((await other())?.id ?? '')}`, { method: 'DELETE' })
}

test('what lies on this machine is offered, read after one click, and followed from then on', async ({ browser }) => {
  test.setTimeout(300_000)
  const pitwall = await Pitwall.start()
  const projects = path.join(pitwall.folder, '.claude', 'projects')
  const file = path.join(projects, '-work-shop', `${SESSION}.jsonl`)
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, prompt(PROMPT) + reply('1'))
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage()
    const offer = page.getByRole('list', { name: 'Found on this machine' })

    await test.step('the first page shows the sample and the offer, and nothing was read', async () => {
      await page.goto(pitwall.url)
      await expect(page.getByText('generated data')).toBeVisible()
      await expect(offer).toContainText('Claude Code')
      await expect(offer).toContainText('1 transcript, newest change')
      await expect(offer).toContainText('.claude/projects')
      for (const theme of ['light', 'dark'] as const) await soundOn(page, theme)
      expect((await ask(pitwall, '/imports?fleet=own')).items).toEqual([])
      expect(await watched(pitwall)).toBeUndefined()
    })

    await test.step('one click, and the own data arrive without a reload', async () => {
      await page.evaluate(() => Object.assign(window, { untouched: true }))
      await page.getByRole('button', { name: /^Watch Claude Code/ }).focus()
      await page.keyboard.press('Enter')
      await expect(page.getByText('generated data')).toBeHidden()
      await expect(offer).toBeHidden()
      await page.getByRole('link', { name: 'Runs', exact: true }).first().click()
      await expect(page.locator(`tr[data-run="${RUN}"]`)).toBeVisible({ timeout: 15_000 })
      expect(await page.evaluate(() => 'untouched' in window)).toBe(true)
      expect(await tokens(pitwall)).toBe(100)
    })

    await test.step('a line that is added counts within 3 s, and the lines before it once', async () => {
      appendFileSync(file, reply('2'))
      await expect.poll(() => tokens(pitwall), { timeout: 3_000, intervals: [100] }).toBe(200)
    })

    await test.step('a file that was replaced is read again', async () => {
      const before = (await tokens(pitwall)) ?? 0
      // Smaller than it was, and with one response that nobody has seen.
      writeFileSync(file, prompt(PROMPT) + reply('3'))
      await expect.poll(() => tokens(pitwall), { timeout: 10_000, intervals: [200] }).toBe(before + 100)
      appendFileSync(file, reply('4'))
      await expect.poll(() => tokens(pitwall), { timeout: 5_000, intervals: [200] }).toBe(before + 200)
    })

    await test.step('the sources page tells how the folder fares', async () => {
      await page.goto(`${pitwall.url}/sources`)
      const row = page.locator('tr[data-source]')
      await expect(row).toContainText('watching')
      await expect(row).toContainText('Claude Code')
      for (const theme of ['light', 'dark'] as const) await soundOn(page, theme)
    })

    await test.step('a pause stops it, and going on reads what was written meanwhile', async () => {
      const row = page.locator('tr[data-source]')
      await row.getByRole('button', { name: /^Pause/ }).click()
      await expect(row).toContainText('paused')
      const before = await tokens(pitwall)
      appendFileSync(file, reply('5'))
      await nextRounds(pitwall)
      expect(await tokens(pitwall)).toBe(before)
      await row.getByRole('button', { name: /^Resume/ }).click()
      await expect.poll(() => tokens(pitwall), { timeout: 5_000, intervals: [100] }).toBe((before ?? 0) + 100)
    })

    await test.step('a folder that is gone is told, and one that is back goes on', async () => {
      const row = page.locator('tr[data-source]')
      rmSync(projects, { recursive: true })
      await expect(row).toContainText('failing', { timeout: 10_000 })
      await expect(row).toContainText('no such file or folder')
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, prompt(PROMPT) + reply('6'))
      await expect(row).toContainText('watching', { timeout: 10_000 })
    })

    await test.step('removing asks first, and the records stay', async () => {
      const before = await tokens(pitwall)
      await page.getByRole('button', { name: /^More for/ }).click()
      await page.getByRole('menuitem', { name: /Remove/ }).click()
      const dialog = page.getByRole('dialog', { name: 'Stop watching this folder' })
      await expect(dialog).toContainText('Everything read from it stays')
      await dialog.getByRole('button', { name: 'Stop watching' }).click()
      await expect(page.locator('tr[data-source]')).toHaveCount(0)
      await expect(offer).toContainText('Claude Code')
      expect(await watched(pitwall)).toBeUndefined()
      expect(await tokens(pitwall)).toBe(before)
    })
  } finally {
    await pitwall.remove()
  }
})

test('no request can have another folder watched', async ({ sample }) => {
  const post = async (body: unknown, headers: Record<string, string> = {}) =>
    (
      await fetch(`${sample.url}/api/v1/sources`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    ).status
  expect(await post({ path: '/etc' })).toBe(403)
  expect(await post({ path: path.join(sample.folder, '.claude') })).toBe(403)
  expect(await post({ path: sample.records }, { origin: 'http://elsewhere.example' })).toBe(403)
  expect(await post({ path: sample.records }, { 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await post({ path: sample.records }, { 'content-type': 'text/plain' })).toBe(400)
  const remove = await fetch(`${sample.url}/api/v1/sources/x`, {
    method: 'DELETE',
    headers: { origin: 'http://elsewhere.example' },
  })
  expect(remove.status).toBe(403)
})
