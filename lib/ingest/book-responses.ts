import 'server-only'
import type { Db } from '@/lib/db/client'
import { type Statement, writeAll } from '@/lib/db/upsert'
import { type HolderRow, sharedHolders } from '@/lib/db/usage-copies'
import { rolledUp, touchQuarters } from '@/lib/db/usage-roll-up'
import { ownerOf } from '@/lib/ledger/responses'
import type { Lease } from './lease'
import { markRunsDirty } from './mark-runs-dirty'

/** Books every response that several sessions hold on the one that had it first. @returns the sessions that changed */
export async function bookResponses(db: Db, lease: Lease, ids: readonly string[]): Promise<string[]> {
  const byEvent = new Map<string, HolderRow[]>()
  for (const row of sharedHolders(db, ids)) byEvent.set(row.eventId, [...(byEvent.get(row.eventId) ?? []), row])
  const statements: Statement[] = []
  const sessions = new Set<string>()
  const quarters = new Set<string>()
  const runs = new Set<string>()
  for (const holders of byEvent.values()) {
    const owner = ownerOf(holders)
    if (owner === null) continue
    for (const holder of holders.filter((other) => other.kept !== (other === owner))) {
      statements.push(keepStatement(holder, holder === owner))
      sessions.add(holder.sessionId)
      quarters.add(holder.quarter)
    }
    if (owner.bookedSession === owner.sessionId) continue
    statements.push(bookStatement(owner))
    quarters.add(owner.quarter)
    for (const { runId, sessionId } of holders) {
      sessions.add(sessionId)
      if (runId !== null) runs.add(runId)
    }
  }
  if (statements.length === 0) return []
  await writeAll(db, [lease.fence(), ...rolledUp(touchQuarters(quarters), statements), ...markRunsDirty(runs)])
  return [...sessions]
}

const keepStatement = ({ copyId }: HolderRow, kept: boolean): Statement => ({
  sql: 'UPDATE "UsageCopy" SET "kept" = ?, "rule" = ? WHERE "id" = ?',
  values: [kept, kept ? null : 'replayed-history', copyId],
})

const bookStatement = ({ eventId, sessionId, copyId, runId, role }: HolderRow): Statement => ({
  sql:
    'UPDATE "UsageEvent" SET "sessionId" = ?, "runId" = COALESCE(?, "runId"), "role" = COALESCE(?, "role"), ' +
    '"contentId" = (SELECT "contentId" FROM "UsageCopy" WHERE "id" = ?), "ref" = (SELECT "ref" FROM "UsageCopy" WHERE "id" = ?) WHERE "id" = ?',
  values: [sessionId, runId, role, copyId, copyId, eventId],
})
