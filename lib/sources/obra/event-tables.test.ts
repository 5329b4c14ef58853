import { describe, expect, test } from 'vitest'
import { FakeSqliteSource } from '@/lib/testing/fake-sqlite-source'
import { gathered } from '@/lib/testing/memory-source'
import { obraDatabaseReader } from './obra-database-reader'
import { breakpoint, clock, iterations, type ObraContent, project, task } from './obra-fixture'

const read = (content: ObraContent) =>
  gathered(
    obraDatabaseReader.read(
      new FakeSqliteSource({ project_state: [project()], task: [task()], ...iterations([{}, {}]), ...content }),
      null,
    ),
  )

describe('events', () => {
  test('a checkpoint is of its project, one of a task of the iteration that was going on', () => {
    const { of, unparsed } = read({
      checkpoint: [
        {
          id: 1,
          project_id: 1,
          checkpoint_type: 'manual',
          description: null,
          state_snapshot: '{"a": 1}',
          created_at: clock('09:00:10'),
        },
      ],
      prompt_rule_violation: [
        {
          id: 4,
          task_id: 7,
          rule_id: 'R1',
          rule_name: 'No stubs',
          severity: 'HIGH',
          violation_details: '[]',
          created_at: clock('09:01:10'),
        },
      ],
    })
    expect(
      of('event').map(({ type, title, runKey, phaseKey, level }) => [type, title, runKey, phaseKey, level]),
    ).toEqual([
      ['checkpoint', 'manual', null, null, null],
      ['rule_violation', 'No stubs', '7/1', 'iteration-2', 'high'],
    ])
    expect(of('event')[0]?.data).toMatchObject({ project: 'shop', state_snapshot: { a: 1 } })
    expect(unparsed).toEqual([])
  })

  test.each([
    [0, null, 'pending'],
    [1, 'approved', 'approved'],
    [1, 'Aborted by ann', 'rejected'],
    [1, 'looked at it', 'unknown'],
    [1, 'no, but continue', 'unknown'],
    [null, null, 'unknown'],
  ])('a breakpoint with resolved %s and the words %j is %s', (resolved, resolution, status) => {
    expect(read({ breakpoint_event: [breakpoint({ resolved, resolution })] }).of('approval')[0]?.status).toBe(status)
  })
})

describe('metrics', () => {
  test('the use of the context window belongs to its session and iteration', () => {
    const usage = {
      id: 1,
      session_id: 'task-7-09-2',
      task_id: 7,
      cumulative_tokens: 91_000,
      input_tokens: 5,
      timestamp: clock('09:01:30'),
    }
    const metric = read({ context_window_usage: [usage] })
      .of('metric')
      .find(({ name }) => name === 'context_tokens')
    expect(metric).toMatchObject({
      value: 91_000,
      runKey: '7/1',
      phaseKey: 'iteration-2',
      jobKey: '7',
      data: { sessionKey: 'task-7-09-2' },
    })
  })

  test('an estimate that has no actual value yet gives no number for it, never 0', () => {
    const estimate = {
      id: 1,
      task_id: 7,
      estimated_tokens: 4_000,
      actual_tokens: null,
      overall_complexity_score: 40,
      created_at: clock('08:59:30'),
    }
    const { of } = read({
      complexity_estimate: [estimate],
      usage_tracking: [
        { id: 1, project_id: 1, date: clock('00:00:00'), interactions_count: 3, avg_quality_score: 'high' },
      ],
    })
    expect(
      of('metric')
        .filter(({ metricKey }) => metricKey.startsWith('complexity_estimate'))
        .map(({ name, value }) => [name, value]),
    ).toEqual([
      ['complexity_score', 40],
      ['estimated_tokens', 4_000],
    ])
    expect(of('metric').find(({ name }) => name === 'interactions_of_day')).toMatchObject({
      value: 3,
      flags: ['number_unreadable'],
    })
  })
})
