/** The difference in tokens of two runs, part by part. Measured tokens only: no estimate has a place here. Pure. */

/** Tokens of one part on one side: null when nothing was recorded, `absent` when the side has no such part. */
export type PartTokens = bigint | null | 'absent'

export interface WaterfallPart {
  key: string
  label: string
  control: PartTokens
  treatment: PartTokens
}

export const UNKNOWN_SIDES = ['none', 'control', 'treatment', 'both'] as const
export type UnknownSide = (typeof UNKNOWN_SIDES)[number]

export interface WaterfallBar {
  key: string
  label: string
  control: bigint | null
  treatment: bigint | null
  /** What this part adds to the difference; null when no side that has it recorded anything. */
  delta: bigint | null
  /** Sides that have the part and recorded nothing for it: they add nothing to the bar. */
  unknown: UnknownSide
}

export interface Waterfall {
  /** All that was recorded; null when nothing was. */
  control: bigint | null
  treatment: bigint | null
  /** Treatment − control; null when a side recorded nothing. Always the sum of the bars' deltas. */
  delta: bigint | null
  bars: WaterfallBar[]
}

const recorded = (tokens: PartTokens): bigint | null => (tokens === 'absent' ? null : tokens)

function sumOf(amounts: readonly PartTokens[]): bigint | null {
  return amounts.reduce<bigint | null>((sum, amount) => {
    const known = recorded(amount)
    return known === null ? sum : (sum ?? 0n) + known
  }, null)
}

function unknownOf(control: PartTokens, treatment: PartTokens): UnknownSide {
  if (control === null && treatment === null) return 'both'
  if (control === null) return 'control'
  return treatment === null ? 'treatment' : 'none'
}

function barOf({ key, label, control, treatment }: WaterfallPart, measured: boolean): WaterfallBar {
  const [before, after] = [recorded(control), recorded(treatment)]
  return {
    key,
    label,
    control: before,
    treatment: after,
    delta: !measured || (before === null && after === null) ? null : (after ?? 0n) - (before ?? 0n),
    unknown: unknownOf(control, treatment),
  }
}

/**
 * One bar a part. The bars' deltas add up to the difference of the two totals exactly; where a side recorded nothing at
 * all there is no difference, and no bar has one.
 * @param parts every part that spends, each once, spend outside phases among them
 */
export function tokenWaterfall(parts: readonly WaterfallPart[]): Waterfall {
  const control = sumOf(parts.map((part) => part.control))
  const treatment = sumOf(parts.map((part) => part.treatment))
  const measured = control !== null && treatment !== null
  return {
    control,
    treatment,
    delta: measured ? treatment - control : null,
    bars: parts.map((part) => barOf(part, measured)),
  }
}
