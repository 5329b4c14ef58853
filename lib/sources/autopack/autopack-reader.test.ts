import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '@/lib/model/records'
import type { Batch } from '@/lib/sources/reader'
import { FakeSqliteSource } from '@/lib/testing/fake-sqlite-source'
import { autopackReader } from './autopack-reader'

type Content = ConstructorParameters<typeof FakeSqliteSource>[0]

const AT = '2025-12-19 14:00:00.123456'
const run = (values: object = {}) => ({
  id: 'r1',
  state: 'QUEUED',
  created_at: AT,
  updated_at: AT,
  goal_anchor: null,
  ...values,
})
const phase = (values: object = {}) => ({
  id: 1,
  phase_id: 'p1',
  run_id: 'r1',
  tier_id: 1,
  state: 'COMPLETE',
  last_failure_reason: null,
  updated_at: AT,
  ...values,
})
const usage = (values: object = {}) => ({
  id: 1,
  provider: 'openai',
  model: 'gpt-4o',
  role: 'builder',
  run_id: 'r1',
  phase_id: 'p1',
  prompt_tokens: 400,
  completion_tokens: 600,
  created_at: AT,
  is_doctor_call: 0,
  ...values,
})

function batchesOf(source: FakeSqliteSource, cursor: unknown = null): Batch[] {
  return [...autopackReader.read(source, cursor)]
}

function read(content: Content) {
  const batches = batchesOf(new FakeSqliteSource(content))
  return {
    records: batches.flatMap((batch) => batch.records),
    rejected: batches.flatMap((batch) => batch.rejected),
    unparsed: batches.flatMap((batch) => batch.unparsed),
  }
}

const ofKind = <K extends CanonicalRecord['kind']>(records: readonly CanonicalRecord[], kind: K) =>
  records.filter((record): record is Extract<CanonicalRecord, { kind: K }> => record.kind === kind)
const one = <K extends CanonicalRecord['kind']>(content: Content, kind: K) => {
  const [record] = ofKind(read(content).records, kind)
  if (!record) throw new Error(`no ${kind} was read`)
  return record
}

describe('detection', () => {
  test('knows an Autopack database by its tables and says which schema it has', () => {
    const detect = (content: Content) => autopackReader.detect(new FakeSqliteSource(content))
    expect(detect({ runs: [run()], llm_usage_events: [usage()] })).toEqual({ systemVersion: 'schema of 2025-12-08' })
    expect(detect({ runs: [run()], llm_usage_events: [usage({ total_tokens: 1 })] })?.systemVersion).toContain(
      'BUILD-144',
    )
    expect(detect({ runs: [{ id: 1, status: 'x' }], phases: [phase()] })).toBeNull()
    expect(detect({ notes: [{ id: 1 }] })).toBeNull()
    expect(detect({})).toBeNull()
  })

  test('the latest time is that of what happened, whatever its text form, not of what is planned', () => {
    const source = new FakeSqliteSource({
      runs: [run({ updated_at: '2025-12-20T01:00:00' }), run({ updated_at: '2025-12-20 02:00:00' })],
      approval_requests: [{ id: 1, run_id: 'r1', requested_at: AT, timeout_at: '2030-01-01 00:00:00' }],
    })
    expect(autopackReader.latestAt(source)).toBe('2025-12-20T02:00:00.000Z')
  })
})

