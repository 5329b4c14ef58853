import { execFile } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { writeAutopack } from '@/lib/testing/autopack-fixture'
import { importInto } from '@/lib/testing/importing'
import { fourLedgers } from '@/lib/testing/ledger-fixture'
import { testDb, testFolder } from '@/lib/testing/test-db'

/** Runs the built-in command as a user does. */
function ledgers(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PITWALL')))
  return new Promise((resolve) => {
    execFile(
      path.resolve('bin/pitwall.mjs'),
      ['ledgers', ...args],
      { cwd: testFolder(), env: env as NodeJS.ProcessEnv },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

it('prints the four ledgers of a run or of everything, a line each and no sum, with what they cannot know', async () => {
  const store = await testDb()
  await importInto(store, [writeAutopack(path.join(store.folder, 'autopack.db'), fourLedgers())])
  const run = await ledgers('autopack:arm-b', '--db', store.url)
  expect([run.code, run.err]).toEqual([0, ''])
  const [, spent, artifact, doctor, pair, after] = run.out.split('\n')
  expect(spent).toMatch(/^spent +measured +14,000 +\$0\.09 +5 events, of them doctor 4,000 in 3$/)
  expect(artifact).toMatch(/^artifact tokens avoided +counted +38,400 +12 substitutions in 2 phases$/)
  expect(doctor).toMatch(
    /estimated +15,172 +this run 4,200 \(n = 9, 3 calls\); fleet 972 \(n = 100, 1 call\); fallback 10,000 \(n = 0, 1 call\)$/,
  )
  expect(pair).toMatch(/^A\/B difference +measured +-17,900 +valid pair autopack#ab_test_results:1$/)
  expect(after).toBe('')
  expect(run.out).toContain('66 % of this is a constant')

  const json = JSON.parse((await ledgers('--db', store.url, '--to', '2026-01-05T10:06:00Z', '--json')).out)
  expect(json).toMatchObject({ spent: { events: 5, doctor: { tokens: 2_600, events: 2 } }, doctorAvoided: null })
  const quiet = await ledgers('autopack:quiet', '--db', store.url)
  expect(quiet.out).toMatch(/doctor tokens avoided +estimated +not recorded/)
  expect((await ledgers('autopack:none', '--db', store.url)).code).toBe(1)
  const both = await ledgers('autopack:arm-b', '--project', 'p', '--db', store.url)
  expect([both.code, both.err]).toEqual([2, expect.stringContaining('--project: a run is not narrowed further')])
})
