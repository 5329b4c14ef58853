import type { Random } from '@/lib/sample/random'
import type { ClaudeEra } from './claude-era'
import type { Json } from './transcript-file'
import type { Counts } from './written-usage'

const CHARS_PER_TOKEN = 3.6
/** System prompt and tools: read from the cache of another session, for the most part. */
const SYSTEM_PROMPT = [11_800, 16_400] as const

export const tokensOf = (chars: number) => Math.ceil(chars / CHARS_PER_TOKEN)

/** How long a written cache entry lives; `mixed` writes a part of it for an hour. */
export type CacheLife = '5m' | '1h' | 'mixed'

/** The conversation as the model sees it: what is cached of it, and what came since the last response. */
export class ContextWindow {
  #cached = 0
  #fresh = 0

  constructor(
    private readonly random: Random,
    private readonly life: CacheLife,
  ) {}

  /** Something that the next request sends along. */
  add(chars: number): void {
    this.#fresh += tokensOf(chars)
  }

  get tokens(): number {
    return this.#cached + this.#fresh
  }

  /** After a compaction only the summary is sent. */
  compact(summaryChars: number): void {
    this.#cached = 0
    this.#fresh = tokensOf(summaryChars)
  }

  /** The counts of one request, and the conversation as it is then. */
  request(output: number): Counts {
    const first = this.#cached === 0
    if (first) this.#cached = this.random.within(SYSTEM_PROMPT)
    const written = this.#fresh + (first ? this.random.int(2_400, 6_800) : this.random.int(90, 420))
    const counts = {
      input: this.random.int(2, 12),
      cacheRead: this.#cached,
      ...this.#split(written),
      output,
    }
    this.#cached += written
    this.#fresh = output
    return counts
  }

  #split(written: number): Pick<Counts, 'cacheWrite5m' | 'cacheWrite1h'> {
    const hour = this.life === '1h' ? written : this.life === 'mixed' ? Math.floor(written * 0.4) : 0
    return { cacheWrite5m: written - hour, cacheWrite1h: hour }
  }
}

/** What each of the `copies` of a response says of its output, when it really was `output`. */
export function writtenOutputs(era: ClaudeEra, output: number, copies: number, random: Random): number[] {
  const opening = Math.min(output, random.int(1, 8))
  const best = random.chance(0.45) ? opening : Math.max(opening, Math.floor((output * random.int(15, 76)) / 100))
  return Array.from({ length: copies }, (_, index) => {
    if (era.output === 'final') return output
    return era.output === 'growing' && index === copies - 1 ? best : opening
  })
}

/** An attempt of another model that was refused before this one answered. */
export interface RefusedAttempt {
  model: string
  counts: Counts
}

/** `message.usage` as this version writes it. */
export function usageJson(
  era: ClaudeEra,
  counts: Counts,
  of: { model: string; tier: string; refused?: RefusedAttempt },
): Json {
  const { model, tier, refused } = of
  const { cacheWrite5m, cacheWrite1h, ...plain } = counts
  return {
    input_tokens: plain.input,
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_read_input_tokens: plain.cacheRead,
    ...(era.cacheSplit && { cache_creation: lives(counts) }),
    output_tokens: plain.output,
    ...(era.serverTools && { server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 } }),
    service_tier: tier,
    ...(era.iterations && {
      iterations: [
        ...(refused ? [iteration(refused.counts, 'message', refused.model)] : []),
        refused ? iteration(counts, 'fallback_message', model) : iteration(counts, 'message'),
      ],
    }),
    ...(era.speed && { speed: 'standard' }),
  }
}

const lives = ({ cacheWrite5m, cacheWrite1h }: Counts) => ({
  ephemeral_5m_input_tokens: cacheWrite5m,
  ephemeral_1h_input_tokens: cacheWrite1h,
})

const iteration = (counts: Counts, type: string, model?: string): Json => ({
  input_tokens: counts.input,
  output_tokens: counts.output,
  cache_read_input_tokens: counts.cacheRead,
  cache_creation_input_tokens: counts.cacheWrite5m + counts.cacheWrite1h,
  cache_creation: lives(counts),
  type,
  ...(model && { model }),
})

/** The usage of a reply that no model gave. */
export const NO_REQUEST: Json = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
  service_tier: null,
}
