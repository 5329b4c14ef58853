import 'server-only'
import type { DroppedSums } from '@/lib/db/token-dropped'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { TokenView } from '@/lib/tokens/view-schema'

/** Lines of one response that a session wrote again are no copies of their own: they are what remains. */
export function toDroppedWire({ written, counted, repeated, rules, sessions }: DroppedSums): TokenView['dropped'] {
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
