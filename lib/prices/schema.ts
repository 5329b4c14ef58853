import { z } from 'zod'
import { CostReasons, Count, IsoTime, Moment } from '@/lib/http/wire'
import { TokenFilterFields } from '@/lib/tokens/schema'

/** A price table that is kept here. */
const TableWire = z.object({
  version: z.string(),
  /** The file it was read from, or "bundled". */
  source: z.string(),
  active: z.boolean(),
  /** Null for what comes with Pitwall and was never stored. */
  importedAt: IsoTime.nullable(),
  /** How many of the operator's own prices lie over it. */
  ownPrices: Count,
})

/** A computing of every cost from one table, beside the costs as imported. */
const RepricingWire = z.object({
  priceTable: z.string(),
  status: z.enum(['queued', 'done', 'failed']),
  events: Count,
  eventsTotal: Count,
  error: z.string().nullable(),
  requestedAt: IsoTime,
  endedAt: IsoTime.nullable(),
})

/** Why events have no cost: what the record lacks comes before what the table lacks. */
export const UNPRICED_REASONS = [
  'no_model',
  'no_tokens',
  'no_split',
  'part_not_recorded',
  'model_not_in_table',
  'variant_not_in_table',
  'class_not_in_table',
] as const
export type UnpricedReason = (typeof UNPRICED_REASONS)[number]

const UnpricedWire = z.object({
  provider: z.string().nullable(),
  model: z.string().nullable(),
  reason: z.enum(UNPRICED_REASONS),
  events: Count,
  /** Null: none of them recorded tokens. */
  tokens: Count.nullable(),
})
export type UnpricedWire = z.infer<typeof UnpricedWire>

export const PricesReply = z.object({
  active: z.object({ version: z.string(), source: z.string(), ownPrices: Count, importedAt: IsoTime.nullable() }),
  tables: z.array(TableWire),
  repricings: z.array(RepricingWire),
  /** Models of this database, those with most tokens first. */
  models: z.array(
    z.object({
      provider: z.string().nullable(),
      model: z.string().nullable(),
      events: Count,
      unpricedEvents: Count,
      tokens: Count.nullable(),
      costMicroUsd: Count.nullable(),
      costIsLowerBound: z.boolean(),
      costLowerBoundReasons: CostReasons,
    }),
  ),
  unpriced: z.array(UnpricedWire),
  events: Count,
  unpricedEvents: Count,
})
export type PricesReply = z.infer<typeof PricesReply>

export const ModelPriceInput = z.object({
  model: z.string().min(1).max(300),
  provider: z.string().max(300).optional(),
  at: Moment.optional(),
})
export type ModelPriceInput = z.infer<typeof ModelPriceInput>

const Amount = z.string().nullable()
/** Dollars per million tokens as decimal text; null: the table does not price that class. */
const RatesWire = z.object({
  input: Amount,
  cacheRead: Amount,
  cacheWrite5m: Amount,
  cacheWrite1h: Amount,
  output: Amount,
  /** Only where it costs something else than output. */
  reasoning: Amount,
})
const PricedWire = z.object({
  perMillion: RatesWire,
  /** What holds above so many tokens sent. */
  tiers: z.array(z.object({ above: Count, perMillion: RatesWire })),
})
export type PricedWire = z.infer<typeof PricedWire>

export const ModelPriceReply = z.object({
  priceTable: z.string(),
  asked: z.object({ provider: z.string().nullable(), model: z.string(), at: IsoTime }),
  /** The entry that was found, as the table names it; null: this table has no price. */
  found: z.object({ provider: z.string(), model: z.string(), own: z.boolean() }).nullable(),
  standard: PricedWire.nullable(),
  variants: z.array(z.object({ name: z.enum(['priority', 'flex', 'batch', 'fast']), ...PricedWire.shape })),
})
export type ModelPriceReply = z.infer<typeof ModelPriceReply>

export const COMPARISON_DIMENSIONS = ['model', 'system', 'day'] as const

export const ComparisonInput = z.object({
  groupBy: z.enum(COMPARISON_DIMENSIONS).default('model'),
  from: Moment.optional(),
  to: Moment.optional(),
  system: TokenFilterFields.system,
  model: TokenFilterFields.model,
  /** One repricing; all of them unless named. */
  priceTable: z.string().max(300).optional(),
})
export type ComparisonInput = z.infer<typeof ComparisonInput>

/** One column of costs beside the costs as imported. */
const RepricedWire = z.object({
  priceTable: z.string(),
  costMicroUsd: Count.nullable(),
  /** Events with a cost, without one, and such as came or changed after the computing. */
  pricedEvents: Count,
  unpricedEvents: Count,
  missingEvents: Count,
  costIsLowerBound: z.boolean(),
  /** Over the events that have both costs: repriced minus as imported; null where none has both. */
  gapMicroUsd: Count.nullable(),
  bothEvents: Count,
})

const ComparisonSums = {
  events: Count,
  /** As imported: what the source stated, else what was computed then. */
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
  unpricedEvents: Count,
  /** What the source itself stated. */
  reportedMicroUsd: Count.nullable(),
  reportedEvents: Count,
  /** What the table in force gives. */
  computedMicroUsd: Count.nullable(),
  computedEvents: Count,
  /** Over the events that have both: computed minus reported; null where none has both. */
  gapMicroUsd: Count.nullable(),
  bothEvents: Count,
  repriced: z.array(RepricedWire),
}

export const ComparisonRow = z.object({ key: z.string().nullable(), ...ComparisonSums })
export type ComparisonRow = z.infer<typeof ComparisonRow>
export const ComparisonReply = z.object({
  groupBy: z.enum(COMPARISON_DIMENSIONS),
  priceTable: z.object({ version: z.string() }),
  repricings: z.array(RepricingWire),
  rows: z.array(ComparisonRow),
  totals: z.object(ComparisonSums),
})
export type ComparisonReply = z.infer<typeof ComparisonReply>
