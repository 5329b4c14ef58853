import path from 'node:path'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { ledgerRows } from '@/lib/ledgers/ledger-rows'
import { DoctorEstimatesInput, LedgersInput, LedgersWire, ScopeLedgersWire } from '@/lib/ledgers/schema'
import { LEDGERS_CSV } from '@/lib/openapi/ledger-routes'
import { getRunLedgers } from '@/lib/runs/server/get-run-ledgers'
import { writeAutopack } from '@/lib/testing/autopack-fixture'
import { importInto } from '@/lib/testing/importing'
import { fourLedgers } from '@/lib/testing/ledger-fixture'
import { makeJob, rollUp } from '@/lib/testing/make-rows'
import { testFolder } from '@/lib/testing/test-db'
import { withFleets } from '@/lib/testing/with-fleets'
import { getDoctorEstimates } from './get-doctor-estimates'
import { getJobLedgers } from './get-job-ledgers'
import { getLedgers } from './get-ledgers'

const ARM_B = 'autopack:arm-b'

async function fleet() {
  const store = await withFleets()
  await importInto(store, [writeAutopack(path.join(testFolder(), 'autopack.db'), fourLedgers())])
  return { ...store, ctx: context(store.db) }
}

const context = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-06T00:00:00.000Z') })

/** By hand, from the rows of the fixture. */
const SPENT = {
  kind: 'measured',
  usage: { input: 10_200, output: 3_800, cacheRead: null, unsplit: null, total: 14_000 },
  // 10,200 at $3 and 3,800 at $15 a million.
  costMicroUsd: 87_600,
  costIsLowerBound: false,
  events: 5,
  doctor: { tokens: 4_000, events: 3 },
}
const ARTIFACT = { kind: 'counted', tokens: 38_400, substitutions: 12, phases: 2 }
const DOCTOR = {
  kind: 'estimated',
  tokens: 15_172,
  callsSkipped: 5,
  bySource: {
    run_local: { phases: 3, samples: 9, tokens: 4_200 },
    global: { phases: 1, samples: 100, tokens: 972 },
    fallback: { phases: 1, samples: 0, tokens: 10_000 },
  },
  estimatedByPitwall: { phases: 1, samples: 3, tokens: 1_400 },
}
const PAIR = { kind: 'measured', tokens: -17_900, valid: true, controlRunId: 'autopack:arm-a', treatmentRunId: ARM_B }

/** Every sum of two or more of the four, which must stand nowhere. */
const FORBIDDEN = [3, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15].map((mask) =>
  [14_000, 38_400, 15_172, -17_900].reduce((sum, tokens, index) => sum + (mask & (1 << index) ? tokens : 0), 0),
)
const numbersIn = (text: string) => (text.match(/-?\d+/g) ?? []).map(Number)

describe('a run with all four ledgers', () => {
  it('gives each as computed by hand, and no sum of two', async () => {
    const { ctx } = await fleet()
    const reply = await getRunLedgers(ctx, { id: ARM_B })
    expect(LedgersWire.parse(reply)).toEqual(reply)
    expect(reply).toMatchObject({ spent: SPENT, artifactAvoided: ARTIFACT, doctorAvoided: DOCTOR, abDelta: PAIR })
    expect(reply.spent?.roles.map(({ role, tokens }) => [role, tokens])).toEqual([
      ['builder', 8_000],
      ['doctor', 4_000],
      ['auditor', 2_000],
    ])
    expect(reply.doctorCalls).toEqual({
      here: { calls: 3, medianTokens: 1_400 },
      fleet: { calls: 3, medianTokens: 1_400 },
    })
    expect(reply.disclosures.map(({ ledger, name, text }) => [ledger, name, text])).toEqual([
      [
        'spent',
        'doctor_flag_missing',
        '2 events of the role doctor are not marked as a doctor call; by role they count as one.',
      ],
      [
        'artifactAvoided',
        'not_metered',
        'Text left out of a prompt, counted by the source. Nobody metered what would have been sent; it is no saving in money.',
      ],
      [
        'doctorAvoided',
        'constant',
        '66 % of this is a constant that rests on no samples: 10,000 tokens for 1 call. Real doctor calls of this fleet: median 1,400, n = 3.',
      ],
      [
        'doctorAvoided',
        'estimated_by_pitwall',
        '1 skipped call has no recorded estimate: 1,400 tokens of this are estimated by Pitwall.',
      ],
      ['abDelta', 'as_recorded', 'Valid is what the source recorded; Pitwall has not checked the pair itself.'],
    ])
    const numbers = numbersIn(JSON.stringify(reply))
    expect(FORBIDDEN.filter((sum) => numbers.includes(sum))).toEqual([])
  })

  it('gives the same as CSV: four rows, each with its kind and samples, and no fifth', async () => {
    await fleet()
    const { GET } = await import('@/app/api/v1/runs/[id]/ledgers/route')
    const address = `http://127.0.0.1:3000/api/v1/runs/${encodeURIComponent(ARM_B)}/ledgers?format=csv`
    const text = await (await GET(new Request(address))).text()
    const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
    expect(data.map(({ ledger, kind, tokens, recorded }) => [ledger, kind, tokens, recorded])).toEqual([
      ['spent', 'measured', '14000', 'true'],
      ['artifactAvoided', 'counted', '38400', 'true'],
      ['doctorAvoided', 'estimated', '15172', 'true'],
      ['abDelta', 'measured', '-17900', 'true'],
    ])
    expect(data[0]).toMatchObject({ costMicroUsd: '87600', events: '5', doctorTokens: '4000', callsSkipped: '' })
    expect(data[1]).toMatchObject({ substitutions: '12', phases: '2', costMicroUsd: '' })
    expect(data[2]).toMatchObject({
      ...{ callsSkipped: '5', 'runLocal.phases': '3', 'runLocal.samples': '9', 'runLocal.tokens': '4200' },
      ...{ 'global.samples': '100', 'global.tokens': '972', 'fallback.samples': '0', 'fallback.tokens': '10000' },
      ...{ 'estimatedByPitwall.tokens': '1400', realDoctorMedianTokens: '1400' },
    })
    expect(data[2]?.['disclosures']).toContain('66 % of this is a constant')
    expect(data[3]).toMatchObject({ validPairs: '1', controlRunId: 'autopack:arm-a', treatmentRunId: ARM_B })
    expect(FORBIDDEN.filter((sum) => numbersIn(text).includes(sum))).toEqual([])
  })

  it('is null and says which switch was off where nothing was recorded, in a row of its own', async () => {
    const { ctx } = await fleet()
    const reply = await getRunLedgers(ctx, { id: 'autopack:quiet' })
    expect(reply).toMatchObject({ spent: null, artifactAvoided: null, doctorAvoided: null, abDelta: null })
    const rows = ledgerRows(reply)
    expect(rows.map(({ recorded, tokens }) => [recorded, tokens])).toEqual(Array(4).fill([false, null]))
    expect(rows[1]?.disclosures.join()).toContain('The switch AUTOPACK_ENABLE_PHASE6_METRICS was off')
    expect(LEDGERS_CSV.rows(reply)).toEqual(rows)
  })
})

