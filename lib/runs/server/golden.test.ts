import path from 'node:path'
import { expect, it } from 'vitest'
import { Overview } from '@/lib/overview/schema'
import { getOverview } from '@/lib/overview/server/get-overview'
import { ListRunsInput, RunDetail, RunPartInput, TimelinePage } from '@/lib/runs/schema'
import { imported } from '@/lib/testing/importing'
import { REAL_DATA } from '@/lib/testing/test-db'
import { TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount } from '@/lib/tokens/server/get-token-account'
import { countRuns } from './count-runs'
import { getRun } from './get-run'
import { listRunTimeline } from './list-run-timeline'
import { listRuns } from './list-runs'

const NEWEST = 'seeds/autopack/db-snapshots/autopack.20251224T103310Z.6d748313.db'

it.skipIf(!REAL_DATA)(
  'shows the real fleet as it is: its conflicts, its one run over the cap, its spend without a row',
  async () => {
    const { db } = await imported([path.join(REAL_DATA ?? '', NEWEST)])
    const ctx = { db, fleet: 'own' as const, now: new Date('2025-12-24T12:00:00.000Z') }
    expect(await countRuns(ctx)).toMatchObject({ all: 85, conflict: 31, overCap: 1, orphan: 15 })

    const runs = await listRuns(ctx, ListRunsInput.parse({ limit: 500 }))
    expect(runs.total).toBe(85)
    expect(runs.items.reduce((sum, run) => sum + (run.usage.total ?? 0), 0)).toBe(22_704_664)

    const account = await getTokenAccount(ctx, TokensInput.parse({}))
    expect(account.totals).toMatchObject({ events: 1_371, usage: { total: 22_704_664, unsplit: 22_704_664 } })
    expect(account.rows).toHaveLength(11)
    const byRun = await getTokenAccount(ctx, TokensInput.parse({ groupBy: 'run', limit: 500 }))
    expect(byRun.totals).toEqual(account.totals)

    const overview = await getOverview(ctx)
    expect(Overview.parse(overview)).toEqual(overview)
    expect(overview.attention.find(({ kind }) => kind === 'conflict')).toMatchObject({
      title: '31 Autopack runs',
      sentence:
        '23 failed with phases unfinished · 5 failed with every phase complete · 3 open with every phase finished',
    })
    expect(overview.attention.find(({ kind }) => kind === 'orphans')?.sentence).toMatch(/^7,062,712 tokens \(31\s% of/)
    expect(overview.attention.find(({ kind }) => kind === 'over_cap')?.sentence).toMatch(/437,630 of 300,000 tokens/)
    for (const { id } of runs.items) {
      const run = await getRun(ctx, { id })
      expect(RunDetail.parse(run)).toEqual(run)
      const timeline = await listRunTimeline(ctx, RunPartInput.parse({ id }))
      expect(TimelinePage.parse(timeline)).toEqual(timeline)
    }
  },
)
