import 'server-only'
import type { RoleSpent } from '@/lib/db/ledger-spent'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { SpentLedger } from '@/lib/ledgers/schema'

export const rolesOf = (roles: readonly RoleSpent[]): SpentLedger['roles'] =>
  roles.map(({ role, events, tokens }) => ({ role, events: toCount(events), tokens: toCountOrNull(tokens) }))
