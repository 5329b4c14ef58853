import { totalOf, type Usage } from '@/lib/model/usage'
import { type Fields, listOf, objectOf, textOf } from './fields'

/** No response is larger; what is larger is a mistake. */
const AMOUNT_MAX = 1e13

export interface ReadUsage {
  usage: Usage
  flags: string[]
  /** Attempts of other models that were refused before this one answered; nobody knows whether they were billed. */
  refused: Record<string, unknown>[]
}

/** The counts of `message.usage`: input, cache reads, cache writes and output are disjoint, thinking is inside output. */
export function readUsage(recorded: Fields, model: string | null): ReadUsage {
  const flags = new Set<string>()
  const amount = (value: unknown): bigint | null => {
    if (value === undefined || value === null) return null
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= AMOUNT_MAX) return BigInt(value)
    flags.add('number_unreadable')
    return null
  }
  const classes = {
    input: amount(recorded['input_tokens']),
    cacheRead: amount(recorded['cache_read_input_tokens']),
    ...cacheWrites(recorded, amount, flags),
    output: amount(recorded['output_tokens']),
    unsplit: null,
  }
  const total = totalOf(classes)
  if (total === null) flags.add('tokens_unknown')
  const reasoning = amount(objectOf(recorded['output_tokens_details'])?.['thinking_tokens'])
  const refused = refusedAttempts(recorded, model)
  if (refused.length > 0) flags.add('refused_attempt')
  return { usage: { ...classes, reasoning, total }, flags: [...flags], refused }
}

type Amount = (value: unknown) => bigint | null

/** A write of unknown lifetime counts as one of 5 minutes: all of them before the split was recorded. */
function cacheWrites(
  recorded: Fields,
  amount: Amount,
  flags: Set<string>,
): Pick<Usage, 'cacheWrite5m' | 'cacheWrite1h'> {
  const written = amount(recorded['cache_creation_input_tokens'])
  const split = objectOf(recorded['cache_creation'])
  const fiveMinutes = amount(split?.['ephemeral_5m_input_tokens'])
  const oneHour = amount(split?.['ephemeral_1h_input_tokens'])
  if (fiveMinutes === null && oneHour === null) return { cacheWrite5m: written, cacheWrite1h: null }
  const parts = (fiveMinutes ?? 0n) + (oneHour ?? 0n)
  if (written === null || parts === written) return { cacheWrite5m: fiveMinutes ?? 0n, cacheWrite1h: oneHour }
  flags.add('cache_split_differs')
  const rest = written > parts ? written - parts : 0n
  return { cacheWrite5m: (fiveMinutes ?? 0n) + rest, cacheWrite1h: oneHour }
}

const ATTEMPTS_MAX = 10

function refusedAttempts(recorded: Fields, model: string | null): Record<string, unknown>[] {
  const iterations = listOf(recorded['iterations'])
  if (iterations.length < 2) return []
  return iterations.slice(0, ATTEMPTS_MAX).flatMap((iteration) => {
    const attempt = objectOf(iteration)
    const other = textOf(attempt?.['model'])
    if (attempt?.['type'] !== 'message' || other === null || other === model) return []
    const { usage } = readUsage({ ...attempt, iterations: null }, other)
    const counts = Object.entries(usage).map(([name, value]) => [name, value === null ? null : Number(value)])
    return [{ model: other.slice(0, 200), ...Object.fromEntries(counts) }]
  })
}
