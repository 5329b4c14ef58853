import { ticksBetween } from './ticks'

/** What a waterfall draws: each bar begins where the one before it ended, and the last one spans all of them. */

export interface WaterfallValue {
  key: string
  label: string
  /** Null: not known; the place stays empty. */
  value: number | null
  /** Why the value is not the whole truth. */
  doubt: string | null
}

export interface WaterfallSlot extends WaterfallValue {
  from: number
  to: number
  /** The bar that spans all the others. */
  isTotal: boolean
}

export interface WaterfallModel {
  slots: WaterfallSlot[]
  ticks: number[]
}

export const REST_KEY = 'rest'

/** The largest bars in their order, and the others as one; the sum stays the same. */
function folded(values: readonly WaterfallValue[], most: number): WaterfallValue[] {
  if (values.length <= most) return [...values]
  const size = ({ value }: WaterfallValue) => Math.abs(value ?? 0)
  const kept = new Set(values.toSorted((a, b) => size(b) - size(a)).slice(0, most - 1))
  const rest = values.filter((value) => !kept.has(value))
  const unknown = rest.filter(({ doubt }) => doubt !== null).length
  return [
    ...values.filter((value) => kept.has(value)),
    {
      key: REST_KEY,
      label: `${rest.length} smaller`,
      value: rest.reduce((sum, { value }) => sum + (value ?? 0), 0),
      doubt: unknown > 0 ? `not all recorded for ${unknown} of them` : null,
    },
  ]
}

/**
 * @param values parts of a difference, in order
 * @param total what the last bar is called
 * @param most bars besides the last one
 */
export function waterfallModel(values: readonly WaterfallValue[], total: string, most: number): WaterfallModel {
  let at = 0
  const slots = folded(values, most).map((value): WaterfallSlot => {
    const from = at
    at += value.value ?? 0
    return { ...value, from, to: at, isTotal: false }
  })
  const ends = slots.flatMap(({ from, to }) => [from, to])
  return {
    slots: [...slots, { key: 'total', label: total, value: at, doubt: null, from: 0, to: at, isTotal: true }],
    ticks: ticksBetween(Math.min(0, ...ends), Math.max(0, ...ends)),
  }
}
