import { type Amount, costAmount, type EventWords, tokensAmount } from '@/lib/ledger/amount-words'
import { type Flag, flagLabel } from '@/lib/model/flags'
import { formatInteger, formatPercent } from '@/lib/time/format-quantity'
import type { RunSummary } from './schema'
import { classWords, STATUS_WORDS } from './status'

/** What the cells of a run say, and why a number is missing or only a lower bound. Pure text, drawn elsewhere. */

type Summed = Pick<RunSummary, 'usage' | 'events' | 'costMicroUsd' | 'costLowerBoundReasons' | 'unpricedEvents'>

type Timed = Pick<RunSummary, 'durationMs' | 'durationKind' | 'endedAt'>

const events = (n: number) => `${formatInteger(n)} usage ${n === 1 ? 'event' : 'events'}`
const NO_EVENT = 'no usage event names this run'

const WORDS: EventWords = {
  counted: events,
  // An event has no price when its model is in no price table, or when its classes are not known apart.
  unpriced: (unpriced, of) =>
    `${formatInteger(unpriced)} of ${formatInteger(of)} events without a price or a split to price`,
  noTokens: (count) => (count === 0 ? NO_EVENT : 'no event records tokens'),
  noCost: NO_EVENT,
}

export const tokensOf = (run: Summed): Amount => tokensAmount(run, WORDS)
export const costOf = (run: Summed): Amount => costAmount(run, WORDS)

export function durationOf({ durationMs, durationKind, endedAt }: Timed): Amount {
  if (durationMs === null) return { value: null, lowerBound: false, title: 'fewer than two times are recorded' }
  if (durationKind === 'recorded') {
    const title = endedAt === null ? 'from the first to the last entry' : 'from start to end, both recorded'
    return { value: durationMs, lowerBound: false, title }
  }
  const missing = endedAt === null ? 'no end recorded' : 'no start recorded'
  return { value: durationMs, lowerBound: true, title: `first to last evidence; ${missing}` }
}

/** The share of the cap that is used; null without a cap or tokens. */
export function capShare({ usage, tokenCap }: Pick<RunSummary, 'usage' | 'tokenCap'>): number | null {
  return tokenCap === null || tokenCap <= 0 || usage.total === null ? null : usage.total / tokenCap
}

export interface SourceSaid {
  kind: 'same' | 'near' | 'differs' | 'no-row' | 'nothing'
  text: string
  title: string
}

/** What the source said beside what evidence says. `near`: another word of the same class, which contradicts nothing. */
export function sourceSaid(
  run: Pick<RunSummary, 'orphan' | 'status' | 'statusDerived' | 'statusRaw' | 'conflict'>,
): SourceSaid {
  const { status, statusDerived, conflict } = run
  if (run.orphan)
    return { kind: 'no-row', text: 'no row', title: 'the source has no row of this run; only its usage names it' }
  if (run.statusRaw === null && status === 'unknown')
    return { kind: 'nothing', text: '–', title: 'the source records no state' }
  const raw = run.statusRaw === null ? 'the source records no state' : `the source said ${run.statusRaw.slice(0, 200)}`
  const word = STATUS_WORDS[status].label
  if (conflict) {
    return {
      kind: 'differs',
      text: word,
      title: `${raw} (${classWords(status)}); evidence: ${classWords(statusDerived)}`,
    }
  }
  return status === statusDerived
    ? { kind: 'same', text: 'same', title: raw }
    : { kind: 'near', text: word, title: raw }
}

export interface FlagTag {
  name: string
  text: string
  bad: boolean
}

/** Told by other columns, or true of every row of the sample. */
const TOLD_ELSEWHERE: readonly string[] = [
  'status_conflict',
  'orphan_run',
  'synthetic_record',
  'cost_unknown',
] satisfies Flag[]
/** What an operator would act on comes first. */
const FIRST: readonly string[] = [
  'over_cap',
  'status_regressed',
  'claimed_not_verified',
  'first_cause_elsewhere',
  'model_drift',
  'missing_reason',
] satisfies Flag[]
/** Habits of a whole source: true of nearly every row, so they tell rows apart least. */
const LAST: readonly string[] = [
  'counter_not_written',
  'tier_state_unused',
  'split_invented',
  'doctor_flag_missing',
  'reason_left_over',
  'duration_second_resolution',
  'schema_older',
] satisfies Flag[]

function rank(name: string): number {
  if (FIRST.includes(name)) return FIRST.indexOf(name) - FIRST.length
  return LAST.indexOf(name) + 1
}

/** The flags of a run that no other column tells, the loud ones first. */
export function flagTags(run: Pick<RunSummary, 'flags' | 'usage' | 'tokenCap'>): FlagTag[] {
  const share = capShare(run)
  return run.flags
    .filter((name) => !TOLD_ELSEWHERE.includes(name))
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name) =>
      name === 'over_cap'
        ? { name, text: share === null ? flagLabel(name) : `${formatPercent(share)} of cap`, bad: true }
        : { name, text: flagLabel(name), bad: false },
    )
}
