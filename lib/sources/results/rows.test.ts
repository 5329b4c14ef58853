import { describe, expect, test } from 'vitest'
import { sumUsage } from '@/lib/model/usage'
import { memoryDocument } from '@/lib/testing/memory-source'
import { readJsonLines, readResults } from '@/lib/testing/read-results'
import { resultsCsvReader } from './csv-reader'
import { resultsJsonlReader, resultsJsonReader } from './json-rows-reader'

const csv = (path: string, lines: readonly string[]) => readResults(resultsCsvReader, path, lines.join('\n'))

describe('rows of experiments', () => {
  test('columns are recognised by many names, and told', () => {
    const { runs, results, unparsed } = csv('/x/tries.csv', [
      'Instance ID,Model,Resolved,Prompt Tokens,Completion Tokens,Cost (USD),duration_ms,API calls,shade',
      'a-1,m1,True,100,20,0.25,1500,3,red',
      'a-2,m1,no,50,10,0.125,500,2,blue',
    ])
    expect(runs).toHaveLength(1)
    expect(runs[0]).toMatchObject({
      name: 'm1',
      status: 'succeeded',
      job: { name: 'tries', type: 'experiment', inferred: true },
      data: { columns: { item: 'Instance ID', resolved: 'Resolved', milliseconds: 'duration_ms' }, items: 2 },
    })
    expect(results[0]).toMatchObject({ itemKey: 'a-1', resolved: true, seconds: 1.5, calls: 3, part: 'row' })
    expect(results[0]).toMatchObject({ costPico: 250_000_000_000n, usage: { input: 100n, output: 20n, total: 120n } })
    expect(results[1]).toMatchObject({ resolved: false, data: { shade: 'blue' } })
    expect(unparsed).toEqual([{ kind: 'unknown-column', name: 'shade', count: 2, sample: null }])
  })

  test('what is not written stays unknown, never nothing', () => {
    const { results, runs, usage } = csv('tries.csv', [
      'item,configuration,score,tokens,cost,seconds,calls',
      'a,c,0.5,,,,',
      'b,c,nan,0,0,None,-',
    ])
    for (const result of results)
      expect(result).toMatchObject({ usage: null, costPico: null, seconds: null, calls: null, resolved: null })
    expect(results.map(({ score }) => score)).toEqual([0.5, null])
    expect(usage).toEqual([])
    expect(runs[0]?.flags).toContain('tokens_unknown')
    expect(runs[0]?.status).toBe('unknown')
  })

  test('tokens are spend of their run, counted once an item, with a total alone unsplit', () => {
    const rows = ['item,configuration,resolved,tokens', 'a,x,1,10', 'b,x,0,30', 'a,y,1,7']
    const { usage } = csv('tries.csv', rows)
    expect(sumUsage(usage.map((one) => one.usage))).toMatchObject({
      input: null,
      output: null,
      unsplit: 47n,
      total: 47n,
    })
    expect(new Set(usage.map(({ nativeId }) => nativeId)).size).toBe(3)
  })

  test('a cache is inside the prompt in one convention, and beside the input in the other', () => {
    const inside = csv('a.csv', ['item,model,passed,prompt_tokens,cached_tokens,completion_tokens', 'a,m,1,100,80,5'])
    const beside = csv('a.csv', [
      'item,model,passed,input_tokens,cache_read_input_tokens,output_tokens',
      'a,m,1,20,80,5',
    ])
    expect(inside.results[0]?.usage).toMatchObject({ input: 20n, cacheRead: 80n, total: 105n })
    expect(beside.results[0]?.usage).toMatchObject({ input: 20n, cacheRead: 80n, total: 105n })
  })

  test('the same item again is its next repeat', () => {
    const { results } = csv('tries.csv', ['task,agent,model,success', 't,a,m,1', 't,a,m,0', 't,a,n,0'])
    expect(results.map(({ configuration, repeat }) => [configuration, repeat])).toEqual([
      ['a · m', 0],
      ['a · m', 1],
      ['a · n', 0],
    ])
  })

  test('a set is named by its column, its file, or the form of its items, in this order', () => {
    const jobOf = (path: string, lines: string[]) => csv(path, lines).jobs[0]
    expect(jobOf('x.csv', ['item,benchmark,passed', 'a,SWE-Bench_Lite,1'])).toMatchObject({ name: 'SWE-bench Lite' })
    expect(jobOf('swebench_verified_x.csv', ['item,passed', 'a,1'])).toMatchObject({ name: 'SWE-bench Verified' })
    expect(jobOf('x.csv', ['instance_id,passed', 'django__django-1,1'])).toMatchObject({ name: 'SWE-bench' })
    expect(jobOf('/runs/spring/results.csv', ['item,passed', 'a,1'])).toMatchObject({ name: 'spring' })
  })

  test('words say whether an item is resolved, also where a score is expected', () => {
    const { results } = csv('x.csv', ['item,score', 'a,pass', 'b,failed', 'c,0.7', 'd,perhaps'])
    expect(results.map(({ resolved, score }) => [resolved, score])).toEqual([
      [true, 1],
      [false, 0],
      [null, 0.7],
      [null, null],
    ])
    expect(results[3]?.flags).toContain('number_unreadable')
  })
})

