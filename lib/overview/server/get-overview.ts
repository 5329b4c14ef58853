import 'server-only'
import type { Context } from '@/lib/context'
import {
  type DaySums,
  newestEvidence,
  runStartsPerDay,
  runsByStatus,
  type StatusGroup,
  usagePerDay,
} from '@/lib/db/overview'
import { toCount, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { toImportSummary } from '@/lib/imports/server/import-wire'
import { statusClass, toStatus } from '@/lib/model/status'
import { addKnown } from '@/lib/model/usage'
import { type AttentionFacts, attentionItems } from '@/lib/overview/attention'
import { runsPerDay, tokensPerDay } from '@/lib/overview/per-day'
import type { Overview } from '@/lib/overview/schema'
import { daysOf, overviewWindow, windowBefore } from '@/lib/overview/window'
import { attentionFacts } from './attention-facts'

const ATTENTION_MAX = 20
const IMPORTS_MAX = 5

/** What needs someone now, and what the last fortnight of records amounts to. */
export async function getOverview(ctx: Context): Promise<Overview> {
  const { db, now } = ctx
  const window = overviewWindow(await newestEvidence(db, now.toISOString()), now)
  const before = windowBefore(window)
  const [facts, groups, usage, usageBefore, starts, imports] = await Promise.all([
    attentionFacts(ctx, window.from),
    runsByStatus(db),
    usagePerDay(db, window.from, window.to),
    // Hours are whole: the last one before the window ends where the window begins.
    usagePerDay(db, before.from, new Date(Date.parse(before.to) - 1).toISOString()),
    runStartsPerDay(db, window.from, window.to),
    // The sample's own syncs, every few seconds, are no news.
    db.import.findMany({
      where: { requestedBy: { not: 'sample' } },
      orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
      take: IMPORTS_MAX,
    }),
  ])
  const attention = attentionItems(facts)
  const days = daysOf(window)
  return {
    window,
    attention: attention.slice(0, ATTENTION_MAX),
    attentionTotal: attention.length,
    runs: runTotals(groups),
    conflicts: conflictTotals(facts.conflicts, groups),
    ...usageTotals(usage, usageBefore),
    tokensPerDay: tokensPerDay(
      usage.map(({ day, system, tokens }) => ({ day, system, tokens: toCountOrNull(tokens) })),
      days,
    ),
    runsPerDay: runsPerDay(
      starts.map(({ day, statusDerived, runs }) => ({
        day,
        statusDerived: toStatus(statusDerived),
        runs: toCount(runs),
      })),
      days,
    ),
    imports: imports.map(toImportSummary),
  }
}

function runTotals(groups: readonly StatusGroup[]): Overview['runs'] {
  const totals = { total: 0, succeeded: 0, failed: 0, open: 0, unknown: 0 }
  for (const { statusDerived, runs } of groups) {
    totals.total += toCount(runs)
    totals[statusClass(toStatus(statusDerived)) ?? 'unknown'] += toCount(runs)
  }
  const known = (times: (string | null)[]) => times.filter((time) => time !== null).toSorted()
  return {
    ...totals,
    from: known(groups.map(({ first }) => first)).at(0) ?? null,
    to: known(groups.map(({ last }) => last)).at(-1) ?? null,
  }
}

function conflictTotals(conflicts: AttentionFacts['conflicts'], groups: readonly StatusGroup[]): Overview['conflicts'] {
  const bySystem = new Map<string, { system: string; conflicts: number; runs: number }>()
  const of = (system: string) => {
    const entry = bySystem.get(system) ?? { system, conflicts: 0, runs: 0 }
    bySystem.set(system, entry)
    return entry
  }
  for (const { system, runs } of groups) of(system).runs += toCount(runs)
  for (const { system, runs } of conflicts) of(system).conflicts += runs
  const all = [...bySystem.values()]
  return {
    total: all.reduce((sum, entry) => sum + entry.conflicts, 0),
    ofRuns: all.reduce((sum, entry) => sum + entry.runs, 0),
    bySystem: all.filter((entry) => entry.conflicts > 0),
  }
}

function usageTotals(usage: readonly DaySums[], before: readonly DaySums[]): Pick<Overview, 'tokens' | 'cost'> {
  const known = (rows: readonly DaySums[], name: 'tokens' | 'costPico') =>
    rows.reduce<bigint | null>((sum, row) => addKnown(sum, row[name]), null)
  const counted = (name: 'events' | 'unknown' | 'unpriced' | 'partial') =>
    usage.reduce((sum, row) => sum + toCount(row[name]), 0)
  const isPartial = counted('partial') > 0
  return {
    tokens: {
      total: toCountOrNull(known(usage, 'tokens')),
      isLowerBound: isPartial || counted('unknown') > 0,
      before: toCountOrNull(known(before, 'tokens')),
      unknownEvents: counted('unknown'),
    },
    cost: {
      microUsd: toMicroUsd(known(usage, 'costPico')),
      isLowerBound: isPartial || counted('unpriced') > 0,
      unpricedEvents: counted('unpriced'),
      events: counted('events'),
    },
  }
}
