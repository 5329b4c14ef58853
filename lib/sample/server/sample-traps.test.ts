import { describe, expect, test } from 'vitest'
import { OTHER_SYSTEMS, otherDatabases, otherFiles } from '@/lib/sample/other-systems'
import { importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { advanceSample } from './advance-sample'
import { createSample } from './create-sample'
import { writeDatabase } from './database-file'
import { writeTextFiles } from './text-files'

const NOW = new Date('2026-03-19T08:40:21.000Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

type System = (typeof OTHER_SYSTEMS)[number]

/** The sample's files of one system, imported the ordinary way. */
async function fleetOf(system: System) {
  const folder = testFolder()
  const ofSystem = ({ path: place }: { path: string }) => place.startsWith(`${system}/`)
  const files = [
    ...writeTextFiles(folder, otherFiles('harbor', NOW.getTime()).filter(ofSystem)),
    ...otherDatabases('harbor', NOW.getTime())
      .filter(ofSystem)
      .map((database) => writeDatabase(folder, database)),
  ]
  const store = await testDb()
  const receipt = await importInto(store, files, { synthetic: true }, () => NOW)
  return { db: store.db, receipt, files }
}

const names = (flags: string) => JSON.parse(flags) as string[]

describe('each system of the sample', () => {
  test.each(OTHER_SYSTEMS)(
    '%s is read whole by its ordinary reader, and all of it is marked as made up',
    async (system) => {
      const { db, receipt } = await fleetOf(system)
      expect(receipt.files.filter((file) => file.status !== 'imported' || file.system !== system)).toEqual([])
      expect(receipt.files.flatMap(({ rejected, unparsed }) => [...rejected, ...unparsed])).toEqual([])
      const jobs = await db.job.findMany()
      expect(jobs.length).toBeGreaterThan(0)
      const rows = [
        ...jobs,
        ...(await db.run.findMany()),
        ...(await db.phase.findMany()),
        ...(await db.session.findMany()),
        ...(await db.event.findMany()),
        ...(await db.usageEvent.findMany()),
        ...(await db.itemResult.findMany()),
      ]
      for (const { id, flags } of rows) expect(names(flags), id).toContain('synthetic_record')
    },
  )

  test('says nothing of the future, and is small', () => {
    const texts = otherFiles('harbor', NOW.getTime()).map(({ text }) => text)
    const times = texts.flatMap((text) => text.match(/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g) ?? [])
    expect(times.length).toBeGreaterThan(100)
    expect(Math.max(...times.map((time) => Date.parse(time)))).toBeLessThanOrEqual(NOW.getTime())
    expect(texts.join('').length).toBeLessThan(700_000)
  })
})

describe('synth-ai', () => {
  test('a search has candidates over rollouts and cost, metrics from step 0, and a session beyond its limit', async () => {
    const { db } = await fleetOf('synth')
    const job = await db.job.findFirstOrThrow({ where: { name: 'support intents' } })
    expect(job).toMatchObject({ type: 'prompt_learning', status: 'succeeded', baselineScore: 0.61 })
    const candidates = await db.candidate.findMany({ where: { jobId: job.id }, orderBy: { at: 'asc' } })
    expect(candidates.filter(({ isBaseline }) => isBaseline)).toHaveLength(1)
    const searched = candidates.filter(({ rolloutsSoFar, costPicoSoFar }) => rolloutsSoFar && costPicoSoFar)
    expect(searched.length).toBeGreaterThan(20)
    expect(Math.max(...candidates.map(({ score }) => score ?? 0))).toBe(job.bestScore)
    const steps = await db.metric.findMany({ where: { jobId: job.id, step: 0 }, orderBy: { name: 'asc' } })
    expect(steps.map(({ name }) => name)).toEqual(['gepa.best_score', 'gepa.minibatch_accuracy'])
    const limit = await db.sessionLimit.findFirstOrThrow({ where: { jobId: job.id, exceededAt: { not: null } } })
    expect(limit.used).toBeGreaterThan(limit.limit ?? Number.POSITIVE_INFINITY)
  })

  test('its configuration holds a key that no page may show', async () => {
    const { db } = await fleetOf('synth')
    const { config } = await db.job.findFirstOrThrow({ where: { name: 'support intents' } })
    expect(config).toContain('"task_app_api_key":"sample-only-not-a-key"')
  })

  test('a job that succeeded has no score, one that failed has no reason', async () => {
    const { db } = await fleetOf('synth')
    const flagsOf = async (name: string) => names((await db.job.findFirstOrThrow({ where: { name } })).flags)
    expect(await flagsOf('refund policy')).toContain('score_missing')
    expect(await flagsOf('address parser')).toContain('missing_reason')
  })

  test('a pair is a group of its jobs with its baseline before and after', async () => {
    const { db } = await fleetOf('synth')
    const group = await db.job.findFirstOrThrow({ where: { nativeId: { startsWith: 'pair_' } } })
    expect(group).toMatchObject({ type: 'group', jobs: 2 })
    expect(group.bestScore).toBeGreaterThan(group.baselineScore ?? 1)
  })

  test('of eight commands two are in the report, and the tries that were left out say so', async () => {
    const { db } = await fleetOf('synth')
    const evidence = await db.job.findFirstOrThrow({ where: { nativeId: 'gepa/evidence' } })
    expect(JSON.parse(evidence.data)).toMatchObject({ commands: 8, commandsReported: 2 })
    expect(await db.runFlag.count({ where: { name: 'pair_superseded' } })).toBe(5)
  })
})

describe('Obra', () => {
  test('a task called completed whose last iteration failed is contradicted', async () => {
    const { db } = await fleetOf('obra')
    const job = await db.job.findFirstOrThrow({ where: { name: 'Print labels in two columns' } })
    expect([job.statusRaw, names(job.flags).includes('status_conflict')]).toEqual(['COMPLETED', true])
    const run = await db.run.findFirstOrThrow({ where: { jobId: job.id } })
    expect(run.statusDerived).toBe('failed')
  })

  test('ten questions in a row are a loop, and each iteration has its own spend', async () => {
    const { db } = await fleetOf('obra')
    const loop = await db.failure.findFirstOrThrow({ where: { type: 'decision_loop' } })
    expect(loop.message).toContain('clarify was decided 10 times in a row')
    const spent = await db.usageEvent.groupBy({ by: ['sessionId'], where: { runId: loop.runId } })
    expect(spent).toHaveLength(10)
    expect(await db.approval.count({ where: { status: 'pending' } })).toBe(1)
  })
})

describe('InterLLM', () => {
  const finished = { statusRaw: 'exit 0' }

  test('a scenario that is called done without a single command is unverified', async () => {
    const { db } = await fleetOf('interllm')
    const run = await db.run.findFirstOrThrow({ where: finished })
    const phase = await db.phase.findFirstOrThrow({ where: { runId: run.id, nativeId: { contains: '/1.2/' } } })
    expect([phase.status, names(phase.flags).includes('claimed_not_verified')]).toEqual(['unknown', true])
  })

  test('model and effort differ from what was asked for, and the reported error is not the first cause', async () => {
    const { db } = await fleetOf('interllm')
    const run = await db.run.findFirstOrThrow({ where: finished })
    expect(names(run.flags)).toEqual(
      expect.arrayContaining(['model_drift', 'effort_drift', 'first_cause_elsewhere', 'claimed_not_verified']),
    )
    expect(run.statusDerived).toBe('failed')
  })

  test('coordinator and executor have their own spend', async () => {
    const { db } = await fleetOf('interllm')
    const roles = await db.usageEvent.groupBy({ by: ['role'], _sum: { total: true }, orderBy: { role: 'asc' } })
    expect(roles.map(({ role }) => role)).toEqual(['coordinator', 'executor'])
    for (const { _sum } of roles) expect(_sum.total).toBeGreaterThan(0n)
  })
})

describe('reev', () => {
  test('an execution that was seen as queued is completed by its session file', async () => {
    const { db } = await fleetOf('reev')
    const queued = await db.stateObservation.findFirstOrThrow({ where: { state: 'QUEUED' } })
    const run = await db.run.findFirstOrThrow({ where: { id: queued.runId } })
    expect([run.status, run.statusDerived]).toEqual(['succeeded', 'succeeded'])
  })

  test('its tokens are unknown, not zero', async () => {
    const { db } = await fleetOf('reev')
    expect(await db.usageEvent.count()).toBe(0)
    const runs = await db.run.findMany()
    for (const { flags, usageTotal } of runs)
      expect([names(flags).includes('tokens_unknown'), usageTotal]).toEqual([true, null])
  })

  test('a trace that claims success without a score is unverified', async () => {
    const { db } = await fleetOf('reev')
    const run = await db.run.findFirstOrThrow({ where: { statusRaw: '3 tools succeeded, 0 failed' } })
    expect(names(run.flags)).toEqual(expect.arrayContaining(['claimed_not_verified', 'score_missing']))
  })

  test('two agents have results on two benchmarks', async () => {
    const { db } = await fleetOf('reev')
    const pairs = await db.itemResult.findMany({ distinct: ['configuration', 'itemKey'] })
    expect(pairs.length).toBeGreaterThanOrEqual(4)
    expect(await db.job.count({ where: { type: 'benchmark', hasRow: true } })).toBe(2)
  })
})

test('results: two configurations on the same forty items, one row without its cost, and one trajectory', async () => {
  const { db } = await fleetOf('results')
  const job = await db.job.findFirstOrThrow({ where: { name: 'retry-policy' } })
  const rows = await db.itemResult.groupBy({ by: ['configuration'], where: { jobId: job.id }, _count: true })
  expect(rows.map(({ _count }) => _count)).toEqual([40, 40])
  expect(await db.itemResult.count({ where: { jobId: job.id, costPico: null, error: { not: null } } })).toBe(1)
  expect(await db.entry.count({ where: { kind: 'tool_call' } })).toBe(3)
})

test('our own records: a job with its run, three steps, their spend, a metric from step 0 and a failure', async () => {
  const { db } = await fleetOf('pitwall')
  const run = await db.run.findFirstOrThrow({ where: { jobId: { contains: 'nightly' } } })
  expect([run.status, run.statusDerived, run.phasesTotal]).toEqual(['succeeded', 'succeeded', 3])
  expect(await db.usageEvent.count({ where: { runId: run.id } })).toBe(18)
  expect(await db.metric.count({ where: { runId: run.id, step: 0 } })).toBe(1)
  expect(await db.failure.count({ where: { runId: run.id } })).toBe(1)
})

describe('the live run of InterLLM', () => {
  const isLive = (file: string) => file.includes('/interllm/')
  const step = (folder: string, minutes: number) => {
    const advanced = advanceSample({ folder, now: later(minutes) })
    return advanced.status === 'advanced' ? advanced.files.filter(isLive) : []
  }

  test('goes on with every step, ends well, and another begins', async () => {
    const folder = testFolder()
    const { files } = createSample({ folder, now: NOW })
    const store = await testDb()
    const read = async (paths: string[], minutes: number) => {
      await importInto(store, paths, { synthetic: true }, () => later(minutes))
      return store.db.run.findMany({ where: { statusRaw: { not: 'exit 0' } }, orderBy: { startedAt: 'asc' } })
    }
    const [first] = await read(files.filter(isLive), 0)
    expect(first?.statusDerived).toBe('running')
    const [grown] = await read(step(folder, 12), 12)
    expect([grown?.id, grown?.statusDerived]).toEqual([first?.id, 'running'])
    expect(grown?.phasesDone).toBeGreaterThan(first?.phasesDone ?? Number.POSITIVE_INFINITY)
    const runs = await read(step(folder, 44), 44)
    expect(runs.map(({ statusDerived }) => statusDerived)).toEqual(['succeeded', 'running'])
    for (const { id, flags } of runs) expect(names(flags), id).not.toContain('model_drift')
  })

  test('writes something every few minutes, but not every second', () => {
    const folder = testFolder()
    createSample({ folder, now: NOW })
    const seconds = Array.from({ length: 600 }, (_, second) => step(folder, (second + 1) / 60).length > 0)
    const writes = seconds.filter(Boolean).length
    expect(writes).toBeGreaterThan(3)
    expect(writes).toBeLessThan(30)
  })
})
