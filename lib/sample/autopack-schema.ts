/** Autopack's own tables as its newest version creates them. Types follow SQLAlchemy's SQLite dialect. */
const CORE = `
CREATE TABLE runs (
  id VARCHAR NOT NULL, state VARCHAR(33) NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  started_at DATETIME, completed_at DATETIME, safety_profile VARCHAR NOT NULL, run_scope VARCHAR NOT NULL,
  token_cap INTEGER NOT NULL, max_phases INTEGER NOT NULL, max_duration_minutes INTEGER NOT NULL,
  max_minor_issues_total INTEGER, tokens_used INTEGER NOT NULL, ci_runs_used INTEGER NOT NULL,
  minor_issues_count INTEGER NOT NULL, major_issues_count INTEGER NOT NULL,
  promotion_eligible_to_main VARCHAR NOT NULL, debt_status VARCHAR, failure_reason TEXT, goal_anchor TEXT,
  PRIMARY KEY (id));
CREATE INDEX ix_runs_state_created ON runs (state, created_at);
CREATE TABLE tiers (
  id INTEGER NOT NULL, tier_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, tier_index INTEGER NOT NULL,
  name VARCHAR NOT NULL, description TEXT, state VARCHAR(11) NOT NULL, token_cap INTEGER, ci_run_cap INTEGER,
  max_minor_issues_tolerated INTEGER, max_major_issues_tolerated INTEGER NOT NULL, tokens_used INTEGER NOT NULL,
  ci_runs_used INTEGER NOT NULL, minor_issues_count INTEGER NOT NULL, major_issues_count INTEGER NOT NULL,
  cleanliness VARCHAR NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, started_at DATETIME,
  completed_at DATETIME, PRIMARY KEY (id), FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE);
CREATE TABLE phases (
  id INTEGER NOT NULL, phase_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, tier_id INTEGER NOT NULL,
  phase_index INTEGER NOT NULL, name VARCHAR NOT NULL, description TEXT, state VARCHAR(10) NOT NULL,
  task_category VARCHAR, complexity VARCHAR, builder_mode VARCHAR, phase_type VARCHAR, scope JSON,
  deployment_config JSON, max_builder_attempts INTEGER, max_auditor_attempts INTEGER, incident_token_cap INTEGER,
  builder_attempts INTEGER NOT NULL, auditor_attempts INTEGER NOT NULL, tokens_used INTEGER NOT NULL,
  minor_issues_count INTEGER NOT NULL, major_issues_count INTEGER NOT NULL, issue_state VARCHAR NOT NULL,
  quality_level VARCHAR, quality_blocked BOOLEAN NOT NULL, retry_attempt INTEGER NOT NULL,
  revision_epoch INTEGER NOT NULL, escalation_level INTEGER NOT NULL, last_attempt_timestamp DATETIME,
  last_failure_reason VARCHAR, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, started_at DATETIME,
  completed_at DATETIME, PRIMARY KEY (id), CONSTRAINT uq_phases_run_id_phase_id UNIQUE (run_id, phase_id),
  FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE, FOREIGN KEY(tier_id) REFERENCES tiers (id));
CREATE INDEX ix_phases_run_state ON phases (run_id, state);
CREATE TABLE llm_usage_events (
  id INTEGER NOT NULL, provider VARCHAR NOT NULL, model VARCHAR NOT NULL, run_id VARCHAR, phase_id VARCHAR,
  role VARCHAR NOT NULL, total_tokens INTEGER NOT NULL, prompt_tokens INTEGER, completion_tokens INTEGER,
  created_at DATETIME NOT NULL, client_id VARCHAR, is_doctor_call BOOLEAN NOT NULL, doctor_model VARCHAR,
  doctor_action VARCHAR, phase_type VARCHAR, intent VARCHAR, PRIMARY KEY (id));
CREATE INDEX idx_llm_usage_events_run_id ON llm_usage_events (run_id);
CREATE TABLE doctor_usage_stats (
  id INTEGER NOT NULL, run_id VARCHAR NOT NULL UNIQUE, doctor_calls_total INTEGER NOT NULL,
  doctor_cheap_calls INTEGER NOT NULL, doctor_strong_calls INTEGER NOT NULL, doctor_escalations INTEGER NOT NULL,
  doctor_actions JSON NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, PRIMARY KEY (id));
`

