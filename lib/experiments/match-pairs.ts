import type { z } from 'zod'
import type { METRICS, PairInput } from './analysis-schema'
import type { Matching, PairWire, Unmatched } from './experiment-schema'
import type { Observation } from './observation'

type Kind = (typeof METRICS)[number]
type Arm = Observation['arm']

export interface Matched {
  /** By key. */
  pairs: PairWire[]
  unmatched: Unmatched[]
  /** Of observations, by arm and cause. */
  exclusions: { arm: Arm; cause: string; count: number }[]
  counts: z.infer<typeof Matching>
}

type Sides = Record<Arm, Observation[]>
interface Tally {
  matched: number
  stranded: number
  unmatched: number
}

const isGood = ({ exclusion }: Observation) => exclusion === null
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const inOrder = (a: Observation, b: Observation) => a.repeat - b.repeat || byText(a.id, b.id)

/**
 * Observations of equal key become pairs, whatever their order. Repeats of an amount are averaged inside the pair; repeats
 * of success become pairs of their own, of one cluster. Each observation is matched, stranded, excluded or unmatched.
 */
export function matchPairs(observations: readonly Observation[], kind: Kind): Matched {
  const groups = grouped(observations)
  const isRepeated = groups.some(([, { control, treatment }]) => control.length > 1 || treatment.length > 1)
  const tally: Tally = { matched: 0, stranded: 0, unmatched: 0 }
  const pairs: PairWire[] = []
  const unmatched: Unmatched[] = []
  const taken = new Set(groups.map(([key]) => key))
  for (const [key, sides] of groups) {
    const alone = aloneArm(sides)
    if (alone !== null) unmatched.push(leftOver(alone, key, sides[alone], `the other arm has no ${key}`, tally))
    else if (kind === 'continuous') pairs.push(pairOf(key, sides, clusterOf(sides), tally))
    else if (!isRepeated) pairs.push(pairOf(key, sides, clusterOf(sides), tally))
    else splitRepeats(key, sides, { pairs, unmatched, taken, tally })
  }
  pairs.sort((a, b) => byText(a.key, b.key))
  const excluded = exclusionsOf(observations)
  return {
    pairs,
    unmatched,
    exclusions: excluded,
    counts: {
      observations: observations.length,
      ...tally,
      excluded: excluded.reduce((sum, { count }) => sum + count, 0),
      pairs: pairs.length,
      evaluablePairs: pairs.filter(({ evaluable }) => evaluable).length,
      repeats: !isRepeated ? 'none' : kind === 'continuous' ? 'averaged' : 'clusters',
    },
  }
}

function grouped(observations: readonly Observation[]): [string, Sides][] {
  const groups = new Map<string, Sides>()
  for (const one of observations) {
    const sides = groups.get(one.key) ?? { control: [], treatment: [] }
    sides[one.arm].push(one)
    groups.set(one.key, sides)
  }
  for (const { control, treatment } of groups.values()) {
    control.sort(inOrder)
    treatment.sort(inOrder)
  }
  return [...groups].sort(([a], [b]) => byText(a, b))
}

const aloneArm = ({ control, treatment }: Sides): Arm | null =>
  control.length === 0 ? 'treatment' : treatment.length === 0 ? 'control' : null

const clusterOf = ({ control, treatment }: Sides) =>
  [...control, ...treatment].find(({ cluster }) => cluster !== null)?.cluster ?? null

function leftOver(arm: Arm, key: string, ones: readonly Observation[], reason: string, tally: Tally): Unmatched {
  tally.unmatched += ones.filter(isGood).length
  return { arm, key, reason, results: ones.length, runId: ones[0]?.runId ?? null }
}

function pairOf(key: string, { control, treatment }: Sides, cluster: string | null, tally: Tally): PairWire {
  const sides = { control: sideOf(control), treatment: sideOf(treatment) }
  const [a, b] = [sides.control.value, sides.treatment.value]
  const evaluable = a !== null && b !== null
  tally[evaluable ? 'matched' : 'stranded'] += [...control, ...treatment].filter(isGood).length
  return { key, cluster, evaluable, ...sides, difference: evaluable ? b - a : null }
}

/** The mean of what can be judged. */
function sideOf(ones: readonly Observation[]): PairWire['control'] {
  const good = ones.filter(isGood)
  const sum = good.reduce((before, { value }) => before + (value ?? 0), 0)
  const [first] = ones
  return {
    value: good.length === 0 ? null : sum / good.length,
    results: ones.length,
    excluded: ones.length - good.length,
    cause: ones.find((one) => !isGood(one))?.exclusion ?? null,
    runId: first?.runId ?? null,
    resultId: ones.length === 1 ? (first?.id ?? null) : null,
  }
}

interface Lists {
  pairs: PairWire[]
  unmatched: Unmatched[]
  taken: Set<string>
  tally: Tally
}

function splitRepeats(key: string, { control, treatment }: Sides, { pairs, unmatched, taken, tally }: Lists): void {
  const both = Math.min(control.length, treatment.length)
  for (let at = 0; at < both; at += 1) {
    const sides = { control: control.slice(at, at + 1), treatment: treatment.slice(at, at + 1) }
    pairs.push(pairOf(at === 0 ? key : freeKey(`${key} #${at + 1}`, taken), sides, clusterOf(sides) ?? key, tally))
  }
  const arm = control.length > treatment.length ? 'control' : 'treatment'
  const rest = (arm === 'control' ? control : treatment).slice(both)
  if (rest.length > 0) unmatched.push(leftOver(arm, key, rest, `the other arm has ${both} repeats of it`, tally))
}

/** An item may be called like the repeat of another. */
function freeKey(wanted: string, taken: Set<string>): string {
  let key = wanted
  while (taken.has(key)) key += '′'
  taken.add(key)
  return key
}

function exclusionsOf(observations: readonly Observation[]): Matched['exclusions'] {
  const counts = new Map<string, Matched['exclusions'][number]>()
  for (const { arm, exclusion } of observations) {
    if (exclusion === null) continue
    const row = counts.get(`${arm} ${exclusion}`) ?? { arm, cause: exclusion, count: 0 }
    row.count += 1
    counts.set(`${arm} ${exclusion}`, row)
  }
  return [...counts.values()].sort((a, b) => byText(a.arm, b.arm) || b.count - a.count || byText(a.cause, b.cause))
}

/** Pairs as the statistics take them: when one of them names a cluster, all do. */
export function toPairInputs(pairs: readonly PairWire[]): PairInput[] {
  const isClustered = pairs.some(({ cluster }) => cluster !== null)
  return pairs.map(({ key, cluster, control, treatment }) => ({
    ...{ key, control: control.value, treatment: treatment.value, cluster: cluster ?? (isClustered ? key : null) },
    cause: control.value === null ? control.cause : treatment.value === null ? treatment.cause : null,
  }))
}
