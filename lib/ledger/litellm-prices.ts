import { type Decimal, decimalText, parseDecimal, product } from './decimal'
import {
  type ModelPrice,
  type PriceTable,
  PriceTableError,
  type Rate,
  type RateName,
  type Rates,
  type RateTier,
} from './price-table'
import type { PriceVariant } from './price-variant'
import { namesOfFamily, providerFamily, splitModel, withoutDate } from './providers'

const FIELDS: Record<RateName, string> = {
  input: 'input_cost_per_token',
  cacheRead: 'cache_read_input_token_cost',
  cacheWrite5m: 'cache_creation_input_token_cost',
  cacheWrite1h: 'cache_creation_input_token_cost_above_1hr',
  output: 'output_cost_per_token',
  reasoning: 'output_cost_per_reasoning_token',
}

/** Of a service tier, a field has the same name with this at its end. */
const SUFFIXES: Partial<Record<PriceVariant, string>> = { priority: '_priority', flex: '_flex', batch: '_batches' }

type Entry = Record<string, unknown>

/**
 * The entries of LiteLLM's `model_prices_and_context_window.json` that price tokens, by lower-case name.
 * @throws PriceTableError naming the model and field that is no price, or saying that the file is something else
 */
export function liteLlmEntries(value: unknown): PriceTable['entries'] {
  if (!isObject(value)) throw new PriceTableError('Not a LiteLLM price file: expected an object of model names')
  const entries: Record<string, ModelPrice> = Object.create(null)
  for (const [name, entry] of Object.entries(value)) {
    if (name === 'sample_spec' || !isObject(entry)) continue
    const price = entryPrice(name, entry)
    const key = name.toLowerCase()
    if (price && (key === name || !Object.hasOwn(entries, key))) entries[key] = price
  }
  if (Object.keys(entries).length === 0) {
    throw new PriceTableError('Not a LiteLLM price file: no model in it has input_cost_per_token')
  }
  return entries
}

/**
 * The entry of a model. The provider's own spelling comes first (`gemini/…`), then the bare name, then both without
 * the date of release. An entry of another provider family is never taken.
 */
export function liteLlmPrice(table: PriceTable, provider: string | null, model: string): ModelPrice | null {
  const whole = model.toLowerCase()
  const named = splitModel(provider, whole)
  for (const name of new Set([named.model, withoutDate(named.model)])) {
    const prefixes = named.family === null ? [] : namesOfFamily(named.family)
    for (const key of [...prefixes.map((prefix) => `${prefix}/${name}`), name]) {
      const entry = Object.hasOwn(table.entries, key) ? table.entries[key] : undefined
      if (entry && (named.family === null || providerFamily(entry.provider) === named.family)) return entry
    }
  }
  return null
}

function entryPrice(model: string, entry: Entry): ModelPrice | null {
  // A fee per request cannot be seen in token counts: such a price would always be too low.
  if (entry['input_cost_per_request'] !== undefined) return null
  const rates = ratesOf(model, entry, '')
  if (!rates) return null
  const variants = variantsOf(model, entry, rates)
  return {
    provider: typeof entry['litellm_provider'] === 'string' ? entry['litellm_provider'] : '',
    model,
    rates,
    ...(Object.keys(variants).length > 0 && { variants }),
  }
}

function ratesOf(model: string, entry: Entry, suffix: string): Rates | null {
  const rate = (name: RateName) => rateOf(model, entry, FIELDS[name], suffix)
  const [input, output] = [rate('input'), rate('output')]
  if (!input && !output) return null
  const reasoning = rate('reasoning')
  return {
    input,
    cacheRead: rate('cacheRead'),
    cacheWrite5m: rate('cacheWrite5m'),
    cacheWrite1h: rate('cacheWrite1h'),
    output,
    reasoning: reasoning?.base === output?.base ? null : reasoning,
  }
}

/** Service tiers have fields of their own; the fast mode is a factor on everything, or an entry `fast/…`. */
function variantsOf(model: string, entry: Entry, rates: Rates): Partial<Record<PriceVariant, Rates>> {
  const variants: Partial<Record<PriceVariant, Rates>> = {}
  for (const [variant, suffix] of Object.entries(SUFFIXES) as [PriceVariant, string][]) {
    const own = ratesOf(model, entry, suffix)
    if (own) variants[variant] = own
  }
  const specific = entry['provider_specific_entry']
  const factor = isObject(specific) ? factorOf(model, specific['fast']) : null
  if (factor) variants.fast = multiplied(rates, factor)
  return variants
}

function factorOf(model: string, value: unknown): Decimal | null {
  if (value === undefined || value === null) return null
  const factor = typeof value === 'number' || typeof value === 'string' ? parseDecimal(String(value)) : null
  if (!factor) throw new PriceTableError(`${quoted(model)}: fast is ${quoted(value)}, not a factor`)
  return factor
}

function multiplied(rates: Rates, factor: Decimal): Rates {
  const times = (price: string) => decimalText(product(parseDecimal(price) ?? factor, factor))
  const all = Object.entries(rates).map(([name, rate]: [string, Rate | null]) => [
    name,
    rate && {
      base: times(rate.base),
      tiers: rate.tiers.map((tier) => ({ above: tier.above, price: times(tier.price) })),
    },
  ])
  return Object.fromEntries(all) as Rates
}

function rateOf(model: string, entry: Entry, field: string, suffix: string): Rate | null {
  const base = priceText(model, field + suffix, entry[field + suffix])
  if (base === null) return null
  const tiers: RateTier[] = []
  const tierField = new RegExp(`^${field}_above_(\\d{1,6})k_tokens${suffix}$`)
  for (const [name, value] of Object.entries(entry)) {
    const above = tierField.exec(name)?.[1]
    const price = above === undefined ? null : priceText(model, name, value)
    if (above !== undefined && price !== null) tiers.push({ above: Number(above) * 1_000, price })
  }
  return { base, tiers: tiers.sort((a, b) => a.above - b.above) }
}

/** USD per token → picodollars per token. The shortest text of a number is the decimal that was written. */
function priceText(model: string, field: string, value: unknown): string | null {
  if (value === undefined || value === null) return null
  const price = typeof value === 'number' || typeof value === 'string' ? parseDecimal(String(value), 12) : null
  if (!price) {
    throw new PriceTableError(`${quoted(model)}: ${field} is ${quoted(value)}, not a price in USD per token`)
  }
  return decimalText(price)
}

function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80)
}

function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
