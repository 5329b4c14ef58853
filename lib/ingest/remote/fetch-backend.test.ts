import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { AT, event, JOB, job, session } from '@/lib/sources/synth/answers-fixture'
import { backendAddress, jobAddress } from '@/lib/sources/synth/backend-address'
import { asking } from '@/lib/testing/asking'
import { type Answer, type FakeBackend, fakeBackend, pageOf } from '@/lib/testing/fake-backend'
import { fingerprint, importInto } from '@/lib/testing/importing'
import { testDb } from '@/lib/testing/test-db'
import { PART_LIMITS, type PartLimits } from './ask-parts'
import { fetchBackend } from './fetch-backend'
import { keptPath } from './kept-file'

const OTHER = 'eval_fedcba9876543210'
const point = (name: string, step: number, value = step / 10) => ({ name, step, value, created_at: AT })
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => event(from + at, 'prompt.learning.progress', { n: from + at }))

/** A backend with one job that grows as the test goes on. */
class Fleet {
  events: object[] = numbered(0, 6)
  points: object[] = [0, 1, 2, 3, 4].flatMap((step) => [
    point('score', step),
    ...(step < 2 ? [point('slow', step)] : []),
  ])
  job: object = job
  sessions: object[] = []
  wrapped = false
  limit = 1_000
  readonly extra = new Map<string, Answer>()

  answer = (at: string, query: URLSearchParams): Answer | undefined => {
    if (this.extra.has(at)) return this.extra.get(at)
    const limit = Math.min(Number(query.get('limit') ?? 1_000), this.limit)
    const [events, metrics] = [`/learning/jobs/${JOB}/events`, `/learning/jobs/${JOB}/metrics`]
    if (at === '/learning/jobs') return this.wrapped ? { jobs: [this.job] } : [this.job]
    if (at === `/learning/jobs/${JOB}`) return this.job
    if (at === events) {
      const page = pageOf(this.events, query.get('since_seq'), 'seq', limit)
      return this.wrapped ? { events: page, next: null } : page
    }
    if (at === metrics) {
      const name = query.get('name')
      const ofName = this.points.filter((item) => name === null || (item as { name: string }).name === name)
      ofName.sort((a, b) => (a as { step: number }).step - (b as { step: number }).step)
      return { points: pageOf(ofName, query.get('after_step'), 'step', limit) }
    }
    if (at === `/learning/jobs/${JOB}/timeline`) return { timeline: [{ phase: 'running', created_at: AT }] }
    if (at === `/learning/jobs/${JOB}/runs`)
      return [{ run_number: 1, engine: 'gepa', status: 'running', created_at: AT }]
    if (at === '/sessions') return this.sessions.slice(Number(query.get('offset')))
    return undefined
  }
}

type Store = Awaited<ReturnType<typeof testDb>>

async function importFrom(store: Store, backend: FakeBackend, limits: Partial<PartLimits> = {}, at = '') {
  const address = backendAddress(`${backend.base}${at}`)
  if ('problem' in address) throw new Error(address.problem)
  const now = () => new Date('2026-03-01T00:00:00.000Z')
  const from = { address, backend: asking(address.base).backend, dataDir: path.join(store.folder, 'data'), now }
  const fetched = await fetchBackend({ ...from, limits: { ...PART_LIMITS, ...limits } })
  const receipt = await importInto(store, fetched.addresses, { as: 'synth', problems: fetched.problems })
  return { fetched, receipt, of: receipt.files[0] }
}

const reasons = ({ receipt }: Awaited<ReturnType<typeof importFrom>>) =>
  receipt.files.flatMap(({ rejected }) => rejected.map(({ place, reason }) => [place, reason]))

