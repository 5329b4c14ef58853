/**
 * What a rollout's counters mean. Codex writes the thread's sum so far (`total_token_usage`) and the last response
 * (`last_token_usage`); the same event may be written again and again, so what was spent is the growth of the sum.
 */
import { totalOf, type Usage } from '@/lib/model/usage'
import { fieldOf, type Json } from './json-value'

/** Sums of disjoint classes; null where the source's number is missing or cannot be read. */
export interface Counts {
  input: number | null
  cacheRead: number | null
  cacheWrite: number | null
  output: number | null
  reasoning: number | null
  total: number | null
}

/** One thread's sum as last seen, and how often it began anew. */
export interface Counter {
  at: Counts
  restarts: number
}

const CLASSES = ['input', 'cacheRead', 'cacheWrite', 'output', 'reasoning', 'total'] as const
const SUMMED = ['input', 'cacheRead', 'cacheWrite', 'output'] as const
/** No thread ever counted more; what is larger is a mistake. */
const COUNT_MAX = 1e13

export const ZERO: Counts = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0, total: 0 }

type Read = number | 'wrong' | undefined

function read(raw: Json, name: string): Read {
  const value = fieldOf(raw, name)
  if (value === undefined || value === null) return undefined
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= COUNT_MAX ? value : 'wrong'
}

const known = (value: Read) => (typeof value === 'number' ? value : null)

/** Codex counts cached and written tokens within input, and reasoning within output: the first two are taken out. */
export function readCounts(raw: Json): { counts: Counts; unreadable: boolean } {
  const [input, cached, written] = [
    read(raw, 'input_tokens'),
    read(raw, 'cached_input_tokens'),
    read(raw, 'cache_write_input_tokens'),
  ]
  const [output, reasoning, total] = [
    read(raw, 'output_tokens'),
    read(raw, 'reasoning_output_tokens'),
    read(raw, 'total_tokens'),
  ]
  const fresh =
    typeof input !== 'number' || cached === 'wrong' || written === 'wrong'
      ? null
      : input - (cached ?? 0) - (written ?? 0)
  const counts: Counts = {
    input: fresh !== null && fresh >= 0 ? fresh : null,
    cacheRead: known(cached),
    cacheWrite: known(written),
    output: known(output),
    reasoning: known(reasoning),
    total: known(total) ?? (typeof input === 'number' && typeof output === 'number' ? input + output : null),
  }
  const wrong = [input, cached, written, output, reasoning, total].includes('wrong')
  return { counts, unreadable: wrong || (fresh !== null && fresh < 0) }
}

/** Whether two readings are one and the same sum. */
export const sameCounts = (a: Counts, b: Counts) => CLASSES.every((name) => a[name] === b[name])

/**
 * Whether `last` is a response that can be a part of `total`: after a compaction it is an estimate without classes.
 */
export function isPart(last: Counts | null, total: Counts): last is Counts {
  if (last === null || last.total === null || last.total === 0) return false
  const sum = SUMMED.reduce((all, name) => all + (last[name] ?? 0), 0)
  return sum === last.total && CLASSES.every((name) => (last[name] ?? 0) <= (total[name] ?? 0))
}

/** What the sum was before the response `last`. */
export function before(total: Counts, last: Counts): Counts {
  const base = { ...total }
  for (const name of CLASSES) base[name] = total[name] === null ? null : total[name] - (last[name] ?? 0)
  return base
}

/** The sum to measure the next growth from: a class that cannot be read now keeps what was known of it. */
export function keepKnown(base: Counts, now: Counts): Counts {
  const kept = { ...now }
  for (const name of CLASSES) {
    const [before, after] = [base[name], now[name]]
    kept[name] = before === null || (after !== null && after > before) ? after : before
  }
  return kept
}

const amount = (value: number | null) => (value === null ? null : BigInt(value))

/** The growth from one sum to the next as usage; what does not add up is flagged, not mended. */
export function growth(base: Counts, now: Counts): { usage: Usage; flags: string[] } {
  const flags: string[] = []
  const step: Counts = { ...ZERO }
  for (const name of CLASSES) {
    const value = now[name]
    const delta = value === null ? null : value - (base[name] ?? 0)
    step[name] = delta !== null && delta >= 0 ? delta : null
    if (delta !== null && delta < 0 && !flags.includes('number_unreadable')) flags.push('number_unreadable')
  }
  const classes = {
    input: amount(step.input),
    cacheRead: amount(step.cacheRead),
    cacheWrite5m: amount(step.cacheWrite),
    cacheWrite1h: null,
    output: amount(step.output),
  }
  const sum = totalOf({ ...classes, unsplit: null })
  const said = amount(step.total)
  if (sum !== null && said !== null && sum !== said) flags.push('total_mismatch')
  const unsplit = sum === null ? said : null
  return {
    usage: { ...classes, reasoning: amount(step.reasoning), unsplit, total: sum ?? said },
    flags,
  }
}
