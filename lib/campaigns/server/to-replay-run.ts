import 'server-only'
import type { ReplayRun } from '@/lib/campaigns/pair-replays'
import type { ReplayRow } from '@/lib/db/campaign-rows'
import { toCountOrNull } from '@/lib/http/amounts'
import { toStatus } from '@/lib/model/status'

/** A stored run as pairing looks at it. */
export function toReplayRun({ usageTotal, status, statusDerived, ...row }: ReplayRow): ReplayRun {
  return {
    ...row,
    status: toStatus(status),
    statusDerived: toStatus(statusDerived),
    tokens: toCountOrNull(usageTotal),
  }
}
