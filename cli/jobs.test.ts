import { execFile } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeJob, makeRun, makeSession } from '@/lib/testing/make-rows'
import { testDb, testFolder } from '@/lib/testing/test-db'

/** Runs the built-in command as a user does. */
function pitwall(args: string[]): Promise<{ code: number; out: string; err: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PITWALL')))
  return new Promise((resolve) => {
    execFile(
      path.resolve('bin/pitwall.mjs'),
      args,
      { cwd: testFolder(), env: clean as NodeJS.ProcessEnv },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

const HOSTILE = '\u001b[31m<b>\u202e'

describe('pitwall jobs', () => {
  it('lists jobs with the filters of the route, and tells of one', async () => {
    const { db, url } = await testDb()
    await makeJob(db, {
      ...{
        id: 'synth:pl_1',
        type: 'prompt_learning',
        statusRaw: HOSTILE,
        statusDerived: 'failed',
        bestScore: 0.1 + 0.2,
      },
      ...{ conflict: true, conflictReason: 'its record says DONE', goal: HOSTILE, runs: 1, runsFailed: 1 },
    })
    await makeJob(db, { id: 'reev:b', type: 'benchmark' })
    await makeRun(db, { id: 'synth:r', jobId: 'synth:pl_1' })
    await db.runFlag.create({ data: { runId: 'synth:r', name: 'model_drift', detail: HOSTILE, evidence: '' } })
    const list = await pitwall([
      'jobs',
      '--db',
      url,
      '--type',
      'prompt_learning',
      '--flag',
      'model_drift',
      '--sort',
      'score',
    ])
    expect([list.code, list.err]).toEqual([0, ''])
    expect(list.out).toMatch(/failed !.*0\.3 .*synth:pl_1/)
    expect(list.out).toContain('1 of 1 job')
    expect(list.out).not.toContain('\u001b')
    expect((await pitwall(['jobs', '--db', url, '--parent', 'synth:pl_1'])).out).toBe('No jobs.\n')
    const one = await pitwall(['jobs', 'synth:pl_1', '--db', url])
    expect(one.out).toContain('its record says DONE')
    expect(one.out).toContain('model_drift')
    expect(one.out).not.toContain('\u001b')
    const json = await pitwall(['jobs', 'synth:pl_1', '--db', url, '--json'])
    expect(JSON.parse(json.out)).toMatchObject({ id: 'synth:pl_1', goal: HOSTILE, counts: { runs: 1 } })
  })

  it('names a job that is not there and ends with 1, and a wrong flag with 2', async () => {
    const { url } = await testDb()
    expect(await pitwall(['jobs', 'synth:none', '--db', url])).toMatchObject({ code: 1, out: '' })
    expect(await pitwall(['jobs', '--db', url, '--status', 'odd'])).toMatchObject({ code: 2, out: '' })
  })
})

describe('pitwall sessions --by task', () => {
  it('adds up the sessions of each task, with their averages', async () => {
    const { db, url } = await testDb()
    for (const tokens of [52_000n, 53_000n, null]) {
      await makeSession(db, 'obra:r', { taskId: HOSTILE, tokens, turns: 2, lastEvidenceAt: '2026-01-01T00:00:00.000Z' })
    }
    const { out, code } = await pitwall(['sessions', '--by', 'task', '--db', url])
    expect(code).toBe(0)
    expect(out).toMatch(/ 3 +105,000 +52,500 +6 +no price/)
    expect(out).not.toContain('\u001b')
    const json = await pitwall(['sessions', '--by', 'task', '--db', url, '--json'])
    expect(JSON.parse(json.out)).toMatchObject({
      items: [{ sessions: 3, tokens: 105_000, tokensPerSession: 52_500 }],
      total: 1,
    })
  })
})
