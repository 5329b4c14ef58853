import 'server-only'
import type { Db } from '@/lib/db/client'
import { type AgentItemRow, type AgentRow, type AgentScope, agentItems, agentPage } from '@/lib/db/job-agents'
import { toCount } from '@/lib/http/amounts'
import type { AgentPage, AgentPerformance } from '@/lib/jobs/result-schema'

/** Items at each end. */
const SHOWN = 3

function toItem(row: AgentItemRow): AgentPerformance['best'][number] {
  return {
    item: row.itemKey,
    jobId: row.jobId,
    results: toCount(row.results),
    resolved: toCount(row.resolved),
    meanScore: row.meanScore,
  }
}

/** `items`: of this configuration, the best first. What is among the best is not among the worst. */
function toAgent(row: AgentRow, items: readonly AgentItemRow[]): AgentPerformance {
  const resolvedKnown = toCount(row.resolvedKnown)
  return {
    system: row.system,
    agent: row.configuration,
    results: toCount(row.results),
    runs: toCount(row.runs),
    jobs: toCount(row.jobs),
    resolved: toCount(row.resolved),
    resolvedKnown,
    successRate: resolvedKnown === 0 ? null : toCount(row.resolved) / resolvedKnown,
    scored: toCount(row.scored),
    meanScore: row.meanScore,
    meanSeconds: row.meanSeconds,
    firstAt: row.firstAt,
    lastAt: row.lastAt,
    best: items.slice(0, SHOWN).map(toItem),
    worst: items.slice(SHOWN).slice(-SHOWN).reverse().map(toItem),
  }
}

/** How each configuration did over the results of a scope, the best first. */
export async function agentPerformance(
  db: Db,
  scope: AgentScope,
  page: { cursor?: string | undefined; limit: number },
): Promise<AgentPage> {
  const { rows, nextCursor, total } = await agentPage(db, scope, page)
  const configurations = [...new Set(rows.map((row) => row.configuration))]
  const items = await agentItems(db, scope, { configurations, atEachEnd: SHOWN })
  const keyOf = (row: { system: string; configuration: string }) => JSON.stringify([row.system, row.configuration])
  const itemsOf = new Map<string, AgentItemRow[]>()
  for (const item of items) itemsOf.set(keyOf(item), [...(itemsOf.get(keyOf(item)) ?? []), item])
  return { items: rows.map((row) => toAgent(row, itemsOf.get(keyOf(row)) ?? [])), nextCursor, total }
}
