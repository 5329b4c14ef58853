import { expect, test } from 'vitest'
import { readKnown } from '@/lib/testing/memory-source'
import { AT, JOB, job } from './answers-fixture'
import { synthAnswersReader } from './synth-answers-reader'

const read = (content: unknown, path = `/data/${JOB}/answer.json`) => readKnown(synthAnswersReader, path, content)

test('a job is a job and, itself, its run; what was asked for is its prompt', () => {
  const reading = read(job)
  expect(reading.only('job')).toMatchObject({
    jobKey: JOB,
    type: 'prompt_learning',
    status: 'running',
    statusRaw: 'running',
    goal: 'Name the intent.',
    modelRequested: 'policy-1',
    createdAt: AT,
    flags: [],
  })
  expect(reading.only('run')).toMatchObject({
    runKey: JOB,
    job: { key: JOB, type: 'prompt_learning' },
    status: 'running',
  })
})

test.each([
  ['queued', 'queued'],
  ['IN_PROGRESS', 'running'],
  ['running', 'running'],
  ['succeeded', 'succeeded'],
  ['completed', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'stopped'],
  ['canceled', 'stopped'],
  ['"completed"', 'succeeded'],
])('the state %s is %s', (statusRaw, status) => {
  expect(read({ ...job, status: statusRaw, error: 'boom' }).only('job')).toMatchObject({ statusRaw, status })
})

test('a state that nobody knows is unknown and says so', () => {
  expect(read({ ...job, status: 'hibernating' }).only('job')).toMatchObject({
    status: 'unknown',
    flags: ['enum_unknown'],
  })
})

test('a failure whose error says so ran out of time', () => {
  const reading = read({ ...job, status: 'failed', error_message: 'Rollout timed out after 180s' })
  expect(reading.only('job')).toMatchObject({ status: 'timed_out', failureReason: 'Rollout timed out after 180s' })
  expect(reading.only('failure')).toMatchObject({ failureKey: `${JOB}/error`, cause: 'infra' })
})

test('succeeded without a score and failed without a reason are told', () => {
  expect(read({ ...job, status: 'succeeded' }).only('job').flags).toEqual(['score_missing'])
  expect(read({ ...job, status: 'failed' }).only('job').flags).toEqual(['missing_reason'])
  expect(read({ ...job, status: 'cancelled' }).only('job').flags).toEqual([])
})

test.each(['jobs', 'data', 'results'])('a list of jobs below `%s` is read like a bare one', (name) => {
  const list = [job, { ...job, job_id: 'eval_0123456789abcdef', training_type: null }]
  const bare = read(list)
  const wrapped = read({ [name]: list, total: 2 })
  expect(wrapped.records).toEqual(bare.records)
  expect(bare.of('job').map((one) => one.type)).toEqual(['prompt_learning', 'eval'])
})

const result = {
  model: 'gpt-x',
  run: 2,
  job_id: JOB,
  status: 'succeeded',
  best_score: 0.5,
  error: null,
  elapsed_seconds: 90.5,
  timestamp: '2026-01-02T03:04:05.678901',
  backend_url: 'http://localhost:8000',
}
const RESULTS = '/data/benchmarks/trivia/results'

test('a result file tells one job of a benchmark; its local time is flagged', () => {
  const reading = read(result, `${RESULTS}/trivia_gpt_x_run2_result.json`)
  const own = reading.of('job').find((one) => one.type === 'prompt_learning')
  expect(own).toMatchObject({
    name: 'gpt-x run 2',
    project: 'trivia',
    parentKey: 'benchmark/trivia',
    endedAt: '2026-01-02T03:04:05.678Z',
    startedAt: '2026-01-02T03:02:35.178Z',
    flags: ['zone_unknown'],
  })
  expect(reading.only('run').flags).toEqual(['zone_unknown', 'tokens_unknown'])
  expect(reading.of('job')[0]).toMatchObject({ jobKey: 'benchmark/trivia', type: 'group' })
})

test('a benchmark summary holds the last experiment only: it tells the same job and says that others are missing', () => {
  const summary = { timestamp: '2026-01-02T03:04:09', backend_url: 'http://localhost:8000', experiments: [result] }
  const reading = read(summary, `${RESULTS}/benchmark_summary.json`)
  const alone = read(result, `${RESULTS}/trivia_gpt_x_run2_result.json`)
  const bare = (records: readonly { ref: string }[]) => records.map((one) => ({ ...one, ref: '' }))
  expect(bare(reading.of('job'))).toEqual(bare(alone.of('job')))
  expect(bare(reading.of('run'))).toEqual(bare(alone.of('run')))
  expect(reading.only('event')).toMatchObject({
    jobKey: 'benchmark/trivia',
    title: 'Summary of 1 experiment; those of earlier runs are not in it',
  })
})
