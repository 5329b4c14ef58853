import { describe, expect, test } from 'vitest'
import type { Status } from '@/lib/model/status'
import { deriveJob, type JobRecordFacts, type JobUnits } from './derive-job'

const NOTHING: JobUnits = {
  total: 0,
  done: 0,
  failed: 0,
  open: 0,
  running: 0,
  queued: 0,
  startedAt: null,
  endedAt: null,
  lastAt: null,
}
const units = (values: Partial<JobUnits>): JobUnits => ({ ...NOTHING, ...values })
const record = (status: Status | null, values: Partial<JobRecordFacts> = {}): JobRecordFacts => ({
  status,
  statusRaw: status,
  failureReason: null,
  startedAt: null,
  endedAt: null,
  lastAt: null,
  flags: [],
  ...values,
})
const derive = (of: JobRecordFacts | null, below: JobUnits, partsAt: string | null = null) =>
  deriveJob({ record: of, units: below, partsAt, flags: of?.flags ?? [] })

const [EARLY, LATE] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']

describe('without a record the runs speak', () => {
  test.each<[Partial<JobUnits>, Status]>([
    [{}, 'unknown'],
    [{ total: 2 }, 'unknown'],
    [{ total: 2, done: 2 }, 'succeeded'],
    [{ total: 2, done: 1, failed: 1 }, 'partial'],
    [{ total: 2, failed: 2 }, 'failed'],
    [{ total: 2, open: 2, queued: 2 }, 'queued'],
    [{ total: 2, done: 1, open: 1, queued: 1 }, 'queued'],
    [{ total: 2, open: 2, running: 1, queued: 1 }, 'running'],
    [{ total: 2, open: 2, queued: 1 }, 'interrupted'],
    [{ total: 3, done: 1, failed: 1, open: 1 }, 'interrupted'],
  ])('%j is %s', (below, status) => {
    expect(derive(null, units(below))).toMatchObject({ status, statusDerived: status, conflict: false })
  })
})

describe('what the source states stands beside what the runs say', () => {
  test.each<[string, JobRecordFacts, Partial<JobUnits>, Status, Status, boolean]>([
    ['nothing below', record('succeeded'), {}, 'succeeded', 'succeeded', false],
    ['runs that tell nothing', record('succeeded'), { total: 2 }, 'succeeded', 'succeeded', false],
    ['done, and every run failed', record('succeeded'), { total: 2, failed: 2 }, 'succeeded', 'failed', true],
    [
      'done, and a run goes on',
      record('succeeded'),
      { total: 2, done: 1, open: 1, running: 1 },
      'succeeded',
      'running',
      true,
    ],
    ['failed, and every run succeeded', record('failed'), { total: 1, done: 1 }, 'failed', 'succeeded', true],
    ['same class', record('succeeded'), { total: 2, done: 1, failed: 1 }, 'succeeded', 'partial', false],
    ['no state stated', record(null), { total: 1, done: 1 }, 'succeeded', 'succeeded', false],
    [
      'open, said before the last run ended',
      record('running', { lastAt: EARLY }),
      { total: 1, done: 1, lastAt: LATE },
      'running',
      'succeeded',
      true,
    ],
    [
      'open, said after the last run ended',
      record('running', { lastAt: LATE }),
      { total: 1, done: 1, lastAt: EARLY },
      'running',
      'running',
      false,
    ],
  ])('%s', (_, of, below, status, statusDerived, conflict) => {
    const derived = derive(of, units(below))
    expect(derived).toMatchObject({ status, statusDerived, conflict })
    expect(derived.conflictReason !== null).toBe(conflict)
    expect(derived.flags.includes('status_conflict')).toBe(conflict)
  })

  test('an event of the job after its last run keeps an open job open', () => {
    const below = units({ total: 1, done: 1, lastAt: EARLY })
    expect(derive(record('running'), below, LATE).statusDerived).toBe('running')
  })

  test('a failure without a reason is flagged, one with a reason is not', () => {
    expect(derive(record('failed'), NOTHING).flags).toEqual(['missing_reason'])
    expect(derive(record('failed', { failureReason: 'no keys' }), NOTHING).flags).toEqual([])
  })
})

test('times: the record before the runs, the end of an open job unknown, the last evidence the latest of all', () => {
  const below = units({ total: 1, open: 1, running: 1, startedAt: EARLY, endedAt: EARLY, lastAt: EARLY })
  expect(derive(null, below, LATE)).toMatchObject({ startedAt: EARLY, endedAt: null, lastEvidenceAt: LATE })
  const own = record('succeeded', { startedAt: LATE, endedAt: LATE, lastAt: LATE })
  expect(derive(own, units({ total: 1, done: 1, startedAt: EARLY, endedAt: EARLY }))).toMatchObject({
    startedAt: LATE,
    endedAt: LATE,
  })
})
