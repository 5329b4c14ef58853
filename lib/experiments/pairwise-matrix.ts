import { holm } from '@/lib/stats/holm'
import { mcnemar } from '@/lib/stats/mcnemar'
import { newcombe } from '@/lib/stats/newcombe'
import type { Analysis } from './analysis-schema'
import { analyzePairs } from './analyze-pairs'
import { betterOf, type ExperimentDefinition, kindOf } from './definition'
import type { Matrix, MatrixCell } from './experiment-schema'
import { matchPairs, toPairInputs } from './match-pairs'
import type { Observation } from './observation'
import { TEST_WORDS } from './verdict'

/** More configurations than this make more comparisons than anybody reads. */
export const MATRIX_MAX = 40
type Rules = Pick<ExperimentDefinition, 'metric' | 'better' | 'alpha' | 'power' | 'direction' | 'seed'>
type Raw = Omit<MatrixCell, 'holmP' | 'outcome'> & { lower: boolean; obstacle: string | null }

/** Every configuration against every other on the items that both have; p values corrected by Holm. */
export function pairwiseMatrix(byConfiguration: ReadonlyMap<string, readonly Observation[]>, rules: Rules): Matrix {
  const all = [...byConfiguration.keys()].sort()
  const names = all.slice(0, MATRIX_MAX)
  const raw = names.flatMap((control, at) =>
    names.slice(at + 1).map((treatment) => {
      const observations = [
        ...inArm(byConfiguration.get(control), 'control'),
        ...inArm(byConfiguration.get(treatment), 'treatment'),
      ]
      return { control, treatment, ...compare(observations, rules) }
    }),
  )
  const tested = raw.filter(({ p }) => p !== null)
  const corrected = holm(tested.map(({ p }) => p ?? 1))
  const holmOf = new Map(tested.map((cell, at) => [cell, corrected[at] ?? 1]))
  return {
    metric: rules.metric,
    alpha: rules.alpha,
    configurations: names,
    family: tested.length,
    cells: raw.map((cell) => judged(cell, holmOf.get(cell) ?? null, rules)),
    left: all.length - names.length,
  }
}

const inArm = (ones: readonly Observation[] = [], arm: Observation['arm']) => ones.map((one) => ({ ...one, arm }))

function judged(cell: Raw, holmP: number | null, rules: Rules): MatrixCell {
  const { lower, obstacle, ...found } = cell
  if (obstacle !== null || holmP === null || holmP > rules.alpha)
    return { ...found, holmP, outcome: 'cannot_tell', why: obstacle ?? cell.why }
  return { ...found, holmP, outcome: lower === (betterOf(rules) === 'lower') ? 'better' : 'worse', why: null }
}

type Compared = Omit<Raw, 'control' | 'treatment'>

function compare(observations: readonly Observation[], rules: Rules): Compared {
  const kind = kindOf(rules.metric)
  const { pairs, counts } = matchPairs(observations, kind)
  if (kind === 'binary' && counts.repeats === 'none') return compareSuccess(pairs, rules)
  const { metric: _metric, ...shared } = rules
  return ofAnalysis(
    analyzePairs({ ...shared, metric: kind, pairs: toPairInputs(pairs), better: betterOf(rules), scale: 'log-ratio' }),
  )
}

/** The same numbers as a whole analysis gives, without all the rest of it. */
function compareSuccess(pairs: ReturnType<typeof matchPairs>['pairs'], { alpha, direction }: Rules): Compared {
  const table = { both: 0, onlyTreatment: 0, onlyControl: 0, neither: 0 }
  for (const { control, treatment, evaluable } of pairs) {
    if (!evaluable) continue
    if (control.value === 1) table[treatment.value === 1 ? 'both' : 'onlyControl'] += 1
    else table[treatment.value === 1 ? 'onlyTreatment' : 'neither'] += 1
  }
  const { onlyControl, onlyTreatment } = table
  const n = onlyControl + onlyTreatment + table.both + table.neither
  const untied = onlyControl + onlyTreatment
  const counted = { n, test: TEST_WORDS.mcnemar, scale: 'difference' as const, onlyControl, onlyTreatment }
  const nothing = { p: null, estimate: null, ci: null, lower: false }
  if (n === 0) return { ...counted, ...nothing, why: null, obstacle: 'no item can be judged in both' }
  const { estimate, ci } = newcombe(table, 1 - alpha)
  if (untied === 0)
    return { ...counted, ...nothing, estimate, ci: [...ci], why: null, obstacle: 'both agree on every item' }
  const test = mcnemar(table)
  const floor = 2 ** ((direction === 'two-sided' ? 1 : 0) - untied)
  return {
    ...counted,
    ...{
      p: direction === 'two-sided' ? test.p : test[direction],
      estimate,
      ci: [...ci],
      lower: onlyTreatment < onlyControl,
    },
    why: null,
    obstacle: floor > alpha ? `${untied} items that differ cannot reach ${alpha} at this n` : null,
  }
}

function ofAnalysis(analysis: Analysis): Compared {
  const { primary, effect, n, floor, metric, cluster } = analysis
  const ratio = metric === 'continuous' ? (effect.geometricMeanRatio ?? cluster?.ratio ?? null) : null
  const shown = ratio ?? cluster ?? effect.difference
  const sides = primary.p === null ? null : shown
  return {
    ...{ n: n.evaluable, test: TEST_WORDS[primary.test], p: primary.p },
    ...{
      estimate: shown?.estimate ?? null,
      ci: shown?.ci ?? null,
      scale: ratio ? ('ratio' as const) : ('difference' as const),
    },
    ...{ onlyControl: analysis.table?.onlyControl ?? null, onlyTreatment: analysis.table?.onlyTreatment ?? null },
    lower: sides !== null && sides.estimate < (ratio ? 1 : 0),
    why: primary.p === null ? analysis.verdict : null,
    obstacle: floor.canReachAlpha && n.evaluable > 0 ? null : analysis.verdict,
  }
}
