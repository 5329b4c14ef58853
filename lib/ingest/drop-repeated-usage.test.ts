import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { fingerprint, imported, importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'

const [SOLVED, OTHER] = ['django__django-11111', 'django__django-22222']
const call = (id: string) => ({
  role: 'assistant',
  content: 'I look.',
  extra: {
    response: {
      id,
      model: 'm-1',
      created: 1_785_578_400,
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, cost: 0.002 },
    },
  },
})

/** One trajectory of two calls, and a table with its item and another. */
function experiment(outputOfSolved = 40) {
  const folder = testFolder()
  const trajectory = path.join(folder, '20260801_agent', SOLVED, `${SOLVED}.traj.json`)
  const info = { exit_status: 'Submitted', model_stats: { instance_cost: 0.005, api_calls: 2 } }
  const messages = [{ role: 'user', content: 'Fix the bug.' }, call('r1'), call('r2')]
  mkdirSync(path.dirname(trajectory), { recursive: true })
  writeFileSync(
    trajectory,
    JSON.stringify({ trajectory_format: 'mini-swe-agent-1', instance_id: SOLVED, info, messages }),
  )
  const table = path.join(folder, 'agent-rows.csv')
  const head = 'instance_id,resolved,prompt_tokens,completion_tokens,cost'
  const rows = [`${SOLVED},true,200,${outputOfSolved},0.005`, `${OTHER},false,70,7,0.001`]
  writeFileSync(table, `${[head, ...rows].join('\n')}\n`)
  return { trajectory, table }
}

test('a table of results and the trajectory it sums up are one spending, in whatever order they come', async () => {
  const { trajectory, table } = experiment()
  const prints = []
  for (const files of [
    [trajectory, table],
    [table, trajectory],
    [table, trajectory, table],
  ]) {
    const { db } = await imported(files)
    const events = await db.usageEvent.findMany({ orderBy: { total: 'asc' } })
    expect(events.map(({ total, purposeRaw }) => [Number(total), purposeRaw === 'result row'])).toEqual([
      [77, true],
      [120, false],
      [120, false],
    ])
    expect(Number((await db.usageDay.aggregate({ _sum: { total: true } }))._sum.total)).toBe(317)
    expect((await db.job.findFirst())?.tokens).toBe(317n)
    const [flag, ...others] = await db.runFlag.findMany({ where: { name: 'usage_repeated' } })
    expect(others).toEqual([])
    expect(flag).toMatchObject({ runId: expect.stringContaining('agent-rows'), count: 1 })
    expect(flag?.detail).toMatch(/^1 row repeats .* of results:.*20260801_agent spent, 240 tokens/)
    // What the table said stays with its results.
    expect((await db.itemResult.findMany({ where: { sessionId: null } })).map((row) => row.total)).toEqual([240n, 77n])
    prints.push(await fingerprint(db))
  }
  expect(prints[1]).toEqual(prints[0])
  expect(prints[2]).toEqual(prints[0])
})

test('other tokens are another spending: nothing is left out', async () => {
  const { trajectory, table } = experiment(41)
  const store = await testDb()
  await importInto(store, [trajectory, table])
  expect((await store.db.usageEvent.aggregate({ _sum: { total: true } }))._sum.total).toBe(558n)
  expect(await store.db.runFlag.count({ where: { name: 'usage_repeated' } })).toBe(0)
})
