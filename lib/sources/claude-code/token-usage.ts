import { totalOf, type Usage } from '@/lib/model/usage'
import { type Fields, isObject, objectOf, textOf } from './fields'

/** No response is larger; what is larger is a mistake. */
const AMOUNT_MAX = 1e13

export interface ReadUsage {
  usage: Usage
  flags: readonly string[]
  /** Attempts of other models that were refused before this one answered; nobody knows whether they were billed. */
  refused: Record<string, unknown>[]
}

/** The counts of `message.usage`: input, cache reads, cache writes and output are disjoint, thinking is inside output. */
export function readUsage(recorded: Fields, model: string | null): ReadUsage {
  const flags: string[] = []
  const writes = cacheWrites(recorded, flags)
  const usage: Usage = {
    input: amountOf(recorded['input_tokens'], flags),
    cacheRead: amountOf(recorded['cache_read_input_tokens'], flags),
    cacheWrite5m: writes.cacheWrite5m,
    cacheWrite1h: writes.cacheWrite1h,
    output: amountOf(recorded['output_tokens'], flags),
    reasoning: amountOf(objectOf(recorded['output_tokens_details'])?.['thinking_tokens'], flags),
    unsplit: null,
    total: null,
  }
  usage.total = totalOf(usage)
  if (usage.total === null) flags.push('tokens_unknown')
  const refused = refusedAttempts(recorded['iterations'], model)
  if (refused.length > 0) flags.push('refused_attempt')
  return { usage, flags, refused }
}

/** Tokens as recorded; what is negative, broken or absurd is not believed. */
function amountOf(value: unknown, flags: string[]): bigint | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= AMOUNT_MAX) return BigInt(value)
  if (!flags.includes('number_unreadable')) flags.push('number_unreadable')
  return null
}

/** A write of unknown lifetime counts as one of 5 minutes: all of them before the split was recorded. */
function cacheWrites(recorded: Fields, flags: string[]): Pick<Usage, 'cacheWrite5m' | 'cacheWrite1h'> {
  const written = amountOf(recorded['cache_creation_input_tokens'], flags)
  const split = objectOf(recorded['cache_creation'])
  if (split === null) return { cacheWrite5m: written, cacheWrite1h: null }
  const fiveMinutes = amountOf(split['ephemeral_5m_input_tokens'], flags)
  const oneHour = amountOf(split['ephemeral_1h_input_tokens'], flags)
  if (fiveMinutes === null && oneHour === null) return { cacheWrite5m: written, cacheWrite1h: null }
  const parts = (fiveMinutes ?? 0n) + (oneHour ?? 0n)
  if (written === null || parts === written) return { cacheWrite5m: fiveMinutes ?? 0n, cacheWrite1h: oneHour }
  flags.push('cache_split_differs')
  const rest = written > parts ? written - parts : 0n
  return { cacheWrite5m: (fiveMinutes ?? 0n) + rest, cacheWrite1h: oneHour }
}

const ATTEMPTS_MAX = 10

function refusedAttempts(iterations: unknown, model: string | null): Record<string, unknown>[] {
  if (!Array.isArray(iterations) || iterations.length < 2) return []
  return iterations.slice(0, ATTEMPTS_MAX).flatMap((attempt: unknown) => {
    if (!isObject(attempt) || attempt['type'] !== 'message') return []
    const other = textOf(attempt['model'])
    if (other === null || other === model) return []
    const { usage } = readUsage({ ...attempt, iterations: null }, other)
    const counts = Object.entries(usage).map(([name, value]) => [name, value === null ? null : Number(value)])
    return [{ model: other.slice(0, 200).toWellFormed(), ...Object.fromEntries(counts) }]
  })
}
