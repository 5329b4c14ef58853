import { describe, expect, test } from 'vitest'
import { NO_USAGE } from '@/lib/model/usage'
import { deriveRun } from './derive-run'
import type { PhaseRow, RunFacts, RunRow } from './run-facts'
import { stateTransitions } from './state-transitions'

const T0 = '2025-12-19T10:00:00.000Z'
const T1 = '2025-12-19T11:00:00.000Z'
const LATE = '2025-12-20T00:00:00.000Z'

const row = (values: Partial<RunRow> = {}): RunRow => ({
  statusRaw: 'PHASE_EXECUTION',
  status: 'running',
  failureReason: null,
  createdAt: T0,
  updatedAt: T0,
  startedAt: null,
  endedAt: null,
  tokenCap: null,
  maxDurationMinutes: null,
  data: {},
  recordFlags: [],
  ...values,
})
const phase = (nativeId: string, status: PhaseRow['status'], values: Partial<PhaseRow> = {}): PhaseRow => ({
  nativeId,
  phaseType: null,
  statusRaw: status.toUpperCase(),
  status,
  failureReason: null,
  lastAttemptAt: null,
  createdAt: T0,
  updatedAt: T0,
  startedAt: null,
  endedAt: null,
  flags: [],
  ...values,
})
const usage = (total: bigint, values: Partial<RunFacts['usage']> = {}): RunFacts['usage'] => ({
  sum: { ...NO_USAGE, unsplit: total, total },
  events: 2,
  unpriced: 0,
  costPico: null,
  firstAt: T0,
  lastAt: T1,
  withoutPhaseRow: 0,
  flags: {},
  byRole: [],
  byModel: [],
  ...values,
})
const facts = (values: Partial<RunFacts> = {}): RunFacts => ({
  system: 'autopack',
  row: row(),
  phases: [],
  tiers: [],
  usage: usage(100n),
  failures: 0,
  phaseFailures: [],
  approvals: [],
  events: { firstAt: null, lastAt: null },
  observations: [],
  phase6: { rows: 0, fallback: 0 },
  efficiency: { rows: 0 },
  transcript: null,
  repeated: null,
  items: 0,
  sessions: [],
  checkedAt: T1,
  ...values,
})
const pending = [{ kind: 'approval' as const, status: 'pending', requestedAt: T1, respondedAt: null }]

describe('the derived state', () => {
  test.each<[string, Partial<RunFacts>, string]>([
    ['no phases', {}, 'unknown'],
    ['all queued', { phases: [phase('a', 'queued')], checkedAt: LATE }, 'queued'],
    ['one open, evidence fresh', { phases: [phase('a', 'succeeded'), phase('b', 'queued')] }, 'running'],
    [
      'one open, evidence old',
      { phases: [phase('a', 'succeeded'), phase('b', 'queued')], checkedAt: LATE },
      'interrupted',
    ],
    [
      'one open, a person is asked',
      { phases: [phase('a', 'running')], approvals: pending, checkedAt: LATE },
      'waiting',
    ],
    ['all ended, one failed', { phases: [phase('a', 'failed'), phase('b', 'skipped')] }, 'failed'],
    ['all ended, none failed', { phases: [phase('a', 'succeeded'), phase('b', 'skipped')] }, 'succeeded'],
    ['a state nobody knows', { phases: [phase('a', 'succeeded'), phase('b', 'unknown')] }, 'unknown'],
  ])('%s', (_name, values, expected) => {
    expect(deriveRun(facts(values)).statusDerived).toBe(expected)
  })

  test('interrupted begins after the limit of the run, not at it', () => {
    const at = (checkedAt: string) =>
      deriveRun(facts({ row: row({ maxDurationMinutes: 30 }), phases: [phase('a', 'running')], checkedAt }))
    expect(at('2025-12-19T11:30:00.000Z')).toMatchObject({
      statusDerived: 'running',
      interruptAfter: '2025-12-19T11:30:00.000Z',
    })
    expect(at('2025-12-19T11:30:00.001Z')).toMatchObject({ statusDerived: 'interrupted', interruptAfter: null })
  })
})

describe('contradictions', () => {
  const reason = (values: Partial<RunFacts>) => deriveRun(facts(values)).conflictReason

  test('are told in one sentence that names the phases', () => {
    const failed = row({ statusRaw: 'DONE_FAILED_X', status: 'failed' })
    expect(reason({ row: failed, phases: [phase('a', 'queued'), phase('b', 'failed')] })).toBe(
      'Marked DONE_FAILED_X while a is QUEUED.',
    )
    expect(reason({ row: failed, phases: [phase('a', 'succeeded'), phase('b', 'succeeded')] })).toBe(
      'Marked DONE_FAILED_X, but all 2 phases ended and none failed.',
    )
    expect(reason({ phases: [phase('a', 'failed'), phase('b', 'succeeded')] })).toBe(
      'Marked PHASE_EXECUTION, but all 2 phases ended and a failed.',
    )
    expect(
      reason({ row: row({ status: 'succeeded', statusRaw: 'DONE_SUCCESS' }), phases: [phase('a', 'failed')] }),
    ).toBe('Marked DONE_SUCCESS, but a failed.')
  })

  test('need two classes: an unknown state contradicts nothing', () => {
    expect(reason({ row: row({ status: 'unknown', statusRaw: '?' }), phases: [phase('a', 'failed')] })).toBeNull()
    expect(reason({ row: null, phases: [phase('a', 'failed')] })).toBeNull()
    expect(reason({ phases: [phase('a', 'queued')] })).toBeNull()
  })

  test('many and endless names stay one readable sentence', () => {
    const many = Array.from({ length: 50 }, (_, index) => phase(`${index} ${'\n<b>x'.repeat(1_000_000)}`, 'queued'))
    expect(reason({ row: row({ status: 'failed', statusRaw: 'X' }), phases: many })?.length).toBeLessThan(400)
  })
})

