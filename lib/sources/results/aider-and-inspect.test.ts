import { describe, expect, test } from 'vitest'
import { memoryFolder } from '@/lib/testing/memory-source'
import { readResults, sorted } from '@/lib/testing/read-results'
import { aiderResultReader, aiderYamlReader } from './aider-readers'
import { inspectEvalReader, inspectJsonReader } from './inspect-readers'

describe('aider', () => {
  const path = 'tmp/2026-08-01-10-00-00--try/python/exercises/practice/bowling/.aider.results.json'
  const exercise = { testcase: 'bowling', model: 'm-1', edit_format: 'diff', cost: 0.02, duration: 12.5 }

  test('an exercise is solved when any try is; its language is a part of its name', () => {
    const outcomes = (tests_outcomes: unknown[]) =>
      readResults(aiderResultReader, path, { ...exercise, tests_outcomes, prompt_tokens: 90, completion_tokens: 10 })
    const { results, runs, usage } = outcomes([false, true])
    expect(results[0]).toMatchObject({ resolved: true, seconds: 12.5, calls: 2, data: { firstTry: false } })
    expect(results[0]?.itemKey).toContain('bowling')
    expect(runs[0]?.name).toBe('m-1 · diff')
    expect(usage.map((one) => [one.usage.total, one.costPico])).toEqual([[100n, 20_000_000_000n]])
    expect(outcomes([]).results[0]).toMatchObject({ resolved: null, calls: null })
  })

  test('trap: a table of aggregates is YAML; a broken entry costs only itself', () => {
    const entry = (model: string, passed: number) =>
      `- dirname: 2026-08-01--${model}\n  model: ${model}\n  edit_format: diff\n  test_cases: 225\n  pass_num_2: ${passed}\n  pass_rate_1: 20\n  pass_rate_2: 50.2\n  total_cost: 0\n`
    const text = `${entry('a', 113)}${entry('b', 10)}- 7\n`
    const { runs, results, rejected } = readResults(aiderYamlReader, 'polyglot_leaderboard.yml', text)
    expect(runs.map(({ flags }) => flags.includes('total_mismatch'))).toEqual([false, true])
    expect(results.map(({ score, costPico, usage }) => [score, costPico, usage])).toEqual([
      [0.502, null, null],
      [0.502, null, null],
    ])
    expect(rejected).toHaveLength(1)
  })
})

const sample = (id: string, epoch: number, more: object = {}) => ({
  ...{ id, epoch, input: 'Add 1 and 1', target: '2' },
  messages: [
    { id: 'u', role: 'user', content: 'attachment://0123456789abcdef0123456789abcdef' },
    { id: 'a', role: 'assistant', content: 'It is 2', tool_calls: [{ id: 'c', function: 'add', arguments: { a: 1 } }] },
    { id: 't', role: 'tool', content: 'no', tool_call_id: 'c', function: 'add', error: { message: 'it broke' } },
  ],
  attachments: { '0123456789abcdef0123456789abcdef': 'Add 1 and 1, please' },
  scores: { match: { value: 'C' } },
  model_usage: { 'openai/m': { input_tokens: 30, output_tokens: 5, total_tokens: 35, input_tokens_cache_read: 10 } },
  ...{ events: [], total_time: 2.5 },
  ...more,
})
const head = (more: object = {}) => ({
  version: 2,
  status: 'success',
  eval: {
    eval_id: 'e1',
    task: 'sums',
    model: 'openai/m',
    created: '2026-08-01T10:00:00+00:00',
    dataset: { name: 'd' },
  },
  results: { scores: [{ name: 'match', metrics: { accuracy: { name: 'accuracy', value: 1 } } }] },
  stats: {
    ...{ started_at: '2026-08-01T10:00:01+00:00', completed_at: '2026-08-01T10:01:00+00:00' },
    model_usage: { 'openai/m': { input_tokens: 60, output_tokens: 10, total_tokens: 70 } },
  },
  ...more,
})
const readLog = (log: object) => readResults(inspectJsonReader, 'logs/sums.json', log)
const readZip = (members: Record<string, unknown>) =>
  sorted(inspectEvalReader.read(memoryFolder('/x/sums.eval', members), null))

