import { describe, expect, it } from 'vitest'
import { compareSpecifications, fieldsOf, type SpecField } from './specification'

const field = (name: string, value: string | null, group: SpecField['group'] = 'asked'): SpecField => ({
  group,
  name,
  value,
  shown: value,
})

describe('compareSpecifications', () => {
  it.each([
    ['a', 'a', 'same'],
    ['a', 'b', 'differs'],
    ['', 'a', 'differs'],
    ['', '', 'same'],
    ['a', null, 'control_only'],
    [null, 'a', 'treatment_only'],
    [null, null, 'unknown'],
  ])('%j beside %j is %s', (control, treatment, state) => {
    expect(compareSpecifications([field('x', control)], [field('x', treatment)])).toEqual([
      { group: 'asked', name: 'x', state, control, treatment },
    ])
  })

  it('names every field of both sides once, group by group', () => {
    const control = [field('z', '1', 'configuration'), field('a', '1'), field('b', '1')]
    const treatment = [field('c', '1'), field('b', '2'), field('a', '1', 'configuration')]
    expect(
      compareSpecifications(control, treatment).map(({ group, name, state }) => `${group} ${name} ${state}`),
    ).toEqual([
      'asked a control_only',
      'asked b differs',
      'asked c treatment_only',
      'configuration z control_only',
      'configuration a treatment_only',
    ])
  })

  it('tells two secrets apart without showing them', () => {
    const side = (key: string) => fieldsOf('configuration', { api: { key } }, { api: { key: '[hidden]' } })
    expect(compareSpecifications(side('one'), side('two'))).toMatchObject([
      { name: 'api.key', state: 'differs', control: '[hidden]', treatment: '[hidden]' },
    ])
    expect(JSON.stringify(compareSpecifications(side('one'), side('two')))).not.toMatch(/one|two/)
  })

  it('takes records apart into leaves, hostile names among them, and tells what it cut', () => {
    const record = JSON.parse('{"a":{"b":1,"__proto__":2},"list":[1,2],"none":null,"text":"x"}') as Record<
      string,
      unknown
    >
    expect(fieldsOf('recorded', record, record).map(({ name, value }) => [name, value])).toEqual([
      ['a.b', '1'],
      ['a.__proto__', '2'],
      ['list', '[1,2]'],
      ['none', null],
      ['text', 'x'],
    ])
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${index}`, index]))
    expect(fieldsOf('recorded', many, many)).toHaveLength(301)
    expect(fieldsOf('recorded', many, many).at(-1)).toMatchObject({ name: 'further fields', shown: '100 fields' })
    expect(fieldsOf('recorded', { 'sk-secret': 'v' }, { '***': '***' })).toMatchObject([
      { name: '[hidden]', shown: '[hidden]' },
    ])
  })
})
