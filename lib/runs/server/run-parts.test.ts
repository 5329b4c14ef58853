import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { LedgersWire } from '@/lib/ledgers/schema'
import { Phase6StatsWire, RunFailuresInput, RunPartInput, TimelinePage, TokenEfficiencyWire } from '@/lib/runs/schema'
import { makeABResult, makeEfficiency, makePhase6 } from '@/lib/testing/make-metric-rows'
import {
  makeApproval,
  makeEvent,
  makeFailure,
  makeObservation,
  makePhase,
  makeRun,
  makeSession,
  makeUsage,
} from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getPhase6Stats } from './get-phase6-stats'
import { getRunLedgers } from './get-run-ledgers'
import { getTokenEfficiency } from './get-token-efficiency'
import { listRunFailures } from './list-run-failures'
import { listRunSessions } from './list-run-sessions'
import { listRunTimeline } from './list-run-timeline'

const RUN = 'autopack:r'
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const part = (values: Record<string, unknown> = {}) => RunPartInput.parse({ id: RUN, ...values })
const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`

describe('every part of a run', () => {
  it('is not found for a run that is not there, rather than empty', async () => {
    const { db } = await testDb()
    const parts = [getRunLedgers, getPhase6Stats, getTokenEfficiency]
    for (const get of parts) await expect(get(ctx(db), { id: RUN })).rejects.toMatchObject({ code: 'not_found' })
    for (const list of [listRunFailures, listRunSessions, listRunTimeline]) {
      await expect(list(ctx(db), part())).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('getRunLedgers', () => {
  it('is null, not zero, where nothing was recorded', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    const ledgers = await getRunLedgers(ctx(db), { id: RUN })
    expect(LedgersWire.parse(ledgers)).toEqual(ledgers)
    expect(ledgers).toMatchObject({ spent: null, artifactAvoided: null, doctorAvoided: null, abDelta: null })
    expect(ledgers.disclosures.map(({ ledger, name }) => `${ledger} ${name}`)).toEqual([
      'spent nothing_recorded',
      'artifactAvoided switch_off',
      'doctorAvoided switch_off',
      'abDelta nothing_recorded',
    ])
  })

  it('keeps a recorded zero apart from nothing recorded', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    await makePhase6(db, RUN)
    await makeEfficiency(db, RUN)
    const ledgers = await getRunLedgers(ctx(db), { id: RUN })
    expect(ledgers.artifactAvoided).toMatchObject({ tokens: 0, phases: 1 })
    expect(ledgers.doctorAvoided).toMatchObject({ tokens: 0, callsSkipped: 0 })
  })

  it('counts the doctor inside the spend, and not at all when its tokens are unknown', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN, events: 2, usageTotal: 30n, unpricedEvents: 1, costPico: 1n })
    await makeUsage(db, RUN, { unsplit: 20n })
    expect((await getRunLedgers(ctx(db), { id: RUN })).spent?.doctor).toEqual({ tokens: 0, events: 0 })
    await makeUsage(db, RUN, { doctor: true })
    const { spent } = await getRunLedgers(ctx(db), { id: RUN })
    expect(spent).toMatchObject({ doctor: { tokens: null, events: 1 }, costIsLowerBound: true, costMicroUsd: 0 })
    await makeUsage(db, RUN, { doctor: true, unsplit: 10n })
    expect((await getRunLedgers(ctx(db), { id: RUN })).spent?.doctor).toEqual({ tokens: 10, events: 2 })
  })

  it('gives every estimate with its source and samples; one without a source is a constant', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    const skipped = { doctorCallSkipped: true }
    await makePhase6(db, RUN, {
      ...skipped,
      estimateSource: 'run_local',
      estimateCoverageN: 4,
      doctorTokensAvoidedEstimate: 1_600n,
    })
    await makePhase6(db, RUN, {
      ...skipped,
      estimateSource: 'run_local',
      estimateCoverageN: 5,
      doctorTokensAvoidedEstimate: 1_700n,
    })
    await makePhase6(db, RUN, {
      ...skipped,
      estimateSource: 'global',
      estimateCoverageN: 90,
      doctorTokensAvoidedEstimate: 2_000n,
    })
    await makePhase6(db, RUN, { ...skipped, estimateSource: null, doctorTokensAvoidedEstimate: 10_000n })
    const ledgers = await getRunLedgers(ctx(db), { id: RUN })
    expect(LedgersWire.parse(ledgers)).toEqual(ledgers)
    expect(ledgers.doctorAvoided).toEqual({
      kind: 'estimated',
      tokens: 15_300,
      callsSkipped: 4,
      bySource: {
        run_local: { phases: 2, samples: 9, tokens: 3_300 },
        global: { phases: 1, samples: 90, tokens: 2_000 },
        fallback: { phases: 1, samples: 0, tokens: 10_000 },
      },
      estimatedByPitwall: null,
    })
  })

  it('estimates itself what the record of a skipped call lacks, and says how much of it is its own', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    await makePhase6(db, RUN, { doctorCallSkipped: true })
    await makePhase6(db, RUN, { doctorCallSkipped: true })
    await makePhase6(db, RUN, {
      doctorCallSkipped: true,
      estimateSource: 'global',
      estimateCoverageN: 9,
      doctorTokensAvoidedEstimate: 100n,
    })
    const of = async () => (await getRunLedgers(ctx(db), { id: RUN })).doctorAvoided
    expect(await of()).toMatchObject({
      tokens: 24_100,
      bySource: { fallback: { phases: 2, samples: 0, tokens: 24_000 }, global: { phases: 1, samples: 9, tokens: 100 } },
      estimatedByPitwall: { phases: 2, samples: 0, tokens: 24_000 },
    })
    for (const unsplit of [900n, 1_600n, 5_000n, 1_500n]) {
      await makeUsage(db, 'autopack:other', { unsplit, doctor: true, role: 'doctor' })
    }
    await makeUsage(db, 'autopack:other', { doctor: true, role: 'doctor' })
    expect(await of()).toMatchObject({
      tokens: 3_300,
      bySource: { global: { phases: 3, samples: 17, tokens: 3_300 }, fallback: { phases: 0, samples: 0, tokens: 0 } },
      estimatedByPitwall: { phases: 2, samples: 8, tokens: 3_200 },
    })
    for (const unsplit of [7n, 8n, 9n]) await makeUsage(db, RUN, { unsplit, doctor: true, role: 'doctor' })
    expect(await of()).toMatchObject({
      tokens: 116,
      bySource: { run_local: { phases: 2, samples: 6, tokens: 16 }, global: { phases: 1, samples: 9, tokens: 100 } },
    })
    expect((await getRunLedgers(ctx(db), { id: RUN })).doctorCalls).toEqual({
      here: { calls: 3, medianTokens: 8 },
      fleet: { calls: 7, medianTokens: 900 },
    })
  })

  it('takes the newest valid pair before any newer invalid one, on either side', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    const other = 'autopack:other'
    await makeABResult(db, { controlRunId: RUN, treatmentRunId: other, isValid: false, createdAt: at(9) })
    expect((await getRunLedgers(ctx(db), { id: RUN })).abDelta).toMatchObject({ valid: false, tokens: null })
    await makeABResult(db, { controlRunId: RUN, treatmentRunId: other, tokenDelta: 5n, createdAt: at(1) })
    await makeABResult(db, { controlRunId: other, treatmentRunId: RUN, tokenDelta: -1_200n, createdAt: at(2) })
    expect((await getRunLedgers(ctx(db), { id: RUN })).abDelta).toMatchObject({
      valid: true,
      tokens: -1_200,
      controlRunId: other,
      treatmentRunId: RUN,
    })
  })
})

describe('getPhase6Stats and getTokenEfficiency', () => {
  it('give counts of 0 and averages of null without rows', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    expect(await getPhase6Stats(ctx(db), { id: RUN })).toMatchObject({
      totalPhases: 0,
      avgIntentionContextCharsPerPhase: null,
      planNormalizationUsed: false,
      failurePatternsDetected: {},
    })
    expect(await getTokenEfficiency(ctx(db), { id: RUN })).toMatchObject({
      totalPhases: 0,
      budgetUtilization: null,
      avgTokensSavedPerPhase: null,
      phaseOutcomeCounts: {},
    })
  })

  it('average context over the phases that got one', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    await makePhase6(db, RUN, { intentionContextInjected: true, intentionContextChars: 300 })
    await makePhase6(db, RUN, { failureHardeningTriggered: true, failurePatternDetected: '__proto__' })
    await makePhase6(db, RUN, { planNormalizationUsed: true, estimateSource: 'fallback' })
    const stats = await getPhase6Stats(ctx(db), { id: RUN })
    expect(Phase6StatsWire.safeParse(stats).success).toBe(true)
    expect(stats).toMatchObject({
      totalPhases: 3,
      avgIntentionContextCharsPerPhase: 300,
      failureHardeningTriggeredCount: 1,
      planNormalizationUsed: true,
      estimateCoverageStats: { fallback: { count: 1, totalN: 0 } },
    })
    expect(Object.entries(stats.failurePatternsDetected)).toEqual([['__proto__', 1]])
  })

  it('use the sum of caps and a ratio from 0 to 1', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    await makeEfficiency(db, RUN, {
      budgetUsed: 30n,
      budgetCap: 100n,
      budgetMode: 'semantic',
      phaseOutcome: 'COMPLETE',
    })
    await makeEfficiency(db, RUN, { budgetUsed: 20n, budgetCap: 100n, budgetMode: 'lexical', tokensSavedArtifacts: 9n })
    const stats = await getTokenEfficiency(ctx(db), { id: RUN })
    expect(TokenEfficiencyWire.parse(stats)).toEqual(stats)
    expect(stats).toMatchObject({
      totalBudgetCap: 200,
      budgetUtilization: 0.25,
      avgTokensSavedPerPhase: 4.5,
      semanticModeCount: 1,
      lexicalModeCount: 1,
      phaseOutcomeCounts: { COMPLETE: 1, UNKNOWN: 1 },
    })
  })
})

describe('listRunTimeline', () => {
  it('tells events, questions, answers and changes of state, newest first, over all pages', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN, firstEvidenceAt: at(5), lastEvidenceAt: at(30) })
    await makePhase(db, RUN, { nativeId: 'p' })
    const phaseId = `${RUN}#phase:p`
    await makeEvent(db, RUN, { at: at(10), title: 'decided', phaseKey: 'p' })
    await makeEvent(db, RUN, { at: null, title: 'undated' })
    await makeEvent(db, null, { at: at(6), kind: 'model_selection', title: 'chose gpt', phaseKey: 'p' })
    await makeEvent(db, null, { at: '2025-01-01T00:00:00.000Z', title: 'of an older run', phaseKey: 'p' })
    await makeEvent(db, null, { at: at(6), title: 'of another phase', phaseKey: 'q' })
    await makeApproval(db, RUN, { requestedAt: at(11), respondedAt: at(26), status: 'timeout', phaseId })
    const seen = { runId: RUN, subject: 'phase', subjectId: phaseId }
    await makeObservation(db, { ...seen, state: 'QUEUED', at: at(1) })
    await makeObservation(db, { ...seen, state: 'QUEUED', at: at(2) })
    await makeObservation(db, { ...seen, state: 'FAILED', at: at(20) })

    const all: { title: string; inferred: boolean }[] = []
    let cursor: string | undefined
    do {
      const page = await listRunTimeline(ctx(db), part({ limit: 2, cursor }))
      expect(TimelinePage.parse(page)).toEqual(page)
      expect(page.total).toBe(7)
      all.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(all.map(({ title, inferred }) => [title, inferred])).toEqual([
      ['timeout', false],
      ['p → FAILED', false],
      ['asked', false],
      ['decided', false],
      ['chose gpt', true],
      ['p → QUEUED', false],
      ['undated', false],
    ])
  })
})

