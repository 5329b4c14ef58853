/** The timeline of one made-up run: what was called when, and how each phase ended. Pure; times are milliseconds. */
import { type Call, type Crew, callsOfAttempt } from './calls'
import type { Random } from './random'
import type { Story } from './stories'

/** How a run ends, conflicts among them; `rows` shows what Autopack would have stored. */
export type Ending =
  | 'success'
  | 'failed'
  | 'failed-unfinished'
  | 'failed-all-complete'
  | 'open-all-final'
  | 'budget'
  | 'untouched'
  | 'working'
  | 'unknown-state'

export type PhaseOutcome = 'COMPLETE' | 'FAILED' | 'SKIPPED' | 'EXECUTING' | 'QUEUED' | 'AWAITING_CUSTOMS'

interface AttemptPlan {
  startAt: number
  endAt: number
  calls: Call[]
  failure: string | null
}

export interface PhasePlan {
  key: string
  name: string
  tier: number
  category: string
  complexity: string
  outcome: PhaseOutcome
  /** Null for a phase that never started. */
  startAt: number | null
  endAt: number | null
  attempts: AttemptPlan[]
}

export interface RunPlan {
  key: string
  story: Story
  ending: Ending
  createdAt: number
  startedAt: number | null
  /** When the stored state became final; null while it is open. */
  endedAt: number | null
  tokenCap: number
  maxMinutes: number
  /** Whether start and end are written to the rows; Autopack often leaves them empty. */
  timesRecorded: boolean
  failureReason: string | null
  phases: PhasePlan[]
}

export interface RunSpec {
  key: string
  story: Story
  ending: Ending
  createdAt: number
  crew: Crew
  /** Seconds between calls and between attempts, and how large the calls are. */
  pace: Pace
  tokenCap?: number
  /** False: rows know a total only. */
  splitKnown?: boolean
  timesRecorded?: boolean
  failureReason?: string
  phases?: number
  /** Which phase is the last to be worked on, where the ending leaves that open. */
  brokenAt?: number
}

export interface Pace {
  callSeconds: readonly [number, number]
  callsPerAttempt: readonly [number, number]
  gapSeconds: readonly [number, number]
  /** Multiplies token counts. */
  size: number
}

export const USUAL_PACE: Pace = { callSeconds: [35, 190], callsPerAttempt: [2, 4], gapSeconds: [20, 240], size: 1 }
export const LIVE_PACE: Pace = { callSeconds: [10, 20], callsPerAttempt: [13, 19], gapSeconds: [5, 12], size: 0.12 }

const FAILURES = [
  'PATCH_FAILED',
  'DELIVERABLES_VALIDATION_FAILED',
  'MAX_ATTEMPTS_EXHAUSTED',
  'STRUCTURED_EDIT_FAILED',
  'FAILED',
  'BLOCKED',
] as const

/** Plans a whole run, as if it had all the time it needs; what has happened by now is decided when rows are made. */
export function planRun(spec: RunSpec, random: Random): RunPlan {
  const lines = spec.story.phases.slice(0, spec.phases)
  const outcomes = outcomesOf(spec, lines.length, random)
  const startedAt = spec.ending === 'untouched' ? null : spec.createdAt + random.int(2, 25) * 1_000
  let at = startedAt ?? spec.createdAt
  const phases = lines.map((line, index) => {
    const phase = planPhase(spec, line, outcomes[index] ?? 'COMPLETE', at, random)
    at = (phase.endAt ?? at) + gap(spec.pace, random)
    return phase
  })
  return {
    key: spec.key,
    story: spec.story,
    ending: spec.ending,
    createdAt: spec.createdAt,
    startedAt,
    endedAt: isOpen(spec.ending) ? null : at,
    tokenCap: spec.tokenCap ?? random.pick([2_500_000, 4_000_000, 5_000_000]),
    maxMinutes: random.pick([120, 180, 240]),
    timesRecorded: spec.timesRecorded ?? random.chance(0.6),
    failureReason: spec.failureReason ?? null,
    phases,
  }
}

