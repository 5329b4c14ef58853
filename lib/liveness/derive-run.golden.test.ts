import { readdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSqliteSource, snapshotSqlite } from '@/lib/ingest/open-sqlite'
import { deriveRun } from '@/lib/liveness/derive-run'
import type { DerivedRun, FlagDetail, RunFacts } from '@/lib/liveness/run-facts'
import type { CanonicalRecord, PhaseRecord, RunRecord, UsageRecord } from '@/lib/model/records'
import { sumUsage } from '@/lib/model/usage'
import { autopackReader } from '@/lib/sources/autopack/autopack-reader'
import type { Rejected, Unparsed } from '@/lib/sources/reader'
import { REAL_DATA, testFolder } from '@/lib/testing/test-db'
import { type StateSeen, stateTransitions } from './state-transitions'

interface ReadFile {
  records: CanonicalRecord[]
  rejected: Rejected[]
  unparsed: Unparsed[]
  latestAt: string
}

const SNAPSHOTS = path.join(REAL_DATA ?? '', 'seeds/autopack/db-snapshots')
const newestFirst = () =>
  readdirSync(SNAPSHOTS)
    .filter((name) => name.endsWith('.db'))
    .sort()
    .reverse()

async function readSnapshot(name: string): Promise<ReadFile> {
  const copy = path.join(testFolder(), 'copy.db')
  await snapshotSqlite(path.join(SNAPSHOTS, name), copy)
  const source = openSqliteSource(copy)
  const all: ReadFile = { records: [], rejected: [], unparsed: [], latestAt: autopackReader.latestAt(source) ?? '' }
  for (const batch of autopackReader.read(source, null)) {
    expect(batch.records.length).toBeLessThanOrEqual(500)
    all.records.push(...batch.records)
    all.rejected.push(...batch.rejected)
    all.unparsed.push(...batch.unparsed)
  }
  source.close()
  return all
}

const ofKind = <K extends CanonicalRecord['kind']>(records: readonly CanonicalRecord[], kind: K) =>
  records.filter((record): record is Extract<CanonicalRecord, { kind: K }> => record.kind === kind)

function factsOf(
  records: readonly CanonicalRecord[],
  runKey: string,
  row: RunRecord | null,
  checkedAt: string,
): RunFacts {
  const own = records.filter((record) => 'runKey' in record && record.runKey === runKey)
  const phases = ofKind(own, 'phase')
  const usage = ofKind(own, 'usage')
  const times = usage.flatMap(({ at }) => at ?? []).sort()
  const flags: Record<string, number> = {}
  for (const event of usage) for (const name of event.flags) flags[name] = (flags[name] ?? 0) + 1
  const known = new Set(phases.map(({ phaseKey }) => phaseKey))
  return {
    system: 'autopack',
    row: row && { ...row, recordFlags: row.flags },
    phases: phases.map((phase) => ({ ...phase, nativeId: phase.phaseKey })),
    tiers: ofKind(own, 'tier'),
    usage: {
      sum: sumUsage(usage.map((event) => event.usage)),
      events: usage.length,
      unpriced: 0,
      costPico: null,
      firstAt: times[0] ?? null,
      lastAt: times.at(-1) ?? null,
      withoutPhaseRow: usage.filter(({ phaseKey }) => phaseKey !== null && !known.has(phaseKey)).length,
      flags,
      byRole: [],
      byModel: [],
    },
    failures: ofKind(own, 'failure').length,
    phaseFailures: ofKind(own, 'failure').flatMap(({ phaseKey: phase, cause, causeRule, message }) =>
      phase === null ? [] : [{ phase, cause, count: 1, evidence: causeRule ?? message }],
    ),
    approvals: ofKind(own, 'approval').map((approval) => ({ ...approval, kind: approval.type })),
    events: { firstAt: null, lastAt: null },
    observations: [],
    phase6: { rows: 0, fallback: 0 },
    efficiency: { rows: 0 },
    transcript: null,
    repeated: null,
    items: 0,
    sessions: [],
    checkedAt,
  }
}

