import 'server-only'
import type { Context } from '@/lib/context'
import { type ConfigurationRow, configurationPage, groupSum } from '@/lib/db/job-results'
import { toCount, toMicroUsd, toUsageWire } from '@/lib/http/amounts'
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

/** Null while the cost of a result is not known: it would be too low. */
function perResolved({ results, resolved, costPicoKnown }: ConfigurationRow, cost: bigint | null): number | null {
  if (cost === null || toCount(costPicoKnown) !== toCount(results) || toCount(resolved) === 0) return null
  return toCount(divideHalfUp(cost, BigInt(resolved) * PICO_PER_MICRO))
}

function usageOf(row: ConfigurationRow, total: bigint | null) {
  const sums = {
    input: groupSum(row, 'input'),
    cacheRead: groupSum(row, 'cacheRead'),
    cacheWrite5m: groupSum(row, 'cacheWrite5m'),
    cacheWrite1h: groupSum(row, 'cacheWrite1h'),
    output: groupSum(row, 'output'),
    reasoning: groupSum(row, 'reasoning'),
    unsplit: groupSum(row, 'unsplit'),
  }
  return toUsageWire({ ...sums, total }, [])
}

function toSummary(row: ConfigurationRow): ConfigurationSummary {
  const [resolved, resolvedKnown] = [toCount(row.resolved), toCount(row.resolvedKnown)]
  const [cost, tokens] = [groupSum(row, 'costPico'), groupSum(row, 'total')]
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
    costMicroUsd: knownCost(cost, row.costPicoKnown),
    costPerResolvedMicroUsd: perResolved(row, cost),
    tokens: known(tokens, row.totalKnown),
    usage: usageOf(row, tokens),
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
