import type { MetricRecord } from '@/lib/model/records'
import { refOf, type TableReader } from './table-reader'

const DOCTOR_COUNTS = ['doctor_calls_total', 'doctor_cheap_calls', 'doctor_strong_calls', 'doctor_escalations']

const doctorUsage: TableReader = {
  table: 'doctor_usage_stats',
  columns: ['id', 'run_id', ...DOCTOR_COUNTS, 'doctor_actions', 'created_at', 'updated_at'],
  times: ['created_at', 'updated_at'],
  recordsPerRow: DOCTOR_COUNTS.length,
  read: (cells) => {
    const runKey = cells.key('run_id')
    if (runKey === null) return { rejected: 'the doctor statistics name no run' }
    const at = cells.time('updated_at') ?? cells.time('created_at')
    const data = cells.data(['doctor_actions'], ['doctor_actions'])
    return DOCTOR_COUNTS.map((name): MetricRecord => {
      const value = cells.real(name)
      return {
        kind: 'metric',
        metricKey: `doctor_usage_stats/${runKey}/${name}`,
        runKey,
        phaseKey: null,
        name,
        step: null,
        value,
        at,
        data,
        ref: refOf('doctor_usage_stats', cells, cells.key('id')),
        flags: [...cells.flags],
      }
    })
  },
}

const ESTIMATION_DATA = [
  'category',
  'complexity',
  'deliverable_count',
  'deliverables_json',
  'predicted_output_tokens',
  'actual_output_tokens',
  'selected_budget',
  'actual_max_tokens',
  'success',
  'truncated',
  'stop_reason',
  'model',
  'waste_ratio',
  'underestimated',
  'is_truncated_output',
  'api_reference_required',
  'examples_required',
  'research_required',
  'usage_guide_required',
  'context_quality',
  'is_sot_file',
  'sot_file_name',
  'sot_entry_count_hint',
  'created_at',
]

/** The value of the metric is the symmetric error in percent; prediction and outcome stand in its data. */
const estimations: TableReader = {
  table: 'token_estimation_v2_events',
  columns: ['event_id', 'run_id', 'phase_id', 'timestamp', 'smape_percent', ...ESTIMATION_DATA],
  times: ['timestamp', 'created_at'],
  recordsPerRow: 1,
  read: (cells) => {
    const key = cells.key('event_id')
    if (key === null) return { rejected: 'the estimation has no id' }
    const at = cells.time('timestamp') ?? cells.time('created_at')
    const value = cells.real('smape_percent')
    return [
      {
        kind: 'metric',
        metricKey: `token_estimation_v2_events/${key}`,
        runKey: cells.key('run_id'),
        phaseKey: cells.key('phase_id'),
        name: 'token_estimation',
        step: null,
        value,
        at,
        data: cells.data(ESTIMATION_DATA, ['deliverables_json']),
        ref: refOf('token_estimation_v2_events', cells, key),
        flags: [...cells.flags],
      },
    ]
  },
}

