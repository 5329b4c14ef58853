import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { readExperimentView } from '@/lib/experiments/view'
import { experimentOf, experimentSummary, pairOf } from '@/lib/testing/experiment-fixture'
import { ArmsStrip } from './arms-strip'
import { DetectableSection } from './detectable-section'
import { EffectSection } from './effect-section'
import { EXPERIMENT_CELLS } from './experiment-cells'
import { HeadlinesSection } from './headlines-section'
import { MeasuresSection } from './measures-section'
import { PairTable } from './pair-table'
import { PointsSection } from './points-section'
import { Stamps } from './stamps'
import type { ExperimentPlace } from './use-experiment-place'
import { ValiditySection } from './validity-section'

const textOf = (node: React.ReactNode) =>
  renderToStaticMarkup(node)
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ')
    .trim()

const place: ExperimentPlace = {
  ...{ id: 'results:bench', fleet: 'own', view: readExperimentView({}) },
  href: () => '/experiments/x',
  go: () => {},
}

const tenTokens = Array.from({ length: 10 }, (_, at) => pairOf(`item ${at}`, 1_000 + 37 * at, 700 + 31 * at))
const fourOfInfra = Array.from({ length: 12 }, (_, at) => pairOf(`item ${at}`, null, 1))

function whole(experiment: ExperimentDetail): string {
  const { analysis } = experiment
  return textOf(
    <>
      <Stamps experiment={experiment} />
      <ArmsStrip experiment={experiment} />
      <ValiditySection experiment={experiment} />
      {analysis ? <DetectableSection experiment={experiment} analysis={analysis} /> : null}
      <EffectSection experiment={experiment} />
      {analysis ? <MeasuresSection experiment={experiment} analysis={analysis} /> : null}
    </>,
  )
}

describe('a row of the list of experiments', () => {
  const cells = (experiment: Parameters<typeof experimentSummary>[0]) =>
    textOf(
      Object.entries(EXPERIMENT_CELLS).map(([id, Cell]) => (
        <Cell key={id} experiment={experimentSummary(experiment)} fleet="own" />
      )),
    )

  it('that nobody opened yet says so and shows no zero', () => {
    const text = cells({})
    expect(text).toContain('not computed')
    expect(text).not.toMatch(/\b0\b/)
  })

  it('gives the verdict in one sentence with its tone, and pairs of those planned', () => {
    const text = cells({ outcome: 'better', verdict: 'Treatment is lower.', pairs: 10, planned: 40, origin: 'gepa' })
    expect(text).toContain('better Treatment is lower.')
    expect(text).toContain('10 /40')
    expect(text).toContain('GEPA evidence')
  })

  it('shows hostile names as text', () => {
    const html = renderToStaticMarkup(
      <EXPERIMENT_CELLS.name experiment={experimentSummary({ name: '\u202e<script>alert(1)</script>' })} fleet="own" />,
    )
    expect(html).not.toContain('<script>')
  })
})

