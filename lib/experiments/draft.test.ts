import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExperimentDefinition } from './definition'
import { type Draft, draftOf, draftOfRuns, EMPTY_DRAFT, readDraft, withArm } from './draft'
import { serverFaults } from './draft-faults'
import { pairLines, readPairLines } from './pair-lines'

const written = (more: Partial<Draft> = {}): Draft => ({
  ...EMPTY_DRAFT,
  name: 'shorter context',
  control: { ...EMPTY_DRAFT.control, configuration: 'baseline', jobId: 'synth:j' },
  treatment: { ...EMPTY_DRAFT.treatment, configuration: 'short', jobId: 'synth:j' },
  ...more,
})
const arm = (more: Partial<Draft['control']>) => ({ ...EMPTY_DRAFT.control, ...more })

describe('a draft', () => {
  it('with arms and a name is a definition with the defaults of the API', () => {
    expect(readDraft(written())).toEqual({
      faults: {},
      definition: ExperimentDefinition.parse({
        name: 'shorter context',
        control: { by: 'configuration', configuration: 'baseline', jobId: 'synth:j' },
        treatment: { by: 'configuration', configuration: 'short', jobId: 'synth:j' },
        varied: ['configuration'],
      }),
    })
  })

  it.each<[object, Partial<Draft>]>([
    [{ name: 'A name is needed, of at most 300 characters' }, { name: '  ' }],
    [{ hypothesis: 'At most 4,000 characters' }, { hypothesis: 'x'.repeat(4_001) }],
    [{ control: 'The name of a configuration is needed' }, { control: arm({}) }],
    [{ treatment: 'At least one run is needed, and at most 10,000' }, { treatment: arm({ by: 'runs' }) }],
    [{ treatment: 'A job is needed' }, { treatment: arm({ by: 'job' }) }],
    [{ control: 'A tag is needed' }, { control: arm({ by: 'tag', tag: ' ' }) }],
    [{ alpha: 'A number from 0.000001 to 0.5, such as 0.05' }, { alpha: 'much' }],
    [{ alpha: 'A number from 0.000001 to 0.5, such as 0.05' }, { alpha: '0.9' }],
    [{ power: 'A number from 0.5 to 0.999, such as 0.8' }, { power: '1' }],
    [{ planned: 'A whole number of pairs, from 1 on' }, { planned: '2.5' }],
    [{ effect: 'A number, such as 0.05 or 0.9' }, { effect: 'Infinity' }],
    [{ seed: 'A whole number from 0 to 4,294,967,295' }, { seed: '-1' }],
    [{ primary: 'Wilcoxon is no test of success' }, { primary: 'wilcoxon' }],
    [{ metric: 'A run has no reward' }, { pairing: 'plan', metric: 'reward' }],
    [{ pairs: 'line 2: a pair is key, control, treatment' }, { pairing: 'run list', pairs: 'a,b\nc' }],
    [{ pairs: 'A key stands there twice' }, { pairing: 'item list', pairs: 'k,a,b\nk,c,d' }],
  ])('that is wrong names it at its field: %j', (faults, more) => {
    const read = readDraft(written(more))
    expect(read.definition).toBeNull()
    expect(read.faults).toEqual(faults)
  })

  it('names everything that is wrong at once, and numbers may have commas', () => {
    expect(Object.keys(readDraft({ ...EMPTY_DRAFT, alpha: 'x', seed: 'y' }).faults).sort()).toEqual(
      ['alpha', 'control', 'name', 'seed', 'treatment'].sort(),
    )
    expect(readDraft(written({ planned: '1,000' })).definition?.planned).toBe(1_000)
  })

  it('keeps the treatment in the job of the control until it has one of its own', () => {
    const first = withArm(EMPTY_DRAFT, 'control', { jobId: 'a' })
    expect(first.treatment.jobId).toBe('a')
    const own = withArm(first, 'treatment', { jobId: 'b' })
    expect(withArm(own, 'control', { jobId: 'c' })).toMatchObject({
      control: { jobId: 'c' },
      treatment: { jobId: 'b' },
    })
    expect(withArm(first, 'control', { configuration: 'x' }).treatment.configuration).toBe('')
  })

  it('of two runs is one listed pair, and needs a name alone', () => {
    const { definition } = readDraft({ ...draftOfRuns('autopack:a,"1"', 'autopack:b'), name: 'x' })
    expect(definition).toMatchObject({
      ...{ unit: 'run', pairBy: 'list', control: { by: 'runs', runs: ['autopack:a,"1"'] } },
      pairs: [{ key: 'pair 1', control: 'autopack:a,"1"', treatment: 'autopack:b' }],
    })
  })

  it('takes the runs of a list where none are named', () => {
    const { definition } = readDraft(
      written({ pairing: 'run list', pairs: 'a,b\na,c', control: arm({ by: 'runs' }), treatment: arm({ by: 'runs' }) }),
    )
    expect(definition).toMatchObject({ control: { runs: ['a'] }, treatment: { runs: ['b', 'c'] } })
  })

  it('of any definition is that definition again', () => {
    const text = fc.string({ minLength: 1, maxLength: 20 }).filter((one) => one.trim() === one && one !== '')
    const id = text.filter((one) => !/[\n\r\uFEFF]/.test(one))
    const split = fc.option(id, { nil: undefined })
    const armed = fc.oneof(
      fc.record({ by: fc.constant('runs'), runs: fc.array(id, { minLength: 1, maxLength: 3 }), split }),
      fc.record({ by: fc.constant('tag'), tag: text, split }),
      fc.record({ by: fc.constant('job'), jobId: text, split }),
      fc.record({ by: fc.constant('configuration'), configuration: text, jobId: fc.option(text, { nil: undefined }) }),
    )
    const numbers = fc.record({
      alpha: fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
      power: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      planned: fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: undefined }),
      seed: fc.integer({ min: 0, max: 0xffff_ffff }),
      smallestEffect: fc.option(
        fc.record({
          value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
          scale: fc.constantFrom('difference', 'ratio'),
        }),
        { nil: undefined },
      ),
    })
    fc.assert(
      fc.property(text, armed, armed, numbers, fc.boolean(), (name, control, treatment, rest, calibration) => {
        const asked = { name, control, treatment, ...rest, calibration, metric: 'tokens', varied: ['seeds'] }
        const definition = ExperimentDefinition.parse(JSON.parse(JSON.stringify(asked)))
        expect(readDraft(draftOf(definition)).definition).toEqual(definition)
      }),
    )
  })
})

