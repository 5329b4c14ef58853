import { phaseMetrics } from './metric-rows'
import { Random } from './random'
import { autopackTime, type Rows } from './rows'
import { type Ending, lastMoment, type PhasePlan, type RunPlan } from './run-plan'

const FINAL_STATE: Record<Ending, string> = {
  success: 'DONE_SUCCESS',
  failed: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW',
  'failed-unfinished': 'DONE_FAILED_REQUIRES_HUMAN_REVIEW',
  'failed-all-complete': 'DONE_FAILED_REQUIRES_HUMAN_REVIEW',
  'open-all-final': 'PHASE_EXECUTION',
  budget: 'DONE_FAILED_BUDGET_EXHAUSTED',
  untouched: 'RUN_CREATED',
  working: 'PHASE_EXECUTION',
  'unknown-state': 'HELD_AT_BORDER',
}

export interface RowOptions {
  /** Nothing later than this is written. */
  until: number
  /** Phase 6 and efficiency metrics were switched on for this run. */
  metrics: boolean
  seed: string
}

/** Writes everything that has happened to a run by `until`. The same plan with a later `until` only adds and updates. */
export function addRun(rows: Rows, plan: RunPlan, options: RowOptions): void {
  const { until } = options
  rows.put('runs', runRow(plan, until))
  const tierIds = plan.story.tiers.map((name, index) => rows.add('tiers', tierRow(plan, name, index)))
  plan.phases.forEach((phase, index) => {
    const tierId = tierIds[phase.tier] ?? tierIds[0] ?? 1
    rows.add('phases', phaseRow(plan, phase, index, tierId, until))
  })
  for (const phase of plan.phases) addPhaseEvents(rows, plan, phase, options)
}

function runRow(plan: RunPlan, until: number) {
  const ended = plan.endedAt !== null && plan.endedAt <= until
  const begun = plan.startedAt !== null && plan.startedAt <= until
  const state =
    ended || plan.ending === 'unknown-state' ? FINAL_STATE[plan.ending] : begun ? 'PHASE_EXECUTION' : 'RUN_CREATED'
  return {
    id: plan.key,
    state,
    created_at: autopackTime(plan.createdAt),
    updated_at: autopackTime(changedAt(plan, until)),
    started_at: autopackTime(begun && plan.timesRecorded ? plan.startedAt : null),
    completed_at: autopackTime(ended && plan.timesRecorded ? plan.endedAt : null),
    safety_profile: 'normal',
    run_scope: plan.story.tiers.length > 1 ? 'multi_tier' : 'single_tier',
    token_cap: plan.tokenCap,
    max_phases: 25,
    max_duration_minutes: plan.maxMinutes,
    max_minor_issues_total: plan.phases.length * 3,
    tokens_used: 0,
    ci_runs_used: 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    promotion_eligible_to_main: ended && plan.ending === 'success' ? 'true' : 'false',
    debt_status: ended && plan.ending === 'success' ? 'clean' : null,
    failure_reason: ended ? plan.failureReason : null,
    goal_anchor: plan.story.goal,
  }
}

/** The last change of a run's row: not the clock, but the last thing that began or ended. */
function changedAt(plan: RunPlan, until: number): number {
  const moments = plan.phases.flatMap((phase) => [phase.startAt, ...phase.attempts.map((attempt) => attempt.endAt)])
  const past = [plan.startedAt, plan.endedAt, ...moments].filter((at): at is number => at !== null && at <= until)
  return Math.max(plan.createdAt, ...past)
}

function tierRow(plan: RunPlan, name: string, index: number) {
  const created = autopackTime(plan.createdAt + 40)
  return {
    tier_id: `${plan.story.stem}-t${index + 1}`,
    run_id: plan.key,
    tier_index: index,
    name,
    description: null,
    // Nothing in Autopack moves a tier on; what it says is never the truth.
    state: 'PENDING',
    max_major_issues_tolerated: 0,
    tokens_used: 0,
    ci_runs_used: 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    cleanliness: 'clean',
    created_at: created,
    updated_at: created,
  }
}

