import 'server-only'
import type { Context } from '@/lib/context'
import { activePrices } from '@/lib/ingest/prices'
import { decimalText, parseDecimal } from '@/lib/ledger/decimal'
import { ownPriceFor } from '@/lib/ledger/own-prices'
import type { Rates } from '@/lib/ledger/price-table'
import { priceFor } from '@/lib/ledger/prices'
import type { ModelPriceInput, ModelPriceReply, PricedWire } from '@/lib/prices/schema'

const VARIANTS = [
  { name: 'priority', asked: { serviceTier: 'priority' } },
  { name: 'flex', asked: { serviceTier: 'flex' } },
  { name: 'batch', asked: { serviceTier: 'batch' } },
  { name: 'fast', asked: { speed: 'fast' } },
] as const

/** The price of a model at a time, as an event of that time would get it, in every service tier and speed. */
export async function getModelPrice({ db, now }: Context, input: ModelPriceInput): Promise<ModelPriceReply> {
  const table = await activePrices(db)
  const asked = { provider: input.provider ?? null, model: input.model, at: input.at ?? now.toISOString() }
  const standard = priceFor(table, asked)
  const variants = VARIANTS.flatMap(({ name, asked: variant }) => {
    const price = priceFor(table, { ...asked, ...variant })
    return price ? [{ name, price }] : []
  })
  const found = standard ?? variants[0]?.price ?? null
  const own = ownPriceFor(table, asked.provider, asked.model, asked.at, 'standard')
  return {
    priceTable: table.version,
    asked,
    found: found && { provider: found.provider, model: found.model, own: own !== undefined },
    standard: standard && pricedWire(standard.rates),
    variants: variants.map(({ name, price }) => ({ name, ...pricedWire(price.rates) })),
  }
}

/** Picodollars per token as dollars per million tokens: a millionth of a millionth, a million times. */
function perMillion(pico: string): string {
  const value = parseDecimal(`${pico}e-6`)
  return value ? decimalText(value) : pico
}

function pricedWire(rates: Rates): PricedWire {
  const steps = [...new Set(Object.values(rates).flatMap((rate) => rate?.tiers.map(({ above }) => above) ?? []))]
  const at = (above: number) => {
    const of = (name: keyof Rates) => {
      const rate = rates[name]
      if (!rate) return null
      return perMillion(rate.tiers.reduce((price, tier) => (tier.above <= above ? tier.price : price), rate.base))
    }
    return {
      input: of('input'),
      cacheRead: of('cacheRead'),
      cacheWrite5m: of('cacheWrite5m'),
      cacheWrite1h: of('cacheWrite1h'),
      output: of('output'),
      reasoning: of('reasoning'),
    }
  }
  return {
    perMillion: at(0),
    tiers: steps.toSorted((a, b) => a - b).map((above) => ({ above, perMillion: at(above) })),
  }
}
