import { formatInteger } from '@/lib/time/format-quantity'
import type { LedgerName } from './ledger-tokens'

/** What the sources of a ledger cannot know, said beside its number: sentences made from counts. */

export const DISCLOSURES = [
  'nothing_recorded',
  'tokens_not_recorded',
  'output_not_recorded',
  'events_without_tokens',
  'split_invented',
  'split_not_recorded',
  'orphan_spend',
  'no_run',
  'doctor_flag_missing',
  'unpriced',
  'switch_off',
  'partly_recorded',
  'not_metered',
  'constant',
  'estimated_by_pitwall',
  'as_recorded',
  'pairs_refused',
] as const
export type DisclosureName = (typeof DISCLOSURES)[number]

export interface Disclosure {
  ledger: LedgerName
  name: DisclosureName
  text: string
}

/** Counts of what a run, a job or a window holds. */
export interface LedgerFacts {
  subject: 'run' | 'job' | 'window'
  /** Runs of Autopack, the one system that keeps the accounts of what was avoided. */
  autopackRuns: number
  spent: {
    events: number
    unknownTokenEvents: number
    unpricedEvents: number
    /** Token classes of which only a part was recorded. */
    lowerBound: readonly string[]
    /** Tokens of which only a total is known, and the runs whose recorded split is a constant. */
    unsplitTokens: number | null
    inventedSplitRuns: number
    orphan: { runs: number; events: number; tokens: number | null }
    runless: { events: number; tokens: number | null }
    doctorFlagMissing: number
    /** Systems of which no run recorded usage. */
    silent: readonly { system: string; runs: number }[]
  }
  artifact: { rows: number; runs: number }
  doctor: {
    rows: number
    runs: number
    tokens: number
    /** Estimates that are a constant. */
    constant: { phases: number; tokens: number }
    /** Estimates that the source lacks. */
    ours: { phases: number; tokens: number }
    /** Doctor calls of all runs that recorded their tokens. */
    measured: { calls: number; median: number | null }
  }
  pairs: { valid: number; refused: number }
}

const some = (count: number, one: string, many = `${one}s`) => `${formatInteger(count)} ${count === 1 ? one : many}`
const tokens = (count: number | null) => (count === null ? 'no recorded tokens' : some(count, 'token'))
/** What a row does that belongs to the subject. */
const BELONGS: Record<LedgerFacts['subject'], string> = {
  run: 'names this run',
  job: 'names a run of this job',
  window: 'lies in this window',
}
const verb = (count: number, one: string, many: string) => (count === 1 ? one : many)

/** Every sentence that the facts call for, in the order of the ledgers. Names of systems are text from outside. */
export function disclosuresOf(facts: LedgerFacts): Disclosure[] {
  const parts: readonly [LedgerName, Partial<Record<DisclosureName, string | null>>][] = [
    ['spent', spentWords(facts)],
    ['artifactAvoided', artifactWords(facts)],
    ['doctorAvoided', doctorWords(facts)],
    ['abDelta', pairWords(facts)],
  ]
  return parts.flatMap(([ledger, sentences]) =>
    DISCLOSURES.flatMap((name) => {
      const text = sentences[name]
      return text ? [{ ledger, name, text }] : []
    }),
  )
}

type Sentences = Partial<Record<DisclosureName, string | null>>

function spentWords({ subject, spent }: LedgerFacts): Sentences {
  const { events, unknownTokenEvents: unknown, unpricedEvents: unpriced, silent, doctorFlagMissing } = spent
  const silentRuns = silent.map(({ system, runs }) => `${some(runs, 'run')} of ${system}`).join(', ')
  return {
    nothing_recorded: events === 0 ? `No usage event ${BELONGS[subject]}. Unknown is not zero.` : null,
    tokens_not_recorded:
      subject !== 'run' && silent.length > 0 ? `${silentRuns} recorded no tokens: unknown, not zero.` : null,
    output_not_recorded: spent.lowerBound.includes('output')
      ? 'Output was recorded only in part, so the total is at least this.'
      : null,
    events_without_tokens:
      unknown > 0 ? `${formatInteger(unknown)} of ${some(events, 'event')} recorded no tokens.` : null,
    ...splitWords(spent),
    ...orphanWords(spent),
    doctor_flag_missing:
      doctorFlagMissing > 0
        ? `${some(doctorFlagMissing, 'event')} of the role doctor ${verb(doctorFlagMissing, 'is', 'are')} not marked as a doctor call; by role ${verb(doctorFlagMissing, 'it counts', 'they count')} as one.`
        : null,
    unpriced:
      unpriced > 0
        ? `${formatInteger(unpriced)} of ${some(events, 'event')} ${verb(unpriced, 'has', 'have')} no price.`
        : null,
  }
}

