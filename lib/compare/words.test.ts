import { describe, expect, it } from 'vitest'
import { compareAddressOf, compareHref, swapped } from './address'
import { DIVERGENCE_KINDS } from './divergence-kind'
import type { DivergentSideWire, PhasePairWire, TranscriptsWire } from './schema'
import {
  barDoubt,
  divergencePlace,
  divergenceWords,
  noDivergenceWords,
  pairMarks,
  signed,
  signedDuration,
} from './words'

const side = (values: Partial<DivergentSideWire> = {}): DivergentSideWire => ({
  sessionId: 's',
  stepIndex: 2,
  entryId: 'e',
  stepsApart: 0,
  meetsAt: 'm',
  context: [],
  ...values,
})
const transcripts = (values: Partial<TranscriptsWire>): TranscriptsWire => ({
  state: 'same',
  sessions: { control: 1, treatment: 1, compared: 1 },
  matchedSteps: 2,
  divergence: null,
  ...values,
})

describe('words of a comparison', () => {
  it.each(DIVERGENCE_KINDS)('has a sentence for %s', (kind) => {
    expect(divergenceWords({ kind, control: side(), treatment: side({ stepsApart: 1 }) })).toMatch(/^[A-Z].*\.$/)
  })

  it.each([
    [side(), side({ stepsApart: 2 }), 'The treatment does again'],
    [side({ stepsApart: 2 }), side(), 'The control does again'],
    [side({ entryId: null, stepsApart: null }), side({ stepsApart: null }), 'The treatment does again'],
    [side({ stepsApart: null }), side({ entryId: null, stepsApart: null }), 'The control does again'],
  ])('names the side that repeats', (control, treatment, words) => {
    expect(divergenceWords({ kind: 'repeated', control, treatment })).toContain(words)
  })

  it('says which side ends', () => {
    const ended = { kind: 'ended' as const, control: side(), treatment: side({ entryId: null }) }
    expect(divergenceWords(ended)).toBe('The treatment ends here; the control goes on.')
  })

  it.each([
    [
      0,
      side({ stepsApart: 1 }),
      'at the first step; both go on together after 0 steps of the control and 1 step of the',
    ],
    [1, side({ meetsAt: null }), 'after 1 equal step; they do not meet again'],
  ])('tells the place after %i steps', (matchedSteps, treatment, words) => {
    const divergence = { kind: 'added' as const, control: side(), treatment }
    expect(divergencePlace(transcripts({ matchedSteps, divergence }))).toContain(words)
  })

  it.each([
    [{ state: 'none' as const, sessions: { control: 0, treatment: 0, compared: 0 } }, 'Neither run has a transcript'],
    [
      { state: 'none' as const, sessions: { control: 1, treatment: 0, compared: 0 } },
      'The treatment has no transcript',
    ],
    [
      { state: 'sessions' as const, sessions: { control: 1, treatment: 3, compared: 1 } },
      'in the 1 session that both have; 2 others have no counterpart',
    ],
    [{ state: 'sessions' as const, sessions: { control: 1, treatment: 2, compared: 0 } }, 'nothing to compare'],
    [{ matchedSteps: 0 }, 'no step to compare'],
    [{}, '2 equal steps, and the same words'],
  ])('says why nothing parts: %j', (values, words) => {
    expect(noDivergenceWords(transcripts(values))).toContain(words)
  })

  it('marks rows of phases', () => {
    const phase = { position: 3 } as PhasePairWire['control']
    const row = (values: Partial<PhasePairWire>): PhasePairWire => ({
      by: 'name',
      moved: false,
      repeat: false,
      control: phase,
      treatment: phase && { ...phase, position: 1 },
      ...values,
    })
    expect(pairMarks(row({}))).toEqual([])
    expect(pairMarks(row({ by: 'type', moved: true, repeat: true }))).toEqual([
      'paired by type',
      'moved from 3 to 1',
      'repeat',
    ])
    expect(pairMarks(row({ by: null, control: null }))).toEqual(['only in the treatment'])
    expect(pairMarks(row({ by: null, treatment: null }))).toEqual(['only in the control'])
  })

  it('gives differences a sign', () => {
    expect([signed(1200), signed(0), signed(-5), signedDuration(-61_000), signedDuration(0)]).toEqual([
      '+1,200',
      '0',
      '\u22125',
      '\u22121\u00a0m 1\u00a0s',
      '0',
    ])
    expect([barDoubt({ unknown: 'none' }), barDoubt({ unknown: 'both' })]).toEqual([
      null,
      'no tokens recorded on either side',
    ])
  })

  it('keeps the choice in the address, and takes damaged values as none', () => {
    const address = compareAddressOf({ control: ['autopack:a b', 'x'], treatment: '' })
    expect(address).toEqual({ control: 'autopack:a b', treatment: null })
    expect(compareAddressOf({ control: 'x'.repeat(2_001), treatment: undefined }).control).toBeNull()
    expect(compareHref(swapped(address), 'own')).toBe('/compare?treatment=autopack%3Aa+b&fleet=own')
  })
})
