import { addKnown, totalOf, type Usage } from '@/lib/model/usage'
import type { Fields } from './fields'

/** Token counts as a source names them; `input` with or without what came from the cache. */
export interface TokenCounts {
  input: bigint | null
  cacheRead: bigint | null
  cacheWrite: bigint | null
  output: bigint | null
  reasoning: bigint | null
  total: bigint | null
}

/**
 * Counts as a usage, or null when nothing is recorded (zeros everywhere mean the same: no agent works without tokens).
 * Where a total is given it decides whether the cache is inside the input; else `cacheInside` does.
 */
export function usageFrom(counts: TokenCounts, cacheInside: boolean, flags: Set<string>): Usage | null {
  const known = [counts.input, counts.cacheRead, counts.cacheWrite, counts.output, counts.total]
  if (known.every((count) => count === null || count === 0n)) return null
  const cached = (counts.cacheRead ?? 0n) + (counts.cacheWrite ?? 0n)
  const input = counts.input === null || !inside(counts, cached, cacheInside) ? counts.input : counts.input - cached
  const classes = {
    input,
    cacheRead: counts.cacheRead,
    cacheWrite5m: counts.cacheWrite,
    cacheWrite1h: null,
    output: counts.output,
  }
  const sum = totalOf({ ...classes, unsplit: null })
  const rest = counts.total === null ? 0n : counts.total - (sum ?? 0n)
  if (rest < 0n) flags.add('total_mismatch')
  const unsplit = rest > 0n ? rest : null
  return { ...classes, reasoning: counts.reasoning, unsplit, total: addKnown(sum, unsplit) }
}

function inside({ input, output, total }: TokenCounts, cached: bigint, otherwise: boolean): boolean {
  if (input === null || cached > input) return false
  if (total !== null && output !== null) {
    if (total === input + output) return true
    if (total === input + output + cached) return false
  }
  return otherwise
}

/** Usage as OpenAI-like interfaces answer it: the cache is a part of the prompt. Anthropic's names are taken as well. */
export function apiUsage(fields: Fields): Usage | null {
  const details = fields.object(fields.has('prompt_tokens_details') ? 'prompt_tokens_details' : 'input_tokens_details')
  const outputDetails = fields.object(
    fields.has('completion_tokens_details') ? 'completion_tokens_details' : 'output_tokens_details',
  )
  const beside = fields.tokens('cache_read_input_tokens')
  const counts: TokenCounts = {
    input: fields.tokens('prompt_tokens') ?? fields.tokens('input_tokens'),
    cacheRead: details.tokens('cached_tokens') ?? beside,
    cacheWrite: fields.tokens('cache_creation_input_tokens'),
    output: fields.tokens('completion_tokens') ?? fields.tokens('output_tokens'),
    reasoning: outputDetails.tokens('reasoning_tokens'),
    total: fields.tokens('total_tokens'),
  }
  return usageFrom(counts, fields.has('prompt_tokens') || beside === null, fields.flags)
}
