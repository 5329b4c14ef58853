import { expect, test } from 'vitest'
import { memoryFolder, readKnownFolder } from '@/lib/testing/memory-source'
import { evidenceRunId, gepaEvidenceFiles } from './gepa-evidence-fixture'
import { gepaEvidenceReader } from './gepa-evidence-reader'

const AT = '2026-06-03T01:00:00.000Z'
const FOLDER = '/data/evals/evidence'
const read = (files: Record<string, unknown>) => readKnownFolder(gepaEvidenceReader, FOLDER, files)
const whole = () => read(gepaEvidenceFiles({ startedAt: AT }))

test('a file of the evidence names its folder, at the top and below a benchmark', () => {
  const { folderOf } = gepaEvidenceReader
  expect(folderOf(`${FOLDER}/commands.jsonl`)).toBe(FOLDER)
  expect(folderOf(`${FOLDER}/benchmarks/trivia/parity_controls.json`)).toBe(FOLDER)
  expect(folderOf(`${FOLDER}/candidate_diffs/trivia/gepa_ai/cand_0.json`)).toBe(FOLDER)
  expect(folderOf('/data/other/summary.json')).toBeNull()
})

test('a folder that only has files of these names is left to others', () => {
  expect(gepaEvidenceReader.detect(memoryFolder('/x', { 'commands.jsonl': [{ command: 'ls' }] }))).toBeNull()
  expect(gepaEvidenceReader.detect(memoryFolder('/x', { 'commands.jsonl': 'not json' }))).toBeNull()
})

test('runs that a rerun replaced stay visible: reported beside tried', () => {
  const reading = whole()
  const jobs = new Map(reading.of('job').map((job) => [job.jobKey, job]))
  expect(jobs.get('gepa/evidence')?.data).toMatchObject({ commands: 4, commandsReported: 2, reportedRuns: 2 })
  expect(jobs.get('gepa/trivia')?.data).toMatchObject({ commands: 3, commandsReported: 2 })
  const replaced = reading.of('run').filter((run) => run.flags.includes('pair_superseded'))
  expect(replaced.map((run) => run.runKey)).toEqual([evidenceRunId('gepa_ai', 'trivia', '2026-06-02T01:00:00')])
  expect(replaced[0]).toMatchObject({ status: 'succeeded', data: { reported: false } })
})

test('a benchmark that was run by one stack only is kept, and nothing replaced its run', () => {
  const alone = whole()
    .of('run')
    .find((run) => run.project === 'ledger_qa')
  expect(alone).toMatchObject({ status: 'succeeded', data: { reported: false } })
  expect(alone?.flags).not.toContain('pair_superseded')
})

test('a manifest that lists the commands again adds no run, and a second command into one folder is one', () => {
  expect(whole().of('run')).toHaveLength(4)
  const files = gepaEvidenceFiles({ startedAt: AT })
  const [, again] = files['commands.jsonl'] as Record<string, unknown>[]
  const twice = read({ ...files, 'commands.jsonl': [again, { ...again, command_id: 'another' }] })
  expect(twice.of('run').map((run) => run.runKey)).toContain(`${evidenceRunId('gepa_ai', 'trivia', AT)}/another`)
})

test('an equal budget with unequal use is told on both sides', () => {
  const unequal = read(gepaEvidenceFiles({ startedAt: AT, rollouts: { gepa_ai: 4, synth_gepa: 28 } }))
  const flagged = unequal.of('run').filter((run) => run.flags.includes('pair_unequal_effort'))
  expect(flagged.map((run) => run.data['rollouts'])).toEqual([4, 28])
  expect(flagged.map((run) => run.data['rolloutBudget'])).toEqual([100, 100])
  expect(
    whole()
      .of('run')
      .some((run) => run.flags.includes('pair_unequal_effort')),
  ).toBe(false)
})

test('each candidate has its scores, what was spent so far, its parent, and the first is the baseline', () => {
  const reading = whole()
  expect(reading.of('candidate')).toHaveLength(4)
  const [first, second] = reading.of('candidate')
  const run = evidenceRunId('gepa_ai', 'trivia', AT)
  expect(first).toMatchObject({
    isBaseline: true,
    candidateKey: `${run}/cand_0`,
    jobKey: 'gepa/trivia/gepa_ai',
    runKey: run,
  })
  expect(second).toMatchObject({
    parentKey: `${run}/cand_0`,
    isBaseline: false,
    accepted: true,
    score: 0.6,
    heldoutScore: 0.6,
    trainScore: 0.5,
    heldoutN: 4,
    rolloutsSoFar: 100,
    costPicoSoFar: 30_000_000_000n,
    secondsSoFar: 120.5,
  })
})

