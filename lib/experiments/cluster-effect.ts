import { type ClusterMean, clusterGroups, clusterMean } from '@/lib/stats/cluster'
import type { Interval } from '@/lib/stats/test-outcome'
import { UndefinedStatistic } from '@/lib/stats/undefined-statistic'
import type { Analysis } from './analysis-schema'
import type { Reasons } from './reasons'

type ClusterWire = Analysis['cluster']

/** How pairs hang together. */
export interface Clustering {
  /** Some pair names a cluster, so the others should. */
  named: boolean
  /** Some cluster holds several pairs: pairs are no longer independent cases. */
  repeated: boolean
  /** Why clusters are named and cannot be used. */
  problem: string | null
  /** Indices of the pairs of each unit that is resampled: a cluster, or a pair. */
  units: readonly (readonly number[])[]
}

/** What the clusters of pairs are good for. */
export function clusteringOf(clusters: readonly (string | null)[]): Clustering {
  const single = clusters.map((_, at) => [at])
  if (clusters.every((cluster) => cluster === null))
    return { named: false, repeated: false, problem: null, units: single }
  try {
    const units = clusterGroups(clusters)
    const problem = units.length < 2 ? 'all pairs are of one cluster: there is no spread between clusters' : null
    return { named: true, repeated: units.length < clusters.length, problem, units }
  } catch (error) {
    if (!(error instanceof UndefinedStatistic)) throw error
    return { named: true, repeated: true, problem: error.message, units: single }
  }
}

/** The mean difference, and the mean ratio where there is one, with errors that hold for clusters. */
export function clusterEffect(
  {
    differences,
    ratios,
    clusters,
  }: { differences: readonly number[]; ratios: readonly number[] | null; clusters: readonly (string | null)[] },
  confidence: number,
  reasons: Reasons,
): ClusterWire {
  const found = reasons.attempt('cluster', () => clusterMean(differences, clusters, confidence))
  if (!found) return null
  const ofRatio = ratios && reasons.attempt('cluster.ratio', () => ratioOf(clusterMean(ratios, clusters, confidence)))
  const { n: _n, zeros: _zeros, exact: _exact, naiveSe: _naive, seWithoutFactor: _without, ...wire } = found
  return { ...wire, ratio: ofRatio }
}

function ratioOf({ estimate, ci, p, less, greater, statistic }: ClusterMean) {
  return { ...asRatio(estimate, ci), p, less, greater, statistic }
}

/** A mean of log ratios as a ratio. @throws UndefinedStatistic when it is too wide to be one */
export function asRatio(estimate: number, [low, high]: Interval): { estimate: number; ci: Interval } {
  return { estimate: asNumber(Math.exp(estimate)), ci: [Math.exp(low), asNumber(Math.exp(high))] }
}

/** @throws UndefinedStatistic when a value has grown beyond what a number holds */
export function asNumber(value: number): number {
  if (!Number.isFinite(value)) throw new UndefinedStatistic('it is too large to be a number')
  return value
}
