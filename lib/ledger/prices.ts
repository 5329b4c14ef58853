/** Prices of models and the cost of a usage event, exact to the picodollar. Nothing here touches the network. */
import { createHash } from 'node:crypto'
import { TOKEN_CLASSES, type Usage } from '@/lib/model/usage'
import { type BundledPrice, bundledPrice } from './bundled-prices'
import { type Decimal, parseDecimal, roundHalfUp, sumProducts } from './decimal'
import { liteLlmEntries, liteLlmPrice } from './litellm-prices'
import { ownPriceFor } from './own-prices'
import { BUNDLED_VERSION, type ModelPrice, type PriceTable, PriceTableError, type Rate } from './price-table'
import { type PriceVariant, variantOf } from './price-variant'
import { splitModel } from './providers'

export type { ModelPrice, PriceTable } from './price-table'

/** Names of models are short; a longer one is hostile and not worth matching. */
const MAX_NAME = 300
const MAX_REMEMBERED = 5_000

/** The prices that come with Pitwall. */
export function bundledPriceTable(): PriceTable {
  return { version: BUNDLED_VERSION, source: 'bundled', entries: {} }
}

/**
 * A table from LiteLLM's `model_prices_and_context_window.json`, as text or parsed. Its version is a short hash of
 * the prices in it.
 * @throws PriceTableError in words for the person who named the file
 */
export function parseLiteLlm(json: unknown): PriceTable {
  const entries = liteLlmEntries(typeof json === 'string' ? parsed(json) : json)
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(entries).sort(byKey)))
  return { version: `litellm ${hash.digest('hex').slice(0, 12)}`, source: 'litellm', entries }
}

/** What a price depends on. The provider is a hint in whatever words the source uses; null lets the model's name decide. */
export interface PricedUsage {
  provider: string | null
  model: string | null
  at: string | null
  /** As recorded; nothing recorded is the standard. */
  serviceTier?: string | null
  speed?: string | null
}

/**
 * The price of a model at a time, for the service tier and speed that were recorded; null when the table does not know
 * it. A price of another provider or model family is never taken, nor the standard one for another tier.
 */
export function priceFor(table: PriceTable, of: PricedUsage): ModelPrice | null {
  const { provider, model, at } = of
  if (!model || model.length > MAX_NAME || (provider?.length ?? 0) > MAX_NAME) return null
  const variant = variantOf(of.serviceTier, of.speed)
  if (variant === 'unknown') return null
  // Not remembered below: their dates may fall on any moment, and finding them is cheap.
  const own = ownPriceFor(table, provider, model, at, variant)
  if (own !== undefined) return own
  const remembered = memoryOf(table)
  const key = JSON.stringify([provider, model, variant])
  // Prices change at a date or at a time of day, always on whole ten minutes.
  const datedKey = `${key} ${at?.slice(0, 15) ?? ''}`
  for (const name of [key, datedKey]) {
    const known = remembered.get(name)
    if (known !== undefined) return known
  }
  const { dated, price } = find(table, provider, model, at, variant)
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(dated ? datedKey : key, price)
  return price
}

function find(
  table: PriceTable,
  provider: string | null,
  model: string,
  at: string | null,
  variant: PriceVariant | 'standard',
): BundledPrice {
  if (table.source === 'bundled') {
    // The kept library knows standard prices only.
    return (variant === 'standard' ? bundledPrice(provider, model, at) : null) ?? { dated: false, price: null }
  }
  const entry = liteLlmPrice(table, provider, model)
  if (variant === 'standard') return { dated: false, price: entry }
  const rates = entry?.variants?.[variant]
  if (entry && rates) return { dated: false, price: { ...entry, rates } }
  const named = splitModel(provider, model)
  return { dated: false, price: variant === 'fast' ? liteLlmPrice(table, named.family, `fast/${named.model}`) : null }
}

/**
 * The cost of one event in whole picodollars, or null when it cannot be known: no price, a class with tokens but no
 * rate, tokens whose split is unknown, input or output not recorded. Reasoning is part of output and never added.
 * The exact sum is rounded once, half up, where a rate is no whole number of picodollars.
 */
export function costPico(price: ModelPrice | null, usage: Usage): bigint | null {
  if (!price || (usage.unsplit ?? 0n) !== 0n) return null
  const nothingSent = usage.unsplit === 0n && TOKEN_CLASSES.every((name) => (usage[name] ?? 0n) === 0n)
  if (nothingSent) return 0n
  if (usage.input === null || usage.output === null) return null
  const terms: { count: bigint; price: Decimal }[] = []
  for (const { count, rate } of chargedParts(price, usage)) {
    if (count === 0n) continue
    if (count === null || count < 0n || !rate) return null
    terms.push({ count, price: rateAt(rate, promptTokens(usage)) })
  }
  return roundHalfUp(sumProducts(terms))
}

/** A class that a format lacks (null) holds no tokens; reasoning counts apart only where it has its own rate. */
export function chargedParts({ rates }: ModelPrice, usage: Usage): { count: bigint | null; rate: Rate | null }[] {
  const parts = TOKEN_CLASSES.map((name) => ({ count: usage[name] ?? 0n, rate: rates[name] }))
  const { output, reasoning } = usage
  if (!rates.reasoning || !output) return parts
  return [
    ...parts.slice(0, -1),
    { count: reasoning === null ? null : output - reasoning, rate: rates.output },
    { count: reasoning, rate: rates.reasoning },
  ]
}

/** What decides the tier: everything that was sent, cached or not. */
export function promptTokens(usage: Usage): bigint {
  return (usage.input ?? 0n) + (usage.cacheRead ?? 0n) + (usage.cacheWrite5m ?? 0n) + (usage.cacheWrite1h ?? 0n)
}

export function rateAt(rate: Rate, prompt: bigint): Decimal {
  const text = rate.tiers.reduce((price, tier) => (prompt > BigInt(tier.above) ? tier.price : price), rate.base)
  const decimal = parseDecimal(text)
  if (!decimal) throw new PriceTableError(`The price table holds ${JSON.stringify(text)}, which is no price`)
  return decimal
}

const memory = new WeakMap<PriceTable, Map<string, ModelPrice | null>>()

/** Finding a model walks over thousands of entries; an import asks for the same few a hundred thousand times. */
function memoryOf(table: PriceTable): Map<string, ModelPrice | null> {
  const found = memory.get(table) ?? new Map<string, ModelPrice | null>()
  memory.set(table, found)
  return found
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PriceTableError(`Not a LiteLLM price file: ${error instanceof Error ? error.message : 'not JSON'}`)
  }
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
