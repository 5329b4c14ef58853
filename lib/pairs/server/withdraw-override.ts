import 'server-only'
import type { Context } from '@/lib/context'
import { markOverride } from '@/lib/db/override-rows'
import { AppError, notFound } from '@/lib/errors'
import type { OverrideWire, WithdrawOverrideInput } from '@/lib/pairs/override-schema'
import type { Requester } from '@/lib/pairs/schema'
import { toOverride } from './override-wire'

/**
 * Takes an override back: what it set aside refuses again. The row stays, with who withdrew it, when and why.
 * @throws not_found, conflict when it is withdrawn already
 */
export async function withdrawOverride(
  { db, now }: Context,
  { id, reason }: WithdrawOverrideInput,
  requestedBy: Requester,
): Promise<OverrideWire> {
  const before = await db.pairOverride.findUnique({ where: { id } })
  if (before === null) throw notFound('override', id)
  if (before.withdrawnAt !== null) throw new AppError('conflict', `It was withdrawn at ${before.withdrawnAt}`)
  await markOverride(db, id, { withdrawnAt: now.toISOString(), withdrawnBy: requestedBy, withdrawnWhy: reason })
  return toOverride(await db.pairOverride.findUniqueOrThrow({ where: { id } }))
}
