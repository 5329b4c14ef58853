import { statusClass } from '@/lib/model/status'
import { counted, nameList, shortName } from './names-in-sentence'
import { recordFlags } from './record-flags'
import type { FlagDetail, PhaseRow, RunFacts } from './run-facts'
import { stateTransitions } from './state-transitions'

const number = (value: bigint | number) => value.toLocaleString('en')
const flag = (name: string, count: number, evidence: string, detail: string): FlagDetail[] =>
  count > 0 ? [{ name, detail, evidence, count }] : []

/** Above its own cap; a cap of 0 or less is none. */
export function isOverCap({ row, usage }: RunFacts): boolean {
  const cap = row?.tokenCap ?? null
  return cap !== null && cap > 0n && usage.sum.total !== null && usage.sum.total > cap
}

/**
 * What was found wrong in the records of a run, each with a sentence and the column that shows it. A name stands once;
 * flags that the reader put on single rows are counted here.
 */
export function runFlags(facts: RunFacts, conflictReason: string | null): FlagDetail[] {
  const found = [
    ...flag('status_conflict', conflictReason === null ? 0 : 1, 'runs.state', conflictReason ?? ''),
    ...ofRun(facts),
    ...ofPhases(facts),
    ...ofUsage(facts),
    ...ofHistory(facts),
    ...recordFlags(facts),
  ]
  const once = found.filter((item, index) => found.findIndex((other) => other.name === item.name) === index)
  return facts.system === AUTOPACK ? once : once.map((item) => ({ ...item, evidence: placeOf(item.evidence) }))
}

/** The columns named here are Autopack's; what others write has no tables. */
const AUTOPACK = 'autopack'
const PLACES: Record<string, string> = {
  ItemResult: 'its results',
  runs: "the run's record",
  phases: "its phases' records",
  tiers: "its tiers' records",
  llm_usage_events: 'its usage records',
}

const placeOf = (column: string) => PLACES[column.split('.')[0] ?? ''] ?? column

function ofRun(facts: RunFacts): FlagDetail[] {
  const { row, usage, phases } = facts
  if (row === null) {
    return flag(
      'orphan_run',
      1,
      'llm_usage_events.run_id',
      `No row of the source has this id; ${counted(usage.events, 'usage event')} and ${counted(phases.length, 'phase')} name it.`,
    )
  }
  const total = usage.sum.total ?? 0n
  const cap = row.tokenCap ?? 0n
  const stored = row.data['tokens_used']
  const noStart = phases.filter((phase) => phase.startedAt === null).length
  // A transcript begins where it begins.
  const runWithout = row.startedAt === null && facts.transcript === null
  const onRun = runWithout ? ' and on the run' : ''
  const startless = noStart > 0 ? `${noStart} of ${counted(phases.length, 'phase')}${onRun}` : 'the run'
  const ended = statusClass(row.status) === 'succeeded' || statusClass(row.status) === 'failed'
  return [
    ...flag(
      'over_cap',
      isOverCap(facts) ? 1 : 0,
      'runs.token_cap',
      `${number(total)} tokens were used of a cap of ${number(cap)}.`,
    ),
    ...flag(
      'counter_not_written',
      total > 0n && isZero(stored) ? 1 : 0,
      'runs.tokens_used',
      `The run's own counter is 0, the events say ${number(total)}.`,
    ),
    ...flag(
      'missing_start',
      noStart + (runWithout ? 1 : 0),
      'phases.started_at',
      `No start time on ${startless}; times are bounds from events.`,
    ),
    ...flag(
      'missing_reason',
      row.status === 'failed' && row.failureReason === null && phases.length === 0 && facts.failures === 0 ? 1 : 0,
      'runs.failure_reason',
      'The run failed and nothing says why.',
    ),
    ...flag(
      'missing_end',
      ended && row.endedAt === null && facts.transcript === null ? 1 : 0,
      'runs.completed_at',
      'The run ended, but no end time was recorded.',
    ),
  ]
}

const isZero = (value: unknown) => value === 0 || value === '0' || value === 0n

