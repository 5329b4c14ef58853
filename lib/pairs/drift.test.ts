import { expect, it } from 'vitest'
import { known, notApplicable, unknown } from '@/lib/validity/fact'
import { driftOf } from './drift'

const asked = (value: string) => known(value, 'run')
const flag = { name: 'model_drift', detail: 'gpt-5 was asked for, gpt-5-mini answered', evidence: 'sessions #1' }

it.each([
  ['gpt-5', 'gpt-5', []],
  ['gpt-5', 'gpt-5-2025-08-07', []],
  ['openai/GPT-5', 'gpt-5', []],
  ['{"policy_model":"a","proposer_model":"b"}', 'a, b', []],
  ['gpt-5', 'gpt-5, gpt-4o', ['asked for gpt-5, gpt-4o answered']],
  ['{"not json', 'x', ['asked for {"not json, x answered']],
])('asked for %s, %s answered', (requested, observed, drift) => {
  expect(driftOf(asked(requested), asked(observed), [])).toMatchObject({ state: 'known', value: drift })
})

it('what the records flag counts before any comparison of names', () => {
  expect(driftOf(unknown('run'), asked('x'), [flag])).toEqual(known([flag.detail], 'sessions #1'))
})

it('what is not known, or names nothing, cannot drift', () => {
  expect(driftOf(unknown('run'), asked('x'), []).state).toBe('unknown')
  expect(driftOf(asked('x'), unknown('usage'), []).state).toBe('unknown')
  expect(driftOf(notApplicable('none'), asked('x'), []).state).toBe('not_applicable')
  expect(driftOf(asked('0123456789abcdef'), asked('x'), []).state).toBe('not_applicable')
})