describe('an experiment', () => {
  it('shows counts, validity, what could have been seen, effect and measures in this order', () => {
    const text = whole(experimentOf({ metric: 'tokens', pairs: tenTokens, planned: 40 }))
    const places = ['Pairs planned', '1 Is the comparison', '2 What could', '3 Effect', '4 All measures'].map((words) =>
      text.indexOf(words),
    )
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(text).toContain('primary')
    expect(text).not.toContain('NaN')
    expect(text).not.toContain('undefined')
  })

  it('says that so few pairs cannot reach the level, and emphasises nothing', () => {
    const pairs = tenTokens.slice(0, 5)
    const text = whole(experimentOf({ metric: 'tokens', pairs }))
    expect(text).toContain('Cannot reach 0.05 at this n')
  })

  it('without an evaluable pair has no quality result and never a zero effect', () => {
    const text = whole(experimentOf({ metric: 'success', pairs: fourOfInfra }))
    expect(text).toContain('No quality result (0 of 12 evaluable)')
    expect(text).not.toContain('0.0 %')
    expect(text).not.toContain('0.0 points')
  })

  it('that is refused shows its reasons and no effect', () => {
    const text = whole(
      experimentOf(
        { metric: 'success', pairs: [pairOf('x', 0, 1)] },
        {
          ...{ analysis: null, verdict: null, outcome: null, withheld: 'The arms may not be compared: commit.' },
          validity: {
            ...{ valid: false, override: null },
            checks: [{ name: 'commit', level: 'error', detail: 'the commits differ', control: 'aaa', treatment: null }],
          },
        },
      ),
    )
    expect(text).toContain('1 error')
    expect(text).toContain('the commits differ')
    expect(text).toContain('no effect is shown')
    expect(text).not.toContain('succeeded')
    expect(text).not.toContain('points')
  })

  it('carries its stamps: overridden, not declared, changed after results', () => {
    const { definition } = experimentOf({ metric: 'success', pairs: [] })
    const text = textOf(
      <Stamps
        experiment={experimentOf(
          { metric: 'success', pairs: [] },
          {
            warnings: [
              { name: 'not_declared', detail: 'the arms are the first by name' },
              { name: 'changed_after_results', detail: 'told twice' },
              { name: 'headline_does_not_follow', detail: 'a' },
              { name: 'headline_does_not_follow', detail: 'b' },
              { name: 'too_few', detail: '3 pairs' },
            ],
            validity: { valid: false, override: { reason: '<b>cannot be run again</b>', ids: [] }, checks: [] },
            versions: [{ version: 2, definition, hash: 'h', reason: 'typo', createdAt: null, afterResults: true }],
          },
        )}
      />,
    )
    expect(text).toContain('Exploratory')
    expect(text).toContain('Not declared the arms are the first by name')
    expect(text).not.toContain('told twice')
    expect(text).toContain('2 published numbers')
    expect(text).toContain('Too few 3 pairs')
    expect(text).toContain('version 2 was written after results had been shown: “typo”')
  })

  it('names the cause of every pair that is left out', () => {
    const experiment = experimentOf({ metric: 'success', pairs: [pairOf('a', 1, 0), pairOf('b', null, 1)] })
    const text = textOf(<PairTable experiment={experiment} pairs={experiment.pairList.items} place={place} />)
    expect(text).toContain('2 pairs')
    expect(text).toContain('a succeeded failed only control')
    expect(text).toContain('b infra succeeded – not recorded : one arm has no value')
    const hostile = pairOf('\u202e<script>alert(1)</script>', 1, 0)
    const html = renderToStaticMarkup(<PairTable experiment={experiment} pairs={[hostile]} place={place} />)
    expect(html).not.toContain('<script>')
  })
})

describe('beside the comparison', () => {
  it('headlines that do not follow from their rows are shown, the others on demand', () => {
    const one = { runId: 'r', name: 'resolved', published: 70.6, rows: 70.6, agrees: true, configuration: 'fine' }
    const text = textOf(
      <HeadlinesSection headlines={[one, { ...one, configuration: 'wrong', rows: 65, agrees: false }]} />,
    )
    expect(text).toContain('1 of 2 do not follow')
    expect(text).toContain('does not follow wrong resolved')
    expect(text).not.toContain('fine')
    expect(text).toContain('Show all 2')
  })

  it('a configuration without anything to judge has no quality result', () => {
    const nothing = { sum: null, known: 0, of: 12 }
    const text = textOf(
      <PointsSection
        points={[
          {
            ...{ configuration: 'dead', results: 12, evaluable: 0, excluded: 12, successes: null, rate: null },
            ...{ wilson: null, meanReward: null, tokens: nothing, costMicroUsd: nothing, onFrontier: null },
            ...{ costPerItemMicroUsd: null, costPerSuccessMicroUsd: null },
          },
        ]}
      />,
    )
    expect(text).toContain('no quality result (0 of 12 evaluable)')
    expect(text).toContain('there is no picture')
  })
})
