interface PromptTokens {
  input: number | null
  cacheRead: number | null
  cacheWrite5m: number | null
  cacheWrite1h: number | null
}

/**
 * Which share (0–1) of what was sent came from the cache; null when input or cache reads were not recorded, or nothing
 * was sent. A provider that does not bill cache writes has no such class: what it wrote is input.
 */
export function cacheHitRate({ input, cacheRead, cacheWrite5m, cacheWrite1h }: PromptTokens): number | null {
  if (input === null || cacheRead === null) return null
  const sent = input + cacheRead + (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0)
  return sent > 0 ? cacheRead / sent : null
}
