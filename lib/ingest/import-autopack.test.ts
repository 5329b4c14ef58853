import { copyFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { stateTransitions } from '@/lib/liveness/state-transitions'
import { smallFleet, writeAutopack } from '@/lib/testing/autopack-fixture'
import { fingerprint, imported, importInto } from '@/lib/testing/importing'
import { REAL_DATA, testDb, testFolder } from '@/lib/testing/test-db'

const fleet = (name = 'autopack.db', rows = smallFleet()) => writeAutopack(path.join(testFolder(), name), rows)

describe('an import', () => {
  test('keeps every run, gives spend without a row a placeholder, and says what contradicts', async () => {
    const { db } = await imported([fleet()])
    const runs = await db.run.findMany({ orderBy: { id: 'asc' } })
    expect(
      runs.map((run) => [run.id, run.hasRow, run.status, run.statusDerived, run.conflict, Number(run.usageTotal)]),
    ).toEqual([
      ['autopack:build-a', true, 'failed', 'interrupted', true, 1500],
      ['autopack:build-b', true, 'succeeded', 'succeeded', false, 300],
      ['autopack:gone', false, 'unknown', 'unknown', false, 70],
    ])
    expect(JSON.parse(runs[0]?.flags ?? '[]')).toEqual(expect.arrayContaining(['status_conflict', 'over_cap']))
    expect(JSON.parse(runs[2]?.flags ?? '[]')).toContain('orphan_run')
  })

  test('of the same bytes again changes nothing, and says unchanged', async () => {
    const file = fleet()
    const store = await imported([file])
    const before = await fingerprint(store.db)
    const again = await importInto(store, [file])
    expect(again.files.map((receipt) => receipt.status)).toEqual(['unchanged'])
    const copy = path.join(testFolder(), 'other name.sqlite3')
    copyFileSync(file, copy)
    expect((await importInto(store, [copy])).files[0]?.status).toBe('unchanged')
    expect(await fingerprint(store.db)).toEqual(before)
  })

  test('lets the newer of two versions win, in whatever order they come', async () => {
    const older = fleet('older.db')
    const newer = fleet('newer.db', {
      ...smallFleet(),
      runs: [
        { id: 'build-a', state: 'DONE_SUCCESS', updated_at: '2026-01-02 00:00:00', token_cap: 1_000 },
        { id: 'build-b', state: 'DONE_SUCCESS' },
      ],
      phases: [
        { id: 1, run_id: 'build-a', phase_id: 'one', state: 'COMPLETE', tier_id: 1 },
        {
          id: 2,
          run_id: 'build-a',
          phase_id: 'two',
          state: 'COMPLETE',
          tier_id: 1,
          phase_index: 1,
          updated_at: '2026-01-02 00:00:00',
        },
        { id: 3, run_id: 'build-b', phase_id: 'one', state: 'COMPLETE', tier_id: 2 },
      ],
    })
    const forth = await imported([older, newer])
    const back = await imported([newer, older])
    expect((await forth.db.run.findUniqueOrThrow({ where: { id: 'autopack:build-a' } })).status).toBe('succeeded')
    expect(await fingerprint(back.db)).toEqual(await fingerprint(forth.db))
  })

  test('replaces a placeholder when its row arrives, and never the other way round', async () => {
    const without = fleet('without.db')
    const withRow = fleet('with.db', {
      ...smallFleet(),
      runs: [...(smallFleet()['runs'] ?? []), { id: 'gone', state: 'DONE_SUCCESS' }],
    })
    const forth = await imported([without, withRow])
    const back = await imported([withRow, without])
    const run = await forth.db.run.findUniqueOrThrow({ where: { id: 'autopack:gone' } })
    expect([run.hasRow, run.status, Number(run.usageTotal), JSON.parse(run.flags).includes('orphan_run')]).toEqual([
      true,
      'succeeded',
      70,
      false,
    ])
    expect(await fingerprint(back.db)).toEqual(await fingerprint(forth.db))
  })

  test('keeps two unrelated databases with the same ids apart, whichever came first', async () => {
    const one = fleet('one.db')
    const two = fleet('two.db', {
      ...smallFleet(),
      llm_usage_events: [
        { id: 1, run_id: 'build-a', phase_id: 'one', total_tokens: 9, created_at: '2026-01-05 00:00:00' },
      ],
    })
    const forth = await imported([one, two])
    const back = await imported([two, one])
    for (const { db } of [forth, back]) {
      const instances = await db.instance.findMany({ orderBy: { id: 'asc' } })
      expect(instances.map((instance) => instance.system)).toEqual(['autopack', 'autopack'])
      expect(instances[0]?.id).toBe('autopack')
      expect(instances[1]?.id).toMatch(/^autopack@[0-9a-f]{8}$/)
      expect((await db.usageEvent.findMany()).map((event) => Number(event.total)).sort((a, b) => a - b)).toEqual([
        9, 70, 300, 1500,
      ])
    }
    const named = await testDb()
    await importInto(named, [one])
    await importInto(named, [two], { instance: 'lab' })
    expect((await named.db.run.findFirst({ where: { instanceId: 'autopack@lab' } }))?.id).toMatch(/^autopack@lab:/)
    const clash = await importInto(
      named,
      [fleet('three.db', { ...smallFleet(), llm_usage_events: [{ id: 1, run_id: 'z', total_tokens: 4 }] })],
      { instance: 'lab' },
    )
    expect(clash.files[0]).toMatchObject({
      status: 'rejected',
      rejected: [{ reason: expect.stringContaining('autopack@lab') }],
    })
  })

  test('stores the sums per quarter of an hour and per day that its events give', async () => {
    const { db } = await imported([fleet()])
    const sums = { events: true, total: true } as const
    const quarters = await db.usageQuarter.groupBy({ by: ['quarter'], _sum: sums })
    const days = await db.usageDay.groupBy({ by: ['offset', 'day'], _sum: sums })
    expect(quarters).toEqual([{ quarter: '2026-01-01T00:00', _sum: { events: 3, total: 1870n } }])
    expect(days).toEqual([{ offset: 0, day: '2026-01-01', _sum: { events: 3, total: 1870n } }])
  })

  test('flags every row of a synthetic fleet', async () => {
    const { db } = await imported([fleet()], { synthetic: true })
    for (const row of [
      ...(await db.phase.findMany()),
      ...(await db.usageEvent.findMany()),
      ...(await db.run.findMany({ where: { hasRow: true } })),
    ]) {
      expect(JSON.parse(row.flags)).toContain('synthetic_record')
    }
  })
})

describe.skipIf(!REAL_DATA)('the 28 real snapshots (skipped: no real data)', () => {
  const folder = path.join(REAL_DATA ?? '', 'seeds/autopack/db-snapshots')
  const snapshots = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.db'))
      .sort()
      .map((name) => path.join(folder, name))

  test('the newest gives the known numbers', async () => {
    const { db } = await imported(snapshots().slice(-1))
    const [runs, placeholders, tiers, phases, usage, conflicts, overCap] = await Promise.all([
      db.run.count({ where: { hasRow: true } }),
      db.run.count({ where: { hasRow: false } }),
      db.tier.count(),
      db.phase.count(),
      db.usageEvent.aggregate({ _count: true, _sum: { total: true } }),
      db.run.count({ where: { conflict: true } }),
      db.runFlag.findMany({ where: { name: 'over_cap' } }),
    ])
    expect({
      runs,
      placeholders,
      tiers,
      phases,
      events: usage._count,
      tokens: Number(usage._sum.total),
      conflicts,
    }).toEqual({
      runs: 70,
      placeholders: 15,
      tiers: 200,
      phases: 456,
      events: 1371,
      tokens: 22_704_664,
      conflicts: 31,
    })
    expect(overCap.map((flag) => flag.runId)).toEqual(['autopack:build132-coverage-delta-integration'])
    const orphans = await db.run.aggregate({ where: { hasRow: false }, _sum: { usageTotal: true, events: true } })
    expect([Number(orphans._sum.usageTotal), orphans._sum.events]).toEqual([7_062_712, 303])
    const models = await db.usageEvent.groupBy({ by: ['model'], _sum: { total: true } })
    expect(Object.fromEntries(models.map((row) => [row.model, Number(row._sum.total)]))).toEqual({
      'gpt-4o': 9_822_916,
      'claude-sonnet-4-5': 8_134_795,
      'claude-opus-4-5': 4_325_212,
      'gpt-4o-mini': 421_741,
    })
    expect(await db.event.count({ where: { kind: 'decision' } })).toBe(306)
    expect(await db.event.count({ where: { kind: 'plan_change' } })).toBe(10)
    expect(await db.approval.count()).toBe(4)
    expect(await db.metric.count({ where: { name: 'token_estimation' } })).toBe(28)
    const largest = await db.run.findFirst({ where: { hasRow: true }, orderBy: { usageTotal: 'desc' } })
    expect([largest?.nativeId, Number(largest?.usageTotal), largest?.events]).toEqual([
      'fileorg-p2-20251208p',
      945_120,
      70,
    ])
  })

  test('in order, in reverse, shuffled and twice they end in the same rows', { timeout: 240_000 }, async () => {
    const all = snapshots()
    const shuffled = all
      .map((file, index) => ({ file, key: (index * 11) % 28 }))
      .sort((a, b) => a.key - b.key)
      .map(({ file }) => file)
    const ordered = await imported(all)
    const expected = await fingerprint(ordered.db)
    expect(await ordered.db.run.count({ where: { hasRow: true } })).toBe(70)
    expect(await ordered.db.instance.count()).toBe(1)
    const observations = await ordered.db.stateObservation.findMany()
    const changes = stateTransitions(observations.map((row) => ({ ...row, subject: row.subject as 'run' | 'phase' })))
    expect(changes.filter((change) => change.afterFinal)).toHaveLength(8)
    expect(changes.filter((change) => change.from?.toLowerCase() === change.to.toLowerCase())).toEqual([])

    const again = await importInto(ordered, all)
    expect(new Set(again.files.map((file) => file.status))).toEqual(new Set(['unchanged']))
    expect(await fingerprint(ordered.db)).toEqual(expected)
    expect(await fingerprint((await imported([...all].reverse())).db)).toEqual(expected)
    expect(await fingerprint((await imported(shuffled)).db)).toEqual(expected)
  })

  test('the model selections are read, one event a line', async () => {
    const store = await testDb()
    const receipt = await importInto(store, [path.join(REAL_DATA ?? '', 'seeds/autopack/model_selections')])
    expect(receipt.totals.rejectedRecords).toBe(0)
    expect(receipt.totals.rows['modelSelections']).toBe(3647)
  })
})