describe.skipIf(!REAL_DATA)('the newest real database', () => {
  let read: ReadFile
  let runs: Map<string, { row: RunRecord; derived: DerivedRun }>

  beforeAll(async () => {
    read = await readSnapshot(newestFirst()[0] ?? '')
    runs = new Map(
      ofKind(read.records, 'run').map((row) => [
        row.runKey,
        { row, derived: deriveRun(factsOf(read.records, row.runKey, row, '2026-01-01T00:00:00.000Z')) },
      ]),
    )
  })

  const flagged = (name: string): FlagDetail[] =>
    [...runs.values()].flatMap(({ derived }) => derived.flags.filter((flag) => flag.name === name))
  const sum = (flags: FlagDetail[]) => flags.reduce((total, { count }) => total + count, 0)

  test('every table is read in full and nothing is rejected', () => {
    const count = (kind: CanonicalRecord['kind']) => ofKind(read.records, kind).length
    const events = (type: string) => ofKind(read.records, 'event').filter((event) => event.type === type).length
    expect(read.rejected).toEqual([])
    expect(read.unparsed).toEqual([])
    expect([count('run'), count('tier'), count('phase'), count('usage')]).toEqual([70, 200, 456, 1_371])
    expect([events('decision'), events('plan_change'), count('approval'), count('metric')]).toEqual([306, 10, 4, 28])
  })

  test('tokens: the total is kept, by model and for runs without a row, and no split is claimed', () => {
    const usage = ofKind(read.records, 'usage')
    const total = (events: readonly UsageRecord[]) => sumUsage(events.map((event) => event.usage)).total
    const byModel = (model: string) => total(usage.filter((event) => event.model === model))
    expect(total(usage)).toBe(22_704_664n)
    expect(byModel('gpt-4o')).toBe(9_822_916n)
    expect(byModel('gpt-4o-mini')).toBe(421_741n)
    expect(usage.every((event) => event.usage.input === null && event.flags.includes('split_invented'))).toBe(true)
    const orphans = usage.filter((event) => event.runKey !== null && !runs.has(event.runKey))
    expect([orphans.length, new Set(orphans.map(({ runKey }) => runKey)).size, total(orphans)]).toEqual([
      303,
      15,
      7_062_712n,
    ])
    expect(usage.filter((event) => event.flags.includes('doctor_flag_missing'))).toHaveLength(195)
    expect(usage.filter((event) => event.doctor)).toHaveLength(195)
  })

  test('31 runs contradict their phases: 23 failed and unfinished, 5 failed and complete, 3 open and failed', () => {
    const ways = new Map<string, number>()
    for (const { derived } of runs.values()) {
      if (!derived.conflict) continue
      const open = !['failed', 'succeeded'].includes(derived.statusDerived)
      const way = `${derived.status === 'failed' ? 'failed' : 'open'} ≠ ${open ? 'open' : derived.statusDerived}`
      ways.set(way, (ways.get(way) ?? 0) + 1)
    }
    expect(Object.fromEntries(ways)).toEqual({ 'failed ≠ open': 23, 'failed ≠ succeeded': 5, 'open ≠ failed': 3 })
    expect(runs.get('research-system-v29')?.derived.conflictReason).toBe(
      'Marked DONE_FAILED_REQUIRES_HUMAN_REVIEW while research-testing-polish is QUEUED.',
    )
  })

  test('quality flags count the rows that carry them', () => {
    expect(flagged('over_cap')).toHaveLength(1)
    expect(flagged('over_cap')[0]?.detail).toContain('437,630 tokens were used of a cap of 300,000')
    expect(sum(flagged('missing_reason'))).toBe(179)
    expect(sum(flagged('reason_left_over'))).toBe(20)
    expect(sum(flagged('tier_of_other_run'))).toBe(10)
    expect([...runs.values()].filter(({ derived }) => derived.attention === 2).map(({ row }) => row.runKey)).toContain(
      'build132-coverage-delta-integration',
    )
  })

  test('attempts of a run that was watched closely: 20, of which 14 failed and cost 331,735 tokens', () => {
    const attempts = ofKind(read.records, 'attempt').filter(({ runKey }) => runKey === 'research-system-v29')
    const byPhase: Record<string, number> = {}
    for (const { phaseKey } of attempts) byPhase[phaseKey] = (byPhase[phaseKey] ?? 0) + 1
    expect(byPhase).toEqual({
      'research-tracer-bullet': 6,
      'research-foundation-orchestrator': 1,
      'research-foundation-intent-discovery': 1,
      'research-gatherers-social': 1,
      'research-gatherers-web-compilation': 5,
      'research-meta-analysis': 1,
      'research-integration': 5,
    })
    const failed = attempts.filter(({ outcome }) => outcome === 'failed')
    expect([failed.length, failed.reduce((total, { tokens }) => total + (tokens ?? 0n), 0n)]).toEqual([14, 331_735n])
    expect(attempts.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(6)
  })

  test('sessions: one for the executor and one for each role below it', () => {
    const sessions = ofKind(read.records, 'session').filter(({ runKey }) => runKey === 'research-system-v29')
    expect(sessions.map(({ name, parentKey, model }) => [name, parentKey, model])).toEqual([
      ['run-level executor', null, null],
      ['agent:deliverables_manifest', 'executor', 'gpt-4o'],
      ['auditor', 'executor', 'gpt-4o'],
      ['builder', 'executor', 'gpt-4o'],
      ['doctor', 'executor', 'gpt-4o'],
    ])
    expect(runs.get('research-system-v29')?.derived).toMatchObject({
      statusDerived: 'interrupted',
      phases: { total: 8, done: 6, failed: 1, running: 0 },
      durationMs: 3_083_214n,
      durationKind: 'bounds',
    })
  })
})

describe.skipIf(!REAL_DATA)('all 28 real databases', () => {
  const versions = new Set<string>()
  const seen = new Map<string, StateSeen>()
  const newestOf = new Map<string, string>()
  const phases = new Map<string, PhaseRecord[]>()
  const attempts: Set<string>[] = []

  beforeAll(async () => {
    for (const name of newestFirst().reverse()) {
      const { records, rejected, latestAt } = await readSnapshot(name)
      expect(rejected, name).toEqual([])
      versions.add(name)
      attempts.push(new Set(ofKind(records, 'attempt').map((a) => `${a.runKey}/${a.phaseKey}/${a.index}`)))
      for (const usage of ofKind(records, 'usage')) {
        const before = newestOf.get(usage.nativeId)
        expect(before ?? usage.identity, `usage ${usage.nativeId} in ${name}`).toBe(usage.identity)
        newestOf.set(usage.nativeId, usage.identity)
      }
      for (const record of [...ofKind(records, 'phase'), ...ofKind(records, 'run')]) {
        const subjectId = record.kind === 'phase' ? `${record.runKey}/${record.phaseKey}` : record.runKey
        const observation: StateSeen = {
          subject: record.kind,
          subjectId,
          state: (record.statusRaw ?? '').toUpperCase(),
          at: record.updatedAt ?? '',
          firstSeenIn: latestAt,
        }
        const key = [subjectId, observation.state, observation.at].join('|')
        if (!seen.has(key)) seen.set(key, observation)
        if (record.kind === 'phase') phases.set(subjectId, [...(phases.get(subjectId) ?? []), record])
      }
    }
  })

  test('each is read without a reject and usage never changes its identity', () => {
    expect(versions.size).toBe(28)
    expect(newestOf.size).toBe(1_371)
  })

  test('8 changes of an already final phase are told, changes of case alone are not', () => {
    const changes = stateTransitions([...seen.values()])
    const back = changes.filter((change) => change.subject === 'phase' && change.afterFinal)
    expect(back.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual([
      ...Array<string>(1).fill('COMPLETE → FAILED'),
      ...Array<string>(5).fill('FAILED → COMPLETE'),
      ...Array<string>(2).fill('FAILED → QUEUED'),
    ])
    const cases = [...phases.values()].filter(
      (list) =>
        new Set(list.map(({ statusRaw }) => statusRaw?.toUpperCase())).size <
        new Set(list.map(({ statusRaw }) => statusRaw)).size,
    )
    expect(cases).toHaveLength(7)
  })

  test('an older database never names an attempt that the newest lacks', () => {
    const newest = attempts.at(-1) ?? new Set()
    expect(attempts.flatMap((older) => [...older].filter((key) => !newest.has(key)))).toEqual([])
  })
})
