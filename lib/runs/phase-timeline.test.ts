import { describe, expect, it } from 'vitest'
import { makeAttempt, makePhaseWire } from '@/lib/testing/make-run'
import { phaseTimeline } from './phase-timeline'
import { tierGroups } from './tier-groups'

const WIDTH = 560
const at = (clock: string) => `2025-12-19T${clock}.000Z`

describe('phases on a time axis', () => {
  it('stay inside the picture and are wide enough to be seen', () => {
    const phase = makePhaseWire({
      attempts: [
        makeAttempt({ startedAt: at('14:00:00'), endedAt: at('14:00:00'), outcome: 'failed', reason: 'boom' }),
        makeAttempt({ index: 2, startedAt: at('14:00:01'), endedAt: '2025-12-25T10:00:00.000Z' }),
      ],
    })
    const { rows, axis } = phaseTimeline([phase], WIDTH)
    const bars = rows[0]?.bars ?? []
    expect(bars.map((bar) => bar.kind)).toEqual(['failed', 'accepted'])
    expect(Math.min(...bars.map((bar) => bar.width))).toBeGreaterThanOrEqual(3.5)
    expect(Math.min(...bars.map((bar) => bar.x))).toBeGreaterThan(0)
    expect(Math.max(...bars.map((bar) => bar.x + bar.width))).toBeLessThanOrEqual(WIDTH)
    expect(axis?.day).toBe('UTC')
    expect(axis?.ticks.length).toBeLessThanOrEqual(7)
  })

  it('need no time at all', () => {
    expect(phaseTimeline([], WIDTH)).toEqual({ axis: null, rows: [] })
    const { axis, rows } = phaseTimeline([makePhaseWire({ status: 'queued', statusRaw: 'QUEUED' })], WIDTH)
    expect(axis).toBeNull()
    expect(rows[0]?.note?.text).toBe('never started: no event names it')
  })

  it('draw evidence as an open stretch where attempts are not recorded', () => {
    const phase = makePhaseWire({ events: 3, firstEvidenceAt: at('14:00:00'), lastEvidenceAt: at('14:05:00') })
    expect(phaseTimeline([phase], WIDTH).rows[0]?.bars).toMatchObject([{ kind: 'span' }])
  })

  it('survive one single moment, ends before starts, and times that are none', () => {
    const phase = makePhaseWire({
      doctorAt: ['never', at('14:00:00')],
      attempts: [
        makeAttempt({ startedAt: at('14:05:00'), endedAt: at('14:00:00') }),
        makeAttempt({ index: 2, startedAt: 'x', endedAt: null }),
      ],
    })
    const [row] = phaseTimeline([phase], WIDTH).rows
    expect(row?.bars).toHaveLength(1)
    expect(row?.doctor).toHaveLength(1)
    const one = phaseTimeline(
      [makePhaseWire({ events: 1, firstEvidenceAt: at('14:00:00'), lastEvidenceAt: at('14:00:00') })],
      WIDTH,
    )
    expect(one.rows[0]?.bars[0]?.x).toBeCloseTo(WIDTH / 2, -1)
  })

  it('write why a phase failed only where the words fit', () => {
    const attempts = [1, 2].map((index) => makeAttempt({ index, outcome: 'failed', reason: 'patch_apply_error' }))
    const failed = makePhaseWire({ status: 'failed', attempts })
    const later = makePhaseWire({
      id: 'p2',
      attempts: [makeAttempt({ startedAt: at('16:00:00'), endedAt: at('18:00:00') })],
    })
    expect(phaseTimeline([failed, later], WIDTH).rows[0]?.note).toMatchObject({
      text: 'patch_apply_error ×2',
      anchor: 'start',
    })
    expect(phaseTimeline([failed, later], 100).rows[0]?.note).toBeNull()
  })
})

describe('tiers', () => {
  const rowsOf = (...tiers: (string | null)[]) =>
    phaseTimeline(
      tiers.map((name, index) =>
        makePhaseWire({
          id: `p${index}`,
          tier: name === null ? null : { name, nativeId: name, statusRaw: null, ofOtherRun: name === 'T9' },
        }),
      ),
      WIDTH,
    ).rows

  it('head their phases only where they group some', () => {
    expect(tierGroups(rowsOf('T1', 'T2')).map((group) => group.title)).toEqual([null])
    expect(tierGroups(rowsOf('T1', 'T1')).map((group) => group.title)).toEqual([null])
    expect(tierGroups(rowsOf('T1', 'T1', 'T9')).map((group) => [group.title, group.about])).toEqual([
      ['T1', '2 phases'],
      ['T9', '1 phase · its row belongs to another run'],
    ])
    expect(tierGroups([])).toHaveLength(1)
  })
})
