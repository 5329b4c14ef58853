import 'server-only'
import type { Attempt } from '@/lib/db/generated/client'
import type { PhaseUsage, PhaseWithTier } from '@/lib/db/run-parts'
import { costBounds, toCount, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import { toStatus } from '@/lib/model/status'
import type { PhaseWire } from '@/lib/runs/schema'

const OUTCOMES = ['accepted', 'failed', 'unknown'] as const

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

function toAttempt(row: Attempt): PhaseWire['attempts'][number] {
  return {
    index: row.index,
    outcome: OUTCOMES.find((outcome) => outcome === row.outcome) ?? 'unknown',
    reason: row.reason,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    events: row.events,
    tokens: toCountOrNull(row.tokens),
    inferred: row.inferred,
  }
}

function tierOf(row: PhaseWithTier): PhaseWire['tier'] {
  if (row.tierNativeId === null) return null
  return {
    name: row.tierName ?? row.tierNativeId,
    nativeId: row.tierNativeId,
    statusRaw: row.tierStatusRaw,
    ofOtherRun: row.tierRunId !== row.runId,
  }
}

/** The earliest or latest of some times; null when none is known. */
const bound = (times: (string | null)[], pick: 'first' | 'last') =>
  times
    .filter((time) => time !== null)
    .toSorted()
    .at(pick === 'first' ? 0 : -1) ?? null

export interface PhaseParts {
  phases: readonly PhaseWithTier[]
  attempts: readonly Attempt[]
  usage: readonly PhaseUsage[]
  doctor: readonly { phaseId: string; at: string }[]
}

/** Phases of a run with their tier, attempts and sums, in the order given. */
export function toPhases({ phases, attempts, usage, doctor }: PhaseParts): PhaseWire[] {
  const attemptsOf = grouped(attempts, (row) => row.phaseId)
  const doctorOf = grouped(doctor, (row) => row.phaseId)
  const usageOf = new Map(usage.map((row) => [row.phaseId, row]))
  return phases.map((row) => {
    const spent = usageOf.get(row.id)
    const evidence = [spent?.first ?? null, spent?.last ?? null, row.startedAt, row.endedAt, row.lastAttemptAt]
    return {
      id: row.id,
      nativeId: row.nativeId,
      index: row.index,
      name: row.name,
      description: row.description,
      statusRaw: row.statusRaw,
      status: toStatus(row.status),
      tier: tierOf(row),
      phaseType: row.phaseType,
      taskCategory: row.taskCategory,
      complexity: row.complexity,
      failureReason: row.failureReason,
      tokensStored: toCountOrNull(row.tokensStored),
      tokens: toCountOrNull(spent?.tokens ?? null),
      costMicroUsd: toMicroUsd(spent?.costPico ?? null),
      ...costBounds(toCount(spent?.unpriced ?? 0), spent && spent.partial > 0n ? ['output'] : []),
      unpricedEvents: toCount(spent?.unpriced ?? 0),
      events: toCount(spent?.events ?? 0),
      doctorAt: (doctorOf.get(row.id) ?? []).map(({ at }) => at),
      startedAt: row.startedAt,
      endedAt: row.endedAt,
      firstEvidenceAt: bound(evidence, 'first'),
      lastEvidenceAt: bound(evidence, 'last'),
      flags: textsOf(row.flags),
      attempts: (attemptsOf.get(row.id) ?? []).map(toAttempt),
      ref: row.ref,
    }
  })
}
