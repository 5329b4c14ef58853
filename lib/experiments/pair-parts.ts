import type { PairWire } from './experiment-schema'
import type { PairPart } from './view'

type Better = 'lower' | 'higher'

/** A pair in which both arms count. */
export interface FullPair {
  key: string
  cluster: string | null
  control: number
  treatment: number
  difference: number
}

/** The pairs that carry the comparison; the others stay in the table with their cause. */
export function fullPairs(pairs: readonly PairWire[]): FullPair[] {
  return pairs.flatMap(({ key, cluster, control, treatment, evaluable }) =>
    !evaluable || control.value === null || treatment.value === null
      ? []
      : [
          {
            ...{ key, cluster, control: control.value, treatment: treatment.value },
            difference: treatment.value - control.value,
          },
        ],
  )
}

const isBetter = (difference: number, better: Better) => (better === 'lower' ? difference < 0 : difference > 0)

/** Whether a pair belongs to a part of the table. */
export function isOfPart(pair: PairWire, part: PairPart, better: Better): boolean {
  const { difference } = pair
  switch (part) {
    case 'all':
      return true
    case 'differ':
      return difference !== null && difference !== 0
    case 'better':
      return difference !== null && isBetter(difference, better)
    case 'worse':
      return difference !== null && difference !== 0 && !isBetter(difference, better)
    case 'excluded':
      return !pair.evaluable
  }
}

export const PART_WORDS = {
  all: 'all pairs',
  differ: 'those that differ',
  better: 'treatment better',
  worse: 'treatment worse',
  excluded: 'left out',
} as const satisfies Record<PairPart, string>

export const SQUARE_KINDS = ['both', 'onlyTreatment', 'onlyControl', 'neither'] as const
export type SquareKind = (typeof SQUARE_KINDS)[number]

/** The four outcomes of a pair of successes. */
export function squareOf({ control, treatment }: Pick<FullPair, 'control' | 'treatment'>): SquareKind {
  if (control === 1) return treatment === 1 ? 'both' : 'onlyControl'
  return treatment === 1 ? 'onlyTreatment' : 'neither'
}
