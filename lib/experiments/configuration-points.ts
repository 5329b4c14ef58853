import { wilsonInterval } from '@/lib/stats/rate-intervals'
import type { ConfigurationPoint } from './experiment-schema'
import type { Observation } from './observation'
import { summarizeArm } from './summarize-arm'

/** Each configuration with its cost and success, and whether another succeeds as often for less. */
export function configurationPoints(
  byConfiguration: ReadonlyMap<string, readonly Observation[]>,
): ConfigurationPoint[] {
  const points = [...byConfiguration].map(([configuration, ones]) => pointOf(configuration, ones))
  return points
    .map((point) => ({ ...point, onFrontier: isOnFrontier(point, points) }))
    .sort((a, b) => (b.rate ?? -1) - (a.rate ?? -1) || (a.configuration < b.configuration ? -1 : 1))
}

function pointOf(configuration: string, ones: readonly Observation[]): ConfigurationPoint {
  const summary = summarizeArm(
    { by: 'configuration', configuration },
    { metric: 'success', observations: [...ones], unmatched: 0 },
  )
  const rewards = ones.flatMap(({ exclusion, reward }) =>
    reward === null || (exclusion !== null && exclusion !== 'not recorded') ? [] : [reward],
  )
  const { successes, successRate, costMicroUsd } = summary
  const tried = successes === null || successRate === null ? 0 : ones.filter(isCounted).length
  return {
    ...{ configuration, results: ones.length, evaluable: summary.judged, excluded: ones.length - summary.judged },
    ...{ successes, rate: successRate },
    wilson: successes === null || tried === 0 ? null : [...wilsonInterval(successes, tried, 0.95)],
    meanReward: rewards.length === 0 ? null : rewards.reduce((sum, value) => sum + value, 0) / rewards.length,
    ...{ tokens: summary.tokens, costMicroUsd },
    costPerItemMicroUsd:
      costMicroUsd.sum === null || costMicroUsd.known < costMicroUsd.of ? null : costMicroUsd.sum / costMicroUsd.of,
    costPerSuccessMicroUsd: summary.costPerSuccessMicroUsd,
    onFrontier: null,
  }
}

const isCounted = ({ success, exclusion }: Observation) =>
  success !== null && (exclusion === null || exclusion === 'not recorded')

function isOnFrontier(point: ConfigurationPoint, all: readonly ConfigurationPoint[]): boolean | null {
  const cost = point.costPerItemMicroUsd
  const { rate } = point
  if (cost === null || rate === null) return null
  return !all.some((other) => {
    if (other.costPerItemMicroUsd === null || other.rate === null) return false
    const asGood = other.rate >= rate && other.costPerItemMicroUsd <= cost
    return asGood && (other.rate > rate || other.costPerItemMicroUsd < cost)
  })
}
