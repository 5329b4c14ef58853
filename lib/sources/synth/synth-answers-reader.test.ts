import { expect, test } from 'vitest'
import { memoryDocument, readKnown } from '@/lib/testing/memory-source'
import { listAnswer } from './answers'
import { AT, event, JOB, job, session } from './answers-fixture'
import { synthAnswersReader } from './synth-answers-reader'

const read = (content: unknown, path = `/data/${JOB}/answer.json`) => readKnown(synthAnswersReader, path, content)
const detect = (content: unknown, path = '/data/answer.json') =>
  synthAnswersReader.detect(memoryDocument(path, content))

test('a saved job with its parts in one file is read like the parts one by one', () => {
  const events = [event(1, 'prompt.learning.created')]
  const points = [{ name: 'score', step: 0, value: 1, created_at: AT }]
  const reading = read(
    { job, events, metrics: { points }, timeline: [], sessions: [session], runs: 'none' },
    '/data/saved.json',
  )
  expect(reading.of('event')).toHaveLength(1)
  expect(reading.of('metric')).toHaveLength(1)
  expect(reading.of('session')).toHaveLength(1)
  expect(reading.rejected).toEqual([{ line: null, place: 'runs', reason: 'the runs are in no form that is known' }])
})

test('latest time is the newest that the file states, however deep', () => {
  const latest = (content: unknown) => synthAnswersReader.latestAt(memoryDocument('/x.json', content))
  expect(latest({ job: { ...job }, events: [{ created_at: '2027-01-01T00:00:00Z' }] })).toBe('2027-01-01T00:00:00.000Z')
  expect(latest({ timestamp: '20260116_131752', x: 1 })).toBe('2026-01-16T13:17:52.000Z')
  expect(latest({ a: 1 })).toBeNull()
})

test('other files are left to other readers, without being parsed where their head tells', () => {
  let parsed = 0
  const never = { ...memoryDocument('/x.json', '{"usage": 1}'), json: () => (parsed += 1) }
  expect(synthAnswersReader.detect(never)).toBeNull()
  expect(parsed).toBe(0)
  for (const content of [
    [],
    {},
    { id: 'x', status: 'done' },
    { session_id: 'abc', status: 'ok', events: [] },
    '{',
    'text',
  ]) {
    expect(detect(content)).toBeNull()
  }
  expect(detect({ session_id: 'b7', events: [{ type: 'ToolInput', timestamp: AT }], status: 'completed' })).toBeNull()
})

test('hostile values: wrong types, huge numbers, `__proto__`, deep nesting and long texts cost only their own field', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  const text = `{"job_id":"${JOB}","status":"running","created_at":{"a":1},"updated_at":9e99,"best_score":"0.5x",
    "name":"${'n'.repeat(5_000_000)}","__proto__":{"status":"failed"},"metadata":${deep},"error_message":["a"],"model":7}`
  const reading = read(text)
  const own = reading.only('job')
  expect(own.flags).toEqual(expect.arrayContaining(['time_unreadable', 'number_unreadable']))
  expect(own).toMatchObject({
    status: 'running',
    createdAt: null,
    updatedAt: null,
    bestScore: null,
    modelRequested: '7',
  })
  expect(own.name?.length).toBeLessThan(500)
  expect(own.data['metadata']).toBe('(nested too deep to show)')
  expect(Object.getPrototypeOf(own.data)).toBe(Object.prototype)
  expect(() => JSON.stringify(own)).not.toThrow()
})

test('a very long list of events is read in batches', () => {
  const one = JSON.stringify({ seq: 1, type: 'a.b', created_at: AT })
  const document = memoryDocument(`/data/${JOB}.json`, `[${Array.from({ length: 100_000 }, () => one).join(',')}]`)
  let most = 0
  let records = 0
  for (const batch of synthAnswersReader.read(document, null)) {
    most = Math.max(most, batch.records.length)
    records += batch.records.length
  }
  expect(most).toBeLessThanOrEqual(2_000)
  expect(records).toBe(100_002)
})

test('an answer in no known form is no list', () => {
  expect(listAnswer('text', ['events'])).toBeNull()
  expect(listAnswer({ events: 'x' }, ['events'])).toBeNull()
  expect(listAnswer(null, ['events'])).toBeNull()
})
