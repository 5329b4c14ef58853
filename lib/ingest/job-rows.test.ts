import { expect, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import type { CanonicalRecord } from '@/lib/model/records'
import { NO_USAGE } from '@/lib/model/usage'
import { makeJobRecord, makeResultRecord, makeRunRecord } from '@/lib/testing/fake-readers'
import { fingerprint } from '@/lib/testing/importing'
import { testDb } from '@/lib/testing/test-db'
import { deriveDirty } from './derive-dirty'
import { Lease } from './lease'
import { versionOf } from './row-facts'
import { writeBatch } from './write-batch'
import { WriteBehind } from './write-behind'

const [T1, T2] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']

const CONTEXT = {
  system: 'synth',
  instance: 'synth',
  contentId: 'c',
  latestAt: '',
  prices: { version: 'none', source: 'bundled' as const, entries: {} },
  parserVersion: 1,
  ownSessions: true,
  extraFlags: [],
}

/** Writes each list as a batch of its own, then derives. */
async function written(...batches: CanonicalRecord[][]): Promise<{ db: Db; rejected: string[] }> {
  const { db } = await testDb()
  const rejected: string[] = []
  const writes = new WriteBehind(db)
  for (const records of batches) {
    await writeBatch(writes, CONTEXT, records, (batch) => {
      rejected.push(...batch.rejected.map(({ reason }) => reason))
      return []
    })
  }
  await writes.settle()
  const lease = await Lease.take(db, 'command', new Date())
  if (!lease) throw new Error('no lease')
  await deriveDirty(db, lease, new Date())
  await lease.release()
  return { db, rejected }
}

const jobOf = (db: Db, key: string) => db.job.findUniqueOrThrow({ where: { id: `synth:${key}` } })

test('a record that states no time gives way to one that does, in either order and in one batch', async () => {
  const own = [makeJobRecord('j', { name: 'own', updatedAt: T1 }), makeRunRecord('r', { name: 'own', updatedAt: T1 })]
  const part = [
    makeJobRecord('j', { name: null, updatedAt: null }),
    makeRunRecord('r', { name: null, updatedAt: null }),
  ]
  for (const order of [[own, part], [part, own], [[...own, ...part]], [[...part, ...own]]]) {
    const { db } = await written(...order)
    expect((await jobOf(db, 'j')).name).toBe('own')
    expect((await db.run.findFirstOrThrow()).name).toBe('own')
  }
})

test('the record of a job stands above what its runs say of it, in either order and whatever their times', async () => {
  const own = makeJobRecord('j', {
    name: 'own',
    type: 'prompt_learning',
    statusRaw: 'succeeded',
    status: 'succeeded',
    updatedAt: T1,
  })
  const mention = { key: 'j', name: 'said by the run', type: 'other', inferred: true }
  const run = makeRunRecord('r', { job: mention, updatedAt: T2, status: 'failed', statusRaw: 'failed' })
  const result = makeResultRecord('r', 'i', { jobKey: 'j', resolved: true })
  const orders = [[[own], [run], [result]], [[result], [run], [own]], [[run, own, result]]]
  const prints = []
  for (const order of orders) {
    const { db } = await written(...order)
    expect(await jobOf(db, 'j')).toMatchObject({
      name: 'own',
      type: 'prompt_learning',
      inferred: false,
      hasRow: true,
      results: 1,
      resultsResolved: 1,
    })
    prints.push((await fingerprint(db))['job'])
  }
  expect(new Set(prints).size).toBe(1)
  const { db } = await written([run])
  expect(await jobOf(db, 'j')).toMatchObject({ name: 'said by the run', inferred: true, hasRow: false })
})

test('a newer record replaces an older one, an older one changes nothing', async () => {
  const old = makeJobRecord('j', { statusRaw: 'queued', status: 'queued', updatedAt: T1 })
  const later = makeJobRecord('j', { statusRaw: 'completed', status: 'succeeded', updatedAt: T2 })
  for (const order of [[[old], [later]], [[later], [old]], [[old, later]]]) {
    const { db } = await written(...order)
    expect(await jobOf(db, 'j')).toMatchObject({
      statusRaw: 'completed',
      status: 'succeeded',
      statusDerived: 'succeeded',
    })
  }
})

test('a job that says it is done while a step of its run failed shows both, and why', async () => {
  const own = makeJobRecord('j', { statusRaw: 'DONE', status: 'succeeded', updatedAt: T2, endedAt: T2 })
  const run = makeRunRecord('r', { job: { key: 'j', name: null, type: null, inferred: false }, status: 'succeeded' })
  const phase: CanonicalRecord = {
    kind: 'phase',
    ref: 'p',
    flags: [],
    runKey: 'r',
    phaseKey: 'p',
    tierKey: null,
    index: 0,
    name: null,
    description: null,
    statusRaw: 'failed',
    status: 'failed',
    phaseType: null,
    taskCategory: null,
    complexity: null,
    tokensStored: null,
    failureReason: null,
    builderAttempts: null,
    auditorAttempts: null,
    retryAttempt: null,
    lastAttemptAt: null,
    createdAt: null,
    updatedAt: null,
    startedAt: null,
    endedAt: null,
    data: {},
  }
  const { db } = await written([own, run, phase])
  expect(await jobOf(db, 'j')).toMatchObject({
    status: 'succeeded',
    statusDerived: 'failed',
    conflict: true,
    conflictReason: 'its record says DONE; 1 of 1 run failed',
    flags: '["status_conflict"]',
  })
})

test('a group adds up the jobs below it, and jobs that name each other as parent do not run in circles', async () => {
  const group = makeJobRecord('pair', { type: 'group' })
  const jobs = ['a', 'b'].map((key) =>
    makeJobRecord(key, { parentKey: 'pair', statusRaw: 'done', status: 'succeeded', updatedAt: T1 }),
  )
  const runs = ['a', 'b', 'b2'].map((key) =>
    makeRunRecord(`${key}-run`, { job: { key: key.slice(0, 1), name: null, type: null, inferred: false } }),
  )
  const { db } = await written([...runs], [...jobs], [group])
  expect(await jobOf(db, 'pair')).toMatchObject({ jobs: 2, runs: 3, statusDerived: 'succeeded', parentId: null })
  const circle = await written([
    makeJobRecord('x', { parentKey: 'y' }),
    makeJobRecord('y', { parentKey: 'x' }),
    makeJobRecord('z', { parentKey: 'z' }),
  ])
  expect(await circle.db.dirtyJob.count()).toBe(0)
  expect((await jobOf(circle.db, 'z')).parentId).toBeNull()
})

test('a job or run that only a result, candidate or limit names is there, and unknown', async () => {
  const { db } = await written([
    makeResultRecord('r', 'i', { jobKey: 'named' }),
    {
      kind: 'limit',
      ref: 'l',
      flags: [],
      limitKey: 'l',
      jobKey: 'limited',
      sessionKey: 's',
      type: 'hard',
      metric: 'tokens',
      limit: 10,
      used: 3,
      windowSeconds: null,
      exceededAt: null,
      exceededReason: null,
      at: T1,
      data: {},
    },
  ])
  expect(await jobOf(db, 'named')).toMatchObject({ hasRow: false, status: 'unknown', results: 1, resultsUnknown: 1 })
  expect(await db.run.findFirst()).toMatchObject({ id: 'synth:r', hasRow: false })
  expect(await db.sessionLimit.findFirst()).toMatchObject({ jobId: 'synth:limited', sessionId: 'synth:s', limit: 10 })
})

test('numbers that no column can hold become unknown and are flagged; keys that are no keys are refused', async () => {
  const candidate: CanonicalRecord = {
    kind: 'candidate',
    ref: 'c',
    flags: [],
    jobKey: 'j',
    runKey: null,
    candidateKey: 'c',
    parentKey: null,
    index: 2 ** 40,
    generation: -1,
    at: null,
    accepted: null,
    isBaseline: false,
    score: Number.NaN,
    trainScore: null,
    heldoutScore: 0.5,
    heldoutN: 1.5,
    rolloutsSoFar: null,
    costPicoSoFar: 2n ** 70n,
    secondsSoFar: Number.POSITIVE_INFINITY,
    text: 'a\u0000b\ud800',
    data: { ['__proto__']: 1 },
  }
  const huge = makeResultRecord('r', 'i'.repeat(501))
  const { db, rejected } = await written([candidate, huge])
  expect(rejected).toEqual(['its itemKey has 501 characters, more than 500'])
  expect(await db.candidate.findFirst()).toMatchObject({
    index: null,
    generation: -1,
    score: null,
    heldoutScore: 0.5,
    heldoutN: null,
    costPicoSoFar: null,
    secondsSoFar: null,
    text: 'a\uFFFDb\uFFFD',
    flags: '["number_unreadable"]',
  })
})

test('results of one item differ by configuration, split and repetition, and a second reading changes none', async () => {
  const all = [
    makeResultRecord('r', 'i'),
    makeResultRecord('r', 'i', { repeat: 1 }),
    makeResultRecord('r', 'i', { split: 'train' }),
    makeResultRecord('r', 'i', { configuration: 'model-b' }),
  ]
  const { db } = await written(all, all)
  expect(await db.itemResult.count()).toBe(4)
})

test('metrics and events of a job hang on the job, with their number and level', async () => {
  const { db } = await written([
    {
      kind: 'metric',
      ref: 'm',
      flags: [],
      metricKey: 'm',
      jobKey: 'j',
      runKey: null,
      phaseKey: null,
      name: 'reward',
      step: 0,
      value: 0.5,
      at: T1,
      data: {},
    },
    {
      kind: 'event',
      ref: 'e',
      flags: [],
      eventKey: 'e',
      jobKey: 'j',
      runKey: null,
      phaseKey: null,
      seq: 7,
      level: 'error',
      type: 'log',
      at: T2,
      title: 'x',
      detail: null,
      actor: null,
      updatedAt: null,
      data: {},
    },
  ])
  expect(await db.metric.findFirst()).toMatchObject({ jobId: 'synth:j', step: 0 })
  expect(await db.event.findFirst()).toMatchObject({ jobId: 'synth:j', seq: 7, level: 'error' })
  expect((await jobOf(db, 'j')).lastEvidenceAt).toBe(T2)
})

test('the parts of one result fill each other, tokens of one part only, in whatever order they come', async () => {
  const usage = { ...NO_USAGE, input: 10n, output: 5n, total: 15n }
  const parts = [
    makeResultRecord('r', 'i', { part: 'evaluation', resolved: true, flags: ['zone_unknown'] }),
    makeResultRecord('r', 'i', { part: 'trajectory', usage, costPico: 7n, calls: 3, error: 'late', sessionKey: 's' }),
    makeResultRecord('r', 'i', {
      part: 'row',
      resolved: false,
      score: 0.5,
      usage: { ...NO_USAGE, total: 99n, cacheRead: 1n },
      costPico: 9n,
    }),
  ]
  const wanted = {
    resolved: true,
    score: 0.5,
    input: 10n,
    cacheRead: null,
    total: 15n,
    costPico: 7n,
    calls: 3,
    error: 'late',
    sessionId: 'synth:s',
    flags: '["zone_unknown"]',
  }
  const prints = []
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0, 1],
  ]) {
    const { db } = await written(...order.map((index) => parts.slice(index, index + 1)))
    expect(await db.itemResult.findMany()).toMatchObject([wanted])
    prints.push(await fingerprint(db))
  }
  expect(prints[1]).toEqual(prints[0])
  expect(prints[2]).toEqual(prints[0])
})

test('a record that names no time gives way to one that does, and so does one of a file that names none', async () => {
  const dated = makeJobRecord('j', { name: 'dated', updatedAt: T1 })
  const undated = makeJobRecord('j', { name: 'undated', updatedAt: null, createdAt: null })
  for (const order of [[[dated], [undated]], [[undated], [dated]], [[dated, undated]]]) {
    const { db } = await written(...order)
    expect((await jobOf(db, 'j')).name).toBe('dated')
  }
  expect(versionOf(null, T1, 'a') > versionOf(null, '', 'b')).toBe(true)
  expect(versionOf(T1, '', 'a') > versionOf(null, T2, 'b')).toBe(true)
})
