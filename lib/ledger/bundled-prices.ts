import { calcPrice, type ModelPrice as LibraryPrice } from '@pydantic/genai-prices'
import { decimalText, parseDecimal } from './decimal'
import type { ModelPrice, Rate, RateName } from './price-table'
import { splitModel } from './providers'

/** The library's provider ids for families that it names otherwise; in this order. */
const LIBRARY_IDS: Record<string, readonly string[]> = {
  zai: ['zai', 'zhipuai'],
  xai: ['x-ai'],
  moonshot: ['moonshotai'],
  bedrock: ['aws'],
}

const KEYS: Record<RateName, string> = {
  input: 'input_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite5m: 'cache_write_mtok',
  cacheWrite1h: 'cache_write_1h_mtok',
  output: 'output_mtok',
  reasoning: 'output_reasoning_mtok',
}

/**
 * The price of the kept library, found by its own matching rules. Only its numbers are taken, never its sums, which
 * are floating point. A price that depends on the date is null when the date is unknown.
 */
export function bundledPrice(provider: string | null, model: string, at: string | null): BundledPrice | null {
  const named = splitModel(provider, model)
  const ids = named.family === null ? [undefined] : (own(LIBRARY_IDS, named.family) ?? [named.family])
  for (const providerId of ids) {
    // A timestamp is always given: without one the library would read the clock.
    const timestamp = new Date(at ?? 0)
    const found = calcPrice({}, named.model, { ...(providerId && { providerId }), timestamp })
    if (!found) continue
    const dated = Array.isArray(found.model.prices)
    if (dated && at === null) return { dated, price: null }
    return { dated, price: modelPrice(found.provider.id, found.model.id, found.model_price) }
  }
  return null
}

/** A name from a record may be `constructor`. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export interface BundledPrice {
  /** True when another time may give another price. */
  dated: boolean
  price: ModelPrice | null
}

function modelPrice(provider: string, model: string, price: LibraryPrice): ModelPrice | null {
  // A fee per request cannot be seen in token counts: such a price would always be too low.
  if (price['requests_kcount'] !== undefined) return null
  const rate = (name: RateName) => rateOf(price[KEYS[name]])
  const [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning] = [
    rate('input'),
    rate('cacheRead'),
    rate('cacheWrite5m'),
    rate('cacheWrite1h'),
    rate('output'),
    rate('reasoning'),
  ]
  return { provider, model, rates: { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } }
}

function rateOf(price: LibraryPrice[string]): Rate | null {
  if (price === undefined) return null
  if (typeof price === 'number') return { base: picoPerToken(price), tiers: [] }
  const tiers = price.tiers.map((tier) => ({ above: tier.start, price: picoPerToken(tier.price) }))
  return { base: picoPerToken(price.base), tiers: tiers.sort((a, b) => a.above - b.above) }
}

/** USD per million tokens → picodollars per token. The shortest text of the number is the decimal that was written. */
function picoPerToken(usdPerMillion: number): string {
  const value = parseDecimal(String(usdPerMillion), 6)
  if (!value) throw new RangeError(`The price library holds ${usdPerMillion}, which is no price`)
  return decimalText(value)
}