const METRICS = `
CREATE TABLE token_efficiency_metrics (
  id INTEGER NOT NULL, run_id VARCHAR NOT NULL, phase_id VARCHAR NOT NULL, artifact_substitutions INTEGER NOT NULL,
  tokens_saved_artifacts INTEGER NOT NULL, budget_mode VARCHAR NOT NULL, budget_used INTEGER NOT NULL,
  budget_cap INTEGER NOT NULL, files_kept INTEGER NOT NULL, files_omitted INTEGER NOT NULL, phase_outcome VARCHAR,
  embedding_cache_hits INTEGER, embedding_cache_misses INTEGER, embedding_calls_made INTEGER,
  embedding_cap_value INTEGER, embedding_fallback_reason VARCHAR, deliverables_count INTEGER,
  context_files_total INTEGER, created_at DATETIME NOT NULL, PRIMARY KEY (id));
CREATE UNIQUE INDEX ux_token_eff_metrics_run_phase_outcome
  ON token_efficiency_metrics (run_id, phase_id, phase_outcome) WHERE phase_outcome IS NOT NULL;
CREATE TABLE phase6_metrics (
  id INTEGER NOT NULL, run_id VARCHAR NOT NULL, phase_id VARCHAR NOT NULL,
  failure_hardening_triggered BOOLEAN NOT NULL, failure_pattern_detected VARCHAR,
  failure_hardening_mitigated BOOLEAN NOT NULL, doctor_call_skipped BOOLEAN NOT NULL,
  doctor_tokens_avoided_estimate INTEGER NOT NULL, estimate_coverage_n INTEGER, estimate_source VARCHAR,
  intention_context_injected BOOLEAN NOT NULL, intention_context_chars INTEGER NOT NULL,
  intention_context_source VARCHAR, plan_normalization_used BOOLEAN NOT NULL, plan_normalization_confidence INTEGER,
  plan_normalization_warnings INTEGER NOT NULL, plan_deliverables_count INTEGER, plan_scope_size_bytes INTEGER,
  phase_success BOOLEAN, goal_drift_score FLOAT, completion_time_sec FLOAT, error_count INTEGER,
  retry_count INTEGER, created_at DATETIME NOT NULL, PRIMARY KEY (id));
CREATE TABLE ab_test_results (
  id INTEGER NOT NULL, test_id VARCHAR NOT NULL, control_run_id VARCHAR NOT NULL, treatment_run_id VARCHAR NOT NULL,
  control_commit_sha VARCHAR NOT NULL, treatment_commit_sha VARCHAR NOT NULL, control_model_hash VARCHAR NOT NULL,
  treatment_model_hash VARCHAR NOT NULL, is_valid BOOLEAN NOT NULL, validity_errors JSON, token_delta INTEGER,
  time_delta_seconds FLOAT, success_rate_delta FLOAT, control_total_tokens INTEGER, control_phases_complete INTEGER,
  control_phases_failed INTEGER, control_total_phases INTEGER, treatment_total_tokens INTEGER,
  treatment_phases_complete INTEGER, treatment_phases_failed INTEGER, treatment_total_phases INTEGER,
  created_at DATETIME NOT NULL, created_by VARCHAR, PRIMARY KEY (id));
CREATE TABLE token_estimation_v2_events (
  event_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, phase_id TEXT NOT NULL,
  timestamp TIMESTAMP NOT NULL, category TEXT NOT NULL, complexity TEXT NOT NULL, deliverable_count INTEGER NOT NULL,
  deliverables_json TEXT NOT NULL, predicted_output_tokens INTEGER NOT NULL, actual_output_tokens INTEGER NOT NULL,
  selected_budget INTEGER NOT NULL, actual_max_tokens INTEGER, success BOOLEAN NOT NULL, truncated BOOLEAN NOT NULL,
  stop_reason TEXT, model TEXT NOT NULL, smape_percent REAL, waste_ratio REAL, underestimated BOOLEAN,
  is_truncated_output BOOLEAN NOT NULL, api_reference_required BOOLEAN, examples_required BOOLEAN,
  research_required BOOLEAN, usage_guide_required BOOLEAN, context_quality VARCHAR, is_sot_file BOOLEAN,
  sot_file_name VARCHAR, sot_entry_count_hint INTEGER, created_at TIMESTAMP NOT NULL);
CREATE TABLE token_budget_escalation_events (
  event_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id VARCHAR NOT NULL, phase_id VARCHAR NOT NULL,
  timestamp DATETIME NOT NULL, attempt_index INTEGER NOT NULL, reason VARCHAR NOT NULL, was_truncated BOOLEAN NOT NULL,
  output_utilization FLOAT, escalation_factor FLOAT NOT NULL, base_value INTEGER NOT NULL, base_source VARCHAR NOT NULL,
  retry_max_tokens INTEGER NOT NULL, selected_budget INTEGER, actual_max_tokens INTEGER, tokens_used INTEGER);
`

