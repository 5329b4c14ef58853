import { newcombe } from '@/lib/stats/newcombe'
import { pairedT } from '@/lib/stats/paired-t'
import { UndefinedStatistic } from '@/lib/stats/undefined-statistic'
import type { ExperimentDefinition } from './definition'
import type { PairWire, Strata, Stratum } from './experiment-schema'

/** More strata than this are told by their number alone. */
const STRATA_MAX = 60

interface Full {
  control: number
  treatment: number
}
type Rules = Pick<ExperimentDefinition, 'metric' | 'alpha'>

/**
 * The effect within each cluster, the largest cluster first: what each alone can say, and no test.
 * Null where clusters do not group pairs: there are fewer than two, or as many as pairs.
 */
export function strataOf(pairs: readonly PairWire[], { metric, alpha }: Rules): Strata | null {
  const groups = new Map<string, Full[]>()
  let all = 0
  for (const { cluster, evaluable, control, treatment } of pairs) {
    if (!evaluable || cluster === null || control.value === null || treatment.value === null) continue
    const one = { control: control.value, treatment: treatment.value }
    const group = groups.get(cluster)
    if (group) group.push(one)
    else groups.set(cluster, [one])
    all += 1
  }
  if (groups.size < 2 || groups.size === all) return null
  const ordered = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
  const shown = ordered.slice(0, STRATA_MAX)
  const isPositive = [...groups.values()].every((ones) => ones.every((one) => one.control > 0 && one.treatment > 0))
  const scale = metric !== 'success' && isPositive ? 'ratio' : 'difference'
  const effectOf = metric === 'success' ? ofSuccess : scale === 'ratio' ? ofRatio : ofAmount
  return {
    ...{ scale, total: groups.size },
    items: shown.map(
      ([name, ones]): Stratum => ({
        ...{ name, pairs: ones.length, control: mean(ones, 'control'), treatment: mean(ones, 'treatment') },
        ...effectOf(ones, 1 - alpha),
      }),
    ),
  }
}

type Found = Pick<Stratum, 'estimate' | 'ci' | 'why'>

const mean = (ones: readonly Full[], of: keyof Full) => ones.reduce((sum, one) => sum + one[of], 0) / ones.length

function ofSuccess(ones: readonly Full[], confidence: number): Found {
  const count = (control: number, treatment: number) =>
    ones.filter((one) => one.control === control && one.treatment === treatment).length
  const table = { both: count(1, 1), onlyTreatment: count(0, 1), onlyControl: count(1, 0), neither: count(0, 0) }
  const { estimate, ci } = newcombe(table, confidence)
  return table.onlyTreatment + table.onlyControl === 0
    ? { estimate, ci: null, why: 'all alike: no interval' }
    : { estimate, ci: [...ci], why: null }
}

const ofAmount = (ones: readonly Full[], confidence: number): Found =>
  byT(
    ones.map(({ control, treatment }) => treatment - control),
    confidence,
  )

function ofRatio(ones: readonly Full[], confidence: number): Found {
  const { estimate, ci, why } = byT(
    ones.map(({ control, treatment }) => Math.log(treatment) - Math.log(control)),
    confidence,
  )
  return { estimate: Math.exp(estimate), ci: ci && [Math.exp(ci[0]), Math.exp(ci[1])], why }
}

function byT(values: readonly number[], confidence: number): Found {
  const estimate = values.reduce((sum, value) => sum + value, 0) / values.length
  if (values.length < 2) return { estimate, ci: null, why: 'one pair: no interval' }
  try {
    return { estimate, ci: [...pairedT(values, confidence).ci], why: null }
  } catch (error) {
    if (!(error instanceof UndefinedStatistic)) throw error
    return { estimate, ci: null, why: 'all alike: no interval' }
  }
}
