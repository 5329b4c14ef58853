import { describe, expect, it } from 'vitest'
import { type Candidate, judge } from './eligibility'

const FAILED: Candidate = {
  ...{ status: 'failed', statusDerived: 'failed', cause: 'quality', hasRow: true, hasGoal: true, phases: 3 },
  ...{ replays: { open: 0, all: 0 }, repeats: null, waitsIn: [] },
}

describe('a run for a campaign', () => {
  it.each([
    ['failed', {}, null, []],
    ['timed out', { status: 'timed_out', statusDerived: 'timed_out' }, null, []],
    ['stopped', { status: 'stopped', statusDerived: 'stopped' }, null, []],
    ['failed by its evidence alone', { status: 'unknown' }, null, []],
    ['failed by its source alone', { statusDerived: 'unknown' }, null, []],
    ['failed, and its phases are done', { statusDerived: 'succeeded' }, null, ['states_disagree']],
    ['failed, and its phases are open', { statusDerived: 'queued' }, null, ['states_disagree']],
    ['done, and its phases failed', { status: 'succeeded' }, null, ['states_disagree']],
    ['failed by infrastructure', { cause: 'infra' }, null, ['infra']],
    ['failed by configuration', { cause: 'config' }, null, ['no_quality']],
    ['cancelled', { cause: 'cancelled' }, null, ['no_quality']],
    ['lost', { cause: 'lost' }, null, ['no_quality']],
    ['failed for a reason nobody knows', { cause: 'unknown' }, null, ['cause_unknown']],
    ['failed for no reason', { cause: null }, null, ['cause_unknown']],
    ['replayed before', { replays: { open: 0, all: 2 } }, null, ['replayed_before']],
    ['a replay itself', { repeats: 'autopack:a' }, null, ['is_replay']],
    ['in a campaign that waits', { waitsIn: ['cmp_1'] }, null, ['in_campaign']],
    ['without goal, with phases', { hasGoal: false }, null, []],
    ['with a goal, without phases', { phases: 0 }, null, []],
    ['without goal and phases', { hasGoal: false, phases: 0 }, 'no_plan', []],
    ['running', { status: 'running' }, 'not_final', []],
    ['queued', { status: 'queued', statusDerived: 'queued' }, 'not_final', []],
    ['interrupted', { status: 'unknown', statusDerived: 'interrupted' }, 'not_final', []],
    ['succeeded', { status: 'succeeded', statusDerived: 'succeeded' }, 'not_failed', []],
    ['succeeded in part', { status: 'partial', statusDerived: 'partial' }, 'not_failed', []],
    ['skipped', { status: 'skipped', statusDerived: 'skipped' }, 'no_state', []],
    ['without a state', { status: 'unknown', statusDerived: 'unknown' }, 'no_state', []],
    ['named by usage alone', { hasRow: false }, 'orphan', []],
    ['being replayed', { replays: { open: 1, all: 1 } }, 'replay_open', []],
  ] as const)('%s', (_, values, reason, notes) => {
    expect(judge({ ...FAILED, ...values })).toEqual({ reason, notes })
  })
})
