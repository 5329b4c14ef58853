import 'server-only'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import type { Run } from '@/lib/db/generated/client'
import { type RoleSpent, spentByRole } from '@/lib/db/ledger-spent'
import { notFound } from '@/lib/errors'
import { costBounds, toCount, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import { LedgerTokens } from '@/lib/ledger/ledger-tokens'
import type { LedgersWire } from '@/lib/ledgers/schema'
import { type KnownSpent, ledgerParts } from '@/lib/ledgers/server/ledger-parts'
import { rolesOf } from '@/lib/ledgers/server/role-wire'
import type { RunIdInput } from '@/lib/runs/schema'
import { runUsage } from './run-wire'

/**
 * The four ledgers of a run, each by itself; one about which nothing was recorded is null.
 * @throws not_found
 */
export async function getRunLedgers({ db }: Context, { id }: RunIdInput): Promise<LedgersWire> {
  const run = await db.run.findUnique({ where: { id } })
  if (!run) throw notFound('run', id)
  const scope = { runId: id }
  const [roles, abDelta] = await Promise.all([spentByRole(db, scope), pairLedger(db, id)])
  const pairs = { valid: abDelta?.valid ? 1 : 0, refused: abDelta && !abDelta.valid ? 1 : 0 }
  return { ...(await ledgerParts(db, scope, knownSpent(run, roles), pairs)), abDelta }
}

function knownSpent(run: Run, roles: readonly RoleSpent[]): KnownSpent {
  return {
    usage: runUsage(run),
    costMicroUsd: toMicroUsd(run.costPico),
    ...costBounds(run.unpricedEvents, textsOf(run.usageLowerBound)),
    unpricedEvents: run.unpricedEvents,
    events: run.events,
    unknownTokenEvents: roles.reduce((sum, { unknown }) => sum + toCount(unknown), 0),
    roles: rolesOf(roles),
  }
}

/** Of the pairs a run is part of: the newest valid one, else the newest. */
async function pairLedger(db: Db, runId: string): Promise<LedgersWire['abDelta']> {
  const pair = await db.aBTestResult.findFirst({
    where: { OR: [{ controlRunId: runId }, { treatmentRunId: runId }] },
    orderBy: [{ isValid: 'desc' }, { createdAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
  })
  if (!pair) return null
  const delta = pair.tokenDelta === null ? null : new LedgerTokens('abDelta', pair.tokenDelta)
  return {
    kind: 'measured',
    tokens: toCountOrNull(delta?.tokens ?? null),
    pairId: pair.id,
    controlRunId: pair.controlRunId,
    treatmentRunId: pair.treatmentRunId,
    valid: pair.isValid,
  }
}
