/** The kinds of value that fields of Pitwall's own records hold. */
import { z } from 'zod'
import { parseTime } from '@/lib/time/iso'

/** No count or amount of one record is larger; what is larger is a mistake. */
const COUNT_MAX = 1e13
const ID_MAX = 500

export const Id = z.string().regex(/\S/, 'it is empty').max(ID_MAX)
export const Text = z.string()
export const Time = z
  .string()
  .refine((text) => text.length <= 100 && parseTime(text) !== null, 'it is no time, as 2026-08-01T10:00:00Z is')
export const Count = z.number().int().min(0).max(COUNT_MAX)
export const Amount = z.number().min(0).max(COUNT_MAX)
export const Real = z.number()
export const Open = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'it is no object',
)

/** Optional; null says the same as leaving it out: not recorded. */
export const maybe = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? null)

export const NdjsonUsage = z.strictObject({
  input: maybe(Count),
  cacheRead: maybe(Count),
  cacheWrite5m: maybe(Count),
  cacheWrite1h: maybe(Count),
  output: maybe(Count),
  reasoning: maybe(Count),
  unsplit: maybe(Count),
  total: maybe(Count),
})
export type NdjsonUsage = z.infer<typeof NdjsonUsage>
