/**
 * What a request was sold as. A provider sells one model at several prices: quicker, later, or as part of a batch. The
 * words differ: OpenAI says `default` where Anthropic says `standard`; Codex says `fast` for OpenAI's priority.
 */
export type PriceVariant = 'priority' | 'flex' | 'batch' | 'fast'

const SERVICE_TIERS: Record<string, PriceVariant | 'standard'> = {
  standard: 'standard',
  default: 'standard',
  auto: 'standard',
  priority: 'priority',
  fast: 'priority',
  flex: 'flex',
  batch: 'batch',
  batches: 'batch',
}

const SPEEDS: Record<string, PriceVariant | 'standard'> = { standard: 'standard', fast: 'fast' }

/**
 * The variant a usage record names; nothing recorded is the standard. `unknown`: a word no price is known for, or two
 * variants at once, which no table prices.
 */
export function variantOf(
  serviceTier: string | null | undefined,
  speed: string | null | undefined,
): PriceVariant | 'standard' | 'unknown' {
  const [tier, pace] = [read(SERVICE_TIERS, serviceTier), read(SPEEDS, speed)]
  if (tier === 'standard') return pace
  return pace === 'standard' ? tier : 'unknown'
}

/** A word from a record may be `constructor`. */
function read(
  words: Readonly<Record<string, PriceVariant | 'standard'>>,
  word: string | null | undefined,
): PriceVariant | 'standard' | 'unknown' {
  const name = word?.trim().toLowerCase() || 'standard'
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? 'unknown'
}
