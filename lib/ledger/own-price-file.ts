import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseTime } from '@/lib/time/iso'
import { decimalText, parseDecimal } from './decimal'
import { type OwnPrice, PriceTableError, type RateName, type Rates } from './price-table'
import { splitModel } from './providers'

const PRICES_MAX = 10_000
const NAME_MAX = 300

const Name = z.string().trim().min(1, 'is empty').max(NAME_MAX, `is longer than ${NAME_MAX} characters`)

/** Dollars per million tokens, as picodollars per token. */
const Amount = z
  .string('is not text: write the amount in quotes, such as "0.25"')
  .max(60, 'is no amount of dollars per million tokens')
  .transform((text, ctx) => {
    const value = parseDecimal(text, 6)
    if (value) return decimalText(value)
    ctx.addIssue({ code: 'custom', message: `is ${JSON.stringify(text)}, no amount of dollars per million tokens` })
    return z.NEVER
  })

const Time = z.string('is no date').transform((text, ctx) => {
  const time = parseTime(text)
  if (time) return time.iso
  ctx.addIssue({ code: 'custom', message: `is ${JSON.stringify(text.slice(0, 40))}, no date and no ISO time` })
  return z.NEVER
})

const CLASS_NAMES = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'reasoning',
] as const satisfies RateName[]
const Classes = z.partialRecord(z.enum(CLASS_NAMES), Amount)
const Tier = z.strictObject({ above: z.int('is no whole number of tokens').min(1), perMillion: Classes })
const Priced = {
  perMillion: Classes.refine((classes) => Object.keys(classes).length > 0, 'names no class of tokens'),
  tiers: z.array(Tier).max(20).default([]),
}
const VARIANTS = ['priority', 'flex', 'batch', 'fast'] as const
const Entry = z.strictObject({
  model: Name,
  provider: Name.optional(),
  from: Time.optional(),
  to: Time.optional(),
  ...Priced,
  variants: z.partialRecord(z.enum(VARIANTS), z.strictObject(Priced)).default({}),
})
type Entry = z.infer<typeof Entry>

/** An operator's own prices, checked; `hash` names their content. */
export interface OwnPrices {
  hash: string
  prices: readonly OwnPrice[]
}

/**
 * Reads an operator's file of own prices, as text or parsed: `{ "prices": [{ model, provider?, from?, to?, perMillion,
 * tiers?, variants? }] }`, amounts in dollars per million tokens.
 * @throws PriceTableError naming the entry by its place and model, the field and what is wrong with it
 */
export function parseOwnPrices(json: unknown): OwnPrices {
  const value = typeof json === 'string' ? parsed(json) : json
  const list = typeof value === 'object' && value !== null && 'prices' in value ? value.prices : null
  if (!Array.isArray(list)) throw new PriceTableError('Not a file of own prices: expected { "prices": [ … ] }')
  if (list.length === 0) throw new PriceTableError('The file of own prices has no entry')
  if (list.length > PRICES_MAX) {
    throw new PriceTableError(`The file of own prices has ${list.length} entries, more than ${PRICES_MAX}`)
  }
  const prices = list.map((entry: unknown, index) => ownPrice(entry, index))
  refuseOverlaps(prices)
  const hash = createHash('sha256').update(JSON.stringify(prices.map((price) => JSON.stringify(price)).sort()))
  return { hash: hash.digest('hex').slice(0, 12), prices }
}

function ownPrice(value: unknown, index: number): OwnPrice {
  const result = Entry.safeParse(value)
  if (!result.success) throw new PriceTableError(`${placeOf(value, index)}: ${complaint(result.error)}`)
  const entry = result.data
  const named = splitModel(entry.provider ?? null, entry.model.toLowerCase())
  const [from, to] = [entry.from ?? null, entry.to ?? null]
  if (from !== null && to !== null && from >= to) {
    throw new PriceTableError(`${placeOf(value, index)}: "to" is not after "from"`)
  }
  const at = placeOf(value, index)
  const variants = Object.entries(entry.variants).map(([name, priced]) => [name, ratesOf(priced, `${at}, ${name}`)])
  return {
    family: named.family,
    model: named.model,
    from,
    to,
    rates: ratesOf(entry, at),
    ...(variants.length > 0 && { variants: Object.fromEntries(variants) as OwnPrice['variants'] }),
  }
}

function ratesOf({ perMillion, tiers }: Pick<Entry, 'perMillion' | 'tiers'>, at: string): Rates {
  const sorted = tiers.toSorted((a, b) => a.above - b.above)
  if (new Set(sorted.map(({ above }) => above)).size < sorted.length) {
    throw new PriceTableError(`${at}: two tiers begin above the same number of tokens`)
  }
  const rates = CLASS_NAMES.map((name) => {
    const base = perMillion[name]
    const own = sorted.flatMap(({ above, perMillion: classes }) => {
      const price = classes[name]
      return price === undefined ? [] : [{ above, price }]
    })
    if (base !== undefined) return [name, { base, tiers: own }]
    if (own.length > 0) throw new PriceTableError(`${at}: a tier prices ${name}, perMillion does not`)
    return [name, null]
  })
  return Object.fromEntries(rates) as Rates
}

/** Two prices for one model at one time: which one holds would be a matter of order. */
function refuseOverlaps(prices: readonly OwnPrice[]): void {
  const byName = new Map<string, { price: OwnPrice; index: number }[]>()
  for (const [index, price] of prices.entries()) {
    const name = JSON.stringify([price.family, price.model])
    byName.set(name, [...(byName.get(name) ?? []), { price, index }])
  }
  for (const same of byName.values()) {
    const sorted = same.toSorted((a, b) => ((a.price.from ?? '') < (b.price.from ?? '') ? -1 : 1))
    for (const [at, { price, index }] of sorted.entries()) {
      const next = sorted[at + 1]
      if (!next || (price.to !== null && next.price.from !== null && next.price.from >= price.to)) continue
      const [first, second] = [index + 1, next.index + 1].sort((a, b) => a - b)
      throw new PriceTableError(
        `Prices ${first} and ${second} (${quoted(price.model)}) hold at the same time: end one with "to"`,
      )
    }
  }
}

const quoted = (value: unknown) => (JSON.stringify(value) ?? String(value)).slice(0, 80)

function placeOf(value: unknown, index: number): string {
  const model = typeof value === 'object' && value !== null && 'model' in value ? ` (${quoted(value.model)})` : ''
  return `Price ${index + 1}${model}`
}

/** The first thing that is wrong, with the field it is wrong in. */
function complaint(error: z.ZodError): string {
  const [issue] = error.issues
  if (!issue) return 'is not valid'
  const field = issue.path.map(String).join('.')
  const what =
    issue.code === 'unrecognized_keys'
      ? `has the unknown field ${quoted(issue.keys[0])}`
      : issue.code === 'invalid_type' && issue.input === undefined && !/quotes/.test(issue.message)
        ? 'is missing'
        : issue.message
  return field === '' ? what : `${field} ${what}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PriceTableError(`Not a file of own prices: ${error instanceof Error ? error.message : 'not JSON'}`)
  }
}
