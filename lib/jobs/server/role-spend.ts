import 'server-only'
import type { RoleSpendRow } from '@/lib/db/job-detail'
import { toCount, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import type { RoleSpendWire } from '@/lib/jobs/schema'

/** What one role of session spent. */
export function toRoleSpend(row: RoleSpendRow): RoleSpendWire {
  return {
    role: row.role,
    sessions: toCount(row.sessions),
    events: toCount(row.events),
    tokens: toCountOrNull(row.tokens),
    costMicroUsd: toMicroUsd(row.costPico),
    unpricedEvents: toCount(row.unpriced),
  }
}
