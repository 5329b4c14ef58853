import { describe, expect, it } from 'vitest'
import { disclosuresOf, type LedgerFacts } from './disclosures'

const FACTS: LedgerFacts = {
  subject: 'window',
  autopackRuns: 2,
  spent: {
    ...{ events: 10, unknownTokenEvents: 0, unpricedEvents: 0, lowerBound: [], unsplitTokens: null },
    ...{ inventedSplitRuns: 0, doctorFlagMissing: 0, silent: [] },
    orphan: { runs: 0, events: 0, tokens: null },
    runless: { events: 0, tokens: null },
  },
  artifact: { rows: 3, runs: 2 },
  doctor: {
    ...{ rows: 3, runs: 2, tokens: 5 },
    constant: { phases: 0, tokens: 0 },
    ours: { phases: 0, tokens: 0 },
    measured: { calls: 0, median: null },
  },
  pairs: { valid: 1, refused: 0 },
}

const names = (facts: LedgerFacts) => disclosuresOf(facts).map(({ ledger, name }) => `${ledger} ${name}`)
const textOf = (facts: LedgerFacts, name: string) => disclosuresOf(facts).find((each) => each.name === name)?.text

describe('disclosures', () => {
  it('say nothing of doubts that the facts do not give rise to', () => {
    expect(names(FACTS)).toEqual(['artifactAvoided not_metered', 'abDelta as_recorded'])
  })

  it('of what was spent name every gap, with its count', () => {
    const spent: LedgerFacts['spent'] = {
      ...FACTS.spent,
      ...{
        unknownTokenEvents: 1,
        unpricedEvents: 4,
        lowerBound: ['output'],
        unsplitTokens: 1_234,
        doctorFlagMissing: 2,
      },
      orphan: { runs: 15, events: 303, tokens: 7_062_712 },
      runless: { events: 1, tokens: null },
      silent: [{ system: 'reev', runs: 49 }],
    }
    expect(
      disclosuresOf({ ...FACTS, spent }).flatMap(({ ledger, text }) => (ledger === 'spent' ? [text] : [])),
    ).toEqual([
      '49 runs of reev recorded no tokens: unknown, not zero.',
      'Output was recorded only in part, so the total is at least this.',
      '1 of 10 events recorded no tokens.',
      'Prompt and output of 1,234 tokens are not apart: only a total was recorded.',
      '303 events with 7,062,712 tokens name 15 runs without a row; they are in this total.',
      '1 event with no recorded tokens names no run; it is in this total.',
      '2 events of the role doctor are not marked as a doctor call; by role they count as one.',
      '4 of 10 events have no price.',
    ])
    const invented = { ...FACTS, spent: { ...spent, inventedSplitRuns: 79 } }
    expect(textOf(invented, 'split_invented')).toBe(
      'Prompt and output of 1,234 tokens are not apart: the split recorded in 79 runs is a constant.',
    )
    expect(names(invented)).not.toContain('spent split_not_recorded')
  })

  it('tell a switch that was off from a system that has none, and both from zero', () => {
    const empty = { ...FACTS, artifact: { rows: 0, runs: 0 }, doctor: { ...FACTS.doctor, rows: 0, runs: 0 } }
    expect(textOf(empty, 'switch_off')).toBe(
      'No token_efficiency_metrics row lies in this window. The switch AUTOPACK_ENABLE_PHASE6_METRICS was off or not recorded, so nothing was written. Off is not zero.',
    )
    expect(names({ ...empty, autopackRuns: 0 })).toContain('doctorAvoided nothing_recorded')
    const partly = { ...FACTS, autopackRuns: 7 }
    expect(textOf(partly, 'partly_recorded')).toBe(
      '5 of 7 runs of Autopack have no token_efficiency_metrics row: unknown, not zero.',
    )
  })

  it('hold a constant against what was measured, where anything was', () => {
    const doctor = { ...FACTS.doctor, tokens: 16_000, constant: { phases: 1, tokens: 12_000 } }
    const text = '75 % of this is a constant that rests on no samples: 12,000 tokens for 1 call.'
    expect(textOf({ ...FACTS, doctor }, 'constant')).toBe(text)
    const measured = { calls: 195, median: 1_608 }
    expect(textOf({ ...FACTS, doctor: { ...doctor, measured } }, 'constant')).toBe(
      `${text} Real doctor calls of this fleet: median 1,608, n = 195.`,
    )
  })

  it('of pairs say whose word it is, and that there is none', () => {
    expect(names({ ...FACTS, pairs: { valid: 0, refused: 2 } })).toContain('abDelta pairs_refused')
    expect(names({ ...FACTS, pairs: { valid: 0, refused: 0 } })).toContain('abDelta nothing_recorded')
  })
})
