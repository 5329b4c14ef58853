/** What the cells of a sum of usage say, and why a number is missing or only a lower bound. Pure text, drawn elsewhere. */

export interface Amount {
  value: number | null
  lowerBound: boolean
  /** Why it is missing, a bound, or what it is compared with. */
  title: string
}

/** A sum of usage as it comes over the wire. */
interface Summed {
  usage: { total: number | null; lowerBound: readonly string[] }
  events: number
  costMicroUsd: number | null
  costLowerBoundReasons: readonly string[]
  unpricedEvents: number
}

/** How the events of the sum are spoken of. */
export interface EventWords {
  counted: (events: number) => string
  unpriced: (unpriced: number, events: number) => string
  noTokens: (events: number) => string
  /** No event at all, so no cost. */
  noCost: string
}

/** Tokens, and what they are summed from. */
export function tokensAmount({ usage, events }: Summed, words: EventWords): Amount {
  const lowerBound = usage.lowerBound.length > 0
  if (usage.total === null) return { value: null, lowerBound, title: words.noTokens(events) }
  const partly = lowerBound ? `; only a part of ${usage.lowerBound.join(', ')} was recorded` : ''
  return { value: usage.total, lowerBound, title: `${words.counted(events)}${partly}` }
}

/** Cost in microdollars, and what keeps it from being whole. */
export function costAmount(summed: Summed, words: EventWords): Amount {
  const { events, unpricedEvents, costLowerBoundReasons: reasons } = summed
  const lowerBound = reasons.length > 0
  const unpriced = words.unpriced(unpricedEvents, events)
  if (summed.costMicroUsd === null) return { value: null, lowerBound, title: events === 0 ? words.noCost : unpriced }
  const why = [
    unpricedEvents > 0 ? unpriced : null,
    reasons.includes('output_not_recorded') ? 'output is only partly recorded' : null,
  ].filter((text) => text !== null)
  return { value: summed.costMicroUsd, lowerBound, title: why.join('; ') || `${words.counted(events)}, all priced` }
}
