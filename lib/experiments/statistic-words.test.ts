import { expect, test } from 'vitest'
import { experimentOf, pairOf } from '@/lib/testing/experiment-fixture'
import { measureRows } from './measure-rows'
import { chiSquareWords, coverageWords, statisticWords } from './statistic-words'

const methodsOf = (metric: 'tokens' | 'success', pairs: readonly (readonly [number, number])[]) => {
  const named = pairs.map(([control, treatment], at) => pairOf(`p${at}`, control, treatment))
  const { analysis } = experimentOf({ metric, pairs: named })
  const rows = analysis === null ? [] : measureRows(metric, analysis)
  return new Map(rows.map(({ id, method }) => [id, method]))
}

test('each p names the statistic it comes from, and how many differences are tied', () => {
  const methods = methodsOf('tokens', [
    ...([182, 95, 143, 310, 88].map((value) => [value, value - 10]) as [number, number][]),
    ...([120, 205, 76].map((value) => [value, value + 4]) as [number, number][]),
  ])
  expect(methods.get('wilcoxon')).toContain('W = 6, 8 tied in size, the interval covers')
  expect(methods.get('pairedT')).toMatch(/, t = −\d.\d+, df 7$/)
  expect(methods.get('sign')).toBe('sign test, 5 of 8 fall')
  expect(methods.get('percentile')).toContain('standard error ')
})

test('the chi-square of a table stands corrected and as it is', () => {
  const cells: [number, number, number][] = [
    [24, 1, 1],
    [9, 0, 1],
    [3, 1, 0],
    [4, 0, 0],
  ]
  const pairs = cells.flatMap(([times, a, b]) => Array.from({ length: times }, () => [a, b] as const))
  expect(methodsOf('success', pairs).get('chiSquare')).toBe(
    'McNemar χ² with continuity correction: 2.08; without it 3, p = 0.0833',
  )
})

test('what is not there says nothing', () => {
  expect([statisticWords('sign', null), chiSquareWords(null)]).toEqual(['', ''])
  expect(
    coverageWords({
      difference: null,
      geometricMeanRatio: null,
      ratioOfSums: null,
      hodgesLehmann: null,
      bootstrap: null,
    }),
  ).toBe('')
})
