import type { Json } from './transcript-file'
import type { Counts } from './written-usage'

/** A thread's sum so far. Cached and written tokens are a part of input, reasoning is a part of output. */
export interface Sum {
  input_tokens: number
  cached_input_tokens: number
  cache_write_input_tokens: number
  output_tokens: number
  reasoning_output_tokens: number
  total_tokens: number
}

export const NOTHING_SPENT: Sum = {
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_input_tokens: 0,
  output_tokens: 0,
  reasoning_output_tokens: 0,
  total_tokens: 0,
}

export const CONTEXT_WINDOW = 258_400
/** The cache is kept in pieces of this many tokens. */
const CACHE_PIECE = 128

interface Response {
  /** Tokens sent. */
  context: number
  output: number
  reasoning: number
  cachedPercent: number
  /** Whether cache writes are told. */
  writes: boolean
}

/** The sum after one more response, the response alone, and its disjoint classes. */
export function afterResponse(before: Sum, response: Response): { sum: Sum; last: Sum; counts: Counts } {
  const { context, output, reasoning, cachedPercent, writes } = response
  const cached = Math.floor((context * cachedPercent) / 100 / CACHE_PIECE) * CACHE_PIECE
  const written = writes ? Math.floor((context - cached) / 2) : 0
  const last: Sum = {
    input_tokens: context,
    cached_input_tokens: cached,
    cache_write_input_tokens: written,
    output_tokens: output,
    reasoning_output_tokens: reasoning,
    total_tokens: context + output,
  }
  const sum = { ...last }
  for (const name of Object.keys(sum) as (keyof Sum)[]) sum[name] += before[name]
  const input = context - cached - written
  return { sum, last, counts: { input, cacheRead: cached, cacheWrite5m: written, cacheWrite1h: 0, output } }
}

/** `token_count.info` as this version writes it. */
export function infoOf(sum: Sum, last: Sum, tellsWrites: boolean): Json {
  const shown = ({ cache_write_input_tokens, ...older }: Sum): Json =>
    tellsWrites ? { ...older, cache_write_input_tokens } : older
  return {
    total_token_usage: shown(sum),
    last_token_usage: shown(last),
    model_context_window: CONTEXT_WINDOW,
  }
}