describe('Inspect', () => {
  test('each sample in each epoch is a session and a result; the cache is taken out of the input', () => {
    const { runs, sessions, results, usage } = readLog(head({ samples: [sample('s1', 1), sample('s1', 2)] }))
    expect(runs[0]).toMatchObject({ status: 'succeeded', endedAt: '2026-08-01T10:01:00.000Z', data: { samples: 2 } })
    expect(sessions).toHaveLength(2)
    expect(results.map(({ itemKey, repeat, resolved, score }) => [itemKey, repeat, resolved, score])).toEqual([
      ['s1', 0, true, 1],
      ['s1', 1, true, 1],
    ])
    expect(usage.map((one) => [one.usage.input, one.usage.cacheRead, one.usage.total])).toEqual([
      [20n, 10n, 35n],
      [20n, 10n, 35n],
    ])
  })

  test('long texts are put back in place, and a failed tool is a failed result', () => {
    const { entries } = readLog(head({ samples: [sample('s1', 1)] }))
    expect(entries.map(({ type, text, outcome }) => [type, text, outcome])).toEqual([
      ['prompt', 'Add 1 and 1, please', null],
      ['text', 'It is 2', null],
      ['tool_call', '{"a":1}', null],
      ['tool_result', 'no\nit broke', 'failed'],
    ])
  })

  test.each([
    ['C', true, 1],
    ['I', false, 0],
    ['N', false, 0],
    ['P', null, 0.5],
    [0.25, null, 0.25],
    [true, true, 1],
    ['essay', null, null],
  ])('a score of %s', (value, resolved, score) => {
    const [result] = readLog(head({ samples: [sample('s1', 1, { scores: { one: { value } } })] })).results
    expect(result).toMatchObject({ resolved, score })
  })

  test('a sample that ends in an error or at a limit says so', () => {
    const error = { message: "TimeoutError('too long')", traceback: 'Traceback …' }
    const samples = [sample('s1', 1, { error, scores: null }), sample('s2', 1, { limit: { type: 'token', limit: 5 } })]
    const { sessions, failures } = readLog(head({ samples, results: null }))
    expect(sessions.map(({ status, statusRaw }) => [status, statusRaw])).toEqual([
      ['failed', 'error'],
      ['stopped', 'limit: token'],
    ])
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({ type: 'TimeoutError', message: error.message })
  })

  test('a headline that the samples do not give is flagged', () => {
    const samples = [sample('s1', 1), sample('s2', 1, { scores: { match: { value: 'I' } } })]
    expect(readLog(head({ samples })).runs[0]?.flags).toContain('total_mismatch')
  })

  test('a log without its samples still knows what it spent; a failed one without a reason says so', () => {
    const { usage, runs } = readLog(head({ status: 'error', samples: [], results: null }))
    expect(usage.map((one) => one.usage.total)).toEqual([70n])
    expect(runs[0]).toMatchObject({ status: 'failed' })
    expect(runs[0]?.flags).toContain('missing_reason')
  })

  test('a zip without its closing head is not finished; samples that are only summed up are read from there', () => {
    const { stats: _stats, results: _results, status: _status, ...start } = head()
    const read = readZip({
      '_journal/start.json': start,
      '_journal/summaries/1.json': [sample('s1', 1), { ...sample('s2', 1), messages: undefined, events: undefined }],
      'samples/s1_epoch_1.json': sample('s1', 1),
      'samples/s3_epoch_1.json': 'torn off',
    })
    expect(read.runs[0]).toMatchObject({ status: 'running', endedAt: null, data: { terminalRecord: false } })
    expect(read.results.map(({ itemKey }) => itemKey)).toEqual(['s1', 's2'])
    expect(read.rejected.map(({ place }) => place)).toEqual(['samples/s3_epoch_1.json'])
  })

  test('an archive is one thing, whichever of its members is seen', () => {
    expect(inspectEvalReader.folderOf('/x/a.eval')).toBe('/x/a.eval')
    expect(inspectEvalReader.folderOf('/x/a.eval!/samples/1.json')).toBe('/x/a.eval')
    expect(inspectEvalReader.folderOf('/x/a.zip')).toBeNull()
    expect(inspectEvalReader.detect(memoryFolder('/x/a.eval', { 'header.json': { eval: {} } }))).toBeNull()
  })
})
