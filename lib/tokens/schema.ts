import { z } from 'zod'
import { CostReasons, Count, IsoTime, Moment, UsageWire } from '@/lib/http/wire'

export const TOKEN_DIMENSIONS = [
  'day',
  'model',
  'provider',
  'role',
  'purpose',
  'system',
  'project',
  'job',
  'run',
  'phase',
  'session',
  'class',
] as const
export const TokenDimension = z.enum(TOKEN_DIMENSIONS)
export type TokenDimension = z.infer<typeof TokenDimension>

/** A time zone that this runtime knows. UTC is known without asking, which would load all zones. */
export const TimeZone = z
  .string()
  .max(64)
  .default('UTC')
  .refine((zone) => {
    if (zone === 'UTC') return true
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone })
      return true
    } catch {
      return false
    }
  }, 'a time zone such as Europe/Berlin')

/** What narrows an account. A project or job is that of the run, else of the session. */
export const TokenFilterFields = {
  system: z.string().max(64).optional(),
  model: z.string().max(300).optional(),
  project: z.string().max(300).optional(),
  role: z.string().max(100).optional(),
  provider: z.string().max(100).optional(),
  purpose: z.string().max(100).optional(),
  jobId: z.string().max(500).optional(),
  runId: z.string().max(2_000).optional(),
  sessionId: z.string().max(2_000).optional(),
}

export const TokensInput = z.object({
  groupBy: z
    .string()
    .default('day')
    .transform((text) => [...new Set(text.split(',').map((name) => name.trim()))])
    .pipe(z.array(TokenDimension).min(1).max(4)),
  ...TokenFilterFields,
  from: Moment.optional(),
  to: Moment.optional(),
  tz: TimeZone,
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(6_000).optional(),
})
export type TokensInput = z.infer<typeof TokensInput>

export const TokenRow = z.object({
  /** `keys` joined with " / "; a part that was not recorded reads "not recorded". */
  key: z.string(),
  keys: z.array(z.string().nullable()),
  usage: UsageWire,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
  /** As the sources state it, over `reportedEvents`; and as prices give it, over `computedEvents`. Never to be added. */
  costReportedMicroUsd: Count.nullable(),
  costComputedMicroUsd: Count.nullable(),
  reportedEvents: Count,
  computedEvents: Count,
  /** Both over the events that have both, so that their gap is one of prices and not of events; null without any. */
  costsCompared: z.object({ events: Count, reportedMicroUsd: Count, computedMicroUsd: Count }).nullable(),
  events: Count,
  /** Events that recorded no tokens at all. */
  unknownTokenEvents: Count,
  /** Events without a cost. */
  unpricedEvents: Count,
})
export type TokenRow = z.infer<typeof TokenRow>

/** The question as it was asked; null: not narrowed. */
const Asked = z.object({
  groupBy: z.string(),
  from: IsoTime.nullable(),
  to: IsoTime.nullable(),
  tz: z.string(),
  ...(Object.fromEntries(Object.keys(TokenFilterFields).map((name) => [name, z.string().nullable()])) as Record<
    keyof typeof TokenFilterFields,
    z.ZodNullable<z.ZodString>
  >),
})

export const TokenAccount = z.object({
  asked: Asked,
  rows: z.array(TokenRow),
  totals: TokenRow.omit({ key: true, keys: true }),
  unknownTokenEvents: Count,
  unpricedEvents: Count,
  priceTable: z.object({ version: z.string() }),
  nextCursor: z.string().nullable(),
})
export type TokenAccount = z.infer<typeof TokenAccount>

/** A row on its own, as an export gives it: with the question, the prices, and why a number is only "at least". */
export const TokenExportRow = TokenRow.extend({ asked: Asked, priceTable: z.string() })
export const exportRows = ({ rows, asked, priceTable }: TokenAccount): z.infer<typeof TokenExportRow>[] =>
  rows.map((row) => ({ ...row, asked, priceTable: priceTable.version }))

/** What narrowed an account, for its reply. */
export function askedOf(input: TokensInput): z.infer<typeof Asked> {
  const { groupBy, from = null, to = null, tz } = input
  const filters = Object.keys(TokenFilterFields) as (keyof typeof TokenFilterFields)[]
  const narrowed = Object.fromEntries(filters.map((name) => [name, input[name] ?? null]))
  return Asked.parse({ groupBy: groupBy.join(','), from, to, tz, ...narrowed })
}
