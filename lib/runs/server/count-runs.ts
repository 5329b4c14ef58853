import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { runViewCounts } from '@/lib/db/run-list'
import type { RunCounts } from '@/lib/runs/schema'

/** How many runs each view of the list holds. */
export async function countRuns(ctx: Context): Promise<z.infer<typeof RunCounts>> {
  return runViewCounts(ctx.db)
}
