import type { FixtureRows } from './autopack-fixture'

const at = (minute: number) => `2026-01-05 10:${String(minute).padStart(2, '0')}:00.000000`

/** A phase6 row: what was estimated for a skipped doctor call, or that none was skipped. */
const phase6 = (id: number, skipped: boolean, tokens: number, samples: number | null, source: string | null) => ({
  ...{ id, run_id: 'arm-b', phase_id: `p${id}`, created_at: at(30 + id) },
  ...{
    failure_hardening_triggered: skipped ? 1 : 0,
    failure_hardening_mitigated: 0,
    doctor_call_skipped: skipped ? 1 : 0,
  },
  ...{ doctor_tokens_avoided_estimate: tokens, estimate_coverage_n: samples, estimate_source: source },
  ...{ intention_context_injected: 0, intention_context_chars: 0 },
  ...{ plan_normalization_used: 0, plan_normalization_warnings: 0 },
})

const usage = (id: number, run: string, role: string, prompt: number, completion: number, marked = 0) => ({
  ...{ id, run_id: run, phase_id: 'p1', role, is_doctor_call: marked, created_at: at(id) },
  ...{ total_tokens: prompt + completion, prompt_tokens: prompt, completion_tokens: completion },
})

const efficiency = (id: number, substitutions: number, saved: number) => ({
  ...{ id, run_id: 'arm-b', phase_id: `p${id}`, artifact_substitutions: substitutions, tokens_saved_artifacts: saved },
  ...{ budget_mode: 'semantic', budget_used: 1, budget_cap: 2, files_kept: 1, files_omitted: 0 },
  ...{ phase_outcome: 'COMPLETE', created_at: at(40 + id) },
})

/**
 * An Autopack fleet whose run `arm-b` has all four ledgers, every source of an estimate and one estimate that its record
 * lacks; `quiet` has none, and `gone` has no row. By hand:
 * spent 14,000 in 5 events, of it doctor 4,000 in 3 (two of them not marked); artifacts 38,400 in 12 substitutions;
 * doctor avoided 15,172 = run 4,200 (n 9, one of 3 calls ours) + fleet 972 (n 100) + constant 10,000; pair −17,900.
 */
export function fourLedgers(): FixtureRows {
  return {
    runs: [
      { id: 'arm-a', state: 'DONE_SUCCESS' },
      { id: 'arm-b', state: 'DONE_SUCCESS' },
      { id: 'quiet', state: 'DONE_SUCCESS' },
    ],
    tiers: [
      { id: 1, run_id: 'arm-a' },
      { id: 2, run_id: 'arm-b' },
    ],
    phases: [
      { id: 1, run_id: 'arm-a', phase_id: 'p1', state: 'COMPLETE', tier_id: 1 },
      ...[1, 2, 3, 4, 5, 6].map((n) => ({
        id: 1 + n,
        run_id: 'arm-b',
        phase_id: `p${n}`,
        state: 'COMPLETE',
        tier_id: 2,
      })),
    ],
    llm_usage_events: [
      usage(1, 'arm-a', 'builder', 25_000, 6_900),
      usage(2, 'arm-b', 'builder', 6_000, 2_000),
      usage(3, 'arm-b', 'auditor', 1_500, 500),
      usage(4, 'arm-b', 'doctor', 700, 300, 1),
      usage(5, 'arm-b', 'doctor', 1_000, 600),
      usage(6, 'arm-b', 'doctor', 1_000, 400),
      usage(7, 'gone', 'builder', 50, 20),
    ],
    phase6_metrics: [
      phase6(1, true, 1_400, 3, 'run_local'),
      phase6(2, true, 1_400, 3, 'run_local'),
      phase6(3, true, 972, 100, 'global'),
      phase6(4, true, 10_000, 0, 'fallback'),
      phase6(5, true, 0, null, null),
      phase6(6, false, 0, null, null),
    ],
    token_efficiency_metrics: [efficiency(1, 4, 12_400), efficiency(2, 8, 26_000)],
    ab_test_results: [
      {
        ...{ id: 1, test_id: 'prompt', control_run_id: 'arm-a', treatment_run_id: 'arm-b', created_at: at(50) },
        ...{ control_commit_sha: 'c', treatment_commit_sha: 'c', control_model_hash: 'm', treatment_model_hash: 'm' },
        ...{ is_valid: 1, token_delta: -17_900, control_total_tokens: 31_900, treatment_total_tokens: 14_000 },
      },
    ],
  }
}
