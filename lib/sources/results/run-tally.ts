import type { ResultRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'

/** What the results of one run come to; JSON-safe. */
export interface RunTally {
  items: number
  withOutcome: number
  withScore: number
  resolved: number
  withTokens: number
  costPico: string
  withCost: number
  calls: number
  firstAt: string | null
  lastAt: string | null
}

export const runTally = (): RunTally => ({
  items: 0,
  withOutcome: 0,
  withScore: 0,
  resolved: 0,
  withTokens: 0,
  costPico: '0',
  withCost: 0,
  calls: 0,
  firstAt: null,
  lastAt: null,
})

/** Adds one result. */
export function tallied(tally: RunTally, result: ResultRecord): void {
  const { resolved, score, error, usage, costPico, calls, at } = result
  tally.items += 1
  if (resolved !== null || score !== null) tally.withScore += 1
  if (resolved !== null || score !== null || error !== null) tally.withOutcome += 1
  if (resolved === true) tally.resolved += 1
  if (usage !== null) tally.withTokens += 1
  if (costPico !== null) {
    tally.withCost += 1
    tally.costPico = (BigInt(tally.costPico) + costPico).toString()
  }
  tally.calls += calls ?? 0
  if (at !== null && (tally.firstAt === null || at < tally.firstAt)) tally.firstAt = at
  if (at !== null && (tally.lastAt === null || at > tally.lastAt)) tally.lastAt = at
}

/** Rows are written when the work is over: with an outcome for each the run has ended, whatever the outcomes are. */
export const statusOf = (tally: RunTally): Status =>
  tally.items > 0 && tally.withOutcome === tally.items ? 'succeeded' : 'unknown'

export function tallyFlags(tally: RunTally): string[] {
  const flags: string[] = []
  if (tally.items > 0 && tally.withTokens === 0) flags.push('tokens_unknown')
  if (tally.items > 0 && tally.withScore === 0) flags.push('score_missing')
  return flags
}

/** A number that a source publishes about a run, beside what its own rows give. */
export interface Published {
  name: string
  published: number
  rows: number
  agrees: boolean
}

/** Compares a published share in per cent with the rows. It agrees when it is theirs, rounded to so many decimals. */
export function comparePercent(
  name: string,
  published: number | null,
  rows: number | null,
  decimals = 2,
): Published | null {
  if (published === null || rows === null) return null
  const allowed = 0.51 * 10 ** -decimals
  return { name, published, rows: rounded(rows, 4), agrees: Math.abs(published - rows) <= allowed }
}

/** Compares a published amount with the rows, but for the last digits of a sum of fractions. */
export function compareAmount(name: string, published: number | null, rows: number | null): Published | null {
  if (published === null || rows === null) return null
  const allowed = Math.max(1e-6, Math.abs(rows) * 1e-6)
  return { name, published, rows: rounded(rows, 6), agrees: Math.abs(published - rows) <= allowed }
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

/** What goes onto a run: all headlines, and the flag when one of them does not follow from the rows. */
export function headlines(all: readonly (Published | null)[]): { data: Record<string, unknown>; flags: string[] } {
  const known = all.filter((one) => one !== null)
  const wrong = known.some(({ agrees }) => !agrees)
  return { data: known.length === 0 ? {} : { headlines: known }, flags: wrong ? ['total_mismatch'] : [] }
}
