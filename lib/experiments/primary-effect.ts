import type { Analysis, PrimaryTest } from './analysis-schema'
import type { Scale } from './number-words'

/** The estimate that belongs to the primary test, with its interval and what could have been seen, on one scale. */
export interface PrimaryEffect {
  scale: Scale
  estimate: number
  ci: [number, number] | null
  /** How the interval was made. */
  method: string
  /** Effects nearer to none than this would mostly have been missed; null when it is not known. */
  detectable: number | null
}

const BY_RANK: readonly PrimaryTest[] = ['wilcoxon', 'wilcoxonPratt', 'sign']

/** Null: there is no estimate, and `reasons` of the analysis says why. */
export function primaryEffect(analysis: Analysis): PrimaryEffect | null {
  const { primary, effect, cluster, metric, detectable } = analysis
  const of = (scale: Scale, found: Found | null | undefined, method: string): PrimaryEffect | null =>
    found
      ? {
          ...{ scale, estimate: found.estimate, ci: found.ci, method },
          detectable: (scale === 'ratio' ? detectable?.ratio : detectable?.difference) ?? null,
        }
      : null
  if (primary.test === 'clusterTLogRatio') return of('ratio', cluster?.ratio, 'cluster-robust t on log ratios')
  if (primary.test === 'clusterT') return of('difference', cluster, 'cluster-robust t')
  if (primary.test.endsWith('LogRatio')) return of('ratio', effect.geometricMeanRatio, 't on log ratios')
  if (BY_RANK.includes(primary.test)) return of('difference', effect.hodgesLehmann, 'Hodges–Lehmann')
  return of('difference', effect.difference, metric === 'binary' ? 'Newcombe 10' : 'paired t')
}

interface Found {
  estimate: number
  ci: [number, number] | null
}

/** The place of its reason when there is none. */
export function primaryPlace({ primary }: Pick<Analysis, 'primary'>): string {
  if (primary.test === 'clusterTLogRatio') return 'cluster.ratio'
  if (primary.test === 'clusterT') return 'cluster'
  if (primary.test.endsWith('LogRatio')) return 'effect.geometricMeanRatio'
  return BY_RANK.includes(primary.test) ? 'effect.hodgesLehmann' : 'effect.difference'
}