describe('evidence, duration, attention', () => {
  test('being planned is evidence only where nothing happened', () => {
    expect(deriveRun(facts({ phases: [phase('a', 'queued')] }))).toMatchObject({
      lastEvidenceAt: T1,
      lastEvidenceKind: 'usage',
    })
    const idle = facts({
      phases: [phase('a', 'queued', { updatedAt: LATE })],
      usage: usage(0n, { events: 0, firstAt: null, lastAt: null }),
    })
    expect(deriveRun(idle)).toMatchObject({ lastEvidenceAt: T0, lastEvidenceKind: 'created', durationMs: null })
  })

  test('a recorded duration needs both ends in order; else the span of usage is a lower bound', () => {
    const duration = (values: Partial<RunRow>) => {
      const { durationMs, durationKind } = deriveRun(facts({ row: row(values) }))
      return [durationMs, durationKind]
    }
    expect(duration({ startedAt: T0, endedAt: LATE })).toEqual([50_400_000n, 'recorded'])
    expect(duration({ startedAt: LATE, endedAt: T0 })).toEqual([3_600_000n, 'bounds'])
    expect(duration({})).toEqual([3_600_000n, 'bounds'])
  })

  test('over its cap or stuck is 2, waiting or open against the evidence is 1, the rest 0', () => {
    const attention = (values: Partial<RunFacts>) => deriveRun(facts(values)).attention
    expect(attention({ row: row({ tokenCap: 99n }) })).toBe(2)
    expect(attention({ row: row({ tokenCap: 100n }) })).toBe(0)
    expect(attention({ phases: [phase('a', 'running')], checkedAt: LATE })).toBe(2)
    expect(attention({ phases: [phase('a', 'running')], approvals: pending })).toBe(1)
    expect(attention({ phases: [phase('a', 'failed')] })).toBe(1)
    expect(attention({ row: row({ status: 'failed' }), phases: [phase('a', 'running')], checkedAt: LATE })).toBe(0)
  })
})

describe('cause and flags', () => {
  test('the run’s own reason decides, else what most of its failed phases say; a silent end is lost', () => {
    const failed = row({ status: 'failed', statusRaw: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW' })
    const because = (name: string, cause: 'quality' | 'infra', count = 1) => ({
      phase: name,
      cause,
      count,
      evidence: `rule ${cause}`,
    })
    expect(deriveRun(facts({ row: { ...failed, failureReason: 'stopped by the user' } })).cause).toBe('cancelled')
    const phases = [phase('a', 'failed'), phase('b', 'failed'), phase('c', 'failed')]
    const phaseFailures = [because('a', 'infra'), because('b', 'quality'), because('c', 'quality')]
    expect(deriveRun(facts({ row: failed, phases, phaseFailures }))).toMatchObject({
      cause: 'quality',
      causeEvidence: 'rule quality',
    })
    const often = [because('a', 'infra', 3), because('b', 'quality', 2)]
    expect(deriveRun(facts({ row: failed, phases, phaseFailures: often })).cause).toBe('infra')
    expect(deriveRun(facts({ phases: [phase('a', 'running')], checkedAt: LATE })).cause).toBe('lost')
    expect(deriveRun(facts({ phases: [phase('a', 'succeeded')] })).cause).toBeNull()
  })

  test('each flag stands once, with a sentence, a column and a count', () => {
    const { flags } = deriveRun(
      facts({
        row: row({ tokenCap: 50n, data: { tokens_used: 0 }, recordFlags: ['enum_unknown'] }),
        phases: [
          phase('a', 'failed'),
          phase('b', 'succeeded', { failureReason: 'PATCH_FAILED', flags: ['tier_of_other_run', 'enum_unknown'] }),
        ],
        tiers: [{ statusRaw: 'pending' }],
        usage: usage(100n, { flags: { split_invented: 2, doctor_flag_missing: 1 }, withoutPhaseRow: 1 }),
      }),
    )
    const names = flags.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(Object.fromEntries(flags.map(({ name, count }) => [name, count]))).toMatchObject({
      status_conflict: 1,
      over_cap: 1,
      counter_not_written: 1,
      missing_reason: 1,
      reason_left_over: 1,
      tier_of_other_run: 1,
      tier_state_unused: 1,
      split_invented: 2,
      doctor_flag_missing: 1,
      orphan_phase: 1,
      enum_unknown: 2,
    })
    expect(flags.every(({ detail, evidence }) => detail.endsWith('.') && evidence !== '')).toBe(true)
  })

  test('a run that only spend names is an orphan', () => {
    expect(deriveRun(facts({ row: null })).flags.map(({ name }) => name)).toContain('orphan_run')
  })
})

test('transitions: order of reading and case change nothing, a final state replaced is told', () => {
  const seen = (state: string, at: string, firstSeenIn = at) => ({
    subject: 'phase' as const,
    subjectId: 'p',
    state,
    at,
    firstSeenIn,
  })
  const all = [seen('queued', T0), seen('QUEUED', T1), seen('FAILED', T1, LATE), seen('COMPLETE', LATE)]
  const expected = [
    [null, 'QUEUED', false],
    ['QUEUED', 'FAILED', false],
    ['FAILED', 'COMPLETE', true],
  ]
  for (const order of [all, [...all].reverse()]) {
    expect(stateTransitions(order).map(({ from, to, afterFinal }) => [from, to, afterFinal])).toEqual(expected)
  }
})