test('evaluations of both splits are result rows that pair by item; the best candidate of a reported run is marked', () => {
  const results = whole().of('result')
  expect(results).toHaveLength(32)
  const best = results.filter((row) => row.split === 'heldout' && row.data['best'] === true)
  expect(best.map((row) => [row.configuration, row.itemKey, row.score])).toContainEqual(['gepa_ai/cand_1', '1', 1])
  expect(best).toHaveLength(8)
})

test('0 tokens beside a real cost are unknown tokens, and the reported cost is then the spend', () => {
  const reading = read(gepaEvidenceFiles({ startedAt: AT, zeroTokens: true }))
  expect(reading.of('result').every((row) => row.usage === null && row.flags.includes('tokens_unknown'))).toBe(true)
  const spend = reading.of('usage')
  expect(spend.map((event) => [event.role, event.usage.total, event.costPico])).toEqual([
    ['proposer', null, 10_000_000_000n],
    ['policy', null, 20_000_000_000n],
    ['proposer', null, 10_000_000_000n],
    ['policy', null, 20_000_000_000n],
  ])
  expect(reading.of('run').filter((run) => run.data['reported'] === true)[0]?.flags).toContain('tokens_unknown')
})

test('where the rows hold tokens, the reported rollout cost is not counted beside them', () => {
  const usage = whole().of('usage')
  expect(usage.filter((event) => event.role === 'policy')).toHaveLength(32)
  expect(usage.filter((event) => event.purpose === 'reported total').map((event) => event.role)).toEqual([
    'proposer',
    'proposer',
  ])
  expect(new Set(usage.map((event) => event.nativeId)).size).toBe(usage.length)
})

test('metered cost and subscription cost stay two numbers', () => {
  const job = whole()
    .of('job')
    .find((one) => one.jobKey === 'gepa/trivia/gepa_ai')
  expect(job?.data).toMatchObject({ cost_metered_usd: 0.03, cost_with_codex_subscription_usd: 0.02 })
  expect(job).toMatchObject({ bestScore: 0.6, baselineScore: 0.5, modelRequested: 'policy-1', type: 'prompt_learning' })
})

test('curve points are metrics; a fraction of seconds is no step, and stays beside it', () => {
  const points = whole().of('metric')
  expect(points.map((point) => [point.name, point.step, point.data['x']]).slice(0, 2)).toEqual([
    ['best_heldout_so_far by candidate_index', 0, 0],
    ['best_heldout_so_far by elapsed_seconds', null, 60.5],
  ])
  expect(new Set(points.map((point) => point.metricKey)).size).toBe(4)
})

test('a command that failed fails its run, and one that has not ended runs', () => {
  const files = gepaEvidenceFiles({ startedAt: AT })
  const [first, second] = files['commands.jsonl'] as Record<string, unknown>[]
  const lines = [
    { ...first, exit_code: 137 },
    { ...second, exit_code: null, finished_at: null },
  ]
  const reading = read({ 'commands.jsonl': lines })
  expect(reading.of('run').map((run) => run.status)).toEqual(['failed', 'running'])
  expect(reading.only('failure').message).toBe('The command ended with exit code 137')
})

test('broken lines are named and cost nothing else', () => {
  const files = gepaEvidenceFiles({ startedAt: AT })
  const bad = ['{"stack": 1', '[]', '{"stack":"s","benchmark":"b"}', '{"__proto__":{"stack":"x"},"run_id":5}']
  const reading = read({
    ...files,
    'candidate_timeline.jsonl': [...(files['candidate_timeline.jsonl'] as unknown[]), ...bad],
  })
  expect(reading.of('candidate')).toHaveLength(4)
  expect(reading.rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'not JSON: unexpected end of input'],
    [6, 'not an object'],
    [7, 'the candidate has no id or no run'],
    [8, 'the candidate has no id or no run'],
  ])
})

test('a summary that is no JSON is named; the commands still show every run', () => {
  const reading = read({ ...gepaEvidenceFiles({ startedAt: AT }), 'benchmarks/trivia/summary.json': '{' })
  expect(reading.rejected).toEqual([{ line: null, place: 'benchmarks/trivia/summary.json', reason: 'not JSON' }])
  expect(reading.of('run')).toHaveLength(4)
})
