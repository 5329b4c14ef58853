import { execFile } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Manifest } from '@/lib/campaigns/manifest'
import { CampaignDetail, CampaignPlan } from '@/lib/campaigns/schema'
import { makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'

/** Runs the built-in command as a user does, on a database of its own. */
function campaigns(url: string, cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PITWALL')))
  return new Promise((resolve) => {
    execFile(
      path.resolve('bin/pitwall.mjs'),
      ['campaigns', ...args, '--db', url],
      { cwd, env: clean as NodeJS.ProcessEnv },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

describe('pitwall campaigns', { timeout: 60_000 }, () => {
  it('plans, makes, hands out and shows a campaign', async () => {
    const { url, folder, db } = await testDb()
    const failed = { status: 'failed', statusDerived: 'failed', cause: 'quality', goal: 'x' }
    await makeRun(db, { ...failed, id: 'autopack:a', usageTotal: 1_234n })
    await makeRun(db, { ...failed, id: 'autopack:\u001b[31mb', cause: 'infra' })
    expect((await campaigns(url, folder)).out).toContain('No campaign yet')

    const { out } = await campaigns(url, folder, 'plan', '--status', 'failed')
    expect(out).toContain('2 runs can be replayed, 0 left out.')
    expect(out).toContain('1,234 tokens (1 of 2 runs record it)')
    expect(out).not.toContain('\u001b')
    const plan = JSON.parse((await campaigns(url, folder, 'plan', '--cause', 'quality', '--json')).out)
    expect(CampaignPlan.parse(plan)).toMatchObject({ eligible: 1, filter: { cause: 'quality' } })

    const made = await campaigns(
      ...([url, folder, 'create', '--name', 'Again', '--varied', 'model_map', '--value', 'model=x=y'] as const),
      ...['--smallest-ratio', '0.9', '--metric', 'tokens', '--expected-plan', plan.planHash, '--cause', 'quality'],
      '--json',
    )
    const { id } = JSON.parse(made.out)
    const manifest = Manifest.parse(JSON.parse((await campaigns(url, folder, 'manifest', id)).out))
    expect(manifest).toMatchObject({ settings: { values: { model: 'x=y' } }, runs: [{ originalId: 'a', batch: 1 }] })
    const shown = CampaignDetail.parse(JSON.parse((await campaigns(url, folder, 'show', id, '--json')).out))
    expect(shown).toMatchObject({ metric: 'tokens', settings: { smallestEffect: { value: 0.9, scale: 'ratio' } } })
    expect((await campaigns(url, folder, 'show', id)).out).toContain('a plain rerun would do better, too')
    expect((await campaigns(url, folder, 'list')).out).toContain(id)
  })

  it('names the flag at fault, and ends with 2', async () => {
    const { url, folder } = await testDb()
    for (const [args, said] of [
      [['create', '--name', 'x'], '--varied: name what is to vary'],
      [['create', '--varied', 'odd', '--name', 'x'], '--varied: one of commit'],
      [['create', '--aa', '--name', 'x', '--value', 'odd'], '--value: NAME=VALUE.'],
      [['create', '--aa', '--name', 'x', '--batch-size', 'many'], '--batch-size: a number.'],
      [['create', '--aa', '--name', 'x', '--status', 'odd'], '--status: '],
      [['plan', '--cause', 'odd'], '--cause: '],
    ] as const) {
      const { code, err } = await campaigns(url, folder, ...args)
      expect([code, err.startsWith(`pitwall: ${said}`) || err]).toEqual([2, true])
    }
    expect((await campaigns(url, folder, 'create', '--aa', '--name', 'x')).err).toContain('No run matches the filter')
    expect((await campaigns(url, folder, 'show', 'cmp_none')).err).toContain('No campaign has the id cmp_none')
  })
})
