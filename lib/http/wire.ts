import { z } from 'zod'
import { STATUSES } from '@/lib/model/status'
import { parseTime } from '@/lib/time/iso'

/** Shapes that several replies share. Everything here is JSON-safe: a hydrated page and a polled reply are equal. */

export const IsoTime = z.iso.datetime()
export const Count = z.number().int()
export const Tokens = Count.nullable()
export const StatusWire = z.enum(STATUSES)

export const FLEETS = ['own', 'sample'] as const
export const Fleet = z.enum(FLEETS)
export type Fleet = z.infer<typeof Fleet>

/** Usage on the wire. Null: not recorded. `lowerBound` names the classes of which only a part was recorded. */
export const UsageWire = z.object({
  input: Tokens,
  cacheRead: Tokens,
  cacheWrite5m: Tokens,
  cacheWrite1h: Tokens,
  output: Tokens,
  reasoning: Tokens,
  total: Tokens,
  unsplit: Tokens,
  lowerBound: z.array(z.string()),
})
export type UsageWire = z.infer<typeof UsageWire>

export const COST_REASONS = ['unpriced', 'output_not_recorded'] as const
export const CostReasons = z.array(z.enum(COST_REASONS))

/** What was spent, and how far the numbers can be trusted: fields of whatever spends. */
export const SpentFields = {
  usage: UsageWire,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
  unpricedEvents: Count,
  events: Count,
}

/** The file that holds a row, and the place in it. */
export const EvidenceWire = z.object({ path: z.string(), sha256: z.string(), ref: z.string().nullable() })

/** A list reply: `total` is null where counting would cost more than the page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int().nullable() })

/** What every list takes. */
export const PageInput = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(6_000).optional(),
})

/** A moment in a query: a date or a full time; dates are the start of the day in UTC. */
export const Moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/, 'a date or an ISO time')
  .transform((text, ctx) => {
    const time = parseTime(text)
    if (time) return time.iso
    ctx.addIssue({ code: 'custom', message: 'a date that exists' })
    return z.NEVER
  })

export const ProblemWire = z.object({
  error: z.object({
    code: z.enum([
      'bad_request',
      'unauthorized',
      'forbidden',
      'not_found',
      'conflict',
      'too_large',
      'rate_limited',
      'disabled',
      'internal',
    ]),
    message: z.string(),
    details: z.unknown().optional(),
    requestId: z.string(),
  }),
})
export type ProblemWire = z.infer<typeof ProblemWire>
