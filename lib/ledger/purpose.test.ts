import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { purposeOf } from './purpose'

describe('purposeOf', () => {
  it('takes the word that the source itself records, however it writes it', () => {
    expect(purposeOf('second_opinion', 'builder')).toBe('second_opinion')
    expect(purposeOf(' Evidence-Request ', null)).toBe('evidence_request')
    expect(purposeOf('SECOND OPINION', null)).toBe('second_opinion')
  })

  it('else takes what the role stands for', () => {
    expect(purposeOf(null, 'builder')).toBe('base')
    expect(purposeOf('testing', 'Auditor')).toBe('second_opinion')
    expect(purposeOf(null, 'doctor')).toBe('second_opinion')
    expect(purposeOf(null, 'agent:planner')).toBe('base')
    expect(purposeOf('result row', null)).toBe('other')
  })

  it('guesses nothing: unknown words and hostile ones are other', () => {
    for (const role of [null, '', 'builders', '__proto__', 'constructor', 'toString', '<b>builder</b>', ':builder']) {
      expect(purposeOf(null, role)).toBe('other')
    }
    for (const recorded of ['', 'base!', '__proto__', 'hasOwnProperty']) expect(purposeOf(recorded, null)).toBe('other')
  })

  it('gives one of the five words for any text', () => {
    const text = fc.option(fc.string(), { nil: null })
    fc.assert(
      fc.property(text, text, (recorded, role) => {
        expect(['base', 'retrieval', 'second_opinion', 'evidence_request', 'other']).toContain(
          purposeOf(recorded, role),
        )
      }),
    )
  })
})
