import type { Db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { makeABResult } from './make-metric-rows'
import { makeJob, makePhase, makeRun, makeUsage } from './make-rows'

/** A run that ended well, with tokens. */
export const ENDED = {
  status: 'succeeded',
  statusDerived: 'succeeded',
  startedAt: '2026-01-02T03:00:00.000Z',
  usageTotal: 1_000n,
  durationMs: 60_000n,
} satisfies Partial<Prisma.RunCreateInput>

/** Two Autopack runs of one plan, and the row in which their system compared them. */
export async function makeAutopackPair(db: Db, comparison: Partial<Prisma.ABTestResultCreateInput> = {}) {
  for (const id of ['autopack:c', 'autopack:t']) {
    await makeRun(db, { ...ENDED, id, tokenCap: 300_000n, goal: 'Sort the files', phasesTotal: 2, jobId: 'autopack:j' })
    await makePhase(db, id, { nativeId: 'one', index: 0, name: 'One', data: `{"id":"${id}","scope":{"paths":["a"]}}` })
    await makePhase(db, id, { nativeId: 'two', index: 1, name: 'Two' })
    await db.runModel.create({ data: { runId: id, model: 'gpt-5', events: 1 } })
    await makeUsage(db, id, { input: 1_000, costPico: 5n, costKind: 'computed', priceTable: 'table-1' })
  }
  await makeJob(db, {
    id: 'autopack:j',
    config: '{"feature_flags":{"context":true},"api_key":"sk-live-1234567890abcdef"}',
  })
  await makeABResult(db, {
    ...{ controlRunId: 'autopack:c', treatmentRunId: 'autopack:t' },
    ...{ controlCommitSha: 'abcdef1', treatmentCommitSha: 'abcdef1' },
    ...{ controlModelHash: 'feedfacefeedface', treatmentModelHash: 'feedfacefeedface', ...comparison },
  })
}