const EVENTS = `
CREATE TABLE approval_requests (
  id INTEGER NOT NULL, run_id VARCHAR NOT NULL, phase_id VARCHAR NOT NULL, context VARCHAR NOT NULL,
  decision_info JSON, deletion_info JSON, requested_at DATETIME NOT NULL, responded_at DATETIME, timeout_at DATETIME,
  status VARCHAR NOT NULL, response_method VARCHAR, approval_reason TEXT, rejected_reason TEXT,
  telegram_message_id VARCHAR, telegram_sent BOOLEAN NOT NULL, telegram_error TEXT, PRIMARY KEY (id));
CREATE TABLE governance_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT, request_id VARCHAR UNIQUE NOT NULL, run_id VARCHAR NOT NULL,
  phase_id VARCHAR NOT NULL, requested_paths TEXT NOT NULL, justification TEXT, risk_level VARCHAR,
  auto_approved BOOLEAN NOT NULL, approved BOOLEAN, approved_by VARCHAR, created_at DATETIME NOT NULL,
  FOREIGN KEY (run_id) REFERENCES runs(id));
CREATE TABLE decision_log (
  id INTEGER NOT NULL, run_id VARCHAR, phase_id VARCHAR, project_id VARCHAR, timestamp DATETIME NOT NULL,
  "trigger" VARCHAR, alternatives TEXT, choice TEXT NOT NULL, rationale TEXT, vector_id VARCHAR, PRIMARY KEY (id));
CREATE TABLE plan_changes (
  id INTEGER NOT NULL, run_id VARCHAR, phase_id VARCHAR, project_id VARCHAR, timestamp DATETIME NOT NULL,
  author VARCHAR, summary TEXT NOT NULL, rationale TEXT, replaces_version INTEGER, status VARCHAR NOT NULL,
  replaced_by INTEGER, vector_id VARCHAR, PRIMARY KEY (id));
CREATE TABLE planning_artifacts (
  id INTEGER NOT NULL, path VARCHAR NOT NULL, version INTEGER NOT NULL, project_id VARCHAR,
  timestamp DATETIME NOT NULL, hash VARCHAR NOT NULL, author VARCHAR, reason TEXT, status VARCHAR NOT NULL,
  replaced_by INTEGER, vector_id VARCHAR, PRIMARY KEY (id),
  CONSTRAINT uq_planning_artifacts_path_version UNIQUE (path, version));
CREATE TABLE phase_outcome_events (
  id INTEGER NOT NULL, run_id VARCHAR NOT NULL, phase_id VARCHAR NOT NULL, phase_type VARCHAR,
  phase_outcome VARCHAR NOT NULL, stop_reason VARCHAR, stuck_decision_rationale TEXT, tokens_used INTEGER,
  duration_seconds FLOAT, model_used VARCHAR, timestamp DATETIME NOT NULL, context_injected BOOLEAN,
  context_item_count INTEGER, PRIMARY KEY (id));
CREATE TABLE doctor_outcome_events (
  id INTEGER NOT NULL, run_id VARCHAR NOT NULL, phase_id VARCHAR NOT NULL, timestamp DATETIME NOT NULL,
  error_category VARCHAR NOT NULL, builder_attempts INTEGER NOT NULL, doctor_action VARCHAR NOT NULL,
  doctor_rationale TEXT, doctor_confidence FLOAT, builder_hint_provided BOOLEAN NOT NULL,
  recommendation_followed BOOLEAN NOT NULL, phase_succeeded_after_doctor BOOLEAN, attempts_after_doctor INTEGER,
  final_phase_outcome VARCHAR, doctor_tokens_used INTEGER, model_used VARCHAR, PRIMARY KEY (id));
CREATE TABLE sot_retrieval_events (
  event_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id VARCHAR NOT NULL, phase_id VARCHAR NOT NULL,
  timestamp DATETIME NOT NULL, include_sot BOOLEAN NOT NULL, max_context_chars INTEGER NOT NULL,
  sot_budget_chars INTEGER NOT NULL, sot_chunks_retrieved INTEGER NOT NULL, sot_chars_raw INTEGER NOT NULL,
  total_context_chars INTEGER NOT NULL, sot_chars_formatted INTEGER, budget_utilization_pct FLOAT NOT NULL,
  sot_truncated BOOLEAN NOT NULL, sections_included JSON, retrieval_enabled BOOLEAN NOT NULL, top_k INTEGER,
  created_at DATETIME NOT NULL);
`

