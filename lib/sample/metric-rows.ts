import type { Random } from './random'
import { autopackTime, type Rows } from './rows'
import type { PhasePlan, RunPlan } from './run-plan'

const PATTERNS = [
  'python_missing_dep',
  'node_missing_dep',
  'wrong_working_dir',
  'scope_mismatch',
  'missing_test_discovery',
  'permission_error',
] as const

/** How an estimate came about: calls of the run, calls of all runs, or a constant that rests on nothing. */
const ESTIMATES = [
  { source: 'run_local', samples: [3, 9], tokens: [1_900, 5_200] },
  { source: 'run_local', samples: [3, 6], tokens: [2_100, 4_800] },
  { source: 'global', samples: [21, 100], tokens: [3_000, 4_600] },
  { source: 'fallback', samples: [0, 0], tokens: [10_000, 10_000] },
  { source: 'fallback', samples: [0, 0], tokens: [15_000, 15_000] },
] as const

/**
 * The rows of one finished phase in the two metric tables and, for builders, the estimate of their output.
 * What they say depends only on the run and the phase, never on when they are written.
 */
export function phaseMetrics(rows: Rows, plan: RunPlan, phase: PhasePlan, random: Random): void {
  const at = autopackTime((phase.endAt ?? plan.createdAt) + 900)
  addPhase6(rows, plan, phase, at, random)
  addEfficiency(rows, plan, phase, at, random)
  addEstimation(rows, plan, phase, at, random)
}

function addPhase6(rows: Rows, plan: RunPlan, phase: PhasePlan, at: string, random: Random): void {
  const failures = phase.attempts.filter((attempt) => attempt.failure).length
  const triggered = failures > 0 && random.chance(0.6)
  const skipped = triggered && random.chance(0.7)
  const estimate = random.pick(ESTIMATES)
  const injected = random.chance(0.7)
  const normalised = random.chance(0.5)
  rows.add('phase6_metrics', {
    run_id: plan.key,
    phase_id: phase.key,
    failure_hardening_triggered: triggered ? 1 : 0,
    failure_pattern_detected: triggered ? random.pick(PATTERNS) : null,
    failure_hardening_mitigated: triggered && random.chance(0.8) ? 1 : 0,
    doctor_call_skipped: skipped ? 1 : 0,
    doctor_tokens_avoided_estimate: skipped ? random.within(estimate.tokens) : 0,
    estimate_coverage_n: skipped ? random.within(estimate.samples) : null,
    estimate_source: skipped ? estimate.source : null,
    intention_context_injected: injected ? 1 : 0,
    intention_context_chars: injected ? random.int(600, 4_000) : 0,
    intention_context_source: injected ? random.pick(['memory', 'fallback']) : null,
    plan_normalization_used: normalised ? 1 : 0,
    plan_normalization_confidence: normalised ? random.int(5, 10) : null,
    plan_normalization_warnings: normalised ? random.int(0, 2) : 0,
    plan_deliverables_count: random.int(1, 9),
    plan_scope_size_bytes: random.int(4_000, 220_000),
    phase_success: phase.outcome === 'COMPLETE' ? 1 : 0,
    goal_drift_score: Math.round(random.next() * 40) / 100,
    completion_time_sec: Math.round(((phase.endAt ?? 0) - (phase.startAt ?? 0)) / 1_000),
    error_count: failures,
    retry_count: phase.attempts.length - 1,
    created_at: at,
  })
}

function addEfficiency(rows: Rows, plan: RunPlan, phase: PhasePlan, at: string, random: Random): void {
  const semantic = random.chance(0.65)
  const cap = random.pick([32_000, 48_000, 64_000])
  const substitutions = random.int(0, 6)
  const kept = random.int(4, 26)
  const omitted = random.int(0, 31)
  rows.add('token_efficiency_metrics', {
    run_id: plan.key,
    phase_id: phase.key,
    artifact_substitutions: substitutions,
    tokens_saved_artifacts: substitutions * random.int(700, 3_900),
    budget_mode: semantic ? 'semantic' : 'lexical',
    budget_used: Math.round(cap * (0.35 + random.next() * 0.63)),
    budget_cap: cap,
    files_kept: kept,
    files_omitted: omitted,
    phase_outcome: phase.outcome,
    embedding_cache_hits: semantic ? random.int(10, 220) : null,
    embedding_cache_misses: semantic ? random.int(0, 40) : null,
    embedding_calls_made: semantic ? random.int(0, 40) : null,
    embedding_cap_value: semantic ? 100 : null,
    embedding_fallback_reason: semantic ? null : random.pick(['cap_exceeded', 'disabled']),
    deliverables_count: random.int(1, 9),
    context_files_total: kept + omitted,
    created_at: at,
  })
}

function addEstimation(rows: Rows, plan: RunPlan, phase: PhasePlan, at: string, random: Random): void {
  const call = phase.attempts.at(-1)?.calls.find((one) => one.role === 'builder')
  if (!call) return
  const predicted = Math.round(call.completion * (0.6 + random.next()))
  const truncated = call.completion > 13_500
  rows.add('token_estimation_v2_events', {
    run_id: plan.key,
    phase_id: phase.key,
    timestamp: at,
    category: phase.category,
    complexity: phase.complexity,
    deliverable_count: 2,
    deliverables_json: JSON.stringify([`src/${plan.story.project}/${phase.key}/main.ts`, `docs/${phase.key}.md`]),
    predicted_output_tokens: predicted,
    actual_output_tokens: call.completion,
    selected_budget: 16_384,
    success: phase.outcome === 'COMPLETE' ? 1 : 0,
    truncated: truncated ? 1 : 0,
    stop_reason: truncated ? 'max_tokens' : 'end_turn',
    model: call.model,
    smape_percent: (200 * Math.abs(predicted - call.completion)) / (predicted + call.completion),
    waste_ratio: predicted / call.completion,
    underestimated: predicted < call.completion ? 1 : 0,
    is_truncated_output: truncated ? 1 : 0,
    context_quality: random.pick(['none', 'some', 'strong']),
    created_at: at,
  })
}
