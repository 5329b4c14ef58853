import { pairedMissingness } from '@/lib/stats/missingness'
import type { Analysis, AnalyzePairsInput, PairInput } from './analysis-schema'

type Excluded = Analysis['n']['excluded'][number]

/** The pairs that can be compared, sorted by key so that the order in which they came decides nothing. */
export interface PreparedPairs {
  control: number[]
  treatment: number[]
  clusters: (string | null)[]
  n: Analysis['n']
  unequalExclusion: boolean
}

interface Usable {
  key: string
  control: number
  treatment: number
  cluster: string | null
}

/** Repeats of a key averaged inside the pair, pairs without a result in some arm counted by arm and cause. */
export function preparePairs({ pairs, planned }: Pick<AnalyzePairsInput, 'pairs' | 'planned'>): PreparedPairs {
  const groups = new Map<string, PairInput[]>()
  for (const pair of pairs) {
    const group = groups.get(pair.key)
    if (group) group.push(pair)
    else groups.set(pair.key, [pair])
  }
  const usable: Usable[] = []
  const lost: Omit<Excluded, 'count'>[] = []
  for (const group of groups.values()) {
    const pair = averaged(group)
    if (pair) usable.push(pair)
    else lost.push(lossOf(group))
  }
  usable.sort((a, b) => (a.key < b.key ? -1 : 1))
  const onlyIn = (arm: Excluded['arm']) => lost.filter((loss) => loss.arm === arm).length
  const { p, unequal } = pairedMissingness(onlyIn('control'), onlyIn('treatment'))
  return {
    control: usable.map((pair) => pair.control),
    treatment: usable.map((pair) => pair.treatment),
    clusters: usable.map((pair) => pair.cluster),
    unequalExclusion: unequal,
    n: {
      planned: planned ?? null,
      paired: groups.size,
      evaluable: usable.length,
      excluded: counted(lost),
      averaged: pairs.length - groups.size,
      unequalExclusionP: p,
    },
  }
}

/** The one pair that a key stands for, or null when no repeat has both results. */
function averaged(group: readonly PairInput[]): Usable | null {
  const whole = group.flatMap(({ control, treatment, cluster }) =>
    control === null || treatment === null ? [] : [{ control, treatment, cluster: cluster ?? null }],
  )
  const [first] = whole
  const key = group[0]?.key
  if (!first || key === undefined) return null
  if (whole.length === 1) return { key, ...first }
  const mean = (arm: 'control' | 'treatment') =>
    whole
      .map((pair) => pair[arm])
      .sort((a, b) => a - b)
      .reduce((sum, value) => sum + value, 0) / whole.length
  const cluster = whole.map((pair) => pair.cluster).find((name) => name !== null) ?? null
  return { key, control: mean('control'), treatment: mean('treatment'), cluster }
}

/** Which arm lost a pair of which no repeat is whole, and why. */
function lossOf(group: readonly PairInput[]): Omit<Excluded, 'count'> {
  const control = group.every((pair) => pair.control === null)
  const treatment = group.every((pair) => pair.treatment === null)
  const arm = control === treatment ? 'both' : control ? 'control' : 'treatment'
  return { arm, cause: group.find((pair) => pair.cause)?.cause ?? 'not recorded' }
}

function counted(lost: readonly Omit<Excluded, 'count'>[]): Excluded[] {
  const rows = new Map<string, Excluded>()
  for (const { arm, cause } of lost) {
    const row = rows.get(`${arm} ${cause}`) ?? { arm, cause, count: 0 }
    rows.set(`${arm} ${cause}`, { ...row, count: row.count + 1 })
  }
  return [...rows.values()].sort(
    (a, b) => b.count - a.count || (`${a.arm} ${a.cause}` < `${b.arm} ${b.cause}` ? -1 : 1),
  )
}
