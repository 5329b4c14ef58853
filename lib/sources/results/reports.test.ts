import { describe, expect, test } from 'vitest'
import { readJsonLines, readResults } from '@/lib/testing/read-results'
import { leaderboardReader } from './leaderboard-reader'
import { predictionsReader } from './predictions-reader'
import { sweReportReader } from './swe-report-reader'
import { sweRunReportReader } from './swe-run-report-reader'
import { terminalBenchReader } from './terminal-bench-reader'

const report = (resolved: boolean, more: object = {}) => ({
  patch_is_None: false,
  patch_exists: true,
  patch_successfully_applied: true,
  resolved,
  tests_status: { FAIL_TO_PASS: { success: ['a'], failure: resolved ? [] : ['b'] }, PASS_TO_PASS: { success: [] } },
  ...more,
})

describe('SWE-bench reports', () => {
  test('trap: one report may stand with or without its id around it', () => {
    const path = 'logs/try-1/django__django-1/report.json'
    const around = readResults(sweReportReader, path, { 'django__django-1': report(true) })
    const bare = readResults(sweReportReader, path, report(true))
    expect(around.results).toEqual(bare.results)
    expect(bare.results[0]).toMatchObject({ part: 'evaluation', itemKey: 'django__django-1', resolved: true })
  })

  test('an empty patch and one that does not apply are told apart from one that fails its tests', () => {
    const merged = {
      'django__django-1': report(false),
      'django__django-2': report(false, { patch_is_None: true, patch_exists: false }),
      'django__django-3': report(false, { patch_successfully_applied: false }),
      'django__django-4': 'broken',
    }
    const { results, rejected } = readResults(sweReportReader, 'x/my-run.json', merged)
    expect(results.map(({ error }) => error)).toEqual([null, 'empty patch', 'the patch does not apply'])
    expect(results[0]?.data).toMatchObject({ failToPass: { passed: 1, failed: 1 }, failedTests: ['b'] })
    expect(rejected.map(({ place }) => place)).toEqual(['django__django-4'])
  })

  test('a report of a run lists its items by outcome; a count that its lists do not give is flagged', () => {
    const lists = { resolved_ids: ['django__django-1'], unresolved_ids: ['django__django-2'], error_ids: [7] }
    const counts = { schema_version: 2, total_instances: 2, resolved_instances: 2, unresolved_instances: 1 }
    const { runs, results, rejected } = readResults(sweRunReportReader, 'x/my-model.try-1.json', {
      ...lists,
      ...counts,
    })
    expect(results.map(({ itemKey, resolved }) => [itemKey, resolved])).toEqual([
      ['django__django-1', true],
      ['django__django-2', false],
    ])
    expect(runs[0]).toMatchObject({ name: 'my-model', status: 'succeeded' })
    expect(runs[0]?.flags).toContain('total_mismatch')
    expect(rejected.map(({ reason }) => reason)).toEqual(['an id is no text'])
  })
})

test('predictions of Claude Code: the helper model is spend too, and tokens beside them count only without it', () => {
  const response_data = {
    ...{ session_id: 's1', duration_ms: 2_000, num_turns: 3, total_cost_usd: 0.3, is_error: false },
    usage: { input_tokens: 10, output_tokens: 5 },
    modelUsage: {
      main: { inputTokens: 10, outputTokens: 5, cacheReadInputTokens: 100, costUSD: 0.2 },
      helper: { inputTokens: 7, outputTokens: 1, costUSD: 0.1 },
    },
  }
  const row = {
    instance_id: 'django__django-1',
    model_name_or_path: 'm',
    model_patch: '',
    claude_code_meta: { response_data },
  }
  const alone = { ...response_data, session_id: 's2', modelUsage: {}, is_error: true, subtype: 'error_max_turns' }
  const { results, usage, failures } = readJsonLines(predictionsReader, 'x/tries.jsonl', [
    row,
    { ...row, instance_id: 'django__django-2', claude_code_meta: { response_data: alone } },
    { model_patch: 'x' },
  ])
  expect(usage.map(({ model, usage: { total } }) => [model, total])).toEqual([
    ['main', 115n],
    ['helper', 8n],
    [null, 15n],
  ])
  expect(results.map(({ error, seconds }) => [error, seconds])).toEqual([
    ['empty patch', 2],
    ['error_max_turns', 2],
  ])
  expect(failures).toHaveLength(1)
})

test('a published headline that its rows do not give is flagged, with both numbers', () => {
  const rows = (resolved: number) =>
    Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [
        `django__django-${index}`,
        { resolved: index < resolved, cost: 0.1, api_calls: 4 },
      ]),
    )
  const entry = (name: string, resolved: number, published: number) => ({
    ...{ name, folder: name, resolved: published, cost: 1, instance_calls: 4, date: '2026-08-01' },
    per_instance_details: rows(resolved),
  })
  const results = [entry('right', 7, 70), entry('wrong', 1, 52.8), { name: 'no rows', resolved: 33.2 }, 'broken']
  const read = readResults(leaderboardReader, 'x.json', { leaderboards: [{ name: 'bash-only', results }, { results }] })
  expect(read.runs.map(({ name, flags }) => [name, flags.includes('total_mismatch')])).toEqual([
    ['right', false],
    ['wrong', true],
    ['no rows', false],
  ])
  expect(read.runs[1]?.data['headlines']).toContainEqual({
    ...{ name: 'resolved %', published: 52.8, rows: 10, agrees: false },
  })
  expect(read.results).toHaveLength(20)
  expect(read.rejected.map(({ reason }) => reason)).toEqual(['it is no object', 'it has no name'])
})

test('Terminal-Bench: 0 tokens are unknown tokens, and a task tried again is its next repeat', () => {
  const trial = (task_id: string, is_resolved: boolean, more: object = {}) => ({
    ...{ id: `${task_id}-${is_resolved}`, trial_name: `${task_id}.1-of-1.run-1`, task_id, is_resolved },
    ...{ failure_mode: 'unset', parser_results: { a: 'passed', b: 'failed' } },
    ...{ total_input_tokens: 0, total_output_tokens: 0 },
    ...more,
  })
  const timed = { agent_started_at: '2026-08-01T10:00:00+00:00', agent_ended_at: '2026-08-01T10:01:00+00:00' }
  const results = [
    trial('a', true, { ...timed, total_input_tokens: 500, total_output_tokens: 20 }),
    trial('a', false, { failure_mode: 'agent_timeout' }),
    { is_resolved: true },
  ]
  const read = readResults(terminalBenchReader, 'runs/run-1/results.json', {
    id: 'r',
    results,
    n_resolved: 1,
    accuracy: 0.5,
  })
  expect(
    read.results.map(({ repeat, resolved, usage, error }) => [repeat, resolved, usage?.total ?? null, error]),
  ).toEqual([
    [0, true, 520n, null],
    [1, false, null, 'agent_timeout'],
  ])
  expect(read.results[0]).toMatchObject({ seconds: 60, data: { testsPassed: 1, testsFailed: 1 } })
  expect(read.usage).toHaveLength(1)
  expect(read.runs[0]?.flags).not.toContain('total_mismatch')
  expect(read.rejected.map(({ reason }) => reason)).toEqual(['it names no task'])
})
