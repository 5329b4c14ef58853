import 'server-only'
import { askedIds } from '@/lib/campaigns/original-of'
import type { ReplayRun } from '@/lib/campaigns/pair-replays'
import { existingRuns, instancesOf, replayRows } from '@/lib/db/campaign-rows'
import { type ClaimRow, claimsOn } from '@/lib/db/campaign-store'
import type { Db } from '@/lib/db/client'
import { runIdOf } from '@/lib/model/ids'
import { toReplayRun } from './to-replay-run'

interface Original {
  id: string
  nativeId: string
}

/** What may repeat these runs, the campaigns that chose them, and whether a run of some id exists. */
export interface LoadedReplays {
  replays: ReplayRun[]
  claims: ClaimRow[]
  exists: (id: string) => boolean
}

/** Everything that pairing needs of the replays of some runs, in few statements however many they are. */
export async function loadReplays(db: Db, originals: readonly Original[]): Promise<LoadedReplays> {
  const claims = await claimsOn(
    db,
    originals.map(({ id }) => id),
  )
  const instances = await instancesOf(db, [...new Set(claims.map(({ system }) => system))])
  // A fresh database for the replays is an instance of its own; the id that the manifest gave is known in it too.
  const replayIds = claims.flatMap(({ system, replayKey }) =>
    instances.filter((one) => one.system === system).map((one) => runIdOf(one.id, replayKey)),
  )
  const replays = (await replayRows(db, { originals, replayIds })).map(toReplayRun)
  const known = await existingRuns(db, replays.flatMap(askedIds))
  return { replays, claims, exists: (id) => known.has(id) }
}
