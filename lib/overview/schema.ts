import { z } from 'zod'
import { Count } from '@/lib/http/wire'
import { ImportSummary } from '@/lib/imports/schema'

/** One line of "Needs someone": what, which, and the sentence that says why. */
export const AttentionItem = z.object({
  kind: z.enum([
    'over_cap',
    'silent',
    'conflict_open',
    'waiting',
    'conflict',
    'orphans',
    'failing',
    'timed_out',
    'import',
  ]),
  tone: z.enum(['bad', 'warn', 'info', 'idle']),
  label: z.string(),
  title: z.string(),
  /** The title is an id, to be set in mono. */
  titleIsId: z.boolean(),
  sentence: z.string(),
  at: z.iso.datetime().nullable(),
  href: z.string(),
  action: z.string(),
})
export type AttentionItem = z.infer<typeof AttentionItem>

export const Overview = z.object({
  /** The window of the charts and the sums: the last 14 days up to the newest evidence, or to now when that is live. */
  window: z.object({ from: z.iso.datetime(), to: z.iso.datetime(), anchoredTo: z.enum(['now', 'newest evidence']) }),
  attention: z.array(AttentionItem),
  attentionTotal: Count,
  runs: z.object({
    total: Count,
    succeeded: Count,
    failed: Count,
    open: Count,
    unknown: Count,
    from: z.iso.datetime().nullable(),
    to: z.iso.datetime().nullable(),
  }),
  conflicts: z.object({
    total: Count,
    ofRuns: Count,
    bySystem: z.array(z.object({ system: z.string(), conflicts: Count, runs: Count })),
  }),
  tokens: z.object({
    total: Count.nullable(),
    isLowerBound: z.boolean(),
    before: Count.nullable(),
    unknownEvents: Count,
  }),
  cost: z.object({ microUsd: Count.nullable(), isLowerBound: z.boolean(), unpricedEvents: Count, events: Count }),
  tokensPerDay: z.object({
    series: z.array(z.string()),
    days: z.array(z.object({ day: z.string(), values: z.array(Count.nullable()) })),
  }),
  runsPerDay: z.array(z.object({ day: z.string(), succeeded: Count, failed: Count, other: Count })),
  imports: z.array(ImportSummary),
})
export type Overview = z.infer<typeof Overview>