const phase6: TableReader = {
  table: 'phase6_metrics',
  columns: [
    'id',
    'run_id',
    'phase_id',
    'failure_hardening_triggered',
    'failure_pattern_detected',
    'failure_hardening_mitigated',
    'doctor_call_skipped',
    'doctor_tokens_avoided_estimate',
    'tokens_saved_estimate',
    'estimate_coverage_n',
    'estimate_source',
    'intention_context_injected',
    'intention_context_chars',
    'intention_context_source',
    'plan_normalization_used',
    'plan_normalization_confidence',
    'plan_normalization_warnings',
    'plan_deliverables_count',
    'plan_scope_size_bytes',
    'phase_success',
    'goal_drift_score',
    'completion_time_sec',
    'error_count',
    'retry_count',
    'created_at',
  ],
  times: ['created_at'],
  recordsPerRow: 1,
  read: (cells) => {
    const key = cells.key('id') ?? String(cells.rowid)
    const runKey = cells.key('run_id')
    if (runKey === null) return { rejected: 'the metrics name no run' }
    const estimate = cells.amount('doctor_tokens_avoided_estimate')
    // The older column always held one constant; it is a fallback, whatever else the row says.
    const constant = estimate === null ? cells.amount('tokens_saved_estimate') : null
    const source = cells.text('estimate_source') ?? (constant !== null && constant > 0n ? 'fallback' : null)
    if (source === 'fallback' && (estimate ?? constant ?? 0n) > 0n) cells.flags.add('estimate_fallback')
    if (!cells.has('doctor_tokens_avoided_estimate')) cells.flags.add('schema_older')
    const record = {
      kind: 'phase6' as const,
      key,
      runKey,
      phaseKey: cells.key('phase_id'),
      failureHardeningTriggered: cells.bool('failure_hardening_triggered') ?? false,
      failurePatternDetected: cells.text('failure_pattern_detected'),
      failureHardeningMitigated: cells.bool('failure_hardening_mitigated') ?? false,
      doctorCallSkipped: cells.bool('doctor_call_skipped') ?? false,
      doctorTokensAvoidedEstimate: estimate ?? constant ?? 0n,
      estimateCoverageN: cells.count('estimate_coverage_n'),
      estimateSource: source,
      intentionContextInjected: cells.bool('intention_context_injected') ?? false,
      intentionContextChars: cells.count('intention_context_chars') ?? 0,
      intentionContextSource: cells.text('intention_context_source'),
      planNormalizationUsed: cells.bool('plan_normalization_used') ?? false,
      planNormalizationConfidence: cells.count('plan_normalization_confidence'),
      planNormalizationWarnings: cells.count('plan_normalization_warnings') ?? 0,
      planDeliverablesCount: cells.count('plan_deliverables_count'),
      planScopeSizeBytes: cells.amount('plan_scope_size_bytes'),
      phaseSuccess: cells.bool('phase_success'),
      goalDriftScore: cells.real('goal_drift_score'),
      completionTimeSec: cells.real('completion_time_sec'),
      errorCount: cells.count('error_count'),
      retryCount: cells.count('retry_count'),
      createdAt: cells.time('created_at'),
    }
    return [{ ...record, ref: refOf('phase6_metrics', cells, key), flags: [...cells.flags] }]
  },
}

const efficiency: TableReader = {
  table: 'token_efficiency_metrics',
  columns: [
    'id',
    'run_id',
    'phase_id',
    'artifact_substitutions',
    'tokens_saved_artifacts',
    'budget_mode',
    'budget_used',
    'budget_cap',
    'files_kept',
    'files_omitted',
    'phase_outcome',
    'embedding_cache_hits',
    'embedding_cache_misses',
    'embedding_calls_made',
    'embedding_cap_value',
    'embedding_fallback_reason',
    'deliverables_count',
    'context_files_total',
    'created_at',
  ],
  times: ['created_at'],
  recordsPerRow: 1,
  read: (cells) => {
    const key = cells.key('id') ?? String(cells.rowid)
    const runKey = cells.key('run_id')
    if (runKey === null) return { rejected: 'the metrics name no run' }
    const record = {
      kind: 'tokenEfficiency' as const,
      key,
      runKey,
      phaseKey: cells.key('phase_id'),
      artifactSubstitutions: cells.count('artifact_substitutions') ?? 0,
      tokensSavedArtifacts: cells.amount('tokens_saved_artifacts') ?? 0n,
      budgetMode: cells.text('budget_mode'),
      budgetUsed: cells.amount('budget_used') ?? 0n,
      budgetCap: cells.amount('budget_cap') ?? 0n,
      filesKept: cells.count('files_kept') ?? 0,
      filesOmitted: cells.count('files_omitted') ?? 0,
      phaseOutcome: cells.text('phase_outcome'),
      embeddingCacheHits: cells.count('embedding_cache_hits'),
      embeddingCacheMisses: cells.count('embedding_cache_misses'),
      embeddingCallsMade: cells.count('embedding_calls_made'),
      embeddingCapValue: cells.count('embedding_cap_value'),
      embeddingFallbackReason: cells.text('embedding_fallback_reason'),
      deliverablesCount: cells.count('deliverables_count'),
      contextFilesTotal: cells.count('context_files_total'),
      createdAt: cells.time('created_at'),
    }
    return [{ ...record, ref: refOf('token_efficiency_metrics', cells, key), flags: [...cells.flags] }]
  },
}

export const metricTables: readonly TableReader[] = [doctorUsage, estimations, phase6, efficiency]