describe('a backend', () => {
  it.each([false, true])('gives jobs with runs, events, metrics and time line; lists wrapped: %s', async (wrapped) => {
    const fleet = new Fleet()
    fleet.wrapped = wrapped
    const backend = await fakeBackend(fleet.answer)
    const store = await testDb()
    const { receipt, of } = await importFrom(store, backend, { page: 3 })
    expect(reasons({ receipt, of, fetched: { addresses: [], problems: [] } })).toEqual([])
    expect(of).toMatchObject({
      path: `${backend.base}/learning/jobs/${JOB}`,
      system: 'synth',
      status: 'imported',
      rows: { jobs: 1, runs: 2, metrics: 7, phases: 1 },
    })
    expect(await store.db.event.count({ where: { kind: 'prompt.learning.progress' } })).toBe(7)
    expect(await store.db.metric.count({ where: { step: 0 } })).toBe(2)
    expect((await store.db.job.findFirstOrThrow()).name).toBe('intent prompts')
  })

  it('is asked page by page from the last event, and for each metric from its own last step', async () => {
    const backend = await fakeBackend(new Fleet().answer)
    const store = await testDb()
    await importFrom(store, backend, { page: 3 })
    const events = backend.asked.filter((asked) => asked.includes(`${JOB}/events`) && !asked.startsWith('/prompt'))
    expect(events.map((asked) => asked.split('?')[1])).toEqual([
      'limit=3',
      'since_seq=2&limit=3',
      'since_seq=5&limit=3',
      'since_seq=6&limit=3',
    ])
    const named = backend.asked.filter((asked) => asked.includes('name=slow'))
    expect(named.map((asked) => asked.split('?')[1])).toEqual(['name=slow&limit=3', 'name=slow&after_step=1&limit=3'])
  })

  it('is asked only for what is new the second time, and nothing changes when nothing is', async () => {
    const fleet = new Fleet()
    const backend = await fakeBackend(fleet.answer)
    const store = await testDb()
    await importFrom(store, backend, { page: 3 })
    const before = await fingerprint(store.db)
    backend.asked.length = 0
    const again = await importFrom(store, backend, { page: 3 })
    expect(again.of).toMatchObject({ status: 'unchanged', rows: { jobs: 1, metrics: 7 } })
    expect(await fingerprint(store.db)).toEqual(before)
    expect(backend.asked.filter((asked) => asked.includes('events?') && asked.startsWith('/learning'))).toEqual([
      `/learning/jobs/${JOB}/events?since_seq=6&limit=3`,
    ])

    fleet.events.push(...numbered(7, 8))
    fleet.points.push(point('slow', 2), point('late', 0))
    fleet.job = { ...job, status: 'succeeded', best_score: 0.9, updated_at: '2026-02-03T06:00:00Z' }
    const grown = await importFrom(store, backend, { page: 3 })
    expect(grown.of).toMatchObject({ status: 'appended', rows: { metrics: 9 } })
    expect(await store.db.event.count({ where: { kind: 'prompt.learning.progress' } })).toBe(9)
    expect(await store.db.job.findFirstOrThrow()).toMatchObject({ status: 'succeeded', bestScore: 0.9 })
    expect(await store.db.content.count()).toBe(1)
  })

  it('gives the same rows in one import and in several, also when one was killed in the middle of a line', async () => {
    const fleet = new Fleet()
    const backend = await fakeBackend(fleet.answer)
    const [whole, parts] = [await testDb(), await testDb()]
    const all = fleet.events
    fleet.events = all.slice(0, 2)
    await importFrom(parts, backend)
    appendFileSync(
      keptPath(path.join(parts.folder, 'data'), jobAddress(backend.base, JOB)),
      '{"part":"events","items":[{"se',
    )
    fleet.events = all
    await importFrom(parts, backend)
    await importFrom(whole, backend)
    expect(await fingerprint(parts.db)).toEqual(await fingerprint(whole.db))
  })

  it('that gives fewer than were asked for is asked on', async () => {
    const fleet = new Fleet()
    fleet.limit = 2
    const store = await testDb()
    await importFrom(store, await fakeBackend(fleet.answer))
    expect(await store.db.event.count({ where: { kind: 'prompt.learning.progress' } })).toBe(7)
    expect(await store.db.metric.count()).toBe(7)
  })

  it('is asked for one job when its address names one', async () => {
    const backend = await fakeBackend(new Fleet().answer)
    const store = await testDb()
    const { fetched } = await importFrom(store, backend, {}, `/learning/jobs/${JOB}`)
    expect(fetched).toEqual({ addresses: [jobAddress(backend.base, JOB)], problems: [] })
    expect(backend.asked.some((asked) => asked.startsWith('/sessions') || /jobs\?/.test(asked))).toBe(false)
  })

  it('gives sessions with limits and usage; one that is as it was is not asked for again', async () => {
    const fleet = new Fleet()
    const { limits, ...bare } = session
    fleet.sessions = [bare]
    const usage = [0, 1, 2].map((at) => ({
      id: `u${at}`,
      metric_type: 'tokens',
      metric_value: 100 + at,
      created_at: AT,
      reference_type: 'call',
      reference_id: `c${at}`,
    }))
    const below = `/sessions/${session.session_id}`
    fleet.extra.set(`${below}/limits`, { limits })
    const backend = await fakeBackend((at, query) =>
      at === `${below}/usage`
        ? { usage: usage.slice(Number(query.get('offset'))).slice(0, Number(query.get('limit'))) }
        : fleet.answer(at, query),
    )
    const store = await testDb()
    const first = await importFrom(store, backend, { page: 2 })
    expect(first.receipt.files[1]).toMatchObject({
      path: `${backend.base}/sessions`,
      systemVersion: 'sessions of a backend',
      rows: { sessions: 1, limits: 2, usageEvents: 3 },
      usage: { tokens: 303 },
    })
    backend.asked.length = 0
    const again = await importFrom(store, backend, { page: 2 })
    expect(again.receipt.files.map(({ status }) => status)).toEqual(['unchanged', 'unchanged'])
    expect(backend.asked.some((asked) => asked.startsWith(below))).toBe(false)
  })
})

