import 'server-only'
import type { SqlReader } from '@/lib/db/sqlite-reader'
import { type DroppedSums, tokensDropped } from '@/lib/db/token-dropped'
import type { TokenFilters } from '@/lib/db/token-sums'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { TokensDropped } from '@/lib/tokens/view-schema'
import { stretchesFor } from './get-token-account'

/** What stands in the files of a window more often than it was paid. */
export async function droppedOf(db: SqlReader, filters: TokenFilters): Promise<TokensDropped> {
  // No days are asked for, so the clocks of a zone only bound the window.
  const stretches = await stretchesFor(db, { ...filters, groupBy: [], tz: 'UTC' })
  return toDroppedWire(await tokensDropped(db, stretches, filters))
}

/** Lines of one response that a session wrote again are no copies of their own: they are what remains. */
function toDroppedWire({ written, counted, repeated, rules, sessions }: DroppedSums): TokensDropped {
  const replayed = rules.reduce((sum, { tokens }) => sum + (tokens ?? 0n), 0n)
  const rewritten = (written ?? 0n) - (counted ?? 0n) - replayed
  return {
    written: toCountOrNull(written),
    counted: toCountOrNull(counted),
    rules: [
      ...rules.map(({ rule, events, tokens }) => ({
        rule: rule ?? 'not recorded',
        events: toCount(events),
        tokens: toCountOrNull(tokens),
      })),
      ...(rewritten > 0n ? [{ rule: 'repeated-copy', events: toCount(repeated), tokens: toCount(rewritten) }] : []),
    ],
    sessions: sessions.map(({ id, name, events, tokens }) => ({
      ...{ id, name },
      events: toCount(events),
      tokens: toCountOrNull(tokens),
    })),
    sessionsTotal: toCount(sessions[0]?.of ?? 0n),
  }
}
