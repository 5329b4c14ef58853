import { type Differences, exactDifferences, withoutZeros } from '@/lib/stats/differences'
import type { PairTable } from '@/lib/stats/pair-table'
import { signEvidence } from '@/lib/stats/sign-e-value'
import type { Analysis, AnalyzePairsInput } from './analysis-schema'
import { binaryEffect, binaryTests, ratesOf, tableOf } from './analyze-binary'
import { continuousEffect, continuousTests, scalesOf, sequentialOf } from './analyze-continuous'
import { type Clustering, clusterEffect, clusteringOf } from './cluster-effect'
import { detectableDifference, detectableRate } from './detectable'
import { type PreparedPairs, preparePairs } from './prepare-pairs'
import { primaryTest } from './primary-test'
import { Reasons } from './reasons'
import { verdictOf } from './verdict'

interface Prepared {
  input: AnalyzePairsInput
  pairs: PreparedPairs
  clustering: Clustering
  reasons: Reasons
}

/** What depends on the kind of metric. */
type Measured = Pick<
  Analysis,
  'effect' | 'tests' | 'table' | 'rates' | 'cluster' | 'detectable' | 'sequential' | 'signEValue'
> & { untied: number }

/** The whole analysis of pairs, from their values alone; the same input gives the same reply. Nothing here throws. */
export function analyzePairs(input: AnalyzePairsInput): Analysis {
  const pairs = preparePairs(input)
  const reasons = new Reasons()
  const prepared = { input, pairs, clustering: clusteringOf(pairs.clusters), reasons }
  const { untied, ...measured } = input.metric === 'binary' ? binary(prepared) : continuous(prepared)
  const found = primaryTest(measured, input, { n: pairs.n.evaluable, clustering: prepared.clustering }, reasons)
  const parts = {
    metric: input.metric,
    better: input.better ?? (input.metric === 'binary' ? ('higher' as const) : ('lower' as const)),
    n: pairs.n,
    floor: floorOf(untied, input),
    primary: found.primary,
    ...measured,
    seed: input.seed,
    reasons: reasons.found,
  }
  const { clustering } = prepared
  const { unequalExclusion } = pairs
  return { ...parts, ...verdictOf({ ...parts, ...found, clustering, unequalExclusion }) }
}

/** The smallest p that an exact test of so many untied pairs can give. */
function floorOf(untied: number, { alpha, direction }: AnalyzePairsInput): Analysis['floor'] {
  const minP = Math.min(1, Math.max(2 ** ((direction === 'two-sided' ? 1 : 0) - untied), Number.MIN_VALUE))
  return { untied, minP, canReachAlpha: minP <= alpha }
}

function continuous({ input, pairs, clustering, reasons }: Prepared): Measured {
  const scales = scalesOf(pairs, reasons)
  const { raw, ratios } = scales
  const cluster = clusterOf(raw.values, ratios?.values ?? null, { input, pairs, clustering, reasons })
  const { n } = pairs
  return {
    untied: withoutZeros(raw).nonzero.length,
    effect: continuousEffect({ pairs, scales, clustering, input, reasons }),
    tests: continuousTests(scales, input.seed, reasons),
    table: null,
    rates: null,
    cluster,
    detectable: reasons.attempt('detectable', () => detectableDifference(scales, input, cluster?.designEffect ?? 1)),
    sequential: reasons.attempt('sequential', () => sequentialOf(scales, input, clustering)),
    signEValue:
      n.evaluable === 0 ? reasons.none('signEValue', 'there is no pair') : evidenceOf(raw, clustering, reasons),
  }
}

function evidenceOf(differences: Differences, { repeated }: Clustering, reasons: Reasons): number | null {
  if (repeated) return reasons.none('signEValue', 'pairs of one cluster are not independent')
  return signEvidence(differences)
}

function binary({ input, pairs, clustering, reasons }: Prepared): Measured {
  const table: PairTable = tableOf(pairs)
  const confidence = 1 - input.alpha
  const values = pairs.treatment.map((value, at) => value - (pairs.control[at] ?? 0))
  const untied = table.onlyTreatment + table.onlyControl
  return {
    untied,
    effect: binaryEffect(pairs, table, confidence, reasons),
    tests: binaryTests(table, confidence, reasons),
    table,
    rates: reasons.attempt('rates', () => ratesOf(table, confidence)),
    cluster: clusterOf(values, null, { input, pairs, clustering, reasons }),
    detectable: reasons.attempt('detectable', () => detectableRate(table, input)),
    sequential: reasons.none('sequential', 'success is no amount; the sign e-value may be looked at any time'),
    signEValue:
      pairs.n.evaluable === 0
        ? reasons.none('signEValue', 'there is no pair')
        : evidenceOf(exactDifferences(values), clustering, reasons),
  }
}

function clusterOf(
  differences: readonly number[],
  ratios: readonly number[] | null,
  { input, pairs, clustering, reasons }: Prepared,
): Analysis['cluster'] {
  if (!clustering.named) return reasons.none('cluster', 'no pair names a cluster')
  return clusterEffect({ differences, ratios, clusters: pairs.clusters }, 1 - input.alpha, reasons)
}
