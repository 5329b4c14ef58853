import { autopackSignature } from '@/lib/fingerprint/autopack-signature'
import { classifyFailure } from '@/lib/fingerprint/cause'
import type { FailureRecord } from '@/lib/model/records'
import type { RowCells } from '@/lib/sources/row-cells'
import { stableHash } from '@/lib/sources/stable-hash'
import { jobStem } from './job-stem'
import { isTierState, phaseStatus, runStatus } from './states'
import { refOf, type TableReader } from './table-reader'

const TIMES = ['created_at', 'updated_at', 'started_at', 'completed_at'] as const

const times = (cells: RowCells) => ({
  createdAt: cells.time('created_at'),
  updatedAt: cells.time('updated_at'),
  startedAt: cells.time('started_at'),
  endedAt: cells.time('completed_at'),
})

interface Reason {
  runKey: string
  phaseKey: string | null
  text: string
  at: string | null
  updatedAt: string | null
  state: string | null
  ref: string
}

/** A failure as a row's own reason tells it. The same reason at the same time is one occurrence in every copy. */
function reasonFailure({ runKey, phaseKey, text, at, updatedAt, state, ref }: Reason): FailureRecord {
  const { cause, rule, evidence } = classifyFailure(text, { system: 'autopack', state })
  return {
    kind: 'failure',
    failureKey: `${phaseKey === null ? 'run' : 'phase'}/${stableHash([runKey, phaseKey, text, at])}`,
    sessionKey: null,
    entryKey: null,
    runKey,
    phaseKey,
    at: at ?? updatedAt,
    message: text,
    type: /^[A-Z][A-Z_]{2,60}(?=:|$)/.exec(text)?.[0] ?? null,
    cause,
    causeRule: rule === null ? null : `${rule}: ${evidence ?? ''}`,
    severity: null,
    resolution: null,
    autopackSignature: autopackSignature(text),
    updatedAt,
    data: {},
    ref,
    flags: [],
  }
}

const RUN_DATA = [
  'safety_profile',
  'run_scope',
  'max_phases',
  'max_minor_issues_total',
  'tokens_used',
  'ci_runs_used',
  'minor_issues_count',
  'major_issues_count',
  'promotion_eligible_to_main',
  'debt_status',
]

export const runsTable: TableReader = {
  table: 'runs',
  columns: ['id', 'state', ...TIMES, 'token_cap', 'max_duration_minutes', 'failure_reason', 'goal_anchor', ...RUN_DATA],
  times: TIMES,
  recordsPerRow: 2,
  read: (cells, { projectOf, lacks }) => {
    const runKey = cells.key('id')
    if (runKey === null) return { rejected: 'the run has no id' }
    const statusRaw = cells.text('state')
    const { status, known } = runStatus(statusRaw)
    if (!known) cells.flags.add('enum_unknown')
    if (lacks('runs')) cells.flags.add('schema_older')
    const at = times(cells)
    const failureReason = cells.text('failure_reason')
    const stem = jobStem(runKey)
    const ref = refOf('runs', cells, runKey)
    const record = {
      kind: 'run' as const,
      runKey,
      name: null,
      project: projectOf(runKey),
      job: { key: stem, name: stem, type: null, inferred: true },
      statusRaw,
      status,
      failureReason,
      ...at,
      tokenCap: cells.amount('token_cap'),
      maxDurationMinutes: cells.count('max_duration_minutes'),
      goal: cells.text('goal_anchor'),
      data: cells.data(RUN_DATA),
      ref,
      flags: [...cells.flags],
    }
    if (failureReason === null) return [record]
    const reason = {
      runKey,
      phaseKey: null,
      text: failureReason,
      at: at.endedAt,
      updatedAt: at.updatedAt,
      state: statusRaw,
      ref,
    }
    return [record, reasonFailure(reason)]
  },
}

const TIER_DATA = [
  'token_cap',
  'ci_run_cap',
  'max_minor_issues_tolerated',
  'max_major_issues_tolerated',
  'tokens_used',
  'ci_runs_used',
  'minor_issues_count',
  'major_issues_count',
  'cleanliness',
]