/** When the last thing of a run happens. */
export function lastMoment(plan: RunPlan): number {
  return Math.max(plan.createdAt, plan.endedAt ?? 0, ...plan.phases.map((phase) => phase.endAt ?? 0))
}

function isOpen(ending: Ending): boolean {
  return ending === 'untouched' || ending === 'working' || ending === 'open-all-final' || ending === 'unknown-state'
}

function planPhase(spec: RunSpec, line: string, outcome: PhaseOutcome, from: number, random: Random): PhasePlan {
  const [tier = '0', key = '', name = '', category = '', complexity = ''] = line.split('|').map((part) => part.trim())
  const phase = { key, name, tier: Number(tier), category, complexity, outcome }
  if (outcome === 'QUEUED' || outcome === 'SKIPPED' || spec.ending === 'untouched') {
    return { ...phase, startAt: null, endAt: null, attempts: [] }
  }
  const tries = outcome === 'FAILED' ? random.int(2, 4) : random.chance(0.28) ? 2 : 1
  const attempts: AttemptPlan[] = []
  let at = from
  for (let index = 0; index < tries; index += 1) {
    const failed = outcome === 'FAILED' || index < tries - 1
    const attempt = planAttempt(spec, { index, failed, complexity }, at, random)
    attempts.push(attempt)
    at = attempt.endAt + gap(spec.pace, random)
  }
  return { ...phase, startAt: from, endAt: attempts.at(-1)?.endAt ?? from, attempts }
}

function planAttempt(
  spec: RunSpec,
  of: { index: number; failed: boolean; complexity: string },
  startAt: number,
  random: Random,
): AttemptPlan {
  const times: number[] = []
  let at = startAt
  for (let left = random.within(spec.pace.callsPerAttempt); left > 0; left -= 1) {
    at += random.int(spec.pace.callSeconds[0] * 1_000, spec.pace.callSeconds[1] * 1_000)
    times.push(at)
  }
  const calls = callsOfAttempt(
    spec.crew,
    { ...of, times, size: spec.pace.size, splitKnown: spec.splitKnown ?? true },
    random,
  )
  return { startAt, endAt: at + random.int(1_000, 4_000), calls, failure: of.failed ? random.pick(FAILURES) : null }
}

function gap(pace: Pace, random: Random): number {
  return random.int(pace.gapSeconds[0] * 1_000, pace.gapSeconds[1] * 1_000)
}

function outcomesOf(spec: RunSpec, count: number, random: Random): PhaseOutcome[] {
  const all = (outcome: PhaseOutcome) => Array<PhaseOutcome>(count).fill(outcome)
  const broken = spec.brokenAt ?? random.int(Math.min(1, count - 1), count - 1)
  switch (spec.ending) {
    case 'success':
      return all('COMPLETE').map((outcome, i) => (i > 1 && random.chance(0.06) ? 'SKIPPED' : outcome))
    case 'failed-all-complete':
      return all('COMPLETE')
    case 'failed':
    case 'open-all-final':
      return all('COMPLETE').map((outcome, i) => (i === broken ? 'FAILED' : i > broken + 1 ? 'SKIPPED' : outcome))
    case 'failed-unfinished':
    case 'budget':
      return all('COMPLETE').map((outcome, i) => (i === broken ? 'FAILED' : i > broken ? 'QUEUED' : outcome))
    case 'unknown-state':
      return all('COMPLETE').map((outcome, i) => (i === broken ? 'AWAITING_CUSTOMS' : i > broken ? 'QUEUED' : outcome))
    case 'untouched':
      return all('QUEUED')
    case 'working':
      return all('COMPLETE').map((outcome, i) => (i === broken ? 'EXECUTING' : i > broken ? 'QUEUED' : outcome))
  }
}
