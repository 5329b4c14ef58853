import 'server-only'
import { type Pairing, type PairState, pairReplays } from '@/lib/campaigns/pair-replays'
import type { CampaignSummary } from '@/lib/campaigns/schema'
import { runsById } from '@/lib/db/campaign-rows'
import type { StoredCampaignRun } from '@/lib/db/campaign-store'
import type { Db } from '@/lib/db/client'
import { loadReplays } from './load-replays'
import { toReplayRun } from './to-replay-run'

interface Loaded {
  runs: StoredCampaignRun[]
  pairings: Pairing[]
  /** What ended each original, as it was when it was chosen. */
  causeOf: Map<string, string | null>
}

/** The runs of a campaign, by id, and what came of each. Nothing of it is stored: it follows from the runs. */
export async function loadPairings(db: Db, campaignId: string): Promise<Loaded> {
  const runs = await db.campaignRun.findMany({ where: { campaignId }, orderBy: { originalId: 'asc' } })
  const originals = runs.map(({ originalId, nativeId }) => ({ id: originalId, nativeId }))
  const [loaded, rows] = await Promise.all([
    loadReplays(db, originals),
    runsById(
      db,
      originals.map(({ id }) => id),
    ),
  ])
  const now = new Map(rows.map((row) => [row.id, toReplayRun(row)]))
  const causeOf = new Map(runs.map(({ originalId, cause }) => [originalId, cause]))
  return { runs, pairings: pairReplays(campaignId, { ...loaded, originals: now }), causeOf }
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