export const AUTOPACK_SCHEMA = CORE + METRICS + EVENTS

/** The first version: four tables, no total of tokens (the split was made up), no goal, no reasons, no doctor flag. */
export const AUTOPACK_FIRST_SCHEMA = `
CREATE TABLE runs (
  id VARCHAR NOT NULL, state VARCHAR(33) NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  started_at DATETIME, completed_at DATETIME, safety_profile VARCHAR NOT NULL, run_scope VARCHAR NOT NULL,
  token_cap INTEGER NOT NULL, max_phases INTEGER NOT NULL, max_duration_minutes INTEGER NOT NULL,
  max_minor_issues_total INTEGER, tokens_used INTEGER NOT NULL, ci_runs_used INTEGER NOT NULL,
  minor_issues_count INTEGER NOT NULL, major_issues_count INTEGER NOT NULL,
  promotion_eligible_to_main VARCHAR NOT NULL, debt_status VARCHAR, failure_reason TEXT, PRIMARY KEY (id));
CREATE TABLE tiers (
  id INTEGER NOT NULL, tier_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, tier_index INTEGER NOT NULL,
  name VARCHAR NOT NULL, description TEXT, state VARCHAR(11) NOT NULL, token_cap INTEGER, ci_run_cap INTEGER,
  max_minor_issues_tolerated INTEGER, max_major_issues_tolerated INTEGER NOT NULL, tokens_used INTEGER NOT NULL,
  ci_runs_used INTEGER NOT NULL, minor_issues_count INTEGER NOT NULL, major_issues_count INTEGER NOT NULL,
  cleanliness VARCHAR NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, started_at DATETIME,
  completed_at DATETIME, PRIMARY KEY (id), FOREIGN KEY(run_id) REFERENCES runs (id));
CREATE TABLE phases (
  id INTEGER NOT NULL, phase_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, tier_id INTEGER NOT NULL,
  phase_index INTEGER NOT NULL, name VARCHAR NOT NULL, description TEXT, state VARCHAR(10) NOT NULL,
  task_category VARCHAR, complexity VARCHAR, builder_mode VARCHAR, max_builder_attempts INTEGER,
  max_auditor_attempts INTEGER, incident_token_cap INTEGER, builder_attempts INTEGER NOT NULL,
  auditor_attempts INTEGER NOT NULL, tokens_used INTEGER NOT NULL, minor_issues_count INTEGER NOT NULL,
  major_issues_count INTEGER NOT NULL, issue_state VARCHAR NOT NULL, quality_level VARCHAR,
  quality_blocked BOOLEAN NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, started_at DATETIME,
  completed_at DATETIME, PRIMARY KEY (id), FOREIGN KEY(run_id) REFERENCES runs (id),
  FOREIGN KEY(tier_id) REFERENCES tiers (id));
CREATE TABLE llm_usage_events (
  id INTEGER NOT NULL, provider VARCHAR NOT NULL, model VARCHAR NOT NULL, run_id VARCHAR, phase_id VARCHAR,
  role VARCHAR NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
  created_at DATETIME NOT NULL, PRIMARY KEY (id));
`
