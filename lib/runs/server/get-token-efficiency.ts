import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { efficiencySums, wordCounts } from '@/lib/db/run-ledgers'
import { toCount } from '@/lib/http/amounts'
import type { RunIdInput, TokenEfficiencyWire } from '@/lib/runs/schema'
import { requireRun } from './require-run'

/**
 * Autopack's token-efficiency summary of one run. Cap and used are sums, utilisation is their ratio, 0–1.
 * `totalPhases` counts metric rows; without any, counts are 0, averages and utilisation null.
 * @throws not_found
 */
export async function getTokenEfficiency(
  { db }: Context,
  { id }: RunIdInput,
): Promise<z.infer<typeof TokenEfficiencyWire>> {
  await requireRun(db, id)
  const [sums, outcomes] = await Promise.all([efficiencySums(db, id), wordCounts(db, 'outcomes', id)])
  const of = (name: string) => toCount(sums[name] ?? 0n)
  const perPhase = (total: number) => (of('rows') === 0 ? null : total / of('rows'))
  return {
    runId: id,
    totalPhases: of('rows'),
    totalArtifactSubstitutions: of('substitutions'),
    totalTokensSavedArtifacts: of('tokens'),
    totalBudgetUsed: of('used'),
    totalBudgetCap: of('cap'),
    totalFilesKept: of('kept'),
    totalFilesOmitted: of('omitted'),
    semanticModeCount: of('semantic'),
    lexicalModeCount: of('lexical'),
    avgArtifactSubstitutionsPerPhase: perPhase(of('substitutions')),
    avgTokensSavedPerPhase: perPhase(of('tokens')),
    budgetUtilization: of('cap') === 0 ? null : of('used') / of('cap'),
    phaseOutcomeCounts: Object.fromEntries(outcomes.map(({ word, rows }) => [word, toCount(rows)])),
  }
}
