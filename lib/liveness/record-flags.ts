import { counted, nameList, shortName } from './names-in-sentence'
import type { FlagDetail, PhaseRow, RunRow, RunUsage } from './run-facts'

/** The rows of a run that carry flags. */
export interface FlaggedRows {
  system: string
  row: Pick<RunRow, 'data' | 'recordFlags'> | null
  phases: readonly Pick<PhaseRow, 'flags'>[]
  usage: Pick<RunUsage, 'flags'>
}

/** Flags that readers put on single rows: how many rows of the run carry each, and what they mean. */
export function recordFlags({ system, row, phases, usage }: FlaggedRows): FlagDetail[] {
  const counts = new Map<string, { rows: number; table: string }>()
  const add = (name: string, rows: number, table: string) => {
    const before = counts.get(name)
    counts.set(name, { rows: (before?.rows ?? 0) + rows, table: before?.table ?? table })
  }
  for (const phase of phases) for (const name of phase.flags) add(name, 1, 'phases')
  for (const [name, events] of Object.entries(usage.flags)) add(name, events, 'llm_usage_events')
  // Elsewhere the run's own record repeats what its steps carry, so that it is found among runs.
  const isOwn = (name: string) => system === 'autopack' || !counts.has(name)
  for (const name of row?.recordFlags ?? []) if (isOwn(name)) add(name, 1, 'runs')
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, { rows }]) => rows > 0)
    .map(([name, { rows, table }]) => ({
      name,
      detail: sentence(name, rows, row?.data ?? {}),
      evidence: table,
      count: rows,
    }))
}

function sentence(name: string, rows: number, data: Record<string, unknown>): string {
  if (name === 'model_drift' || name === 'effort_drift')
    return driftSentence(name === 'model_drift' ? 'model' : 'effort', rows, data)
  return WORDS[name]?.(rows) ?? `Seen on ${counted(rows, 'row')}.`
}

const WORDS: Record<string, (rows: number) => string> = {
  enum_unknown: (rows) => `${counted(rows, 'row')} in a state that is not known.`,
  time_unreadable: (rows) => `${counted(rows, 'row')} with a time that cannot be read.`,
  number_unreadable: (rows) => `${counted(rows, 'row')} with a number that cannot be read.`,
  truncated_text: (rows) => `${counted(rows, 'row')} with a text longer than is kept.`,
  invalid_text: (rows) => `${counted(rows, 'row')} with text that is not valid.`,
  schema_older: () => 'Written by an older version, which lacks columns.',
  synthetic_record: () => 'Made by a generator or by hand, not by a run.',
  tokens_implausible: (rows) => `${counted(rows, 'row')} with a number that cannot be right.`,
  tokens_unknown: () => 'The source records no tokens: they are unknown, not zero.',
  cost_unknown: () => 'Tokens were recorded, the cost was not.',
  claimed_not_verified: (rows) => `${counted(rows, 'step')} called done with nothing that shows it.`,
  first_cause_elsewhere: (rows) =>
    `${counted(rows, 'error')} followed from an earlier one, which is named as the cause.`,
  score_missing: () => 'It ended well, and no score was recorded.',
  score_binary: () => 'The score is only 0 or 1.',
  model_empty: () => 'The source names an empty model.',
  zone_unknown: () => 'Its times carry no zone; they are read as UTC.',
  duration_second_resolution: () => 'Times are recorded in whole seconds only.',
  id_reused: () => 'Its id stands for more than one run in the records.',
  over_timeout: () => 'It took longer than its own time limit.',
  total_mismatch: (rows) => `${counted(rows, 'total')} other than the sum of its parts.`,
  counter_restarted: (rows) => `${counted(rows, 'counter')} began again from zero.`,
}

/** The drift that a reader found, session by session: `{ model: { requested, observed } }`. */
function driftSentence(setting: 'model' | 'effort', rows: number, { drift }: Record<string, unknown>): string {
  const pairs = Array.isArray(drift) ? drift.flatMap((item: unknown) => pairOf(item, setting)) : []
  if (pairs.length === 0) return `${counted(rows, 'row')} ran with another ${setting} than was asked for.`
  const [asked, seen] = [0, 1].map((side) => nameList([...new Set(pairs.map((pair) => shortName(pair[side] ?? '')))]))
  return `Asked for ${setting} ${asked}; ${counted(pairs.length, 'session')} ran ${seen}.`
}

function pairOf(item: unknown, setting: string): [string, string][] {
  const pair =
    typeof item === 'object' && item !== null ? Object.entries(item).find(([name]) => name === setting)?.[1] : null
  if (typeof pair !== 'object' || pair === null) return []
  const { requested, observed } = pair as Record<string, unknown>
  return typeof requested === 'string' && typeof observed === 'string' ? [[requested, observed]] : []
}
