import path from 'node:path'
import { expect, it } from 'vitest'
import { LedgersInput, LedgersWire, ScopeLedgersWire } from '@/lib/ledgers/schema'
import { getRunLedgers } from '@/lib/runs/server/get-run-ledgers'
import { imported } from '@/lib/testing/importing'
import { REAL_DATA } from '@/lib/testing/test-db'
import { DoctorEstimatesInput } from '../schema'
import { getDoctorEstimates } from './get-doctor-estimates'
import { getLedgers } from './get-ledgers'

const NEWEST = 'seeds/autopack/db-snapshots/autopack.20251224T103310Z.6d748313.db'

it.skipIf(!REAL_DATA)(
  'gives the real fleet and its largest run as they are, and beside a constant what doctor calls really used',
  async () => {
    const { db } = await imported([path.join(REAL_DATA ?? '', NEWEST)])
    const ctx = { db, fleet: 'own' as const, now: new Date('2025-12-24T12:00:00.000Z') }

    const run = await getRunLedgers(ctx, { id: 'autopack:fileorg-p2-20251208p' })
    expect(LedgersWire.parse(run)).toEqual(run)
    expect(run).toMatchObject({
      spent: { events: 70, usage: { total: 945_120 }, costMicroUsd: null, orphan: { events: 0 }, cacheHitRate: null },
      artifactAvoided: null,
      doctorAvoided: null,
      abDelta: null,
    })
    expect(run.spent?.roles.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0)).toBe(945_120)

    const fleet = await getLedgers(ctx, LedgersInput.parse({}))
    expect(ScopeLedgersWire.parse(fleet)).toEqual(fleet)
    expect(fleet.spent).toMatchObject({
      events: 1_371,
      usage: { total: 22_704_664 },
      orphan: { runs: 15, events: 303, tokens: 7_062_712 },
      doctor: { events: 195 },
    })
    expect(fleet.doctorCalls.fleet).toEqual({ calls: 195, medianTokens: 1_608 })
    const said = fleet.disclosures.map(({ text }) => text)
    expect(said).toContain('303 events with 7,062,712 tokens name 15 runs without a row; they are in this total.')
    expect(said.filter((text) => text.includes('Off is not zero'))).toHaveLength(2)

    // What the source's estimator would have assumed for this fleet, whose own flag says that no call was the doctor's.
    await db.phase6Metric.create({
      data: {
        ...{ id: 'skipped', instanceId: 'autopack', runId: 'autopack:fileorg-p2-20251208p', version: '' },
        ...{ failureHardeningTriggered: true, failureHardeningMitigated: true, doctorCallSkipped: true },
        ...{ doctorTokensAvoidedEstimate: 12_000n, estimateCoverageN: 0, estimateSource: 'fallback' },
        ...{ intentionContextInjected: false, intentionContextChars: 0 },
        ...{ planNormalizationUsed: false, planNormalizationWarnings: 0, createdAt: '2025-12-09T00:00:00.000Z' },
      },
    })
    const constant = await getRunLedgers(ctx, { id: 'autopack:fileorg-p2-20251208p' })
    expect(constant.doctorAvoided).toMatchObject({ tokens: 12_000, bySource: { fallback: { phases: 1, samples: 0 } } })
    expect(constant.disclosures.find(({ name }) => name === 'constant')?.text).toBe(
      '100 % of this is a constant that rests on no samples: 12,000 tokens for 1 call. ' +
        'Real doctor calls of this fleet: median 1,608, n = 195.',
    )
    const days = await getDoctorEstimates(ctx, DoctorEstimatesInput.parse({}))
    expect(days.realised).toEqual({ calls: 195, medianTokens: 1_608 })
    expect(days.days.reduce((sum, { realised }) => sum + realised.calls, 0)).toBe(195)
  },
)
