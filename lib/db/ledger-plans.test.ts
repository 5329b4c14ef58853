import { expect, it } from 'vitest'
import { testDb } from '@/lib/testing/test-db'
import type { Db } from './client'
import { doctorCallsInOrder, estimatesInOrder } from './doctor-days'
import type { LedgerScope } from './ledger-scope'
import {
  doctorCallsOf,
  doctorSpent,
  lastDoctorCalls,
  measuredDoctorCalls,
  orphanSpent,
  runlessSpent,
  spentByRole,
} from './ledger-spent'
import { artifactSums, lackingEstimates, pairSums, recordedEstimates, skippedSums } from './ledger-sums'
import { doctorCalls } from './run-parts'

const WINDOW = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }
const SCOPES: Record<string, LedgerScope> = {
  run: { runId: 'autopack:r' },
  job: { jobId: 'autopack:j' },
  window: WINDOW,
  'project in a window': { ...WINDOW, project: 'p', system: 'autopack' },
}

/** A database that keeps what it was asked. */
function listening(db: Db) {
  const asked: [sql: string, values: unknown[]][] = []
  const heard = {
    $queryRawUnsafe: (sql: string, ...values: unknown[]) => {
      asked.push([sql, values])
      return db.$queryRawUnsafe(sql, ...values)
    },
  }
  return { heard: heard as unknown as Db, asked }
}

/** How the tables of events and metrics are gone through, statement by statement. */
async function plansOf(db: Db, asked: readonly [sql: string, values: unknown[]][]): Promise<string[][]> {
  return Promise.all(
    asked.map(async ([sql, values]) => {
      const rows = await db.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
      return rows.map(({ detail }) => detail).filter((detail) => /^(SCAN|SEARCH) (u|m|UsageEvent)\b/.test(detail))
    }),
  )
}

it.each(Object.keys(SCOPES))(
  'the ledgers of a %s are found by an index, never by reading a whole table',
  async (name) => {
    const scope = SCOPES[name] ?? {}
    const { db } = await testDb()
    const { heard, asked } = listening(db)
    for (const ask of [doctorSpent, orphanSpent, runlessSpent, measuredDoctorCalls]) await ask(heard, scope)
    for (const ask of [skippedSums, recordedEstimates, lackingEstimates, artifactSums, pairSums])
      await ask(heard, scope)
    for (const ask of [estimatesInOrder, doctorCallsInOrder]) await ask(heard, scope)
    if ('runId' in scope || 'jobId' in scope) await spentByRole(heard, scope)
    const plans = await plansOf(db, asked)
    expect(plans.flat().filter((step) => step.startsWith('SCAN'))).toEqual([])
    expect(plans.flat().length).toBeGreaterThanOrEqual(asked.length - 1)
  },
)

it('doctor calls are found by their own index in the fleet, and by that of the run in a run', async () => {
  const { db } = await testDb()
  const fleet = listening(db)
  await lastDoctorCalls(fleet.heard, 100)
  await measuredDoctorCalls(fleet.heard)
  expect((await plansOf(db, fleet.asked)).flat().join()).toMatch(/^(?=.*usage_of_doctor)(?!.*SCAN)/)
  const run = listening(db)
  await doctorSpent(run.heard, { runId: 'r' })
  await doctorCallsOf(run.heard, ['r', 's'])
  await doctorCalls(run.heard, 'r')
  expect((await plansOf(db, run.asked)).map((steps) => steps.join())).toEqual(
    Array(3).fill(expect.stringContaining('usage_of_run')),
  )
})
