import type { Cause, Status } from '@/lib/model/status'
import { contradicts, endOf, hasFailed } from './run-end'
import type { PlanNote, PlanReason } from './schema'

/** A run that a filter found, as far as the plan looks at it. */
export interface Candidate {
  status: Status
  statusDerived: Status
  cause: Cause | null
  /** False: only usage names it. */
  hasRow: boolean
  hasGoal: boolean
  phases: number
  /** Replays of it that are there already. */
  replays: { open: number; all: number }
  /** The run that it repeats itself. */
  repeats: string | null
  /** Campaigns that chose it and wait. */
  waitsIn: readonly string[]
}

interface Judged {
  /** Why it is left out; null when it is eligible. */
  reason: PlanReason | null
  notes: PlanNote[]
}

const NO_RESULT: readonly (string | null)[] = ['infra', 'config', 'cancelled', 'lost'] satisfies Cause[]

/** Whether a run ended without telling of its quality: its pair is refused, its replay may still be worth it. */
export const hasNoResult = (cause: string | null): boolean => NO_RESULT.includes(cause)

/** Whether a run may be tried again in a campaign, and what has to be said of it if so. */
export function judge(run: Candidate): Judged {
  const reason = reasonAgainst(run)
  return { reason, notes: reason === null ? notesOf(run) : [] }
}

function reasonAgainst(run: Candidate): PlanReason | null {
  if (!run.hasRow) return 'orphan'
  const end = endOf(run)
  if (end === 'open') return 'not_final'
  if (end === 'unknown') return 'no_state'
  if (!hasFailed(run)) return 'not_failed'
  if (!run.hasGoal && run.phases === 0) return 'no_plan'
  return run.replays.open > 0 ? 'replay_open' : null
}

function notesOf({ cause, replays, repeats, waitsIn, ...run }: Candidate): PlanNote[] {
  return [
    ...(cause === 'infra' ? (['infra'] as const) : []),
    ...(cause !== 'infra' && hasNoResult(cause) ? (['no_quality'] as const) : []),
    ...(cause === null || cause === 'unknown' ? (['cause_unknown'] as const) : []),
    ...(contradicts(run) ? (['states_disagree'] as const) : []),
    ...(replays.all > 0 ? (['replayed_before'] as const) : []),
    ...(repeats === null ? [] : (['is_replay'] as const)),
    ...(waitsIn.length > 0 ? (['in_campaign'] as const) : []),
  ]
}