describe('a hostile backend', () => {
  const imported = async (change: (fleet: Fleet) => void, limits: Partial<PartLimits> = {}) => {
    const fleet = new Fleet()
    change(fleet)
    const store = await testDb()
    return { ...(await importFrom(store, await fakeBackend(fleet.answer), limits)), store }
  }
  const EVENTS = `/learning/jobs/${JOB}/events`

  it('that repeats one page of events for ever is left, and what is there stays', async () => {
    const run = await imported((fleet) => fleet.extra.set(EVENTS, numbered(0, 2)), { page: 3 })
    expect(reasons(run)).toEqual([
      ['events', 'the backend answers with the same events again after event 2; no more are asked for'],
    ])
    expect(await run.store.db.event.count({ where: { kind: 'prompt.learning.progress' } })).toBe(3)
    expect(run.of?.status).toBe('imported')
  })

  it('whose events have no numbers is asked for one page', async () => {
    const run = await imported((fleet) => fleet.extra.set(EVENTS, [event(null, 'a'), event(null, 'b')]), { page: 2 })
    expect(reasons(run)).toEqual([
      ['events', 'the events have no numbers, so that only the first page of them can be asked for'],
    ])
  })

  it('whose events never end is left at the limit', async () => {
    const fleet = new Fleet()
    const backend = await fakeBackend((at, query) => {
      const since = Number(query.get('since_seq') ?? -1)
      return at === EVENTS ? numbered(since + 1, since + 3) : fleet.answer(at, query)
    })
    const run = await importFrom(await testDb(), backend, { page: 3, items: 12 })
    expect(reasons(run)).toEqual([['events', 'the events did not end after 12; what comes after them is not read']])
  })

  it('whose metrics never end, by step or by name, is left at the limit', async () => {
    const fleet = new Fleet()
    const endless = await fakeBackend((at, query) => {
      if (!at.endsWith('/metrics')) return fleet.answer(at, query)
      const after = Number(query.get('after_step') ?? -1)
      return [1, 2, 3].map((more) => point(query.get('name') ?? 'x', after + more))
    })
    const run = await importFrom(await testDb(), endless, { page: 3, items: 30 })
    expect(reasons(run)).toEqual([['points', 'the points did not end after 30; what comes after them is not read']])
    let names = 0
    const many = await fakeBackend((at, query) => {
      if (!at.endsWith('/metrics')) return fleet.answer(at, query)
      return query.has('name') ? [] : [1, 2, 3].map(() => point(`n${names++}`, names))
    })
    const named = await importFrom(await testDb(), many, { page: 3, names: 10 })
    expect(reasons(named)).toEqual([['points', 'there are more than 10 names of metrics; the others are not read']])
  })

  it('that answers with the wrong types is told which, and the rest is read', async () => {
    const run = await imported((fleet) => {
      const below = `/learning/jobs/${JOB}`
      fleet.extra.set('/learning/jobs', { jobs: [job, 'text', { status: 'running' }, { job_id: '..' }, null] })
      fleet.extra.set(below, 'a text')
      fleet.extra.set(EVENTS, { events: { not: 'a list' } })
      fleet.extra.set(`${below}/metrics`, { points: [point('score', 0), 7, { value: 3 }] })
      fleet.extra.set(`${below}/runs`, 42)
      fleet.extra.set(`${below}/timeline`, [{ phase: 'queued', created_at: 'yesterday' }, []])
      fleet.extra.set('/sessions', { sessions: 'none' })
    })
    expect(reasons(run)).toEqual([
      [null, '4 of its entries are no jobs with an id'],
      [null, 'the answer is no list of sessions but an object'],
      ['job', 'the answer is no job but text'],
      ['runs', 'the answer is no list of runs but a number'],
      ['points[1]', 'the metric point is no object'],
      ['points[2]', 'the metric point has no name'],
      ['timeline[1]', 'the entry of the time line names no phase'],
      ['events', 'the answer is no list of events but an object'],
    ])
    expect(await run.store.db.metric.count()).toBe(1)
  })

  it('whose sessions or usage come again and again is left, and what is there stays', async () => {
    const run = await imported(
      (fleet) => fleet.extra.set('/sessions', [session, { ...session, session_id: 'sess_b' }]),
      {
        page: 2,
      },
    )
    expect(reasons(run)).toEqual([
      ['sessions', 'the backend answers with the same sessions again; no more are asked for'],
    ])
    expect(await run.store.db.session.count()).toBe(2)
    const row = { id: 'u', metric_type: 'tokens', metric_value: 1, created_at: AT }
    const used = await imported(
      (fleet) => {
        fleet.sessions = [session]
        fleet.extra.set(`/sessions/${session.session_id}/usage`, [row, { ...row, id: 'v' }])
      },
      { page: 2 },
    )
    expect(reasons(used)).toEqual([
      [`session/${session.session_id}/usage`, 'the backend answers with the same usage again; no more is asked for'],
    ])
  })

  it('that answers with another job is not believed', async () => {
    const run = await imported((fleet) => fleet.extra.set(`/learning/jobs/${JOB}`, { ...job, job_id: OTHER }))
    expect(reasons(run)).toEqual([['job', `the backend was asked for ${JOB} and answered with another job`]])
  })

  it('whose job id is a path, an address or markup stays below its own address', async () => {
    const id = '../../admin?x=<script>#é'
    const backend = await fakeBackend((at) =>
      at === '/learning/jobs' ? [{ job_id: id, status: 'failed' }] : undefined,
    )
    const { of } = await importFrom(await testDb(), backend)
    expect(of?.path).toBe(`${backend.base}/learning/jobs/..%2F..%2Fadmin%3Fx%3D%3Cscript%3E%23%C3%A9`)
    expect(
      backend.asked.every((asked) => /^\/(learning|prompt-learning|rl|orchestration|sessions|jobs)/.test(asked)),
    ).toBe(true)
  })

  it('whose list of jobs is cut says so, with how to read the others', async () => {
    const fleet = new Fleet()
    const jobs = [job, { ...job, job_id: OTHER }]
    fleet.extra.set('/learning/jobs', jobs)
    const run = await importFrom(await testDb(), await fakeBackend(fleet.answer), { page: 2 })
    expect(reasons(run)).toContainEqual([
      null,
      'the list ends after 2 jobs and seems to be cut there; name an older job by its address (…/learning/jobs/ID) to read it',
    ])
  })

  it('that is not there at all is one rejected receipt with the reason', async () => {
    const backend = await fakeBackend((): Answer => (_, response) => void response.writeHead(401).end())
    const { receipt } = await importFrom(await testDb(), backend)
    expect(receipt.files.map(({ path: place, status }) => [place, status])).toEqual([[backend.base, 'rejected']])
    expect(receipt.files[0]?.rejected[0]?.reason).toMatch(/was refused \(401\)\. The key in SYNTH_API_KEY was sent/)
  })

  it('that falls silent after some jobs leaves what was read, and says how many were not asked for', async () => {
    const fleet = new Fleet()
    const ids = ['pl_aaaaaaaaaaaaaaaa', 'pl_bbbbbbbbbbbbbbbb']
    fleet.extra.set('/learning/jobs', [job, ...ids.map((job_id) => ({ ...job, job_id }))])
    for (const id of ids)
      for (const part of ['', '/events', '/metrics'])
        fleet.extra.set(`/learning/jobs/${id}${part}`, (_, r) => void r.end('?'))
    const run = await importFrom(await testDb(), await fakeBackend(fleet.answer))
    expect(run.fetched.addresses).toHaveLength(1)
    expect(
      reasons(run)
        .map(([, reason]) => reason)
        .at(-1),
    ).toMatch(/so no more were made\. 1 more jobs were not asked for\.$/)
  })
})

it('an address is nothing that an import bound to folders can name', async () => {
  const backend = await fakeBackend(new Fleet().answer)
  const store = await testDb()
  const { fetched } = await importFrom(store, backend)
  const receipt = await importInto(store, fetched.addresses, { within: [store.folder] })
  expect(receipt.files.map(({ status }) => status)).toEqual(['rejected'])
})
