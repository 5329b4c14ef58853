import { expect, test } from 'vitest'
import { readKnown } from '@/lib/testing/memory-source'
import { synthAnswersReader } from './synth-answers-reader'

const JOB = 'pl_0123456789abcdef'
const at = (second: number) => `2026-02-03T04:05:${String(second).padStart(2, '0')}.000Z`
const event = (seq: number, type: string, data: object = {}, more: object = {}) => ({
  ...{ seq, type, message: `${type} happened`, level: 'info', created_at: at(seq), data },
  ...more,
})
const read = (...events: object[]) => readKnown(synthAnswersReader, `/data/${JOB}/events.json`, events)
const spendOf = (...events: object[]) =>
  read(...events)
    .of('usage')
    .map((one) => [one.role, one.usage.input, one.usage.output, one.usage.unsplit, one.costPico])

const usage = (seq: number, usd: number, tokens: number) =>
  event(seq, 'prompt.learning.usage.recorded', { usd_tokens: usd, rollouts_prompt_tokens: tokens })

test('trap: totals so far replace one another; neither money nor tokens are added up', () => {
  const reading = read(usage(1, 0.1, 100), usage(2, 0.2, 300), usage(3, 0.3, 500))
  const [one, second] = reading.of('usage')
  expect([one?.usage.input, one?.costPico, one?.at]).toEqual([500n, null, at(3)])
  expect([second?.role, second?.costPico]).toEqual(['undivided', 300_000_000_000n])
  expect(reading.dropped).toEqual([{ rule: 'running-total', events: 2, tokens: 400n }])
})

test('trap: the total of tokens is not added to its own parts', () => {
  const data = {
    rollouts_prompt_tokens: 70,
    rollouts_completion_tokens: 30,
    token_count_total: 100,
    usd_tokens_rollouts: 1,
  }
  expect(spendOf(event(1, 'prompt.learning.completed', data))).toEqual([['policy', 70n, 30n, null, 1_000_000_000_000n]])
  const other = read(event(1, 'prompt.learning.completed', { ...data, token_count_total: 999 }))
  expect(other.only('usage').usage.total).toBe(100n)
  expect(other.only('usage').flags).toContain('total_mismatch')
})

test('trap: a split that nobody recorded is not made up', () => {
  expect(spendOf(event(1, 'prompt.learning.billing.end', { tokens_usd: 1, total_usd: 1.5, seconds: 9 }))).toEqual([
    ['undivided', null, null, null, 1_000_000_000_000n],
    ['rest of the total', null, null, null, 500_000_000_000n],
  ])
})

test('trap: without a billing event the cost is still known', () => {
  expect(spendOf(event(1, 'prompt.learning.completed', { total_usd: 0.75 }))).toEqual([
    ['job total', null, null, null, 750_000_000_000n],
  ])
})

test('trap: the spend of an old job counts at its own time', () => {
  const old = { ...event(1, 'prompt.learning.completed', { total_usd: 2 }), created_at: '2024-05-01T00:00:00Z' }
  expect(read(old).only('usage').at).toBe('2024-05-01T00:00:00.000Z')
})

test('tokens that cost 0 were never priced', () => {
  const reading = read(event(1, 'prompt.learning.completed', { rollouts_prompt_tokens: 5, usd_tokens_rollouts: 0 }))
  expect(reading.only('usage')).toMatchObject({ costPico: null, flags: ['cost_unknown'] })
})

test('the job’s own record and its events never count one cost twice, whichever is read first', () => {
  const events = read(event(9, 'prompt.learning.completed', { total_usd: 2 })).only('usage')
  const job = { job_id: JOB, status: 'succeeded', created_at: at(1), best_snapshot: { total_usd: 2 } }
  const own = readKnown(synthAnswersReader, '/data/job.json', job).only('usage')
  expect(own.nativeId).toBe(events.nativeId)
  expect((own.at ?? '') < (events.at ?? '')).toBe(true)
})

test('a masked type stands for the algorithm, and a candidate is put together from what several events tell', () => {
  const reading = read(
    event(1, 'prompt.learning.progress', { rollouts_completed: 40, elapsed_seconds: 12 }),
    event(2, 'prompt.learning.[MASKED].transformation.proposed', {
      transformation_id: 't1',
      parent_id: 't0',
      transformation_text: 'Be brief.',
    }),
    event(3, 'prompt.learning.[MASKED].variation.score', {
      transformation_id: 't1',
      score: 0.7,
      instance_scores: [1, 0, 1],
    }),
  )
  expect(reading.of('event')[2]?.type).toBe('prompt.learning.gepa.variation.score')
  expect(reading.only('candidate')).toMatchObject({
    ...{ candidateKey: 't1', parentKey: 't0', text: 'Be brief.', score: 0.7, heldoutN: 3 },
    ...{ rolloutsSoFar: 40, secondsSoFar: 12, at: at(3) },
  })
})

test('the baseline is known by its mark or by its message', () => {
  for (const scored of [
    event(1, 'prompt.learning.validation.scored', { accuracy: 0.4, is_baseline: true }),
    event(1, 'prompt.learning.validation.scored', { accuracy: 0.4 }, { message: 'Baseline scored' }),
    event(1, 'mipro.baseline.test', { test_score: 0.4 }),
  ]) {
    const reading = read(scored)
    expect(reading.only('candidate')).toMatchObject({ candidateKey: 'baseline', isBaseline: true, score: 0.4 })
    expect(reading.only('job').baselineScore).toBe(0.4)
  }
})

test('what ends a job gives its state, and its error is one failure with that of the job’s record', () => {
  const failed = read(
    event(1, 'prompt.learning.created'),
    event(2, 'prompt.learning.failed', { error: 'SSLError(x)' }, { level: 'error' }),
  )
  expect(failed.only('run')).toMatchObject({ status: 'failed', statusRaw: null, updatedAt: null, endedAt: at(2) })
  expect(failed.only('failure')).toMatchObject({ failureKey: `${JOB}/error`, cause: 'infra', message: 'SSLError(x)' })
  expect(read(event(1, 'mipro.trial.complete', { trial: 1, score: 1 })).only('run').status).toBe('unknown')
})
