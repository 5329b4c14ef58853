import 'server-only'
import type { Context } from '@/lib/context'
import { overridePage } from '@/lib/db/override-rows'
import { capTexts } from '@/lib/http/cap-texts'
import type { ListOverridesInput, OverridePage } from '@/lib/pairs/override-schema'
import { toOverride } from './override-wire'

/** Refusals that were set aside, newest first; withdrawn ones stay in the list and say so. */
export async function listOverrides({ db }: Context, input: ListOverridesInput): Promise<OverridePage> {
  const { rows, nextCursor, total } = await overridePage(db, input)
  return { items: capTexts(rows.map(toOverride)), nextCursor, total }
}
