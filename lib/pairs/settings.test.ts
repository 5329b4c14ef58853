import { expect, it } from 'vitest'
import { canonical, settingOf } from './settings'

const at = (values: Record<string, unknown>, evidence = 'run', sections = false) => ({ values, evidence, sections })

it('one setting is its value, several are a map, and none is nothing', () => {
  expect(settingOf('seeds', [at({ seed: 7 })])).toMatchObject({ value: '7', evidence: 'run: seed' })
  expect(settingOf('seeds', [at({ seed: 7 }), at({ random_seed: 8 }, 'job')])).toMatchObject({
    value: '{"random_seed":8,"seed":7}',
    evidence: 'run: seed; job: random_seed',
  })
  expect(settingOf('seeds', [at({ speed: 7 })])).toBeNull()
})

it('what stands nearer to the run wins, and what says nothing does not count', () => {
  expect(settingOf('seeds', [at({ seed: null }), at({ seed: 0 }, 'job')])).toMatchObject({ value: '0' })
  expect(settingOf('budget', [at({ timeout: 1 }), at({ timeout: 2 }, 'job')])).toMatchObject({ value: '1' })
  expect(settingOf('model_map', [at({ model_mapping_hash: 'placeholder', model: ' ' })])).toBeNull()
})

it('the first of several names of one thing counts', () => {
  expect(settingOf('configuration', [at({ configuration: 'codex gpt-5', agent: 'codex' })])).toMatchObject({
    value: 'codex',
  })
})

it('sections of a configuration count, other objects do not', () => {
  const values = { gepa: { rollout: { budget: 5 } }, columns: { seed: 'seed' } }
  expect(settingOf('budget', [at(values, 'job', true)])).toMatchObject({
    value: '5',
    evidence: 'job: gepa.rollout.budget',
  })
  expect(settingOf('seeds', [at(values)])).toBeNull()
})

it('equal values are equal text, whatever the order of their keys', () => {
  expect(canonical({ b: [1, { d: null, c: 'x' }], a: 2 })).toBe(canonical({ a: 2, b: [1, { c: 'x', d: null }] }))
  expect(canonical('text')).toBe('text')
})

it('hostile settings neither throw nor show a secret', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`)
  const hostile = JSON.parse('{"__proto__": {"seed": 1}, "constructor": 2}')
  expect(settingOf('switches', [at({ switches: deep }, 'run', true)])?.state).toBe('known')
  expect(settingOf('seeds', [at(hostile)])).toBeNull()
  const secret = settingOf('switches', [at({ switches: { api_key: 'sk-live-1234567890abcdef1234' } })])
  expect(JSON.stringify(secret)).not.toContain('1234567890abcdef')
})