function ofPhases({ phases, tiers }: RunFacts): FlagDetail[] {
  const names = (list: readonly PhaseRow[]) => nameList(list.map((phase) => phase.nativeId))
  const silent = phases.filter((phase) => statusClass(phase.status) === 'failed' && phase.failureReason === null)
  const leftOver = phases.filter((phase) => statusClass(phase.status) === 'succeeded' && phase.failureReason !== null)
  const reasons = nameList([...new Set(leftOver.map((phase) => phase.failureReason ?? ''))].sort())
  const strayed = phases.filter((phase) => phase.flags.includes('tier_of_other_run'))
  const ended = phases.some((phase) => statusClass(phase.status) !== 'open' || phase.status === 'running')
  const pending = tiers.filter((tier) => tier.statusRaw?.toUpperCase() === 'PENDING').length
  return [
    ...flag(
      'missing_reason',
      silent.length,
      'phases.last_failure_reason',
      `${counted(silent.length, 'failed phase')} without a reason: ${names(silent)}.`,
    ),
    ...flag(
      'reason_left_over',
      leftOver.length,
      'phases.last_failure_reason',
      `${counted(leftOver.length, 'completed phase')} still ${leftOver.length === 1 ? 'carries' : 'carry'} ${reasons}.`,
    ),
    ...flag(
      'tier_of_other_run',
      strayed.length,
      'phases.tier_id',
      `${counted(strayed.length, 'phase')} ${strayed.length === 1 ? 'points' : 'point'} at a tier of another run: ${names(strayed)}.`,
    ),
    ...flag(
      'tier_state_unused',
      ended ? pending : 0,
      'tiers.state',
      `${pending} of ${counted(tiers.length, 'tier')} still PENDING; derived from phases instead.`,
    ),
  ]
}

function ofUsage({ usage, phase6, repeated }: RunFacts): FlagDetail[] {
  const many = (name: string) => usage.flags[name] ?? 0
  const of = (name: string) => `${number(many(name))} of ${counted(usage.events, 'event')}`
  return [
    ...flag(
      'usage_repeated',
      repeated?.rows ?? 0,
      'ItemResult.total',
      `${counted(repeated?.rows ?? 0, 'row')} ${repeated?.rows === 1 ? 'repeats' : 'repeat'} what the sessions of ${shortName(repeated?.countedIn ?? '')} spent, ${number(repeated?.tokens ?? 0n)} tokens: counted there, once.`,
    ),
    ...flag(
      'split_invented',
      many('split_invented'),
      'llm_usage_events.prompt_tokens',
      `${of('split_invented')} carry a constant share of prompt tokens; the total is kept, the split is unknown.`,
    ),
    ...flag(
      'doctor_flag_missing',
      many('doctor_flag_missing'),
      'llm_usage_events.is_doctor_call',
      `${counted(many('doctor_flag_missing'), 'event')} with the role doctor not marked as doctor calls.`,
    ),
    ...flag(
      'tokens_implausible',
      many('tokens_implausible'),
      'llm_usage_events.total_tokens',
      `${of('tokens_implausible')} have amounts that do not add up.`,
    ),
    ...flag(
      'tokens_unknown',
      many('tokens_unknown'),
      'llm_usage_events.total_tokens',
      `${of('tokens_unknown')} record no amount.`,
    ),
    ...flag(
      'orphan_phase',
      usage.withoutPhaseRow,
      'llm_usage_events.phase_id',
      `${number(usage.withoutPhaseRow)} of ${counted(usage.events, 'event')} name a phase that has no row.`,
    ),
    ...flag(
      'estimate_fallback',
      phase6.fallback,
      'phase6_metrics.estimate_source',
      `${counted(phase6.fallback, 'estimate')} of avoided tokens ${phase6.fallback === 1 ? 'is a constant' : 'are constants'}, not from samples.`,
    ),
  ]
}

function ofHistory({ observations }: RunFacts): FlagDetail[] {
  const back = stateTransitions(observations).filter((change) => change.afterFinal)
  const [first] = back
  const example = first ? `${shortName(first.from ?? '')} became ${shortName(first.to)}` : ''
  return flag(
    'status_regressed',
    back.length,
    'phases.state',
    `A final state was replaced ${counted(back.length, 'time')}: ${example}.`,
  )
}
