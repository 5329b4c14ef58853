import 'server-only'
import { judge } from '@/lib/campaigns/eligibility'
import { askedIds, originalOf } from '@/lib/campaigns/original-of'
import { replayLinks } from '@/lib/campaigns/replay-links'
import { endOf } from '@/lib/campaigns/run-end'
import type { PlanNote, PlanReason, RunFilter } from '@/lib/campaigns/schema'
import { existingRuns, runsById, runsWithGoal } from '@/lib/db/campaign-rows'
import type { Db } from '@/lib/db/client'
import { countRunsMatching, type RunRow, runPage } from '@/lib/db/run-list'
import { type Cause, toStatus } from '@/lib/model/status'
import { toCause } from '@/lib/runs/server/run-wire'
import { type LoadedReplays, loadReplays } from './load-replays'
import { toReplayRun } from './to-replay-run'

/** A filter that finds more has to be narrowed: nobody reads such a plan. */
export const LOOKED_AT_MAX = 5_000
const PAGE = 500

/** A run that the filter found, with what was decided of it. */
export interface PlannedRun {
  row: RunRow
  cause: Cause | null
  reason: PlanReason | null
  notes: PlanNote[]
}

interface Found {
  matched: number | null
  /** By id. */
  runs: PlannedRun[]
  /** Not all of them were looked at. */
  isCut: boolean
}

/** Every run that a filter finds, and whether it may be replayed. */
export async function planRuns(db: Db, filter: RunFilter): Promise<Found> {
  const [rows, matched] = await Promise.all([matchingRows(db, filter), countRunsMatching(db, filter)])
  const kept = rows.slice(0, LOOKED_AT_MAX).sort((a, b) => (a.id < b.id ? -1 : 1))
  const ids = kept.map(({ id }) => id)
  const [goals, loaded, repeats] = await Promise.all([runsWithGoal(db, ids), loadReplays(db, kept), repeated(db, ids)])
  const isOf = replaysByOriginal(loaded)
  const waitsIn = waitingClaims(loaded)
  const runs = kept.map((row): PlannedRun => {
    const cause = toCause(row.cause)
    const replays = isOf.get(row.id) ?? []
    const verdict = judge({
      ...{ cause, hasRow: row.hasRow, hasGoal: goals.has(row.id), phases: row.phasesTotal },
      ...{ status: toStatus(row.status), statusDerived: toStatus(row.statusDerived) },
      replays: { all: replays.length, open: replays.filter((one) => endOf(one) === 'open').length },
      ...{ repeats: repeats.get(row.id) ?? null, waitsIn: waitsIn.get(row.id) ?? [] },
    })
    return { row, cause, ...verdict }
  })
  return { matched, runs, isCut: rows.length > LOOKED_AT_MAX }
}

async function matchingRows(db: Db, filter: RunFilter): Promise<RunRow[]> {
  const rows: RunRow[] = []
  let cursor: string | undefined
  do {
    const page = await runPage(db, { ...filter, sort: 'lastEvidence', limit: PAGE, cursor })
    rows.push(...page.rows)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && rows.length <= LOOKED_AT_MAX)
  return rows
}

function replaysByOriginal(loaded: LoadedReplays): Map<string, LoadedReplays['replays']> {
  const links = replayLinks(loaded)
  const found = new Map<string, LoadedReplays['replays']>()
  for (const run of loaded.replays) {
    const original = links.original(run)?.id
    if (original === undefined) continue
    found.set(original, [...(found.get(original) ?? []), run])
  }
  return found
}

/** Of each run the campaigns that chose it and have no replay of it. */
function waitingClaims(loaded: LoadedReplays): Map<string, string[]> {
  const links = replayLinks(loaded)
  const keyOf = (claim: { campaignId: string; originalId: string }) =>
    JSON.stringify([claim.campaignId, claim.originalId])
  const arrived = new Set(
    loaded.replays.flatMap((run) => {
      const link = links.campaign(run)
      return link === null ? [] : [keyOf(link)]
    }),
  )
  const waits = new Map<string, string[]>()
  for (const claim of loaded.claims) {
    if (arrived.has(keyOf(claim))) continue
    waits.set(claim.originalId, [...(waits.get(claim.originalId) ?? []), claim.campaignId])
  }
  return waits
}

/** Of each of these runs that is itself a replay, the run that it repeats. */
async function repeated(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const runs = (await runsById(db, ids)).map(toReplayRun)
  const known = await existingRuns(db, runs.flatMap(askedIds))
  return new Map(
    runs.flatMap((run) => {
      const original = originalOf(run, (id) => known.has(id))
      return original === null ? [] : [[run.id, original.id]]
    }),
  )
}
