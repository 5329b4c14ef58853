/** How a cost comes about, class by class: the same parts that `costPico` adds up. */
import { TOKEN_CLASSES, type Usage } from '@/lib/model/usage'
import type { ModelPrice, RateName } from './price-table'
import { chargedParts, promptTokens } from './prices'

export interface ChargedPart {
  class: RateName
  tokens: bigint
  /** Picodollars per token as exact decimal text; null: the table does not price this class. */
  picoPerToken: string | null
  /** Set where a tier's rate holds: above so many prompt tokens. */
  above: number | null
}

const NAMES: readonly RateName[] = [...TOKEN_CLASSES, 'reasoning']

/** Each class that has tokens, with the rate that holds for an event of this size. */
export function costParts(price: ModelPrice, usage: Usage): ChargedPart[] {
  const prompt = promptTokens(usage)
  return chargedParts(price, usage).flatMap(({ count, rate }, index) => {
    const name = NAMES[index]
    if (name === undefined || count === null || count === 0n) return []
    const tier = rate?.tiers.findLast(({ above }) => prompt > BigInt(above)) ?? null
    return [{ class: name, tokens: count, picoPerToken: tier?.price ?? rate?.base ?? null, above: tier?.above ?? null }]
  })
}
