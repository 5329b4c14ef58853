import 'server-only'
import type { Context } from '@/lib/context'
import { usageEventPage, usageEventSums } from '@/lib/db/usage-event-list'
import { capTexts } from '@/lib/http/cap-texts'
import type { ListUsageEventsInput, UsageEventPage } from '@/lib/usage-events/schema'
import { toEventSums, toUsageEvent } from './usage-event-wire'

/** Longer than any id, so that only names and the like are cut. */
const LINE_TEXT_MAX = 3_000

/** One page of the events behind a number, newest or largest first, and what all of them add up to. */
export async function listUsageEvents({ db }: Context, input: ListUsageEventsInput): Promise<UsageEventPage> {
  const [page, row] = await Promise.all([usageEventPage(db, input), usageEventSums(db, input)])
  const sums = row && toEventSums(row)
  return {
    items: capTexts(page.rows.map(toUsageEvent), LINE_TEXT_MAX),
    nextCursor: page.nextCursor,
    total: sums?.events ?? null,
    sums,
  }
}