describe('the ledgers of a window, a project or a job', () => {
  it('are those of all their runs, each row once; spend without a run is in it and marked', async () => {
    const { ctx } = await fleet()
    const reply = await getLedgers(ctx, LedgersInput.parse({}))
    expect(ScopeLedgersWire.parse(reply)).toEqual(reply)
    expect(reply).toMatchObject({
      spent: { usage: { total: 45_970 }, events: 7, orphan: { runs: 1, events: 1, tokens: 70 }, doctor: SPENT.doctor },
      artifactAvoided: ARTIFACT,
      doctorAvoided: DOCTOR,
      abDelta: { tokens: -17_900, meanTokens: -17_900, pairs: { valid: 1, refused: 0, withoutDelta: 0 } },
    })
    const texts = reply.disclosures.map(({ text }) => text)
    expect(texts).toContain('1 event with 70 tokens names 1 run without a row; it is in this total.')
    expect(texts.filter((text) => /of 4 runs of Autopack have no/.test(text))).toHaveLength(2)
  })

  it('begin with their first moment and end before their last', async () => {
    const { ctx } = await fleet()
    const between = (from: string, to: string) =>
      getLedgers(ctx, LedgersInput.parse({ from: `2026-01-05T${from}Z`, to: `2026-01-05T${to}Z` }))
    expect((await between('10:05', '10:06')).spent).toMatchObject({ events: 1, doctor: { tokens: 1_600, events: 1 } })
    const part = await between('10:32', '10:34')
    expect(part.spent).toBeNull()
    expect(part.doctorAvoided).toMatchObject({ tokens: 2_372, callsSkipped: 2 })
    expect((await between('10:50', '10:51')).abDelta).toMatchObject({ tokens: -17_900 })
    expect(await between('11:00', '12:00')).toMatchObject({ artifactAvoided: null, doctorAvoided: null, abDelta: null })
    expect(await getLedgers(ctx, LedgersInput.parse({ system: 'codex' }))).toMatchObject({
      ...{ spent: null, artifactAvoided: null, doctorAvoided: null, abDelta: null },
    })
  })

  it('count a job with the jobs below it, and a project by its runs', async () => {
    const { ctx, db } = await fleet()
    await makeJob(db, { id: 'autopack:group' })
    await makeJob(db, { id: 'autopack:part', parentId: 'autopack:group', events: 5, tokens: 14_000n })
    await db.run.update({ where: { id: ARM_B }, data: { jobId: 'autopack:part', project: 'p' } })
    await rollUp(db)
    const group = await getJobLedgers(ctx, { id: 'autopack:group' })
    expect(ScopeLedgersWire.parse(group)).toEqual(group)
    expect(group).toMatchObject({ artifactAvoided: ARTIFACT, doctorAvoided: DOCTOR, abDelta: { tokens: -17_900 } })
    const job = await getJobLedgers(ctx, { id: 'autopack:part' })
    expect(job.spent).toMatchObject({ events: 5, usage: SPENT.usage, doctor: SPENT.doctor })
    const project = await getLedgers(ctx, LedgersInput.parse({ project: 'p' }))
    expect(project).toMatchObject({ spent: SPENT, artifactAvoided: ARTIFACT, doctorAvoided: DOCTOR })
    await expect(getJobLedgers(ctx, { id: 'autopack:none' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('hold estimates and real calls side by side, day by day', async () => {
    const { ctx } = await fleet()
    const reply = await getDoctorEstimates(ctx, DoctorEstimatesInput.parse({}))
    const day = {
      estimated: { calls: 4, medianTokens: 1_400, bySource: { run_local: 2, global: 1, fallback: 1 } },
      realised: { calls: 3, medianTokens: 1_400 },
    }
    expect(reply).toEqual({ days: [{ day: '2026-01-05', ...day }], ...day, isCut: false })
    const eastern = await getDoctorEstimates(ctx, DoctorEstimatesInput.parse({ tz: 'Pacific/Kiritimati' }))
    expect(eastern.days.map(({ day: local }) => local)).toEqual(['2026-01-06'])
  })
})
