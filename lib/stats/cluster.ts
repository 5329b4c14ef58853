import { momentsOf, sumOf } from './moments'
import { studentT } from './paired-t'
import type { Interval, TestOutcome } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

export interface ClusterMean extends TestOutcome {
  estimate: number
  /** Cluster-robust standard error of the mean, with the factor G / (G − 1) for few clusters. */
  se: number
  seWithoutFactor: number
  /** What the standard error would be were every value a case of its own. */
  naiveSe: number
  df: number
  ci: Interval
  clusters: number
  /** How many times more spread the mean has than independent values would give it. */
  designEffect: number
}

/**
 * The mean of values that come in clusters (repeats of a task, tasks of a repository), against zero, with Student's t of
 * G − 1 degrees of freedom.
 * @throws UndefinedStatistic with fewer than two clusters, a value without one, or no spread: never a standard error of 0
 */
export function clusterMean(
  values: readonly number[],
  clusters: readonly (string | null)[],
  confidence = 0.95,
): ClusterMean {
  const { n, mean, sd } = momentsOf(values)
  const totals = clusterTotals(
    values.map((value) => value - mean),
    clusters,
  )
  const count = totals.length
  const seWithoutFactor = Math.sqrt(sumOf(totals.map((total) => total ** 2))) / n
  const naiveSe = sd / Math.sqrt(n)
  const se = seWithoutFactor * Math.sqrt(count / (count - 1))
  if (!(se > Math.abs(mean) * Number.EPSILON * 8) || !(naiveSe > 0))
    throw new UndefinedStatistic('the clusters do not differ: there is no spread to measure by')
  const zeros = values.filter((value) => value === 0).length
  const test = { ...studentT(mean, se, count - 1, confidence), n, zeros, exact: false }
  return { ...test, estimate: mean, seWithoutFactor, naiveSe, clusters: count, designEffect: (se / naiveSe) ** 2 }
}

function clusterTotals(deviations: readonly number[], clusters: readonly (string | null)[]): number[] {
  const groups = clusterGroups(clusters)
  if (groups.length < 2)
    throw new UndefinedStatistic('all pairs are of one cluster: there is no spread between clusters')
  return groups.map((group) => sumOf(group.map((at) => deviations[at] ?? 0)))
}

/** The indices of each cluster. @throws UndefinedStatistic when one has none */
export function clusterGroups(clusters: readonly (string | null)[]): number[][] {
  const missing = clusters.filter((cluster) => cluster === null).length
  if (missing > 0) throw new UndefinedStatistic(`${missing} of ${clusters.length} pairs name no cluster`)
  const groups = new Map<string | null, number[]>()
  for (const [at, cluster] of clusters.entries()) {
    const group = groups.get(cluster)
    if (group) group.push(at)
    else groups.set(cluster, [at])
  }
  return [...groups.values()]
}

/** How much clusters of `size` with this intra-class correlation inflate a variance. */
export const designEffect = (size: number, correlation: number): number => 1 + (size - 1) * correlation
