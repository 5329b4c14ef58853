import { describe, expect, it } from 'vitest'
import { dataFacts, keyWords } from './data-facts'

const lines = (data: Record<string, unknown>) => dataFacts(data).facts.map(({ label, text }) => `${label}: ${text}`)

describe('what a source tells in its own words', () => {
  it('stands beside what there was, where only a part was reported', () => {
    expect(lines({ commands: 23, commandsReported: 12, runs: 30, reportedRuns: 11 })).toEqual([
      'commands reported: 12 of 23',
      'runs reported: 11 of 30',
    ])
  })
  it('is told as it is where the whole is not known', () => {
    expect(lines({ commandsReported: 12 })).toEqual(['commands reported: 12'])
    expect(lines({ commands: null, commandsReported: 12 })).toEqual(['commands reported: 12'])
    expect(lines({ commands: 'many', commandsReported: 12 })).toEqual(['commands: many', 'commands reported: 12'])
  })
  it('opens one level of nesting and keeps deeper ones whole', () => {
    const { facts, rest } = dataFacts({ limits: { gpuHours: 2, ok: true }, deep: { a: { b: 1 } }, list: [1, 'x'] })
    expect(facts.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'limits: gpu hours: 2',
      'limits: ok: yes',
      'list: 1, x',
    ])
    expect(rest).toEqual({ deep: { a: { b: 1 } } })
  })
  it('keeps long texts, hostile keys and odd numbers', () => {
    const data = JSON.parse('{"__proto__": {"x": {}}, "constructor": 1, "long": "", "n": 0.30000000000000004}')
    data.long = 'l'.repeat(5_000)
    const { facts, rest } = dataFacts(data)
    expect(facts.map(({ text }) => text)).toEqual(['1', '0.3'])
    expect(Object.keys(rest)).toEqual(['__proto__', 'long'])
  })
  it('makes words of every way to write a key', () => {
    expect(['bestTrainScore', 'best_train-score', 'APIKeyName', 'GPU', ''].map(keyWords)).toEqual([
      'best train score',
      'best train score',
      'API key name',
      'GPU',
      '',
    ])
  })
})
