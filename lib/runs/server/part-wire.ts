import 'server-only'
import type { Approval, Failure, Session } from '@/lib/db/generated/client'
import type { UsageByModel } from '@/lib/db/run-parts'
import { costBounds, toCount, toCountOrNull, toMicroUsd, toUsageWire } from '@/lib/http/amounts'
import { recordOf, textsOf } from '@/lib/http/stored-json'
import { toStatus } from '@/lib/model/status'
import type { ApprovalWire, FailureWire, RunSessionWire, UsageByWire } from '@/lib/runs/schema'
import { toCause } from './run-wire'

const APPROVAL_STATUSES = ['pending', 'approved', 'rejected', 'timeout', 'error', 'unknown'] as const

/** The source's own key of a phase, from our id of it: `<run>#phase:<key>`. */
export function phaseKeyOf(phaseId: string | null): string | null {
  const encoded = phaseId?.split('#phase:').at(-1)
  if (!phaseId?.includes('#phase:') || encoded === undefined) return phaseId
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}

export function toRunSession(row: Session): RunSessionWire {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    model: row.model,
    parentId: row.parentId,
    status: toStatus(row.status),
    inferred: row.inferred,
    events: row.events,
    tokens: toCountOrNull(row.tokens),
    costMicroUsd: toMicroUsd(row.costPico),
    ...costBounds(row.unpricedEvents, textsOf(row.usageLowerBound)),
    unpricedEvents: row.unpricedEvents,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  }
}

export function toUsageBy(row: UsageByModel): UsageByWire {
  const lowerBound = row.partial > 0n ? ['output'] : []
  return {
    model: row.model,
    role: row.role,
    provider: row.provider,
    events: toCount(row.events),
    usage: toUsageWire(row, lowerBound),
    costMicroUsd: toMicroUsd(row.costPico),
    ...costBounds(toCount(row.unpriced), lowerBound),
    unpricedEvents: toCount(row.unpriced),
  }
}

export function toApproval(row: Approval): ApprovalWire {
  return {
    id: row.id,
    kind: row.kind === 'governance' ? 'governance' : 'approval',
    context: row.context,
    phase: phaseKeyOf(row.phaseId),
    status: APPROVAL_STATUSES.find((status) => status === row.status) ?? 'unknown',
    statusRaw: row.statusRaw,
    requestedAt: row.requestedAt,
    respondedAt: row.respondedAt,
    timeoutAt: row.timeoutAt,
    method: row.method,
    reason: row.reason,
    data: recordOf(row.data),
    ref: row.ref,
  }
}

export function toFailure(row: Failure): FailureWire {
  return {
    id: row.id,
    at: row.at,
    phaseId: row.phaseId,
    phase: phaseKeyOf(row.phaseId),
    message: row.message,
    type: row.type,
    cause: toCause(row.cause) ?? 'unknown',
    causeRule: row.causeRule,
    severity: row.severity,
    resolution: row.resolution,
    ref: row.ref,
    patternId: row.patternId,
    firstCauseId: row.firstCauseId,
  }
}
