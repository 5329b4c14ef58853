import { z } from 'zod'
import { Count } from '@/lib/http/wire'

/** How often a session called each tool, and how long the answers took. */
export const ToolTimes = z.object({
  items: z.array(
    z.object({
      /** Null: the record names no tool. */
      tool: z.string().nullable(),
      calls: Count,
      failed: Count,
      /** Calls of which both times are recorded; the milliseconds are of those. */
      timed: Count,
      totalMs: Count.nullable(),
      meanMs: Count.nullable(),
      maxMs: Count.nullable(),
    }),
  ),
})
export type ToolTimes = z.infer<typeof ToolTimes>