export const tiersTable: TableReader = {
  table: 'tiers',
  columns: ['id', 'tier_id', 'run_id', 'tier_index', 'name', 'description', 'state', ...TIMES, ...TIER_DATA],
  times: TIMES,
  recordsPerRow: 1,
  read: (cells) => {
    const tierKey = cells.key('id')
    const runKey = cells.key('run_id')
    if (tierKey === null) return { rejected: 'the tier has no id' }
    if (runKey === null) return { rejected: 'the tier names no run' }
    const statusRaw = cells.text('state')
    if (!isTierState(statusRaw)) cells.flags.add('enum_unknown')
    return [
      {
        kind: 'tier',
        runKey,
        tierKey,
        nativeId: cells.key('tier_id') ?? tierKey,
        index: cells.count('tier_index'),
        name: cells.text('name'),
        detail: cells.text('description'),
        statusRaw,
        ...times(cells),
        data: cells.data(TIER_DATA),
        ref: refOf('tiers', cells, tierKey),
        flags: [...cells.flags],
      },
    ]
  },
}

const PHASE_DATA = [
  'id',
  'builder_mode',
  'max_builder_attempts',
  'max_auditor_attempts',
  'incident_token_cap',
  'minor_issues_count',
  'major_issues_count',
  'issue_state',
  'quality_level',
  'quality_blocked',
  'revision_epoch',
  'escalation_level',
  'scope',
  'deployment_config',
]
const PHASE_OWN = [
  'phase_id',
  'run_id',
  'tier_id',
  'phase_index',
  'name',
  'description',
  'state',
  'task_category',
  'complexity',
  'phase_type',
  'builder_attempts',
  'auditor_attempts',
  'tokens_used',
  'retry_attempt',
  'last_attempt_timestamp',
  'last_failure_reason',
]

export const phasesTable: TableReader = {
  table: 'phases',
  columns: [...PHASE_OWN, ...TIMES, ...PHASE_DATA],
  times: [...TIMES, 'last_attempt_timestamp'],
  recordsPerRow: 2,
  read: (cells, { runOfTier }) => {
    const runKey = cells.key('run_id')
    const phaseKey = cells.key('phase_id')
    if (runKey === null) return { rejected: 'the phase names no run' }
    if (phaseKey === null) return { rejected: 'the phase has no id' }
    const statusRaw = cells.text('state')
    const { status, known } = phaseStatus(statusRaw)
    if (!known) cells.flags.add('enum_unknown')
    const tierKey = cells.key('tier_id')
    const runOfItsTier = tierKey === null ? null : runOfTier(tierKey)
    if (runOfItsTier !== null && runOfItsTier !== runKey) cells.flags.add('tier_of_other_run')
    const at = times(cells)
    const lastAttemptAt = cells.time('last_attempt_timestamp')
    const failureReason = cells.text('last_failure_reason')
    const ref = refOf('phases', cells, cells.key('id'))
    const record = {
      kind: 'phase' as const,
      runKey,
      phaseKey,
      tierKey,
      index: cells.count('phase_index'),
      name: cells.text('name'),
      description: cells.text('description'),
      statusRaw,
      status,
      phaseType: cells.text('phase_type'),
      taskCategory: cells.text('task_category'),
      complexity: cells.text('complexity'),
      tokensStored: cells.amount('tokens_used'),
      failureReason,
      builderAttempts: cells.count('builder_attempts'),
      auditorAttempts: cells.count('auditor_attempts'),
      retryAttempt: cells.count('retry_attempt'),
      lastAttemptAt,
      ...at,
      data: cells.data(PHASE_DATA, ['scope', 'deployment_config']),
      ref,
      flags: [...cells.flags],
    }
    if (failureReason === null) return [record]
    const reason = {
      runKey,
      phaseKey,
      text: failureReason,
      at: lastAttemptAt,
      updatedAt: at.updatedAt,
      state: statusRaw,
      ref,
    }
    return [record, reasonFailure(reason)]
  },
}
