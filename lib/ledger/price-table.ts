/**
 * Prices as we keep them. A rate is picodollars per token as exact decimal text (1 USD per million tokens = 1,000,000
 * picodollars per token); most are whole, and one that is not keeps its fraction. Everything is JSON-safe.
 */
import type { PriceVariant } from './price-variant'

/** Above `above` prompt tokens every token of the event costs `price`: the highest tier passed holds. */
export interface RateTier {
  above: number
  price: string
}

export interface Rate {
  base: string
  tiers: readonly RateTier[]
}

export type RateName = 'input' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'output' | 'reasoning'

/** Null: this table does not price that class. `reasoning` is set only where it costs something else than output. */
export type Rates = Readonly<Record<RateName, Rate | null>>

export interface ModelPrice {
  /** The provider and the model name of the table's entry that was found, not of the event. */
  provider: string
  model: string
  rates: Rates
  /** What the table says of other service tiers and speeds; nothing is guessed from the standard rates. */
  variants?: Readonly<Partial<Record<PriceVariant, Rates>>>
}

/**
 * Where prices come from. `bundled` names the kept library, which holds its prices itself (`entries` is empty);
 * `litellm` carries those of one file, by lower-case name.
 */
export interface PriceTable {
  version: string
  source: 'bundled' | 'litellm'
  entries: Readonly<Record<string, ModelPrice>>
  /** The operator's own prices, which win, and the version of the table they lie over. */
  own?: { base: string; hash: string; prices: readonly OwnPrice[] }
}

/** A price that an operator pays; it holds from `from` until before `to`, null: without end. */
export interface OwnPrice {
  /** Null: whoever sends the bill. */
  family: string | null
  /** In lower case, without the provider. */
  model: string
  from: string | null
  to: string | null
  rates: Rates
  variants?: Readonly<Partial<Record<PriceVariant, Rates>>>
}

/** Which prices come with Pitwall; a test compares it with the installed package. */
export const BUNDLED_VERSION = 'genai-prices 0.1.8'

/** A price file that cannot be used, in words for the person who named it. */
export class PriceTableError extends Error {
  override name = 'PriceTableError'
}
