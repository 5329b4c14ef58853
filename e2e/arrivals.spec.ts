import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { InterllmRun } from '@/lib/sources/interllm/interllm-fixture'
import { sessionFile } from '@/lib/sources/reev/reev-fixture'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

const EXECUTION = '0c4d8a6e-3f0f-4a55-9d0c-2f7f0f3a1b10'
/** What an operator waits for at most. */
const SOON = { timeout: 5_000, intervals: [100] }

const row = (page: Page, id: string) => page.locator(`tr[data-run="${id}"]`)

/** Has a folder followed, and waits until the worker has looked into it. */
async function follow(pitwall: Pitwall, folder: string): Promise<void> {
  const url = `${pitwall.url}/api/v1/sources`
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ path: folder }) })
  expect(reply.status).toBeLessThan(300)
  await rounds(pitwall, folder)
}

/** Resolves when the worker has gone round twice from now. */
async function rounds(pitwall: Pitwall, folder: string): Promise<void> {
  const checkedAt = async () => {
    const reply = await fetch(`${pitwall.url}/api/v1/sources?fleet=own`)
    const { sources } = (await reply.json()) as { sources: { path: string; checkedAt: string | null }[] }
    return sources.find((source) => source.path === folder)?.checkedAt ?? ''
  }
  for (let round = 0; round < 2; round += 1) {
    const now = new Date().toISOString()
    await expect.poll(async () => (await checkedAt()) > now, { timeout: 20_000 }).toBe(true)
  }
}

test('what arrives in a followed folder shows within five seconds, without a reload', async ({ browser }) => {
  test.setTimeout(240_000)
  const pitwall = await Pitwall.start()
  try {
    const nowS = Math.floor(Date.now() / 1_000)
    const answer = {
      execution_id: EXECUTION,
      benchmark_id: '001-sol-transfer',
      agent: 'glm-4.6',
      status: 'Queued',
      created_at: new Date((nowS - 60) * 1_000).toISOString(),
      updated_at: new Date((nowS - 60) * 1_000).toISOString(),
      progress: 0,
      tool_calls: [],
      duration_ms: 0,
    }
    writeFileSync(path.join(pitwall.records, 'status.json'), JSON.stringify(answer))
    await follow(pitwall, pitwall.records)
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage()
    const faults = watchPage(page, pitwall.url)
    await openPage(page, `${pitwall.url}/runs?fleet=own`)
    const run = row(page, `reev:${EXECUTION}`)
    await expect(run).toContainText(/queued/i)
    await page.evaluate(() => Object.assign(window, { untouched: true }))

    await test.step('a session file that is half written changes nothing and is no fault', async () => {
      const file = path.join(pitwall.records, `session_${EXECUTION}.json`)
      const whole = JSON.stringify(sessionFile(EXECUTION, { start_time: nowS - 50, end_time: nowS - 5 }), null, 2)
      writeFileSync(file, whole.slice(0, whole.length / 2))
      await rounds(pitwall, pitwall.records)
      await expect(run).toContainText(/queued/i)
      writeFileSync(file, whole)
    })

    await test.step('once it is whole, the run that was queued is over', async () => {
      await expect.poll(() => run.textContent(), SOON).toMatch(/succeeded/i)
    })

    await test.step('a new run folder shows', async () => {
      const made = new InterllmRun({ startMs: (nowS - 30) * 1_000 })
      made
        .start({ kind: 'scenario_run', number: '1.1', title: 'Read only', outputPath: 'outputs/scenario_001.md' })
        .wait(3)
      made.work({ prompt: 'Write to outputs/scenario_001.md' })
      made.wait(2).end('DONE', { input: 2_000, output: 500 })
      const folder = path.join(pitwall.records, 'logs', `run-${made.runId}`)
      for (const [name, text] of Object.entries(made.files())) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
        writeFileSync(path.join(folder, name), String(text))
      }
      await expect.poll(() => row(page, `interllm:${made.runId}`).count(), SOON).toBe(1)
    })

    expect(await page.evaluate(() => 'untouched' in window)).toBe(true)
    expect(faults).toEqual([])
  } finally {
    await pitwall.remove()
  }
})
