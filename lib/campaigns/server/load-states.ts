import 'server-only'
import { type Pairing, type PairState, pairReplays } from '@/lib/campaigns/pair-replays'
import type { CampaignSummary } from '@/lib/campaigns/schema'
import { runsById } from '@/lib/db/campaign-rows'
import type { StoredCampaignRun } from '@/lib/db/campaign-store'
import type { Db } from '@/lib/db/client'
import { loadReplays } from './load-replays'
import { toReplayRun } from './to-replay-run'

/** A campaign's runs, by id, and what came of each. */
export interface CampaignState {
  runs: StoredCampaignRun[]
  pairings: Pairing[]
  /** What ended each original, as it was when it was chosen. */
  causeOf: Map<string, string | null>
}

/** How these campaigns stand, read together. Nothing of it is stored: it follows from the runs. */
export async function loadStates(db: Db, campaignIds: readonly string[]): Promise<Map<string, CampaignState>> {
  const runs = await db.campaignRun.findMany({
    where: { campaignId: { in: [...campaignIds] } },
    orderBy: { originalId: 'asc' },
  })
  const originals = [
    ...new Map(runs.map((run) => [run.originalId, { id: run.originalId, nativeId: run.nativeId }])).values(),
  ]
  const [loaded, rows] = await Promise.all([
    loadReplays(db, originals),
    runsById(
      db,
      originals.map(({ id }) => id),
    ),
  ])
  const now = new Map(rows.map((row) => [row.id, toReplayRun(row)]))
  const pairings = pairReplays(campaignIds, { ...loaded, originals: now })
  const chosen = new Map(campaignIds.map((id): [string, StoredCampaignRun[]] => [id, []]))
  for (const run of runs) chosen.get(run.campaignId)?.push(run)
  return new Map(
    [...chosen].map(([id, own]) => [
      id,
      {
        ...{ runs: own, pairings: pairings.get(id) ?? [] },
        causeOf: new Map(own.map(({ originalId, cause }) => [originalId, cause])),
      },
    ]),
  )
}

/** The same of one campaign. */
export async function loadState(db: Db, campaignId: string): Promise<CampaignState> {
  const states = await loadStates(db, [campaignId])
  return states.get(campaignId) ?? { runs: [], pairings: [], causeOf: new Map() }
}

const COUNTED: Partial<Record<PairState, keyof CampaignSummary['counts']>> = {
  waiting: 'waiting',
  running: 'running',
  final: 'final',
}

/** How many pairs wait, run, and are compared. */
export function countPairings(pairings: readonly Pairing[]): CampaignSummary['counts'] {
  const counts = { waiting: 0, running: 0, final: 0, other: 0 }
  for (const { state } of pairings) counts[COUNTED[state] ?? 'other'] += 1
  return counts
}