describe('listRunFailures and listRunSessions', () => {
  it('page through everything once, unknown times last', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    for (const time of [at(1), at(1), null, at(3), null]) {
      await makeFailure(db, RUN, { at: time, cause: 'odd' })
      await makeSession(db, RUN, { startedAt: time })
    }
    await makeFailure(db, 'autopack:other')
    for (const list of [listRunFailures, listRunSessions]) {
      const ids: string[] = []
      let cursor: string | undefined
      do {
        const page = await list(ctx(db), part({ limit: 2, cursor }))
        expect(page.total).toBe(5)
        ids.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(new Set(ids).size).toBe(5)
    }
    const failures = await listRunFailures(ctx(db), part())
    expect(failures.items.map((failure) => failure.at)).toEqual([at(3), at(1), at(1), null, null])
    expect(failures.items[0]?.cause).toBe('unknown')
  })

  it('begin with the failure that is asked for, whether its time is known or not, and go on from there', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: RUN })
    for (const [id, time] of [
      ['a', at(3)],
      ['b', at(1)],
      ['b2', at(1)],
      ['c', null],
    ] as const)
      await makeFailure(db, RUN, { id, at: time, patternId: 'p', firstCauseId: id === 'c' ? 'a' : null })
    const foreign = await makeFailure(db, 'autopack:other')
    const from = async (values: Record<string, unknown>) => {
      const { items } = await listRunFailures(ctx(db), RunFailuresInput.parse({ id: RUN, ...values }))
      return items.map(({ id }) => id)
    }
    expect(await from({ from: 'b', limit: 1 })).toEqual(['b'])
    expect(await from({ from: 'b2' })).toEqual(['b2', 'b', 'c'])
    expect(await from({ from: 'c' })).toEqual(['c'])
    for (const other of ['nothing', foreign.id, "'; --"]) expect(await from({ from: other })).toHaveLength(4)
    const { items } = await listRunFailures(ctx(db), part())
    expect(items.at(-1)).toMatchObject({ patternId: 'p', firstCauseId: 'a' })
  })
})