describe('CSV of any dialect', () => {
  test('semicolons, tabs, a byte order mark, carriage returns and quoted line ends', () => {
    const semicolons = readResults(resultsCsvReader, 'a.csv', '\uFEFFitem;passed\r\n"a\r\nb";1\r\n\r\nc;0\r\n')
    expect(semicolons.results.map(({ itemKey, ref }) => [itemKey, ref])).toEqual([
      ['a\nb', 'line 2'],
      ['c', 'line 5'],
    ])
    expect(readResults(resultsCsvReader, 'a.tsv', 'item\tpassed\na\t1\n').results).toHaveLength(1)
  })

  test('a row with too many cells and one without an item are named, the rest is kept', () => {
    const { results, rejected } = csv('a.csv', ['item,passed', 'a,1', 'b,1,2,3,4', ',1', 'c,0'])
    expect(results.map(({ itemKey }) => itemKey)).toEqual(['a', 'c'])
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'it has 5 cells where the header has 2'],
      [4, 'it names no item'],
    ])
  })

  test('a quote that never closes is named, and costs only what it swallows', () => {
    const { results, rejected } = csv('a.csv', ['item,passed', 'a,1', '"b,1', 'c,0'])
    expect(results.map(({ itemKey }) => itemKey)).toEqual(['a'])
    expect(rejected[0]?.reason).toContain('quotes do not match')
  })

  test('columns of one name and of dangerous names are kept apart', () => {
    const { results } = csv('a.csv', ['item,passed,note,note,__proto__,constructor', 'a,1,x,y,z,w'])
    const data = results[0]?.data ?? {}
    expect(Object.entries(data)).toEqual([
      ['note', 'x'],
      ['note (2)', 'y'],
      ['__proto__', 'z'],
      ['constructor', 'w'],
    ])
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
  })

  test('numbers that no count can have are flagged, not believed', () => {
    const { results } = csv('a.csv', [
      'item,passed,input_tokens,cost,seconds,calls',
      'a,1,-5,-1,-2,-3',
      'b,1,1e400,1e300,x,99999999999',
      `c,1,${'9'.repeat(5_000_000)}x,1,1,1`,
    ])
    expect(results[0]).toMatchObject({ usage: null, costPico: null, seconds: null, calls: null })
    expect(results[0]?.flags).toEqual(expect.arrayContaining(['tokens_implausible', 'number_unreadable']))
    expect(results[1]).toMatchObject({ usage: null, costPico: null, seconds: null, calls: null })
    expect(results[2]).toMatchObject({ usage: null, seconds: 1 })
  })

  test('tables of other things are not taken for results', () => {
    for (const header of ['LineId,Content,EventId,EventTemplate', 'key,control,treatment', 'name,age', 'item,colour'])
      expect(resultsCsvReader.detect(memoryDocument('a.csv', `${header}\n1,2,3,4\n`))).toBeNull()
  })

  test('a hundred thousand rows come in batches', () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `i${index},${index % 2}`)
    const document = memoryDocument('a.csv', ['item,passed', ...rows].join('\n'))
    const batches = [...resultsCsvReader.read(document, null)]
    expect(batches.every(({ records }) => records.length < 5_000)).toBe(true)
    expect(batches.reduce((sum, { records }) => sum + records.length, 0)).toBe(100_002)
    expect(batches.at(-1)?.done).toBe(1)
  })
})

