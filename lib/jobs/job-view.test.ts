import { describe, expect, it } from 'vitest'
import { jobDetail } from '@/lib/testing/job-fixture'
import { filterChips } from './filter-chips'
import { JOB_LIST } from './filters'
import { jobTabs } from './job-tabs'
import { jobHref, readJobView, withForm } from './job-view'
import { isExceeded, limitAmount, limitLabel, usedShare } from './limit-words'
import { tabCount } from './tabs'

describe('the address of a job', () => {
  it('reads back to what it was written from, with an id of any characters', () => {
    const view = {
      ...readJobView({}),
      tab: 'results',
      configuration: 'a & b/#?',
      outcome: 'error',
      q: '100 %',
    } as const
    const href = jobHref('synth:a/"b"#c', view, 'own')
    expect(href).toMatch(/^\/jobs\/synth%3Aa%2F%22b%22%23c\?/)
    expect(readJobView(Object.fromEntries(new URLSearchParams(href.split('?')[1])))).toEqual(view)
  })
  it('falls back field by field, and keeps nothing that the schema refuses', () => {
    expect(readJobView({ tab: 'nonsense', status: 'failed', outcome: ['error', 'x'] })).toMatchObject({
      tab: 'summary',
      status: 'failed',
      outcome: 'error',
    })
    expect(
      withForm(readJobView({ status: 'failed' }), [
        ['status', 'no such'],
        ['type', 'x'],
      ]),
    ).toMatchObject({ type: 'x' })
  })
})

describe('the parts of a job', () => {
  it('have a tab only where there is something', () => {
    expect(jobTabs(jobDetail()).map(({ id }) => id)).toEqual(['summary'])
    const counts = { ...jobDetail().counts, candidates: 2, timeline: 1, phases: 3 }
    const job = jobDetail({ system: 'interllm', counts, runs: { total: 1, done: 0, failed: 0 } })
    expect(jobTabs(job).map(({ label, count }) => `${label} ${count}`)).toEqual([
      'Summary null',
      'Runs 1',
      'Scenarios 3',
      'Candidates 2',
      'Events 1',
    ])
  })
})

describe('the filters of the list of jobs', () => {
  it('are told as chips, the window as one', () => {
    const { filters } = JOB_LIST.parse({
      type: 'prompt_learning',
      from: '2026-01-02',
      to: '2026-01-05',
      flag: 'over_cap',
    })
    expect(filterChips(filters).map(({ label, value }) => `${label} ${value}`.replaceAll('\u00a0', ' '))).toEqual([
      'type is prompt_learning',
      'flag is over cap',
      'from 2 Jan 2026 to 4 Jan 2026',
    ])
  })
  it('count no job for a state that none is in', () => {
    const facets = { all: 3, conflict: 1, groups: 0, untyped: 0, systems: [], types: [], statuses: [], flags: [] }
    expect([tabCount(facets, 'all'), tabCount(facets, 'conflict'), tabCount(facets, 'failed')]).toEqual([3, 1, 0])
  })
})

describe('a limit', () => {
  const limit = { limit: 20, used: 25, exceededAt: null, exceededReason: null }
  it('is exceeded by its numbers or by its record', () => {
    expect(isExceeded(limit)).toBe(true)
    expect(isExceeded({ ...limit, used: 20 })).toBe(false)
    expect(isExceeded({ ...limit, used: null, exceededReason: 'hard stop' })).toBe(true)
  })
  it('has no share of nothing', () => {
    expect([usedShare({ limit: 0, used: 3 }), usedShare({ limit: null, used: 3 }), usedShare(limit)]).toEqual([
      null,
      null,
      1.25,
    ])
  })
  it('is told in its own unit', () => {
    expect([limitLabel({ metric: 'cost_usd' }), limitAmount('cost_usd', 1.23456)]).toEqual(['cost', '$1.2346'])
    expect([limitLabel({ metric: 'gpu_hours' }), limitAmount('gpu_hours', 0.5)]).toEqual(['gpu hours', '0.5'])
    expect(limitAmount('tokens', 1_234_567)).toBe('1,234,567')
  })
})
