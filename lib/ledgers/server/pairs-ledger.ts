import 'server-only'
import type { Db } from '@/lib/db/client'
import type { LedgerScope } from '@/lib/db/ledger-scope'
import { pairSums } from '@/lib/db/ledger-sums'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { ScopeLedgersWire } from '@/lib/ledgers/schema'

/** The delta of all valid pairs of a job or window, and of how many; null when no pair names its runs. */
export async function pairsLedger(db: Db, scope: LedgerScope): Promise<ScopeLedgersWire['abDelta']> {
  const { valid, refused, withoutDelta, tokens, summed } = await pairSums(db, scope)
  if (valid + refused === 0n) return null
  const pairs = { valid: toCount(valid), refused: toCount(refused), withoutDelta: toCount(withoutDelta) }
  const meanTokens = tokens === null ? null : Math.round(Number(tokens) / Number(summed))
  return { kind: 'measured', tokens: toCountOrNull(tokens), meanTokens, pairs }
}
