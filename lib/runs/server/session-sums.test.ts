import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { RunDetail } from '@/lib/runs/schema'
import { sessionTree } from '@/lib/runs/session-tree'
import { importInto } from '@/lib/testing/importing'
import { newRun, PATH, SCENARIO } from '@/lib/testing/one-scenario'
import { testDb } from '@/lib/testing/test-db'
import { getRun } from './get-run'
import { getRunLedgers } from './get-run-ledgers'

/** A coordinator that recorded 39,753 tokens of its own while the executor behind it used 764,599. */
function runFolder(above: string): string {
  const run = newRun().start(SCENARIO).wait(10)
  run.work({ prompt: `Write to ${PATH}`, patches: [{ path: PATH }], sums: [112_279, 764_599] })
  const ended = run.wait(5).end('DONE', { input: 39_000, output: 753 }).wait(1)
  const folder = path.join(above, 'records')
  for (const [name, text] of Object.entries(ended.files())) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return folder
}

it('shows the spend behind a coordinator: its own, what its executor used, and both', async () => {
  const store = await testDb()
  await importInto(store, [runFolder(store.folder)])
  const ctx = { db: store.db, fleet: 'own' as const, now: new Date('2026-08-02T00:00:00.000Z') }
  const { id } = (await store.db.run.findFirst({ where: { events: { gt: 0 } } })) ?? { id: '' }
  const run = await getRun(ctx, { id })
  expect(RunDetail.parse(run)).toEqual(run)
  const tree = sessionTree(run.sessions)
  expect(tree.map(({ session, depth, own, children, sum }) => [session.role, depth, own, children, sum])).toEqual([
    ['coordinator', 0, 39_753, 764_599, 804_352],
    ['executor', 1, 764_599, null, 764_599],
  ])
  const { spent } = await getRunLedgers(ctx, { id })
  expect(spent?.usage.total).toBe(804_352)
  expect(spent?.roles).toEqual([
    { role: 'executor', events: 2, tokens: 764_599 },
    { role: 'coordinator', events: 1, tokens: 39_753 },
  ])
})
