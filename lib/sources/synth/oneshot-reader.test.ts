import { expect, test } from 'vitest'
import { memoryFolder, readKnown, readKnownFolder } from '@/lib/testing/memory-source'
import { oneShotReader } from './oneshot-reader'
import { synthReportReader } from './synth-report-reader'

const PAIR = '/data/runs/pair_20260203__04-05-06'
const [FIRST, SECOND] = ['pl_00000000000000a1', 'pl_00000000000000b2']
const baseline = (mean: number, rate: number, results: object[] = []) => ({
  ...{ baseline_id: 'trivia', split: 'test', model: 'policy-1', results },
  aggregate_metrics: { mean_outcome_reward: mean, success_rate: rate, total_tasks: 2, successful_tasks: 2 * rate },
})
const job = (id: string) => ({ job_id: id, status: 'failed', error: 'SSLError(1)', created_at: '2026-02-03T04:06:00Z' })
const read = (files: Record<string, unknown>) => readKnownFolder(oneShotReader, PAIR, files)

test('a path names its run’s folder, also deep inside it', () => {
  expect(oneShotReader.folderOf(`${PAIR}/artifacts/a/b.txt`)).toBe(PAIR)
  expect(oneShotReader.folderOf('/r/20260203__04-05-06_seed003/x.json')).toBe('/r/20260203__04-05-06_seed003')
  expect(oneShotReader.folderOf('/r/rollout__20260203__04-05-06.json')).toBeNull()
})

test('a pair run is a visible group of its jobs, with the baseline before and after', () => {
  const reading = read({
    'baseline_before.json': baseline(0.6, 1, [{ seed: 0, outcome_reward: 1, success: true }]),
    'baseline_after.json': baseline(0.8, 1, [{ seed: 0, outcome_reward: 1, success: true }]),
    'jobs/first.json': job(FIRST),
    'session.log': `created ${FIRST}, then ${SECOND}`,
  })
  const jobs = new Map(reading.of('job').map((one) => [one.jobKey, one]))
  expect(jobs.get('pair_20260203__04-05-06')).toMatchObject({
    type: 'group',
    baselineScore: 0.6,
    bestScore: 0.8,
    startedAt: '2026-02-03T04:05:06.000Z',
    data: { jobKeys: [FIRST, SECOND], brokenBaselines: [] },
    flags: ['zone_unknown'],
  })
  expect(jobs.get(FIRST)?.parentKey).toBe('pair_20260203__04-05-06')
  expect(reading.of('result').map((row) => [row.configuration, row.itemKey, row.score])).toEqual([
    ['baseline before', '0', 1],
    ['baseline after', '0', 1],
  ])
  const means = reading.of('metric').filter((one) => one.name === 'baseline mean_outcome_reward')
  expect(means.map((one) => [one.step, one.value]).sort()).toEqual([
    [0, 0.6],
    [1, 0.8],
  ])
})

test('trap: a baseline of which no task ran has no score, whatever was written', () => {
  const results = [0, 1].map((seed) => ({ seed, outcome_reward: 0, error: 'CERTIFICATE_VERIFY_FAILED' }))
  const reading = read({ 'baseline_before.json': baseline(0, 0, results) })
  const group = reading.only('job')
  expect(group).toMatchObject({ baselineScore: null, data: { brokenBaselines: ['before'] } })
  expect(group.flags).toContain('score_missing')
  expect(reading.of('failure').map((one) => one.cause)).toEqual(['infra', 'infra'])
  expect(reading.of('result').map((row) => row.score)).toEqual([null, null])
})

test('a file that is broken or not known is named, and the rest is read', () => {
  const reading = read({ 'baseline_before.json': baseline(1, 1), 'other.json': { a: 1 }, 'bad.json': '{' })
  expect(reading.rejected).toEqual([{ line: null, place: 'bad.json', reason: 'not JSON' }])
  expect(reading.unparsed.map((one) => one.name)).toEqual(['other.json'])
  expect(reading.only('job').baselineScore).toBe(1)
})

test('a folder of that name with nothing known in it is left to others', () => {
  expect(oneShotReader.detect(memoryFolder('/r/20260203__04-05-06', { 'notes.txt': 'x', 'a.json': {} }))).toBeNull()
})

test('tests that could not be run make a run unverified, and counters at 0 are no tokens', () => {
  const output = 'STDOUT:\n\nSTDERR:\npython3: No module named pytest\n'
  const reading = read({
    'evaluation_results.json': {
      task_id: 'add-section',
      evaluation: { rubrics: { done: { score: 0, max_score: 1 } }, total_score: 0, max_score: 1 },
      test_results: { 'tests/a.py': { success: false, output } },
      agent_metrics: { tokens_total: 0, tokens_events: 0 },
    },
  })
  expect(reading.only('run').flags).toEqual(['zone_unknown', 'claimed_not_verified', 'tokens_unknown'])
  expect(reading.only('failure')).toMatchObject({ message: 'python3: No module named pytest', cause: 'config' })
  expect(reading.of('usage')).toEqual([])
})

const line = '='.repeat(80)
const REPORT = `${line}
GEPA PROMPT LEARNING RESULTS
${line}
Job ID: ${FIRST}
Timestamp: 2026-02-03 04:05:06

📊 Baseline Score: 0.4000 (40.0%)
🏆 Best Score:     0.7000 (70.0%)
${line}

🏆 BEST PROMPT
${'-'.repeat(80)}

[SYSTEM]:
Be brief.

${line}
💡 ALL PROPOSAL CANDIDATES (1)
${line}

[1] Accuracy: 0.7000 | Length: 9 | Tool Rate: 1.00 | N: 20
${'-'.repeat(80)}
  [SYSTEM]: Be brief.

${line}
FINAL SUMMARY
${line}
[1] is no candidate
`

test('a text report tells scores, prompt and candidates, and never the state of the job', () => {
  const reading = readKnown(synthReportReader, `/r/gepa_results_${FIRST}.txt`, REPORT)
  expect(reading.only('job')).toMatchObject({
    jobKey: FIRST,
    bestScore: 0.7,
    baselineScore: 0.4,
    status: 'unknown',
    updatedAt: null,
  })
  expect(reading.of('candidate').map((one) => [one.candidateKey, one.score, one.heldoutN, one.text])).toEqual([
    ['baseline', 0.4, null, null],
    ['best', null, null, '[SYSTEM]:\nBe brief.'],
    ['attempted-0', 0.7, 20, '[SYSTEM]: Be brief.'],
  ])
  expect(reading.rejected).toEqual([])
})
