import { listAddress } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'
import { ListSessionsInput, type SESSION_SORTS } from '@/lib/sessions/schema'

export type SessionSort = (typeof SESSION_SORTS)[number]

/** The address of the sessions page. */
export const SESSION_LIST = listAddress<ListSessionsInput>(ListSessionsInput, paths.sessions)

/** The order in words, as the toolbar tells it. */
export const ORDER_WORDS = {
  lastEvidence: 'newest evidence first',
  started: 'latest start first',
  tokens: 'most tokens first',
  cost: 'highest cost first',
  failures: 'most failed calls first',
} as const satisfies Record<SessionSort, string>
