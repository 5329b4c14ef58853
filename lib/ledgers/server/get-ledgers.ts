import 'server-only'
import type { Context } from '@/lib/context'
import type { LedgersInput, ScopeLedgersWire } from '@/lib/ledgers/schema'
import { TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount } from '@/lib/tokens/server/get-token-account'
import { type KnownSpent, ledgerParts } from './ledger-parts'
import { pairsLedger } from './pairs-ledger'

/** The four ledgers of everything, or of a system, a project or a window (half-open). */
export async function getLedgers(ctx: Context, { tz, ...scope }: LedgersInput): Promise<ScopeLedgersWire> {
  const [known, abDelta] = await Promise.all([spentIn(ctx, { tz, ...scope }), pairsLedger(ctx.db, scope)])
  const { system = null, project = null, from = null, to = null } = scope
  return {
    scope: { jobId: null, system, project, from, to },
    ...(await ledgerParts(ctx.db, scope, known, abDelta?.pairs ?? { valid: 0, refused: 0 })),
    abDelta,
  }
}

/** What the account of tokens says of the window. */
async function spentIn({ db }: Context, input: LedgersInput): Promise<KnownSpent> {
  const { totals, rows } = await getTokenAccount({ db }, { ...TokensInput.parse({ groupBy: 'role' }), ...input })
  const { usage, costMicroUsd, costIsLowerBound, costLowerBoundReasons, unpricedEvents, events } = totals
  return {
    ...{ usage, costMicroUsd, costIsLowerBound, costLowerBoundReasons, unpricedEvents, events },
    unknownTokenEvents: totals.unknownTokenEvents,
    roles: rows.map((row) => ({ role: row.keys[0] ?? null, events: row.events, tokens: row.usage.total })),
  }
}
