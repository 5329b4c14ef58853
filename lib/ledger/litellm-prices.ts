import { decimalText, parseDecimal } from './decimal'
import {
  type ModelPrice,
  type PriceTable,
  PriceTableError,
  type Rate,
  type RateName,
  type RateTier,
} from './price-table'
import { namesOfFamily, providerFamily, splitModel, withoutDate } from './providers'

const FIELDS: Record<RateName, string> = {
  input: 'input_cost_per_token',
  cacheRead: 'cache_read_input_token_cost',
  cacheWrite5m: 'cache_creation_input_token_cost',
  cacheWrite1h: 'cache_creation_input_token_cost_above_1hr',
  output: 'output_cost_per_token',
  reasoning: 'output_cost_per_reasoning_token',
}

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
  const rate = (name: RateName) => rateOf(model, entry, FIELDS[name])
  const [input, output] = [rate('input'), rate('output')]
  if (!input && !output) return null
  const reasoning = rate('reasoning')
  return {
    provider: typeof entry['litellm_provider'] === 'string' ? entry['litellm_provider'] : '',
    model,
    rates: {
      input,
      cacheRead: rate('cacheRead'),
      cacheWrite5m: rate('cacheWrite5m'),
      cacheWrite1h: rate('cacheWrite1h'),
      output,
      reasoning: reasoning?.base === output?.base ? null : reasoning,
    },
  }
}

function rateOf(model: string, entry: Entry, field: string): Rate | null {
  const base = priceText(model, field, entry[field])
  if (base === null) return null
  const tiers: RateTier[] = []
  const tierField = new RegExp(`^${field}_above_(\\d{1,6})k_tokens$`)
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
