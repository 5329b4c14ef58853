import 'server-only'
import type { RoleSpendRow } from '@/lib/db/job-detail'
import { costBounds, toCount, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import type { RoleSpendWire } from '@/lib/jobs/schema'

/** What one role of session spent. */
export function toRoleSpend(row: RoleSpendRow): RoleSpendWire {
  return {
    role: row.role,
    sessions: toCount(row.sessions),
    events: toCount(row.events),
    tokens: toCountOrNull(row.tokens),
    costMicroUsd: toMicroUsd(row.costPico),
    ...costBounds(toCount(row.unpriced), row.partial > 0n ? ['output'] : []),
    unpricedEvents: toCount(row.unpriced),
  }
}
