import { expect, it } from 'vitest'
import { fittingChoices } from './choice-queries'

it('an old reply offers only what the present text fits, by id or name', () => {
  const choices = ['Tokens-10', 'success-40'].map((label, at) => ({ id: `j:${at}`, label, about: '' }))
  expect(fittingChoices(choices, ' SUCC ').map(({ id }) => id)).toEqual(['j:1'])
  expect(fittingChoices(choices, 'j:0').map(({ id }) => id)).toEqual(['j:0'])
  expect(fittingChoices(choices, '')).toHaveLength(2)
  expect(fittingChoices(choices, 'zzz')).toEqual([])
})
