import { expect, test } from 'vitest'
import { memoryDocument, readKnown } from '@/lib/testing/memory-source'
import { AT, event, JOB } from './answers-fixture'
import { lastSteps } from './metrics'
import { synthAnswersReader } from './synth-answers-reader'

const read = (content: unknown, path = `/data/${JOB}/answer.json`) => readKnown(synthAnswersReader, path, content)
const detect = (content: unknown, path = '/data/answer.json') =>
  synthAnswersReader.detect(memoryDocument(path, content))

test('trap: a bare list of events is a list of events, not an empty one', () => {
  const events = [event(0, 'prompt.learning.created'), event(1, 'prompt.learning.phase.changed')]
  const bare = read(events)
  expect(bare.of('event').map((one) => [one.eventKey, one.seq])).toEqual([
    [`${JOB}/0`, 0],
    [`${JOB}/1`, 1],
  ])
  for (const wrapped of [{ events }, { data: events }, { data: { events } }]) {
    expect(read(wrapped).of('event')).toEqual(bare.of('event'))
  }
})

test('trap: nothing is swallowed: each event that cannot be taken is named', () => {
  const reading = read([event(1, 'prompt.learning.created'), 'text', null, { seq: 2, message: 'no type' }])
  expect(reading.of('event')).toHaveLength(1)
  expect(reading.rejected.map((one) => [one.place, one.reason])).toEqual([
    ['events[1]', 'the event is no object'],
    ['events[2]', 'the event is no object'],
    ['events[3]', 'the event has no type'],
  ])
})

test('events that name no job anywhere are not taken for somebody’s', () => {
  expect(detect([event(1, 'prompt.learning.created')], '/data/events.json')).toBeNull()
  expect(detect([event(1, 'prompt.learning.created')], `/data/${JOB}_events.json`)).toEqual({ systemVersion: 'events' })
  expect(detect({ job_id: JOB, events: [event(1, 'x.y')] })).toEqual({ systemVersion: 'events' })
})

test('events without a number are told apart by type, time and data', () => {
  const events = [event(null, 'a.b', { x: 1 }), event(null, 'a.b', { x: 2 }), event(null, 'a.b', { x: 1 })]
  const keys = read(events)
    .of('event')
    .map((one) => one.eventKey)
  expect(keys[0]).toBe(keys[2])
  expect(keys[0]).not.toBe(keys[1])
})

test('trap: step 0 of a metric is kept', () => {
  const point = (name: string, step: unknown, value: number) => ({ name, step, value, created_at: AT, data: { n: 4 } })
  const points = [point('score', 0, 0.5), point('score', 1, 0.6), point('loss', 0, 2)]
  for (const answer of [points, { points }, { metrics: points }]) {
    expect(
      read(answer)
        .of('metric')
        .map((one) => [one.name, one.step, one.value]),
    ).toEqual([
      ['score', 0, 0.5],
      ['score', 1, 0.6],
      ['loss', 0, 2],
    ])
  }
  expect(read(points).of('metric')[0]).toMatchObject({ metricKey: `${JOB}/score/0`, jobKey: JOB, data: { n: 4 } })
})

test('trap: each metric name has its own place to go on from', () => {
  const points = [
    { name: 'fast', step: 90 },
    { name: 'slow', step: 0 },
    { name: 'fast', step: 7 },
    { name: 'none' },
    'text',
  ]
  const steps = lastSteps(
    { items: points, wrapper: {} },
    new Map([
      ['slow', -1],
      ['old', 3],
    ]),
  )
  expect(Object.fromEntries(steps)).toEqual({ fast: 90, slow: 0, old: 3 })
})

test('points without a step are told apart by time', () => {
  const points = [1, 2].map((second) => ({ name: 'reward', value: second, created_at: `2026-02-03T04:05:0${second}Z` }))
  expect(
    new Set(
      read({ points })
        .of('metric')
        .map((one) => one.metricKey),
    ).size,
  ).toBe(2)
})

test('a time line gives phases that end where the next begins; its end is no phase', () => {
  const entry = (phase: string, second: number) => ({ phase, created_at: `2026-02-03T04:05:0${second}Z` })
  const reading = read({ timeline: [entry('bootstrap', 1), entry('failed', 9), entry('optimising', 4)] })
  expect(reading.of('phase').map((one) => [one.name, one.status, one.endedAt])).toEqual([
    ['bootstrap', 'succeeded', '2026-02-03T04:05:04.000Z'],
    ['optimising', 'failed', '2026-02-03T04:05:09.000Z'],
  ])
  expect(reading.of('event').map((one) => one.title)).toEqual(['bootstrap', 'optimising', 'failed'])
  expect(read({ events: [entry('bootstrap', 1)] }).only('phase').status).toBe('running')
})

test('runs under a job are keyed by their id, or by their number within the job', () => {
  const reading = read({
    job_id: JOB,
    runs: [
      { run_number: 1, engine: 'gepa', status: 'failed', started_at: AT, duration_seconds: 60 },
      { id: 'run_abc', run_number: 2, engine: 'gepa', status: 'succeeded', ended_at: AT, duration: 60 },
      { engine: 'gepa', status: 'queued' },
    ],
  })
  expect(reading.of('run').map((one) => [one.runKey, one.status, one.startedAt, one.flags])).toEqual([
    [`${JOB}/runs/1`, 'failed', AT, ['missing_reason']],
    ['run_abc', 'succeeded', '2026-02-03T04:04:06.000Z', []],
  ])
  expect(reading.rejected[0]?.reason).toBe('the run has no id and no number')
})
