import type { Analysis, AnalyzePairsInput, PrimaryTest, TestWire } from './analysis-schema'
import type { Clustering } from './cluster-effect'
import type { Reasons } from './reasons'

/** From this many pairs on the t test of log ratios is the better default; below, ranks need to assume less. */
export const T_FROM = 20

/** What the primary test found, with the direction in which treatment went. */
export interface PrimaryFound {
  primary: Analysis['primary']
  /** Null: there is no test. */
  sides: Pick<TestWire, 'less' | 'greater'> | null
}

type Parts = Pick<Analysis, 'tests' | 'cluster'>

/** The test that counts: the declared one, or the default for such data. */
export function primaryTest(
  parts: Parts,
  input: Pick<AnalyzePairsInput, 'primary' | 'alpha' | 'direction' | 'metric'>,
  { n, clustering }: { n: number; clustering: Clustering },
  reasons: Reasons,
): PrimaryFound {
  const test = input.primary ?? defaultTest(parts, input.metric, n, clustering)
  const found = outcomeOf(parts, test)
  const { alpha, direction } = input
  const p = found && (direction === 'two-sided' ? found.p : found[direction])
  if (!found) reasons.none('primary.p', reasons.found[placeOf(test)] ?? 'these data do not have that test')
  return {
    primary: { test, p, n: found?.n ?? n, alpha, direction, declared: input.primary !== undefined },
    sides: found,
  }
}

const placeOf = (test: PrimaryTest) =>
  test === 'clusterT' ? 'cluster' : test === 'clusterTLogRatio' ? 'cluster.ratio' : `tests.${test}`

function defaultTest(
  { tests, cluster }: Parts,
  metric: string,
  n: number,
  { repeated, named }: Clustering,
): PrimaryTest {
  if (named && repeated) return metric === 'continuous' && cluster?.ratio ? 'clusterTLogRatio' : 'clusterT'
  if (metric === 'binary') return 'mcnemar'
  return n >= T_FROM && 'pairedTLogRatio' in tests && tests.pairedTLogRatio ? 'pairedTLogRatio' : 'wilcoxon'
}

type Outcome = Pick<TestWire, 'p' | 'less' | 'greater'> & { n?: number }

function outcomeOf({ tests, cluster }: Parts, test: PrimaryTest): Outcome | null {
  if (test === 'clusterT') return cluster
  if (test === 'clusterTLogRatio') return cluster?.ratio ?? null
  if ('mcnemar' in tests) return test === 'mcnemar' ? tests.mcnemar : null
  return test === 'mcnemar' ? null : tests[test]
}
