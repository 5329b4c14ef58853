import 'server-only'
import type { Context } from '@/lib/context'
import { type ConfigurationRow, configurationPage, wholeSum } from '@/lib/db/job-results'
import { toCount, toMicroUsd } from '@/lib/http/amounts'
import type { ConfigurationPage, ConfigurationSummary, SummarizeResultsInput } from '@/lib/jobs/result-schema'
import { divideHalfUp } from '@/lib/ledger/decimal'
import { requireJob } from './require-job'

const PICO_PER_MICRO = 1_000_000n

type Sum = bigint | number | null

const share = (part: number, of: number) => (of === 0 ? null : part / of)

function known(sum: Sum, of: bigint) {
  const count = toCount(of)
  if (sum === null || count === 0) return { known: count, sum: null, mean: null }
  return { known: count, sum: toCount(sum), mean: toCount(sum) / count }
}

/** Sum and mean are each rounded once, from the exact sum. */
function knownCost(pico: bigint | null, of: bigint) {
  const mean = pico === null || of === 0n ? null : toCount(divideHalfUp(pico, BigInt(of) * PICO_PER_MICRO))
  return { known: toCount(of), sum: toMicroUsd(pico), mean }
}

function toSummary(row: ConfigurationRow): ConfigurationSummary {
  const [resolved, resolvedKnown] = [toCount(row.resolved), toCount(row.resolvedKnown)]
  return {
    configuration: row.configuration,
    split: row.split,
    results: toCount(row.results),
    items: toCount(row.items),
    errors: toCount(row.errors),
    resolved,
    resolvedKnown,
    resolvedShare: share(resolved, resolvedKnown),
    score: { known: toCount(row.scored), mean: row.meanScore, min: row.minScore, max: row.maxScore },
    costMicroUsd: knownCost(wholeSum(row.costPicoHigh, row.costPicoLow), row.costPicoKnown),
    tokens: known(wholeSum(row.totalHigh, row.totalLow), row.totalKnown),
    seconds: known(row.seconds, row.secondsKnown),
    calls: known(row.calls, row.callsKnown),
    firstAt: row.firstAt,
    lastAt: row.lastAt,
  }
}

/** Results of one job by configuration and split, the best first: every sum with how many results it is a sum of.
 * @throws not_found */
export async function summarizeResults({ db }: Context, input: SummarizeResultsInput): Promise<ConfigurationPage> {
  await requireJob(db, input.id)
  const { rows, nextCursor, total } = await configurationPage(db, input)
  return { items: rows.map(toSummary), nextCursor, total }
}
