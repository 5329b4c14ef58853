import 'server-only'
import type { Context } from '@/lib/context'
import { namedBy, usageCopies } from '@/lib/db/usage-event-detail'
import { notFound } from '@/lib/errors'
import { capTexts } from '@/lib/http/cap-texts'
import { recordOf } from '@/lib/http/stored-json'
import type { UsageEventDetail, UsageEventIdInput } from '@/lib/usage-events/schema'
import { toEventCopy } from './event-copy'
import { eventPrice } from './event-price'
import { toUsageEvent } from './usage-event-wire'

const COPIES_MAX = 50

/**
 * One usage event: what it measured, what it cost and by which rates, where it was read, and its copies.
 * @throws not_found
 */
export async function getUsageEvent({ db }: Context, { id }: UsageEventIdInput): Promise<UsageEventDetail> {
  const event = await db.usageEvent.findUnique({ where: { id } })
  if (!event) throw notFound('usage event', id)
  const [content, named, copies, price] = await Promise.all([
    event.contentId === null ? null : db.content.findUnique({ where: { id: event.contentId } }),
    namedBy(db, event),
    usageCopies(db, id, COPIES_MAX),
    eventPrice(db, event),
  ])
  return {
    ...toUsageEvent({ ...event, file: content?.path ?? null }),
    nativeId: event.nativeId,
    doctor: event.doctor,
    ...named,
    data: capTexts(recordOf(event.data)),
    evidence: content && { path: content.path, sha256: content.sha256, ref: event.ref },
    price,
    copiesList: copies.copies.map(toEventCopy),
    copiesTotal: copies.total,
  }
}