function splitWords({ unsplitTokens, inventedSplitRuns }: LedgerFacts['spent']): Sentences {
  if (unsplitTokens === null) return {}
  const apart = `Prompt and output of ${tokens(unsplitTokens)} are not apart`
  return inventedSplitRuns > 0
    ? { split_invented: `${apart}: the split recorded in ${some(inventedSplitRuns, 'run')} is a constant.` }
    : { split_not_recorded: `${apart}: only a total was recorded.` }
}

function orphanWords({ orphan, runless }: LedgerFacts['spent']): Sentences {
  return {
    orphan_spend:
      orphan.events > 0
        ? `${some(orphan.events, 'event')} with ${tokens(orphan.tokens)} ${verb(orphan.events, 'names', 'name')} ${some(orphan.runs, 'run')} without a row; ${verb(orphan.events, 'it is', 'they are')} in this total.`
        : null,
    no_run:
      runless.events > 0
        ? `${some(runless.events, 'event')} with ${tokens(runless.tokens)} ${verb(runless.events, 'names', 'name')} no run; ${verb(runless.events, 'it is', 'they are')} in this total.`
        : null,
  }
}

const SWITCH =
  'The switch AUTOPACK_ENABLE_PHASE6_METRICS was off or not recorded, so nothing was written. Off is not zero.'

/** Why a ledger that only Autopack keeps holds nothing, or not everything. */
function kept({ subject, autopackRuns }: LedgerFacts, table: string, { rows, runs }: { rows: number; runs: number }) {
  if (rows === 0 && autopackRuns === 0) {
    return { nothing_recorded: `Only Autopack keeps this account, and no run of it belongs to this ${subject}.` }
  }
  if (rows === 0) return { switch_off: `No ${table} row ${BELONGS[subject]}. ${SWITCH}` }
  const without = autopackRuns - runs
  return {
    partly_recorded:
      without > 0
        ? `${formatInteger(without)} of ${some(autopackRuns, 'run')} of Autopack ${verb(without, 'has', 'have')} no ${table} row: unknown, not zero.`
        : null,
  }
}

function artifactWords(facts: LedgerFacts): Sentences {
  return {
    ...kept(facts, 'token_efficiency_metrics', facts.artifact),
    not_metered:
      facts.artifact.rows > 0
        ? 'Text left out of a prompt, counted by the source. Nobody metered what would have been sent; it is no saving in money.'
        : null,
  }
}

function doctorWords(facts: LedgerFacts): Sentences {
  const { tokens: total, constant, ours, measured } = facts.doctor
  const real =
    measured.median === null
      ? ''
      : ` Real doctor calls of this fleet: median ${formatInteger(measured.median)}, n = ${formatInteger(measured.calls)}.`
  const share = total > 0 ? Math.round((constant.tokens / total) * 100) : 0
  return {
    ...kept(facts, 'phase6_metrics', facts.doctor),
    constant:
      constant.phases > 0
        ? `${share} % of this is a constant that rests on no samples: ${tokens(constant.tokens)} for ${some(constant.phases, 'call')}.${real}`
        : null,
    estimated_by_pitwall:
      ours.phases > 0
        ? `${some(ours.phases, 'skipped call')} ${verb(ours.phases, 'has', 'have')} no recorded estimate: ${tokens(ours.tokens)} of this are estimated by Pitwall.`
        : null,
  }
}

function pairWords({ subject, pairs: { valid, refused } }: LedgerFacts): Sentences {
  const none = valid + refused === 0
  return {
    nothing_recorded: none
      ? `No A/B result ${BELONGS[subject]}: no run with the same plan, another arm and a known commit was compared.`
      : null,
    as_recorded: none ? null : 'Valid is what the source recorded; Pitwall has not checked the pair itself.',
    pairs_refused:
      refused > 0 && subject !== 'run'
        ? `${some(refused, 'pair')} that the source refused ${verb(refused, 'is', 'are')} not in it.`
        : null,
  }
}
