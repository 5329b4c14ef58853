import { describe, expect, test } from 'vitest'
import { FLAG_NAMES } from '@/lib/model/flags'
import { type FlaggedRows, recordFlags } from './record-flags'

const told = (
  system: string,
  row: Partial<NonNullable<FlaggedRows['row']>>,
  phases: FlaggedRows['phases'] = [],
  flags: Record<string, number> = {},
) => recordFlags({ system, row: { data: {}, recordFlags: [], ...row }, phases, usage: { flags } })

describe('flags on single rows', () => {
  test('every name has a sentence with its count, and stands once', () => {
    for (const name of [...FLAG_NAMES, '<b>later</b>']) {
      const [flag, ...others] = told('autopack', { recordFlags: [name] }, [{ flags: [name] }], { [name]: 3 })
      expect(others).toEqual([])
      expect(flag).toMatchObject({ name, count: 5, detail: expect.stringMatching(/^[A-Z0-9].*\.$/) })
    }
  })

  test("outside Autopack a run's own record repeats what its steps carry: they are counted once", () => {
    expect(told('interllm', { recordFlags: ['claimed_not_verified'] }, [{ flags: ['claimed_not_verified'] }])).toEqual([
      {
        name: 'claimed_not_verified',
        count: 1,
        evidence: 'phases',
        detail: '1 step called done with nothing that shows it.',
      },
    ])
  })

  test('drift names what was asked for and what ran, whatever the records hold', () => {
    const drift = [
      { session: 'a', model: { requested: 'x-1', observed: 'y-2' }, effort: { requested: 'high', observed: 'low' } },
      { session: 'b', model: { requested: 'x-1', observed: 'y-2' } },
      ...[null, 3, 'x', { model: null }, { model: { requested: 1 } }, { __proto__: { model: {} } }],
    ]
    const details = told('interllm', { recordFlags: ['model_drift', 'effort_drift'], data: { drift } })
    expect(details.map(({ detail }) => detail)).toEqual([
      'Asked for effort high; 1 session ran low.',
      'Asked for model x-1; 2 sessions ran y-2.',
    ])
    for (const odd of [null, {}, 'no', [[]]])
      expect(told('interllm', { recordFlags: ['model_drift'], data: { drift: odd } })[0]?.detail).toBe(
        '1 row ran with another model than was asked for.',
      )
  })

  test('none of a kind is no flag', () => {
    expect(told('autopack', {}, [], { tokens_unknown: 0 })).toEqual([])
  })
})
