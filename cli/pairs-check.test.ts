import { execFile } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { PairCheckReply } from '@/lib/pairs/schema'
import { makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'

/** Runs the built-in command as a user does, on a database of its own. */
function check(url: string, cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PITWALL')))
  return new Promise((resolve) => {
    execFile(
      path.resolve('bin/pitwall.mjs'),
      ['pairs', 'check', ...args, '--db', url],
      { cwd, env: clean as NodeJS.ProcessEnv },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

async function twoRuns() {
  const store = await testDb()
  const ended = { status: 'succeeded', statusDerived: 'succeeded', startedAt: '2026-01-02T03:00:00.000Z' }
  const settings = { commit: 'abcdef1', item_set: 'ten', tool_versions: '1' }
  for (const agent of ['a', '\u001b[31mb'])
    await makeRun(store.db, {
      ...ended,
      id: `reev:${agent.at(-1)}`,
      goal: 'Swap',
      data: JSON.stringify({ ...settings, agent }),
    })
  return store
}

describe('pitwall pairs check', { timeout: 60_000 }, () => {
  it('ends with 0 for a valid pair, with 5 for one that is refused, and says why', async () => {
    const { url, folder, db } = await twoRuns()
    const valid = await check(url, folder, 'reev:a', 'reev:b', '--varied', 'configuration')
    expect(valid.out).toMatch(/^Valid\. There are no token statistics\.\n/)
    expect(valid.code).toBe(0)
    expect(valid.out).not.toContain('\u001b')

    const refused = await check(url, folder, 'reev:a', 'reev:b', '--varied', 'tool-versions')
    expect(refused.code).toBe(5)
    expect(refused.out).toMatch(/^Invalid: 2 checks refuse this pair\. No effect is given\.\n\nERROR +configuration /)

    const missing = await check(url, folder, 'reev:a', 'reev:gone')
    expect(missing).toMatchObject({ code: 5 })
    expect(missing.out).toContain('There is no such run: treatment reev:gone.')
    expect(await db.pairOverride.count()).toBe(0)
  })

  it('prints the reply of the route as JSON, and keeps an override with who asked', async () => {
    const { url, folder, db } = await twoRuns()
    const { code, out } = await check(url, folder, 'reev:a', 'reev:b', '--override', 'a trial', '--json')
    expect(code).toBe(0)
    const reply = PairCheckReply.parse(JSON.parse(out))
    expect(reply).toMatchObject({
      valid: true,
      exploratory: true,
      override: { requestedBy: 'command', reason: 'a trial' },
    })
    expect(await db.pairOverride.findMany()).toMatchObject([{ id: reply.override?.id, requestedBy: 'command' }])
    const words = await check(url, folder, 'reev:a', 'reev:b', '--override', 'a trial')
    expect(words.out).toMatch(/^EXPLORATORY: valid by override ovr_/)
  })

  it.each([
    [['reev:a'], 'treatment'],
    [['reev:a', 'reev:b', '--varied', 'comit'], '--varied: one of commit, model_map'],
    [['reev:a', 'reev:b', '--override', ' '], '--override'],
    [['reev:a', 'reev:b', '--overide', 'x'], '--override'],
  ])('%j is wrong use and says why', async (args, named) => {
    const { url, folder } = await testDb()
    const { code, out, err } = await check(url, folder, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(named)
  })
})
