import { z } from 'zod'
import { Count, IsoTime } from '@/lib/http/wire'
import { TimeZone, TokenFilterFields, TokenRow } from './schema'
import { DEFAULT_WINDOW, parseWindow } from './window'

const Amount = Count.nullable()
const Day = z.string()

export const VIEW_DIMENSIONS = [
  'model',
  'provider',
  'role',
  'purpose',
  'system',
  'project',
  'job',
  'class',
  'session',
] as const
export const VIEW_MEASURES = ['tokens', 'cost'] as const
export const VIEW_BUCKETS = ['day', 'week'] as const
export type ViewBucket = (typeof VIEW_BUCKETS)[number]
export type ViewDimension = (typeof VIEW_DIMENSIONS)[number]
export type ViewMeasure = (typeof VIEW_MEASURES)[number]

export const TokenViewInput = z.object({
  ...TokenFilterFields,
  by: z.enum(VIEW_DIMENSIONS).default('model'),
  /** Each row of the table taken apart once more. */
  parts: z.enum(VIEW_DIMENSIONS).optional(),
  /** What one bar is; unset: weeks where days would be too many to read. */
  per: z.enum(VIEW_BUCKETS).optional(),
  measure: z.enum(VIEW_MEASURES).default('tokens'),
  window: z
    .string()
    .max(30)
    .default(DEFAULT_WINDOW)
    .refine(
      (text) => parseWindow(text) !== null,
      'a number of days such as 14d, or two dates such as 2026-01-01..2026-01-14',
    ),
  against: z.enum(['before', 'nothing']).default('before'),
  tz: TimeZone,
})
export type TokenViewInput = z.infer<typeof TokenViewInput>

const Sums = TokenRow.omit({ key: true, keys: true })

const Span = z.object({ first: Day, last: Day, from: IsoTime, to: IsoTime })

/** What is written more often than it was paid, by rule. */
export const TokensDropped = z.object({
  written: Amount,
  counted: Amount,
  rules: z.array(z.object({ rule: z.string(), events: Count, tokens: Amount })),
  /** The sessions with most tokens that count elsewhere, at most five of `sessionsTotal`. */
  sessions: z.array(z.object({ id: z.string(), name: z.string().nullable(), events: Count, tokens: Amount })),
  sessionsTotal: Count,
})
export type TokensDropped = z.infer<typeof TokensDropped>

export const TokenView = z.object({
  window: Span.extend({ anchoredTo: z.enum(['now', 'newest usage', 'asked']), fillingDay: Day.nullable() }),
  /** The window before; null when it was not asked for. */
  before: Span.nullable(),
  /** At most five, largest first; what remains is one more series when `others` is above 0. */
  series: z.array(z.object({ key: z.string(), label: z.string() })),
  /** How many keys are in the last series; `null` among them when `hasUnnamed`. */
  others: Count,
  hasUnnamed: z.boolean(),
  /** What one bar is: a day of the zone, or seven of them counted from the first. */
  bucket: z.enum(VIEW_BUCKETS),
  /** One per bucket of the window, by its first and last day. Values are tokens or millionths of a dollar; null: nothing recorded. */
  days: z.array(
    z.object({
      day: Day,
      last: Day,
      values: z.array(Amount),
      total: Amount,
      isLowerBound: z.boolean(),
      beforeDay: Day.nullable(),
      beforeLast: Day.nullable(),
      before: Amount,
    }),
  ),
  /** What matches and has no time: in no window, and in every sum over all time. */
  untimed: z.object({ events: Count, tokens: Amount, costMicroUsd: Amount }),
  /** Largest first, what is gone last; at most 100 of `rowsTotal`. */
  rows: z.array(
    Sums.extend({
      key: z.string().nullable(),
      label: z.string(),
      /** Position among the series; null: part of the others, or without an amount. */
      series: Count.nullable(),
      before: Amount,
      beforeEvents: Count,
    }),
  ),
  rowsTotal: Count,
  totals: Sums.extend({ before: Amount, beforeEvents: Count }),
  priceTable: z.object({ version: z.string() }),
  /** What stands in the files of the window and what of it counts. */
  dropped: TokensDropped,
  /** Whether the database knows any usage at all. */
  hasUsage: z.boolean(),
})
export type TokenView = z.infer<typeof TokenView>
export type TokenViewRow = TokenView['rows'][number]

export const SystemTrust = Sums.extend({
  system: z.string(),
  runs: Count,
  runsWithoutRow: Count,
  sessions: Count,
  subAgents: Count,
  models: Count,
  /** Models with a split of which no event has a price, and those of which some have none. */
  modelsWithoutPrice: Count,
  modelsPricedInPart: Count,
  /** The first of both, by tokens. */
  unpricedModels: z.array(z.object({ model: z.string(), tokens: Amount, events: Count, unpricedEvents: Count })),
  /** Events of which only a part of the output was recorded. */
  partialEvents: Count,
  /** Events that name no model. */
  unnamedEvents: Count,
  runsWithInventedSplit: Count,
})
export type SystemTrust = z.infer<typeof SystemTrust>

export const TokenTrust = z.object({
  systems: z.array(SystemTrust),
  totals: Sums,
  priceTable: z.object({ version: z.string() }),
})
export type TokenTrust = z.infer<typeof TokenTrust>
