import 'server-only'
import type { EventSumsRow, UsageEventRow } from '@/lib/db/usage-event-list'
import { costBounds, toCount, toCountOrNull, toMicroUsd, toUsageWire } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import type { EventSums, UsageEventWire } from '@/lib/usage-events/schema'

/** One event as lists and exports show it. */
export function toUsageEvent(row: UsageEventRow): UsageEventWire {
  return {
    id: row.id,
    at: row.at,
    system: row.system,
    instanceId: row.instanceId,
    runId: row.runId,
    phaseId: row.phaseId,
    sessionId: row.sessionId,
    provider: row.provider || null,
    model: row.model || null,
    role: row.role || null,
    purpose: row.purpose || null,
    usage: toUsageWire(row, textsOf(row.lowerBound)),
    costMicroUsd: toMicroUsd(row.costPico),
    costPico: row.costPico === null ? null : String(row.costPico),
    costKind: row.costKind === 'reported' || row.costKind === 'computed' ? row.costKind : null,
    priceTable: row.priceTable,
    serviceTier: row.serviceTier,
    speed: row.speed,
    copies: Number(row.copies),
    lines: Number(row.lines),
    writtenTokens: toCountOrNull(row.writtenTokens),
    flags: textsOf(row.flags),
    contentId: row.contentId,
    file: row.file,
    ref: row.ref,
  }
}

/** The sums of some events, each number rounded once. */
export function toEventSums(row: EventSumsRow): EventSums {
  const lowerBound = row.partial > 0n ? ['output'] : []
  const unpricedEvents = toCount(row.unpriced)
  return {
    usage: toUsageWire(row, lowerBound),
    costMicroUsd: toMicroUsd(row.costPico),
    ...costBounds(unpricedEvents, lowerBound),
    unpricedEvents,
    events: toCount(row.events),
    unknownTokenEvents: toCount(row.unknown),
  }
}
