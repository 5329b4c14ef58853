import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { recordedEstimates } from '@/lib/db/ledger-sums'
import { phase6Sums, wordCounts } from '@/lib/db/run-ledgers'
import { toCount } from '@/lib/http/amounts'
import type { Phase6StatsWire, RunIdInput } from '@/lib/runs/schema'
import { requireRun } from './require-run'

/**
 * Autopack's phase6 summary of one run. `totalPhases` counts phase6 rows; without any, counts are 0 and averages null.
 * @throws not_found
 */
export async function getPhase6Stats({ db }: Context, { id }: RunIdInput): Promise<z.infer<typeof Phase6StatsWire>> {
  await requireRun(db, id)
  const [sums, estimates, patterns] = await Promise.all([
    phase6Sums(db, id),
    recordedEstimates(db, { runId: id }),
    wordCounts(db, 'patterns', id),
  ])
  const of = (name: string) => toCount(sums[name] ?? 0n)
  const named = estimates.flatMap(({ source, phases, samples }) =>
    source === null ? [] : [[source, { count: toCount(phases), totalN: toCount(samples) }] as const],
  )
  return {
    runId: id,
    totalPhases: of('rows'),
    failureHardeningTriggeredCount: of('hardeningTriggered'),
    failurePatternsDetected: Object.fromEntries(patterns.map(({ word, rows }) => [word, toCount(rows)])),
    doctorCallsSkippedCount: of('callsSkipped'),
    totalDoctorTokensAvoidedEstimate: of('doctorTokens'),
    estimateCoverageStats: Object.fromEntries(named),
    intentionContextInjectedCount: of('injected'),
    totalIntentionContextChars: of('contextChars'),
    avgIntentionContextCharsPerPhase: of('injected') === 0 ? null : of('contextChars') / of('injected'),
    planNormalizationUsed: of('normalized') > 0,
  }
}
