import { holm } from '@/lib/stats/holm'
import { compareArms, judged, type Rules } from './compare-arms'
import type { Matrix, MatrixCell } from './experiment-schema'
import type { Observation } from './observation'

/** More configurations than this make more comparisons than anybody reads. */
export const MATRIX_MAX = 40

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
      return { control, treatment, ...compareArms(observations, rules) }
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
    cells: raw.map((cell): MatrixCell => {
      const { lower: _lower, obstacle: _obstacle, ...found } = cell
      const holmP = holmOf.get(cell) ?? null
      return { ...found, holmP, ...judged(cell, holmP, rules) }
    }),
    left: all.length - names.length,
  }
}

const inArm = (ones: readonly Observation[] = [], arm: Observation['arm']) => ones.map((one) => ({ ...one, arm }))
