import { describe, expect, it } from 'vitest'
import { trustNotes } from './trust-words'
import { SystemTrust } from './view-schema'

const trust = (reportedEvents: number, costMicroUsd: number | null = 12) =>
  SystemTrust.parse({
    ...{ system: 'results', runs: 1, runsWithoutRow: 0, sessions: 0, subAgents: 0, models: 1, events: 10 },
    usage: {
      ...{ input: 5, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: 5, reasoning: null },
      ...{ unsplit: null, total: 10, lowerBound: [] },
    },
    ...{ costMicroUsd, costReportedMicroUsd: null, costComputedMicroUsd: null, reportedEvents, computedEvents: 0 },
    ...{ costIsLowerBound: false, costLowerBoundReasons: [], costsCompared: null },
    ...{ unknownTokenEvents: 0, unpricedEvents: 0, unpricedModels: [], partialEvents: 0, unnamedEvents: 0 },
    ...{ modelsWithoutPrice: 0, modelsPricedInPart: 0 },
    runsWithInventedSplit: 0,
  })

describe('how far a system can be trusted', () => {
  it('says whose cost it is: computed, stated by the source, or both', () => {
    const text = (of: SystemTrust) => trustNotes(of, 'prices 1').map((note) => note.text)
    expect(text(trust(0))).toEqual(['complete; computed from prices 1'])
    expect(text(trust(10))).toEqual(['complete; cost as the source states it'])
    expect(text(trust(9))).toEqual([
      'complete; cost as the source states it of 9 of 10 events, else computed from prices 1',
    ])
    expect(text(trust(0, null))).toEqual(['complete'])
  })

  it('counts all models without a price, not only those that it names', () => {
    const model = (name: string, unpricedEvents: number) => ({ model: name, tokens: 7, events: 4, unpricedEvents })
    const many = { ...trust(0), models: 60, modelsWithoutPrice: 58, modelsPricedInPart: 2 }
    const unpricedModels = [model('a', 4), model('b', 4), model('c', 1)]
    expect(trustNotes({ ...many, unpricedModels }, 'prices 1').map((note) => note.text)).toEqual([
      '58 of 60 models have no price (a, 7 tokens; b, 7 tokens; 56 more)',
      '1 of 4 events of c has no price',
      'some events of 1 other model have no price',
    ])
  })
})
