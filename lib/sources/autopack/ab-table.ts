import { refOf, type TableReader } from './table-reader'

const SIDES = ['total_tokens', 'phases_complete', 'phases_failed', 'total_phases'] as const

export const abTable: TableReader = {
  table: 'ab_test_results',
  columns: [
    'id',
    'test_id',
    'control_run_id',
    'treatment_run_id',
    'control_commit_sha',
    'treatment_commit_sha',
    'control_model_hash',
    'treatment_model_hash',
    'is_valid',
    'validity_errors',
    'token_delta',
    'time_delta_seconds',
    'success_rate_delta',
    ...SIDES.map((name) => `control_${name}`),
    ...SIDES.map((name) => `treatment_${name}`),
    'created_at',
    'created_by',
  ],
  times: ['created_at'],
  recordsPerRow: 1,
  read: (cells) => {
    const key = cells.key('id') ?? String(cells.rowid)
    const controlRunKey = cells.key('control_run_id')
    const treatmentRunKey = cells.key('treatment_run_id')
    if (controlRunKey === null || treatmentRunKey === null)
      return { rejected: 'the comparison does not name both runs' }
    const errors = cells.json('validity_errors')
    const record = {
      kind: 'abResult' as const,
      key,
      testId: cells.key('test_id') ?? key,
      controlRunKey,
      treatmentRunKey,
      controlCommitSha: cells.text('control_commit_sha'),
      treatmentCommitSha: cells.text('treatment_commit_sha'),
      controlModelHash: cells.text('control_model_hash'),
      treatmentModelHash: cells.text('treatment_model_hash'),
      // Valid only when the source says so: a comparison nobody vouches for is none.
      isValid: cells.bool('is_valid') ?? false,
      validityErrors: Array.isArray(errors) ? errors.map(wordOf) : errors === null ? [] : [wordOf(errors)],
      tokenDelta: cells.whole('token_delta'),
      timeDeltaSeconds: cells.real('time_delta_seconds'),
      successRateDelta: cells.real('success_rate_delta'),
      controlTotalTokens: cells.amount('control_total_tokens'),
      controlPhasesComplete: cells.count('control_phases_complete'),
      controlPhasesFailed: cells.count('control_phases_failed'),
      controlTotalPhases: cells.count('control_total_phases'),
      treatmentTotalTokens: cells.amount('treatment_total_tokens'),
      treatmentPhasesComplete: cells.count('treatment_phases_complete'),
      treatmentPhasesFailed: cells.count('treatment_phases_failed'),
      treatmentTotalPhases: cells.count('treatment_total_phases'),
      createdAt: cells.time('created_at'),
      createdBy: cells.text('created_by'),
    }
    return [{ ...record, ref: refOf('ab_test_results', cells, key), flags: [...cells.flags] }]
  },
}

const wordOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
