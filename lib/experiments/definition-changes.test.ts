import { expect, it } from 'vitest'
import { ExperimentDefinition } from './definition'
import { definitionChanges } from './definition-changes'

const defined = (more: object = {}) =>
  ExperimentDefinition.parse({
    ...{ name: 'x', control: { by: 'tag', tag: 'a' }, treatment: { by: 'job', jobId: 'j' }, ...more },
  })

it('two definitions differ in what an operator changed, in the order of the form', () => {
  expect(definitionChanges(defined(), defined())).toEqual([])
  expect(
    definitionChanges(
      defined({ varied: ['seeds'], smallestEffect: { value: 0.9, scale: 'ratio' } }),
      defined({
        ...{ name: '<y>', treatment: { by: 'configuration', configuration: 'c', jobId: 'j' }, planned: 40 },
        ...{ unit: 'run', pairBy: 'list', pairs: [{ key: 'k', control: 'a', treatment: 'b' }], calibration: true },
      }),
    ),
  ).toEqual([
    { name: 'Name', before: 'x', after: '<y>' },
    { name: 'Treatment', before: 'job j', after: 'configuration c of j' },
    { name: 'Unit', before: 'item', after: 'run' },
    { name: 'Pairs are of the same', before: 'item', after: 'list' },
    { name: 'List of pairs', before: 'none', after: '1 pairs' },
    { name: 'Planned pairs', before: 'not said', after: '40' },
    { name: 'Smallest effect of interest', before: 'ratio 0.9', after: 'none' },
    { name: 'What may differ', before: 'seeds', after: 'nothing' },
    { name: 'A/A calibration', before: 'no', after: 'yes' },
  ])
})
