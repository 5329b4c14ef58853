import { expect, test } from 'vitest'
import { readKnown } from '@/lib/testing/memory-source'
import { autopackComparisonReader } from './comparison-reader'

const side = (run: string, tokens: number) => ({
  ...{ run_id: run, condition: 'x', total_tokens: tokens, phases_total: 3, phases_complete: 2, phases_failed: 1 },
  wall_time_seconds: 60.5,
})

const REPORT = {
  meta: { generated_at: '2026-01-05T10:00:00', pairs_analyzed: 2 },
  experiment_metadata: { commit_sha: 'abc', model_mapping_hash: 'placeholder', operator: 'ops <b>' },
  validity_checks: [
    { pair_id: 'pair_1', is_valid: true, warnings: ['start times differ'], errors: [] },
    { pair_id: 'pair_2', is_valid: false, warnings: [], errors: ['treatment run is missing'] },
  ],
  pairs: [
    {
      ...{ pair_id: 'pair_1', control_run: side('c1', 100), treatment_run: side('t1', 70) },
      ...{
        delta_total_tokens: -30,
        delta_wall_time_seconds: -1.5,
        control_success_rate: 0.5,
        treatment_success_rate: 0.75,
      },
    },
    { pair_id: 'pair_2', control_run: side('c2', 0), treatment_run: null },
    { pair_id: 'pair_3', control_run: side('c3', -5), treatment_run: side('t3', 7) },
    'no pair',
  ],
}

test('pairs of a report are persisted results; one without both runs is named, and one nobody checked is not valid', () => {
  const { records, rejected } = readKnown(autopackComparisonReader, '/x/ab_test.json', REPORT)
  expect(records).toMatchObject([
    {
      ...{ kind: 'abResult', controlRunKey: 'c1', treatmentRunKey: 't1', isValid: true, tokenDelta: -30n },
      ...{ successRateDelta: 25, controlTotalTokens: 100n, treatmentTotalPhases: 3, createdBy: 'ops <b>' },
      ...{ validityErrors: ['start times differ'], createdAt: '2026-01-05T10:00:00.000Z', controlCommitSha: null },
    },
    { controlRunKey: 'c3', isValid: false, validityErrors: ['nothing was checked'], controlTotalTokens: null },
  ])
  expect(rejected.map(({ place }) => place)).toEqual(['pairs[1]', 'pairs[3]'])
})

const REPLAY = {
  ...{ original_run_id: 'r1', replay_run_id: 'r1-replay-20260105-100000', generated_at: '2026-01-05T10:00:01' },
  original: { state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', tokens_used: 0, total_phases: 4, phases_complete: 1 },
  replay: { state: 'RUN_CREATED', tokens_used: 0, total_phases: 4, phases_complete: 0, phases_failed: 0 },
  deltas: { token_delta: 0, phase_complete_delta: -1, phase_failed_delta: 0 },
}

test('a replay compared before it ran says so', () => {
  const { records } = readKnown(autopackComparisonReader, '/x/r_comparison.json', REPLAY)
  expect(records).toMatchObject([
    {
      ...{ testId: 'replays', controlRunKey: 'r1', treatmentRunKey: 'r1-replay-20260105-100000', isValid: false },
      validityErrors: ['compared while the replay was RUN_CREATED'],
    },
  ])
})

test('other JSON is left to others', () => {
  for (const other of [{}, [], { pairs: [] }, { meta: {}, pairs: [] }, { original_run_id: 1, replay_run_id: 'x' }])
    expect(() => readKnown(autopackComparisonReader, '/x/a.json', other)).toThrow()
})
