import { expect, test } from 'vitest'
import { explainMessage, nearestTemplates } from './explain-group'
import { FINGERPRINT_ALGORITHM, failureShape, fingerprintOf } from './fingerprint'
import { learnTemplates } from './learn-templates'
import { shapeOf } from './shape-of'

test('a fingerprint shows what it was made of', () => {
  const found = fingerprintOf(shapeOf('lease 17 of worker w-1 ran out'))
  expect(found).toMatchObject({ algorithm: FINGERPRINT_ALGORITHM, template: 'lease <*> of worker <*> ran out' })
  expect(found.hashInput).toBe(`${FINGERPRINT_ALGORITHM}\nlease <*> of worker <*> ran out`)
  expect(found.fingerprint).toMatch(/^[0-9a-f]{16}$/)
})

test('why messages are one group: the template laid on each, masked parts marked', () => {
  expect(explainMessage('lease 17 of   worker w-1 ran out', shapeOf('lease 3 of worker w-2 ran out'))).toEqual([
    { text: 'lease ', masked: false },
    { text: '17', masked: true },
    { text: ' of worker ', masked: false },
    { text: 'w-1', masked: true },
    { text: ' ran out', masked: false },
  ])
  expect(explainMessage('HTTP 404 at 3', shapeOf('HTTP 404 at 4'))).toEqual([
    { text: 'HTTP 404 at ', masked: false },
    { text: '3', masked: true },
  ])
})

test('a template that was learned is laid on as well; where it does not fit, the rest is one part', () => {
  const names = ['amber', 'birch', 'cedar', 'daisy', 'elm'].map((name) => `no lease for ${name} yet`)
  const template = learnTemplates(names.map(shapeOf)).get(shapeOf(names[0] ?? '')) ?? ''
  expect(explainMessage('no lease for fir yet', template)).toContainEqual({ text: 'fir', masked: true })
  expect(explainMessage('something else', template)).toEqual([{ text: 'something else', masked: true }])
})

test('the nearest other groups come likest first', () => {
  const templates = ['no lease for x', 'no lease for y today', 'disk full'].map(shapeOf)
  expect(nearestTemplates(shapeOf('no lease for x'), templates, 5).map(({ template }) => template)).toEqual([
    'no lease for y today',
  ])
})

test('the shape of a failure is that of its informative line', () => {
  const shape = failureShape('Exit code 128\nfatal: could not read 0a1b2c3d')
  expect(shape).toMatchObject({ text: 'fatal: could not read 0a1b2c3d', line: 1, exitCode: 128, httpStatus: null })
  expect(shape.shape).toBe(shapeOf('fatal: could not read 99887766'))
})
