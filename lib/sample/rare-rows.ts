/** Rows of the smaller tables: statistics of doctor calls, plan changes, and events that are rare in a healthy fleet. */
import { createHash } from 'node:crypto'
import type { Fleet } from './fleet'
import { autopackTime, type Row, type Rows } from './rows'

/** One row per run with doctor calls; `rows` holds the calls already. */
export function addDoctorStats(rows: Rows): void {
  const byRun = new Map<string, Row[]>()
  for (const row of rows.of('llm_usage_events')) {
    const run = String(row['run_id'])
    if (row['doctor_model']) byRun.set(run, [...(byRun.get(run) ?? []), row])
  }
  for (const [run, calls] of byRun) {
    const actions: Record<string, number> = {}
    for (const call of calls) actions[String(call['doctor_action'])] = (actions[String(call['doctor_action'])] ?? 0) + 1
    const strong = calls.filter((call) => call['doctor_model'] === 'strong').length
    rows.add('doctor_usage_stats', {
      run_id: run,
      doctor_calls_total: calls.length,
      doctor_cheap_calls: calls.length - strong,
      doctor_strong_calls: strong,
      doctor_escalations: strong,
      doctor_actions: JSON.stringify(actions),
      created_at: calls[0]?.['created_at'] ?? null,
      updated_at: calls.at(-1)?.['created_at'] ?? null,
    })
  }
}

/** Runs whose plan was changed on the way, with the file that holds the new plan. */
export function addPlanChanges(rows: Rows, fleet: Fleet): void {
  for (const plan of [fleet.timedOut, fleet.regressed, fleet.wrongTier]) {
    const phase = plan.phases.find((one) => one.outcome === 'FAILED')
    const at = autopackTime(phase?.endAt ?? plan.createdAt)
    rows.add('plan_changes', {
      run_id: plan.key,
      phase_id: phase?.key ?? null,
      project_id: plan.story.project,
      timestamp: at,
      author: 'autonomous_executor',
      summary: `${phase?.key ?? plan.key} replanned (attempt 1)`,
      rationale: 'flaw=two patches in a row did not apply; alignment=narrower',
      replaces_version: 1,
      status: 'active',
    })
    rows.add('planning_artifacts', {
      path: `plans/${plan.key}.md`,
      version: 2,
      project_id: plan.story.project,
      timestamp: at,
      hash: createHash('sha256').update(plan.key).digest('hex'),
      author: 'autonomous_executor',
      reason: 'replan',
      status: 'active',
    })
  }
}

/** One row each of a doctor's outcome, a raised budget and a retrieval, for two failed runs. */
export function addRareEvents(rows: Rows, { regressed, timedOut }: Fleet): void {
  for (const plan of [regressed, timedOut]) {
    const phase = plan.phases.find((one) => one.outcome === 'FAILED')
    if (!phase?.endAt) continue
    const common = { run_id: plan.key, phase_id: phase.key, timestamp: autopackTime(phase.endAt) }
    rows.add('doctor_outcome_events', {
      ...common,
      error_category: 'patch_apply_error',
      builder_attempts: phase.attempts.length,
      doctor_action: 'retry_with_fix',
      doctor_rationale: 'The patch was made against an older file',
      doctor_confidence: 0.62,
      builder_hint_provided: 1,
      recommendation_followed: 1,
      phase_succeeded_after_doctor: 0,
      attempts_after_doctor: 1,
      final_phase_outcome: 'FAILED',
      doctor_tokens_used: 4_310,
      model_used: 'gpt-4o-mini',
    })
    rows.add('token_budget_escalation_events', {
      ...common,
      attempt_index: 1,
      reason: 'truncation',
      was_truncated: 1,
      output_utilization: 1,
      escalation_factor: 1.25,
      base_value: 16_384,
      base_source: 'selected_budget',
      retry_max_tokens: 20_480,
      selected_budget: 16_384,
      actual_max_tokens: 16_384,
      tokens_used: 16_384,
    })
    rows.add('sot_retrieval_events', {
      ...common,
      include_sot: 1,
      max_context_chars: 8_000,
      sot_budget_chars: 4_000,
      sot_chunks_retrieved: 5,
      sot_chars_raw: 5_220,
      total_context_chars: 7_400,
      sot_chars_formatted: 3_980,
      budget_utilization_pct: 99.5,
      sot_truncated: 1,
      sections_included: JSON.stringify(['decisions', 'debug_log']),
      retrieval_enabled: 1,
      top_k: 5,
      created_at: common.timestamp,
    })
  }
}
