import { expect, test } from 'vitest'
import { upsert, writeAll } from '@/lib/db/upsert'
import { GetExperimentInput } from '@/lib/experiments/experiment-schema'
import { makeJob, makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getExperiment } from './get-experiment'

const JOB = 'results:many'

const nameOf = (at: number) => `configuration ${String(at).padStart(2, '0')}`

/** Rows of so many configurations on so many items. */
function rowsOf(configurations: number, items: number) {
  return Array.from({ length: configurations }, (_, at) =>
    Array.from({ length: items }, (_, item) => ({
      ...{ id: `r${at}/${item}`, system: 'results', instanceId: 'results', jobId: JOB, runId: `results:run ${at}` },
      ...{ configuration: nameOf(at), itemKey: `item ${item}`, version: '' },
      resolved: (item * 7919 + at * 31) % 10 < 5 + (at % 3),
      total: BigInt(1_000 + ((item * 104_729 + at * 1_299_709) % 5_000)),
    })),
  ).flat()
}

async function ask(configurations: number, items: number, metric: 'success' | 'tokens') {
  const { db } = await testDb()
  const rows = rowsOf(configurations, items)
  await writeAll(db, upsert('ItemResult', ['id'], rows, 'keep'))
  await makeJob(db, { id: JOB, system: 'results', name: 'many' })
  for (let at = 0; at < configurations; at += 1)
    await makeRun(db, {
      ...{ id: `results:run ${at}`, system: 'results', jobId: JOB },
      name: nameOf(at),
      usageTotal: 1n,
    })
  const ctx = { db, fleet: 'own' as const, now: new Date('2026-02-01T00:00:00.000Z') }
  const began = process.cpuUsage()
  const detail = await getExperiment(ctx, GetExperimentInput.parse({ id: `table:${JOB}`, metric }))
  const { user, system } = process.cpuUsage(began)
  return { detail, milliseconds: (user + system) / 1_000 }
}

/** Time of the processor, which other tests on the machine do not lengthen; of a slow one. */
const SLOW = 3

test.each(['success', 'tokens'] as const)('10,000 pairs of %s take about a second', async (metric) => {
  const { detail, milliseconds } = await ask(2, 10_000, metric)
  expect(detail.matching).toMatchObject({ pairs: 10_000, matched: 20_000 })
  expect(detail.pairList).toMatchObject({ total: 10_000, nextCursor: expect.any(String) })
  expect(milliseconds).toBeLessThan(1_000 * SLOW)
})

test.each(['success', 'tokens'] as const)(
  '17 configurations by 500 items compare each with each by %s',
  async (metric) => {
    const { detail, milliseconds } = await ask(17, 500, metric)
    expect(detail.withheld).toBeNull()
    expect(detail.matrix).toMatchObject({ family: 136, left: 0 })
    expect(milliseconds).toBeLessThan(2_000 * SLOW)
  },
)