describe('runs and phases', () => {
  test('states ignore case, keep what was written, and one that nobody knows is flagged', () => {
    const states = ['phase_execution', 'DONE_FAILED_ENVIRONMENT', 'Paused for Lunch', null].map((state, index) => {
      const record = ofKind(read({ runs: [run({ id: `r${index}`, state })], phases: [phase()] }).records, 'run')[0]
      return [record?.statusRaw, record?.status, record?.flags.includes('enum_unknown')]
    })
    expect(states).toEqual([
      ['phase_execution', 'running', false],
      ['DONE_FAILED_ENVIRONMENT', 'failed', false],
      ['Paused for Lunch', 'unknown', true],
      [null, 'unknown', false],
    ])
    expect(one({ runs: [run({ state: 'constructor' })], phases: [phase()] }, 'run').status).toBe('unknown')
  })

  test('rows without the ids they need are rejected with table, row and reason; the rest is read', () => {
    const { records, rejected } = read({
      runs: [run({ id: null }), run({ id: '  ' }), run({ id: new Uint8Array([1]) }), run()],
      phases: [phase({ run_id: null }), phase({ phase_id: '' }), phase()],
    })
    expect(rejected.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'runs rowid 1: the run has no id',
      'runs rowid 2: the run has no id',
      'runs rowid 3: the run has no id',
      'phases rowid 1: the phase names no run',
      'phases rowid 2: the phase has no id',
    ])
    expect([ofKind(records, 'run').length, ofKind(records, 'phase').length]).toEqual([1, 1])
  })

  test('ids keep slashes, quotes, hashes and letters of any script', () => {
    const id = `a/b"c'd#e:f ü\u202e<script>`
    const { records } = read({ runs: [run({ id })], phases: [phase({ run_id: id, phase_id: id })] })
    expect(ofKind(records, 'run')[0]?.runKey).toBe(id)
    expect(ofKind(records, 'phase')[0]).toMatchObject({ runKey: id, phaseKey: id })
  })

  test('text in number columns, bytes in text columns and unreadable times become null and leave a flag', () => {
    const record = one(
      {
        runs: [
          run({
            token_cap: 'lots',
            max_duration_minutes: '90',
            failure_reason: new Uint8Array([104, 105]),
            created_at: 'yesterday',
          }),
        ],
        phases: [phase()],
      },
      'run',
    )
    expect(record).toMatchObject({ tokenCap: null, maxDurationMinutes: 90, failureReason: 'hi', createdAt: null })
    expect(record.flags).toEqual(expect.arrayContaining(['tokens_implausible', 'invalid_text', 'time_unreadable']))
  })

  test('a phase whose tier belongs to another run is flagged; one without its tier is not', () => {
    const { records } = read({
      runs: [run()],
      tiers: [{ id: 1, run_id: 'r2', tier_id: 'T1' }],
      phases: [phase({ tier_id: 1 }), phase({ phase_id: 'p2', tier_id: 99 })],
    })
    expect(ofKind(records, 'phase').map((record) => record.flags)).toEqual([['tier_of_other_run'], []])
  })

  test('reasons of runs and phases are failures with a cause; the same reason at the same time has one key', () => {
    const content = {
      runs: [run({ failure_reason: 'stopped by the user' })],
      phases: [phase({ state: 'FAILED', last_failure_reason: 'PATCH_FAILED' })],
    }
    const [ofRun, ofPhase] = ofKind(read(content).records, 'failure')
    expect(ofRun).toMatchObject({ phaseKey: null, cause: 'cancelled', type: null })
    expect(ofPhase).toMatchObject({ phaseKey: 'p1', cause: 'quality', type: 'PATCH_FAILED' })
    expect(ofKind(read(content).records, 'failure').map((failure) => failure.failureKey)).toEqual([
      ofRun?.failureKey,
      ofPhase?.failureKey,
    ])
  })

  test('the job is the id before version and date; the project is the one that decisions agree on', () => {
    const decision = (id: number, run_id: string, project_id: string) => ({
      id,
      run_id,
      project_id,
      timestamp: AT,
      choice: 'x',
    })
    const { records } = read({
      runs: [run({ id: 'research-system-v29' }), run({ id: 'fileorg-p2-20251208p' })],
      phases: [phase()],
      decision_log: [
        decision(1, 'research-system-v29', 'a'),
        decision(2, 'fileorg-p2-20251208p', 'a'),
        decision(3, 'fileorg-p2-20251208p', 'b'),
      ],
    })
    expect(ofKind(records, 'run').map(({ job, project }) => [job?.key, project])).toEqual([
      ['research-system', 'a'],
      ['fileorg-p2', null],
    ])
  })
})

