import { describe, expect, it, test } from 'vitest'
import { FINGERPRINT_ALGORITHM } from '@/lib/fingerprint/fingerprint'
import { ruleShape, ruleShapeId, shapeOfFailure, type TemplateRule } from './shape-of-failure'

const failure = (message: string, causeRule: string | null = null, system = 'pitwall') => ({
  message,
  causeRule,
  system,
})
const rule = (id: string, template: string, system: string | null = null): TemplateRule => ({ id, template, system })

describe('what is a failure', () => {
  test.each<[string, string | null, string, 'none' | 'echo' | 'own']>([
    ['a person refused', 'denied_by_person: tool use was rejected', 'The tool use was rejected', 'none'],
    ['a retry gave up', 'attempts_exhausted: all retries', 'giving up after all retries', 'echo'],
    ['an ordinary error', 'disk_full: no space', 'no space left on device', 'own'],
    ['nothing knows it', null, 'the tide gauge answered with seaweed', 'own'],
    ['only a generic line', null, 'command failed', 'echo'],
    ['an entry that this version has not', 'of another version: x', 'the tide gauge is silent', 'own'],
    ['a cause that the source stated', 'stated by the source', 'the tide gauge is silent', 'own'],
    ['a refusal whose cause the source stated', 'stated by the source', 'tool use was rejected by the user', 'none'],
    ['an echo whose cause the source stated', 'stated by the source', 'giving up after 3 attempts', 'echo'],
    ['no text at all', null, '', 'own'],
  ])('%s', (_, causeRule, message, is) => {
    const shape = shapeOfFailure(failure(message, causeRule), [])
    expect(shape === null ? 'none' : shape.echo ? 'echo' : 'own').toBe(is)
  })
})

describe('its shape', () => {
  it('is the same for values that are masked, and another for other words', () => {
    const ids = ['port 3000 is taken', 'port 8080 is taken', 'port 8080 is free'].map(
      (text) => shapeOfFailure(failure(text), [])?.id,
    )
    expect(ids[0]).toBe(ids[1])
    expect(ids[0]).not.toBe(ids[2])
    expect(ids[0]).toMatch(/^[0-9a-f]{24}$/)
    expect(FINGERPRINT_ALGORITHM).toBe('template-1')
  })

  it('does not depend on the system, nor on generic lines around it', () => {
    const own = shapeOfFailure(failure('disk quota exceeded on /data'), [])
    expect(shapeOfFailure(failure('disk quota exceeded on /data', null, 'codex'), [])?.id).toBe(own?.id)
    expect(shapeOfFailure(failure('Exit code 1\ndisk quota exceeded on /data'), [])).toEqual(own)
  })

  it('of text that is hostile is found all the same', () => {
    for (const text of [
      '\u0001\u0001',
      '\u202e<script>',
      '__proto__',
      '\0',
      '\ud800',
      'a'.repeat(5_000_000),
      '<*> <*>',
    ])
      expect(shapeOfFailure(failure(text), [rule('r', '__proto__ <*>')])?.id).toMatch(/^[0-9a-f]{24}$/)
  })
})

describe("an operator's templates", () => {
  const message = 'no route to harbour seven'
  test.each<[string, TemplateRule[], string | null]>([
    ['none', [], null],
    ['one that matches', [rule('a', 'no route to <*>')], 'a'],
    ['one that does not', [rule('a', 'no way to <*>')], null],
    ['the first that matches wins', [rule('a', 'no way <*>'), rule('b', 'no <*>'), rule('c', 'no route to <*>')], 'b'],
    ['of this system', [rule('a', 'no <*>', 'pitwall')], 'a'],
    ['of another system', [rule('a', 'no <*>', 'codex'), rule('b', 'no <*>')], 'b'],
    ['without a wild part: the whole line', [rule('a', 'no route'), rule('b', message)], 'b'],
  ])('%s', (_, rules, id) => {
    const shape = shapeOfFailure(failure(message), rules)
    expect(shape?.ruleId).toBe(id)
    if (id !== null)
      expect(shape).toMatchObject({
        id: ruleShapeId(id),
        shape: ruleShape(rules.find((each) => each.id === id)?.template ?? ''),
      })
  })

  it('gather no decision, and an echo stays one', () => {
    const all = [rule('a', '<*>ejected<*>'), rule('b', 'giving up<*>')]
    expect(shapeOfFailure(failure('tool use was rejected', 'denied_by_person: x'), all)).toBeNull()
    expect(shapeOfFailure(failure('giving up after 3 attempts', 'attempts_exhausted: x'), all)).toMatchObject({
      ruleId: 'b',
      echo: true,
    })
  })

  it('see blanks as shapes do', () => {
    expect(ruleShape('  no   route to <*> ')).toBe('no route to \u0001')
  })
})