describe('lines of pairs', () => {
  it('are read in any common form, with and without titles, keys and clusters', () => {
    expect(readPairLines('key,control,treatment\nk1,a,b\n\nk2;x,c,d')).toMatchObject({
      pairs: [{ key: 'k1' }, { key: 'k2;x', control: 'c', treatment: 'd' }],
    })
    expect(readPairLines('a\tb\nc\td').pairs).toEqual([
      { key: 'pair 1', control: 'a', treatment: 'b' },
      { key: 'pair 2', control: 'c', treatment: 'd' },
    ])
    expect(readPairLines('k,a,b,repo').pairs).toEqual([{ key: 'k', control: 'a', treatment: 'b', cluster: 'repo' }])
    expect(readPairLines('  ')).toEqual({ pairs: [], fault: null })
  })

  it('that are none are named, three of them', () => {
    expect(readPairLines('k,a,b\na\nb\nc\nd').fault).toBe(
      'line 2: a pair is key, control, treatment; line 3: a pair is key, control, treatment; line 4: a pair is key, control, treatment; and 1 more',
    )
  })

  it('come back as they were, whatever is in them', () => {
    const cell = fc
      .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', ',', '"', ';', '\t', '|', '<', 'é', '#', '/') })
      .filter((one) => one.trim() === one)
    const pair = fc.record({ key: cell, control: cell, treatment: cell, cluster: cell })
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 5 }), (pairs) => {
        expect(readPairLines(pairLines(pairs))).toEqual({ pairs, fault: null })
      }),
    )
  })
})

it('a refused request names its fields as the form does', () => {
  const issues = [
    { field: 'control.runs[3]', message: 'Too small' },
    { field: 'primary', message: 'clusterT is no test' },
    { field: '__proto__', message: 'what is this' },
  ]
  expect(serverFaults({ issues })).toEqual({
    control: 'At least one run is needed, and at most 10,000',
    primary: 'ClusterT is no test',
    name: 'What is this',
  })
  for (const details of [null, undefined, 3, { issues: 'x' }, { issues: [null, 1] }])
    expect(serverFaults(details)).toEqual({})
})