describe('the rest of the tables', () => {
  test('an older phase6 table has one constant as its estimate: a fallback', () => {
    const row = {
      id: 1,
      run_id: 'r1',
      phase_id: 'p1',
      tokens_saved_estimate: 10_000,
      doctor_call_skipped: 1,
      created_at: AT,
    }
    const record = one({ runs: [run()], phases: [phase()], phase6_metrics: [row] }, 'phase6')
    expect(record).toMatchObject({
      doctorTokensAvoidedEstimate: 10_000n,
      estimateSource: 'fallback',
      estimateCoverageN: null,
      doctorCallSkipped: true,
    })
    expect(record.flags).toEqual(['estimate_fallback', 'schema_older'])
  })

  test('a comparison keeps signs and what the source says of its validity', () => {
    const row = {
      id: 3,
      test_id: 't',
      control_run_id: 'a',
      treatment_run_id: 'b',
      is_valid: 0,
      validity_errors: '["ERROR: x", {"y": 1}]',
      token_delta: -1_200,
      success_rate_delta: -12.5,
      created_at: AT,
    }
    const record = one({ runs: [run()], phases: [phase()], ab_test_results: [row] }, 'abResult')
    expect(record).toMatchObject({
      isValid: false,
      validityErrors: ['ERROR: x', '{"y":1}'],
      tokenDelta: -1_200n,
      successRateDelta: -12.5,
    })
  })

  test('a governance request without an answer is pending; an automatic one was approved', () => {
    const row = { request_id: 'g1', run_id: 'r1', phase_id: 'p1', approved: null, auto_approved: 0, created_at: AT }
    const content = {
      runs: [run()],
      phases: [phase()],
      governance_requests: [
        row,
        { ...row, request_id: 'g2', auto_approved: 1 },
        { ...row, request_id: 'g3', approved: 0 },
      ],
    }
    expect(ofKind(read(content).records, 'approval').map(({ status, method }) => [status, method])).toEqual([
      ['pending', null],
      ['approved', 'auto'],
      ['rejected', null],
    ])
  })

  test('error logs are failures; their category decides where the text does not', () => {
    const row = {
      error_id: 'e1',
      run_id: 'r1',
      timestamp: AT,
      error_type: 'Odd',
      error_message: 'it broke',
      error_category: 'network',
      severity: 'error',
    }
    expect(one({ runs: [run()], phases: [phase()], error_logs: [row] }, 'failure')).toMatchObject({
      cause: 'infra',
      causeRule: 'category: network',
      severity: 'error',
      type: 'Odd',
    })
  })

  test('what is not understood is counted with its name and never copied', () => {
    const { unparsed } = read({
      runs: [run({ mood: 'good' })],
      phases: [phase()],
      users: [{ id: 1, hashed_password: 'secret' }],
      sqlite_sequence: [{ name: 'x' }],
      documents: [],
    })
    expect(unparsed).toEqual([
      { kind: 'unknown-column', name: 'runs.mood', count: 1, sample: null },
      { kind: 'unknown-table', name: 'users', count: 1, sample: 'id, hashed_password' },
    ])
  })

  test('a damaged table is rejected from where it breaks, and the others are read', () => {
    const source = new FakeSqliteSource({ runs: [run(), run({ id: 'r2' })], phases: [phase()] })
    source.damagedAfter.set('runs', 1)
    const batches = batchesOf(source)
    expect(batches.flatMap((batch) => batch.rejected)).toEqual([
      { line: null, place: 'runs after rowid 1', reason: 'the database is damaged' },
    ])
    const kinds = batches.flatMap((batch) => batch.records.map((record) => record.kind))
    expect(kinds).toEqual(['run', 'phase'])
  })
})

describe('batches', () => {
  const large = {
    runs: Array.from({ length: 600 }, (_, index) => run({ id: `r${index}`, failure_reason: index % 2 ? 'x' : null })),
    phases: Array.from({ length: 300 }, (_, index) => phase({ run_id: `r${index}`, last_failure_reason: 'FAILED' })),
    llm_usage_events: Array.from({ length: 1_300 }, (_, index) =>
      usage({ id: index, run_id: index < 1_100 ? `r${index % 250}` : 'big', phase_id: `p${index % 600}` }),
    ),
    users: [{ id: 1 }],
  }
  const keyOf = (record: CanonicalRecord) =>
    JSON.stringify(record, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))

  test('no batch holds more than 500 records, and the share that is done only grows to 1', () => {
    const batches = batchesOf(new FakeSqliteSource(large))
    expect(Math.max(...batches.map((batch) => batch.records.length))).toBeLessThanOrEqual(500)
    const done = batches.map((batch) => batch.done)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(done.at(-1)).toBe(1)
  })

  test('going on after any batch ends in the same records as an undisturbed reading', () => {
    const source = new FakeSqliteSource(large)
    const whole = batchesOf(source)
    const all = new Set(whole.flatMap((batch) => batch.records.map(keyOf)))
    const unparsed = whole.flatMap((batch) => batch.unparsed)
    whole.forEach((batch, index) => {
      const before = whole.slice(0, index + 1)
      const after = batchesOf(source, JSON.parse(JSON.stringify(batch.cursor)))
      const resumed = [...before, ...after]
      expect(new Set(resumed.flatMap((part) => part.records.map(keyOf))), `after batch ${index}`).toEqual(all)
      expect(
        resumed.flatMap((part) => part.unparsed),
        `after batch ${index}`,
      ).toEqual(unparsed)
    })
  })

  test('a cursor that is none begins anew', () => {
    const source = new FakeSqliteSource({ runs: [run()], phases: [phase()] })
    expect(batchesOf(source, { part: 'gone', after: null, skip: 0 })).toEqual(batchesOf(source))
    expect(batchesOf(source, 7)).toEqual(batchesOf(source))
  })
})
