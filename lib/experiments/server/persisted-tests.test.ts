import path from 'node:path'
import { expect, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import { ExperimentDetail, GetExperimentInput, ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { CheckPairInput } from '@/lib/pairs/schema'
import { checkRuns } from '@/lib/pairs/server/check-runs'
import { AUTOPACK_SCHEMA } from '@/lib/sample/autopack-schema'
import { autopackTime, type Row, Rows } from '@/lib/sample/rows'
import { writeAutopackFile } from '@/lib/sample/server/autopack-file'
import { imported } from '@/lib/testing/importing'
import { testFolder } from '@/lib/testing/test-db'
import { getExperiment } from './get-experiment'
import { listExperiments } from './list-experiments'

/** Databases with the real columns of `ab_test_results`, imported and shown. */

const START = Date.parse('2026-01-05T08:00:00.000Z')
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-02-01T00:00:00.000Z') })

/** A finished run of one phase; `tokens` null: nobody recorded its usage. */
function addRun(rows: Rows, id: string, tokens: number | null, hours: number, state = 'DONE_SUCCESS'): void {
  const at = autopackTime(START + hours * 3_600_000)
  const counts = { tokens_used: 0, ci_runs_used: 0, minor_issues_count: 0, major_issues_count: 0 }
  const times = { created_at: at, updated_at: at, started_at: at }
  const phaseState = state === 'DONE_SUCCESS' ? 'COMPLETE' : 'EXECUTING'
  rows.put('runs', {
    ...{ id, state, ...times, safety_profile: 'normal', run_scope: 'single_tier', token_cap: 500_000, max_phases: 25 },
    ...{ max_duration_minutes: 120, ...counts, promotion_eligible_to_main: 'no', goal_anchor: 'Sort the invoices' },
  })
  const tier_id = rows.add('tiers', {
    ...{ tier_id: `${id}-t`, run_id: id, tier_index: 0, name: 'Core', state: 'COMPLETE', ...counts, ...times },
    ...{ max_major_issues_tolerated: 0, cleanliness: 'clean' },
  })
  rows.add('phases', {
    ...{ phase_id: 'sort', run_id: id, tier_id, phase_index: 0, name: 'Sort', state: phaseState, ...times },
    ...{ builder_attempts: 1, auditor_attempts: 1, tokens_used: 0, minor_issues_count: 0, major_issues_count: 0 },
    ...{ issue_state: 'no_issues', quality_blocked: 0, retry_attempt: 0, revision_epoch: 0, escalation_level: 0 },
  })
  if (tokens === null) return
  rows.add('llm_usage_events', {
    ...{ provider: 'openai', model: 'gpt-4o', run_id: id, phase_id: 'sort', role: 'builder', total_tokens: tokens },
    ...{ prompt_tokens: tokens - 100, completion_tokens: 100, created_at: at, is_doctor_call: 0 },
  })
}

/** As Autopack's analysis writes it: tokens of `runs`, which are 0 on every run. */
const comparison = (test_id: string, control_run_id: string, treatment_run_id: string, more: Row = {}): Row => ({
  ...{
    test_id,
    control_run_id,
    treatment_run_id,
    control_commit_sha: 'a1b2c3d4e5f6',
    is_valid: 1,
    validity_errors: '[]',
  },
  ...{ treatment_commit_sha: 'a1b2c3d4e5f6', control_model_hash: 'feed', treatment_model_hash: 'feed', token_delta: 0 },
  ...{ time_delta_seconds: 12.5, success_rate_delta: 0, control_total_tokens: 0, treatment_total_tokens: 0 },
  ...{ created_at: autopackTime(START + 86_400_000), created_by: 'maria', ...more },
})

const TOKENS = [
  [90_000, 71_000],
  [120_000, 99_000],
  [84_000, 70_500],
  [143_000, 118_000],
  [76_000, 75_000],
  [101_000, 83_000],
] as const

async function shown(fill: (rows: Rows) => void) {
  const file = path.join(testFolder(), 'autopack.db')
  const rows = new Rows()
  fill(rows)
  writeAutopackFile(file, AUTOPACK_SCHEMA, [rows])
  const { db } = await imported([file])
  const { items } = await listExperiments(ctx(db), ListExperimentsInput.parse({}))
  expect(items).toHaveLength(1)
  const get = async () => {
    const detail = await getExperiment(ctx(db), GetExperimentInput.parse({ id: items[0]?.id ?? '' }))
    expect(ExperimentDetail.parse(detail)).toEqual(detail)
    return detail
  }
  return { db, get }
}

const sixPairs = (rows: Rows) => {
  for (const [at, [control, treatment]] of TOKENS.entries()) {
    addRun(rows, `c${at}`, control, at)
    addRun(rows, `t${at}`, treatment, at + 0.5)
    rows.add('ab_test_results', comparison('context-budget', `c${at}`, `t${at}`))
  }
}

const refusing = ({ validity }: ExperimentDetail) =>
  validity.checks.filter(({ level }) => level === 'error' || level === 'unknown').map(({ name }) => name)

test('pairs that their source calls valid are refused where nobody recorded what should vary, by name', async () => {
  const { get } = await shown(sixPairs)
  const detail = await get()
  expect(detail).toMatchObject({ origin: 'ab_results', metric: 'tokens', analysis: null })
  expect(refusing(detail)).toEqual(['switches', 'identical_arms'])
  expect(detail.withheld).toBe('The arms may not be compared: switches, identical_arms.')
  // What was measured counts, not the zeros of the tool.
  expect(detail.pairList.items.map(({ control, treatment }) => [control.value, treatment.value])).toEqual(TOKENS)
  expect(detail.pairList.items.map(({ difference }) => difference)).toEqual(TOKENS.map(() => null))
})

test('with a reason for each pair the same comparison has its effect, and carries the reason', async () => {
  const { db, get } = await shown(sixPairs)
  const override = { reason: 'the test switched the context budget alone' }
  for (const { control, treatment } of (await get()).pairList.items) {
    const runs = { control: control.runId, treatment: treatment.runId }
    await checkRuns(ctx(db), CheckPairInput.parse({ ...runs, override }), 'command')
  }
  const detail = await get()
  expect(detail).toMatchObject({ withheld: null, validity: { valid: false, override }, matching: { pairs: 6 } })
  expect(detail.analysis).toMatchObject({ outcome: 'better', primary: { test: 'wilcoxon', p: 0.03125 } })
})

test('another commit or model map is an error, whatever the tool made of it, and its own words stand beside', async () => {
  const { get } = await shown((rows) => {
    addRun(rows, 'c', 90_000, 0)
    addRun(rows, 't', 71_000, 30)
    rows.add(
      'ab_test_results',
      comparison('old-code', 'c', 't', {
        ...{ treatment_commit_sha: '0123456789ab', treatment_model_hash: 'beef', is_valid: 0 },
        validity_errors: '["ERROR: Commit SHA mismatch","WARNING: Phase count differs"]',
      }),
    )
  })
  const detail = await get()
  expect(refusing(detail)).toEqual(expect.arrayContaining(['commit', 'model_map']))
  expect(detail.validity.checks.find(({ name }) => name === 'start_gap')).toMatchObject({ level: 'warning' })
  const said = detail.warnings.find(({ name }) => name === 'source_says_invalid')
  expect(said?.detail).toContain('ERROR: Commit SHA mismatch')
})

test('a zero of the tool is no measured zero, and a run that goes on is no result', async () => {
  const { get } = await shown((rows) => {
    addRun(rows, 'c', null, 0)
    addRun(rows, 't', 71_000, 1, 'PHASE_EXECUTION')
    rows.add('ab_test_results', comparison('unfinished', 'c', 't'))
  })
  const detail = await get()
  expect(detail.pairList.items).toMatchObject([
    {
      evaluable: false,
      control: { value: null, cause: 'not recorded' },
      treatment: { value: null, cause: 'not final' },
    },
  ])
  expect(refusing(detail)).toContain('final')
})