function phaseRow(plan: RunPlan, phase: PhasePlan, index: number, tierId: number, until: number) {
  const begun = phase.startAt !== null && phase.startAt <= until
  const ended = phase.endAt !== null && phase.endAt <= until && isFinal(phase)
  const past = phase.attempts.filter((attempt) => attempt.startAt <= until)
  const over = past.filter((attempt) => attempt.endAt <= until)
  const skipped = phase.outcome === 'SKIPPED' && plan.endedAt !== null && plan.endedAt <= until
  const leftOpen = plan.ending === 'open-all-final' && phase.outcome === 'SKIPPED' && lastMoment(plan) <= until
  const state = ended ? phase.outcome : skipped || leftOpen ? 'SKIPPED' : begun ? openState(phase) : 'QUEUED'
  const last = over.at(-1)
  const changed = Math.max(plan.createdAt + 60, begun ? (phase.startAt ?? 0) : 0, last?.endAt ?? 0)
  // Half of the failed phases say why; a few complete ones still carry the reason of an earlier attempt.
  const keeps = ended && phase.outcome === 'COMPLETE' ? index % 3 === 2 : !ended || index % 2 === 0
  const reason = keeps ? (over.findLast((attempt) => attempt.failure)?.failure ?? null) : null
  return {
    phase_id: phase.key,
    run_id: plan.key,
    tier_id: tierId,
    phase_index: index,
    name: phase.name,
    description: null,
    state,
    task_category: phase.category,
    complexity: phase.complexity,
    builder_mode: 'BUILD',
    phase_type: phaseType(phase.category),
    scope: JSON.stringify({ paths: [`src/${plan.story.project}/${phase.key}/`], read_only_context: ['docs/'] }),
    max_builder_attempts: 5,
    max_auditor_attempts: 2,
    builder_attempts: past.length,
    auditor_attempts: over.length,
    tokens_used: last ? last.calls.reduce((sum, call) => Math.max(sum, call.prompt + call.completion), 0) : 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    issue_state: 'no_issues',
    quality_level: ended && phase.outcome === 'COMPLETE' ? 'ok' : null,
    quality_blocked: 0,
    retry_attempt: Math.max(0, past.length - 1),
    revision_epoch: 0,
    escalation_level: past.length > 2 ? 1 : 0,
    last_attempt_timestamp: autopackTime(past.at(-1)?.startAt ?? null),
    last_failure_reason: reason,
    created_at: autopackTime(plan.createdAt + 60),
    updated_at: autopackTime(changed),
    started_at: autopackTime(begun && plan.timesRecorded ? phase.startAt : null),
    completed_at: autopackTime(ended && plan.timesRecorded ? phase.endAt : null),
  }
}

function addPhaseEvents(rows: Rows, plan: RunPlan, phase: PhasePlan, options: RowOptions): void {
  const { until } = options
  phase.attempts.forEach((attempt, index) => {
    for (const call of attempt.calls) {
      if (call.at > until) continue
      const total = call.prompt + call.completion
      rows.add('llm_usage_events', {
        provider: call.provider,
        model: call.model,
        run_id: plan.key,
        phase_id: phase.key,
        role: call.role,
        total_tokens: total,
        prompt_tokens: call.splitKnown ? call.prompt : null,
        completion_tokens: call.splitKnown ? call.completion : null,
        created_at: autopackTime(call.at),
        is_doctor_call: call.doctor?.flagged ? 1 : 0,
        doctor_model: call.doctor?.model ?? null,
        doctor_action: call.doctor?.action ?? null,
        phase_type: phaseType(phase.category),
        intent: call.role === 'auditor' ? 'review' : null,
      })
    }
    if (attempt.failure && attempt.endAt <= until) addDecision(rows, plan, phase, index)
  })
  if (phase.endAt === null || phase.endAt > until || !isFinal(phase)) return
  rows.add('phase_outcome_events', {
    run_id: plan.key,
    phase_id: phase.key,
    phase_type: phaseType(phase.category),
    phase_outcome: phase.outcome === 'COMPLETE' ? 'SUCCESS' : 'FAILED',
    stop_reason: phase.outcome === 'COMPLETE' ? 'end_turn' : 'attempts_exhausted',
    tokens_used: null,
    duration_seconds: Math.round((phase.endAt - (phase.startAt ?? phase.endAt)) / 1_000),
    model_used: phase.attempts[0]?.calls[0]?.model ?? null,
    timestamp: autopackTime(phase.endAt),
    context_injected: 0,
  })
  // Its own generator: what a phase's metrics say must not depend on when they are written.
  if (options.metrics) phaseMetrics(rows, plan, phase, new Random(`${options.seed} ${plan.key} ${phase.key}`))
}

function addDecision(rows: Rows, plan: RunPlan, phase: PhasePlan, index: number): void {
  const attempt = phase.attempts[index]
  const doctor = attempt?.calls.find((call) => call.doctor)?.doctor
  rows.add('decision_log', {
    run_id: plan.key,
    phase_id: phase.key,
    project_id: plan.story.project,
    timestamp: autopackTime(attempt?.endAt ?? plan.createdAt),
    trigger: doctor ? 'doctor' : 'diagnostics',
    alternatives: 'retry_with_fix,replan,skip_phase,rollback_run',
    choice: doctor?.action ?? `diagnostics:${(attempt?.failure ?? 'unknown').toLowerCase()}`,
    rationale: `Attempt ${index + 1} of ${phase.name.toLowerCase()} ended with ${attempt?.failure ?? 'no reason'}`,
  })
}

function isFinal(phase: PhasePlan): boolean {
  return phase.outcome === 'COMPLETE' || phase.outcome === 'FAILED'
}

function openState(phase: PhasePlan): string {
  return phase.outcome === 'AWAITING_CUSTOMS' ? phase.outcome : 'EXECUTING'
}

function phaseType(category: string): string {
  if (category.startsWith('test')) return 'testing'
  if (category.startsWith('doc')) return 'documentation'
  return ['planning', 'research', 'refactoring'].includes(category) ? category : 'implementation'
}
