import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesTemplate, surestWord } from './match-template'

describe('a template of an operator', () => {
  it.each([
    ['port 3000 is taken', 'port <*> is taken', true],
    ['port 3000 is taken', 'port 3000 is taken', true],
    ['port 3000 is taken', 'port 3001 is taken', false],
    ['port 3000 is taken', '<*> is taken', true],
    ['port 3000 is taken', 'port <*>', true],
    ['port 3000 is taken', '<*>', true],
    ['port 3000 is taken', 'port <*> is <*> taken', false],
    ['a b a b', 'a <*> b', true],
    ['ab', 'ab<*>ab', false],
    ['port  3000   is taken', 'port <*>  is taken', true],
    ['\u001b[31mport 1 is taken\u001b[0m', 'port <*> is taken', true],
    ['', '', true],
    ['', '<*>', true],
    ['(.*)+$ [a', '(.*)+$ <*>', true],
    ['anything', '(.*)+$', false],
  ])('%j by %j: %s', (message, template, matches) => {
    expect(matchesTemplate(message, template)).toBe(matches)
  })

  it('matches whatever its wild parts are filled with', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.array(fc.boolean()), (words, wild) => {
        const template = words.map((each, at) => (wild[at] ? '<*>' : each)).join(' ')
        expect(matchesTemplate(words.join(' '), template)).toBe(true)
      }),
    )
  })

  it('takes linear time on bait', () => {
    const bait = `${'a '.repeat(200_000)}b`
    expect(matchesTemplate(bait, `${'a <*>'.repeat(200)}c`)).toBe(false)
  })

  it('is looked for by its longest word', () => {
    expect(surestWord('Cannot find <*>module<*> in registry')).toBe('registry')
    expect(surestWord('<*>')).toBe('')
  })
})
