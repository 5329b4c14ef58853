import 'server-only'
import { type RowStatement, upsert } from '@/lib/db/upsert'

/** Puts runs on the list of those whose counts, sums and state must be derived anew. */
export const markRunsDirty = (runIds: Iterable<string>): RowStatement[] =>
  upsert(
    'DirtyRun',
    ['runId'],
    Array.from(new Set(runIds), (runId) => ({ runId })),
    'keep',
  )