describe('rows as JSON', () => {
  test('a list, a list in an object, and an object of items by id', () => {
    const list = [{ task_id: 'a', model: 'm', reward: 0.5, cost: 1 }]
    expect(readResults(resultsJsonReader, 'a.json', list).results[0]).toMatchObject({ itemKey: 'a', score: 0.5 })
    expect(readResults(resultsJsonReader, 'a.json', { rows: list }).results).toHaveLength(1)
    const byId = { 'x/1': { cost: 0.5, resolved: true }, 'x/2': { cost: null, resolved: false } }
    const { results } = readResults(resultsJsonReader, 'swe-bench.json', byId)
    expect(results.map(({ itemKey, resolved, costPico }) => [itemKey, resolved, costPico])).toEqual([
      ['x/1', true, 500_000_000_000n],
      ['x/2', false, null],
    ])
  })

  test('a headline that its own rows do not give is flagged, with both numbers', () => {
    const instances = ['a', 'b', 'c', 'd'].map((instance_id, index) => ({ instance_id, resolved: index < 3 }))
    const { runs } = readResults(resultsJsonReader, 'a.json', { total: 4, passed: 2, pass_rate: 50, instances })
    expect(runs.at(-1)?.flags).toContain('total_mismatch')
    expect(runs.at(-1)?.data['headlines']).toEqual([
      { name: 'resolved %', published: 50, rows: 75, agrees: false },
      { name: 'resolved', published: 2, rows: 3, agrees: false },
      { name: 'items', published: 4, rows: 4, agrees: true },
    ])
  })

  test('rows of wrong types are named, the rest is kept', () => {
    const rows = [{ item: 'a', passed: true }, null, 7, 'x', { item: {}, passed: [] }, { item: 'b', passed: 'maybe' }]
    const { results, rejected } = readResults(resultsJsonReader, 'a.json', rows)
    expect(results.map(({ itemKey, resolved }) => [itemKey, resolved])).toEqual([
      ['a', true],
      ['b', null],
    ])
    expect(rejected).toHaveLength(4)
  })

  test('lines give the same when the reading stops and goes on', () => {
    const lines = [
      { item: 'a', model: 'm', passed: true, total_tokens: 5 },
      { item: 'a', model: 'm', passed: false, total_tokens: 6 },
      { item: 'b', model: 'n', passed: false },
      'no object',
    ]
    const whole = readJsonLines(resultsJsonlReader, 'a.jsonl', lines)
    const parts = readJsonLines(resultsJsonlReader, 'a.jsonl', lines, [1, 2])
    expect(parts.results).toEqual(whole.results)
    expect(parts.runs.find(({ name }) => name === 'm')?.data).toEqual(expect.objectContaining({ items: 1 }))
    expect(parts.runs.filter(({ name }) => name === 'm').at(-1)).toEqual(whole.runs.find(({ name }) => name === 'm'))
    expect(whole.rejected.map(({ reason }) => reason)).toEqual(['not an object'])
  })

  test('objects with lists of their own are no rows', () => {
    expect(resultsJsonlReader.detect({ id: 'x', accuracy: 1, results: [{ task_id: 'a' }] })).toBeNull()
    expect(resultsJsonlReader.detect({ instance_id: 'x', messages: [{ role: 'user' }], cost: 1 })).toBeNull()
  })
})
