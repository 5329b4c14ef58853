import type { OwnPrices } from './own-price-file'
import type { ModelPrice, OwnPrice, PriceTable } from './price-table'
import type { PriceVariant } from './price-variant'
import { splitModel, withoutDate } from './providers'

/**
 * A table with an operator's own prices over it; null takes them away again. Its version names both, so that a cost
 * computed from it tells which prices it is made of.
 * @param base the table below, without own prices
 */
export function withOwnPrices(base: PriceTable, own: OwnPrices | null): PriceTable {
  if (own === null) return base
  const { hash, prices } = own
  return { ...base, version: `${base.version} + own ${hash}`, own: { base: base.version, hash, prices } }
}

/** What an operator's own prices say of a model; undefined when they do not speak of it, so that the table decides. */
export function ownPriceFor(
  table: PriceTable,
  provider: string | null,
  model: string,
  at: string | null,
  variant: PriceVariant | 'standard',
): ModelPrice | null | undefined {
  if (!table.own) return undefined
  const named = splitModel(provider, model.toLowerCase())
  for (const name of new Set([named.model, withoutDate(named.model)])) {
    const candidates = ofFamily(indexOf(table.own.prices).get(name) ?? [], named.family)
    if (candidates === null) return null
    if (candidates.length === 0) continue
    const dated = candidates.some(({ from, to }) => from !== null || to !== null)
    // Which of several prices held cannot be told without a time; one without dates always holds.
    if (dated && at === null) return null
    const held = candidates.find((price) => holds(price, at ?? ''))
    if (held) return modelPrice(held, variant)
  }
  return undefined
}

const holds = ({ from, to }: OwnPrice, at: string) => (from === null || at >= from) && (to === null || at < to)

/** Of the entries of one model: those of its provider, else those for any. Null: they are of several, and none is named. */
function ofFamily(entries: readonly OwnPrice[], family: string | null): readonly OwnPrice[] | null {
  if (family !== null) {
    const same = entries.filter((entry) => entry.family === family)
    return same.length > 0 ? same : entries.filter((entry) => entry.family === null)
  }
  const any = entries.filter((entry) => entry.family === null)
  if (any.length > 0) return any
  return new Set(entries.map((entry) => entry.family)).size > 1 ? null : entries
}

/** An entry speaks for its model as a whole: a tier or speed that it does not price has no price. */
function modelPrice(own: OwnPrice, variant: PriceVariant | 'standard'): ModelPrice | null {
  const rates = variant === 'standard' ? own.rates : own.variants?.[variant]
  return rates ? { provider: own.family ?? '', model: own.model, rates } : null
}

const indexes = new WeakMap<readonly OwnPrice[], ReadonlyMap<string, readonly OwnPrice[]>>()

function indexOf(prices: readonly OwnPrice[]): ReadonlyMap<string, readonly OwnPrice[]> {
  const known = indexes.get(prices)
  if (known) return known
  const index = new Map<string, OwnPrice[]>()
  for (const price of prices) {
    const same = index.get(price.model)
    if (same) same.push(price)
    else index.set(price.model, [price])
  }
  indexes.set(prices, index)
  return index
}
