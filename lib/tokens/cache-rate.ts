import type { UsageWire } from '@/lib/http/wire'

/**
 * The share of what was sent that came from a cache, from 0 to 1: reads of all prompt tokens. Null where input or reads were
 * not recorded, or nothing was sent. A format without cache writes has none.
 */
export function cacheHitRate({ input, cacheRead, cacheWrite5m, cacheWrite1h }: UsageWire): number | null {
  if (input === null || cacheRead === null) return null
  const sent = input + cacheRead + (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0)
  return sent > 0 ? cacheRead / sent : null
}
