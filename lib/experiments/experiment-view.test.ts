import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { experimentOf, pairOf } from '@/lib/testing/experiment-fixture'
import type { Analysis } from './analysis-schema'
import { detectableWords } from './detectable-words'
import type { Matrix, MatrixCell } from './experiment-schema'
import { EXPERIMENT_LIST, filterChips } from './filters'
import { matrixGrid } from './matrix-grid'
import { measureRows } from './measure-rows'
import { bareEffect, differenceText, intervalText, pText, ratioText, tickEffect, valueText } from './number-words'
import { fullPairs, isOfPart, squareOf } from './pair-parts'
import { histogram, layoutDumbbells, layoutSquares } from './pair-picture'
import { primaryEffect } from './primary-effect'
import { runningEstimate } from './running-estimate'
import { valueAxis } from './value-axis'
import { experimentHref, readExperimentView } from './view'
import { levelCounts, shownLevel } from './words'

const analysisOf = (metric: 'tokens' | 'success', values: readonly [number | null, number | null][]): Analysis => {
  const { analysis } = experimentOf({ metric, pairs: values.map(([a, b], at) => pairOf(`k${at}`, a, b)) })
  if (!analysis) throw new Error('no analysis')
  return analysis
}
const ten = Array.from({ length: 10 }, (_, at): [number, number] => [1_000 + 37 * at, 700 + 31 * at])

describe('the address of the list', () => {
  it('keeps filters, refuses nonsense and tells each filter as a chip', () => {
    const { filters } = EXPERIMENT_LIST.parse({ origin: 'gepa', metric: 'nonsense', q: 'x' })
    expect(filters).toMatchObject({ origin: 'gepa', q: 'x' })
    expect(filters.metric).toBeUndefined()
    expect(filterChips(filters).map(({ label, value }) => `${label} ${value}`)).toEqual(['origin is GEPA evidence'])
    expect(EXPERIMENT_LIST.query(filters)).not.toHaveProperty('sort')
  })
})

describe('the address of an experiment', () => {
  it('is read back as it was written, whatever the arms are called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80 }), fc.string({ minLength: 1, maxLength: 80 }), (a, b) => {
        const href = experimentHref('table:x/"#', { control: a, treatment: b, as: 'table' }, 'own')
        const query = Object.fromEntries(new URL(href, 'http://x').searchParams)
        expect(readExperimentView(query)).toMatchObject({ control: a, treatment: b, as: 'table', show: 'all' })
      }),
    )
  })
})

describe('numbers', () => {
  it.each([
    [0.002, '0.0020'],
    [0.31, '0.310'],
    [1, '1.000'],
    [3e-5, '3.0e-5'],
    [1e-9, '<\u00a010⁻⁶'],
  ])('p %s is written %s', (p, text) => expect(pText(p)).toBe(text))

  it('have a sign, a real minus and the unit of their metric', () => {
    expect(differenceText('success', 0.056)).toBe('+5.6\u00a0points')
    expect(differenceText('success', -0.021)).toBe('−2.1\u00a0points')
    expect(differenceText('tokens', -1_234)).toBe('−1,234')
    expect(differenceText('cost', 0.12)).toBe('+$0.12')
    expect(differenceText('seconds', 3.25)).toBe('+3.25\u00a0s')
    expect(intervalText('success', 'difference', [0.021, 0.09])).toBe('[+2.1, +9.0]')
    expect(intervalText('tokens', 'ratio', [0.81, 1.02])).toBe('[0.810, 1.020]')
    expect(ratioText(0.9011)).toBe('0.901\u00a0×')
    expect(bareEffect('success', 'difference', 0.02)).toBe('+2.0')
    expect(tickEffect('success', 'difference', 0.02)).toBe('+2')
    expect(valueText('success', 1)).toBe('succeeded')
    expect(valueText('success', 0)).toBe('failed')
  })
})

describe('the effect of the primary test', () => {
  it('is the estimate that belongs to it, and what could have been seen on the same scale', () => {
    const ranks = primaryEffect(analysisOf('tokens', ten))
    expect(ranks).toMatchObject({ scale: 'difference', method: 'Hodges–Lehmann' })
    expect(ranks?.detectable).toBeGreaterThan(0)
    const success = primaryEffect(
      analysisOf('success', [...Array<[1, 0]>(8).fill([1, 0]), ...Array<[0, 1]>(1).fill([0, 1]), [1, 1]]),
    )
    expect(success).toMatchObject({ scale: 'difference', method: 'Newcombe 10' })
  })

  it('is none where no pair can be judged', () => {
    expect(primaryEffect(analysisOf('success', [[null, 1]]))).toBeNull()
  })
})

describe('what could have been seen', () => {
  it('names the floor below six pairs that differ', () => {
    const { sentences, isBelowFloor } = detectableWords('tokens', analysisOf('tokens', ten.slice(0, 5)))
    expect(isBelowFloor).toBe(true)
    expect(sentences[0]).toContain('Cannot reach 0.05 at this n')
  })

  it('names the effect, its power and that smaller ones would be missed', () => {
    const { sentences, isBelowFloor } = detectableWords('tokens', analysisOf('tokens', ten))
    expect(isBelowFloor).toBe(false)
    expect(sentences.join(' ')).toMatch(
      /With 10 pairs, a difference of .* tokens \(0.996 standard deviations of the differences\) is found with a power of 80\u00a0%/,
    )
    expect(sentences.join(' ')).toContain('missed')
  })

  it('claims nothing without a pair to judge', () => {
    const { sentences } = detectableWords('success', analysisOf('success', Array(12).fill([null, 1])))
    expect(sentences).toEqual(['No quality result (0 of 12 evaluable): nothing could have been seen.'])
  })
})

describe('the measures', () => {
  it('begin with the primary one and have a p of each test exactly once', () => {
    const rows = measureRows('tokens', analysisOf('tokens', ten))
    expect(rows[0]).toMatchObject({ id: 'wilcoxon', isPrimary: true, exact: true, zeros: 0, n: 10 })
    expect(rows.filter(({ isPrimary }) => isPrimary)).toHaveLength(1)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(rows.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['pairedT', 'pairedTLogRatio', 'ratioOfSums', 'sign', 'signFlip', 'bca', 'sequential']),
    )
  })

  it('never turn what is undefined into a number', () => {
    for (const analysis of [
      analysisOf('success', [[null, 1]]),
      analysisOf('tokens', []),
      analysisOf('tokens', [[0, 5]]),
    ])
      for (const { effect, interval, p, reason } of measureRows('tokens', analysis)) {
        expect(`${effect}${interval}`).not.toMatch(/NaN|Infinity/)
        expect(p === null || Number.isFinite(p)).toBe(true)
        expect(reason).not.toBe('')
      }
  })
})

describe('pictures of pairs', () => {
  const pairs = fullPairs([pairOf('b', 5, 1), pairOf('a', 1, 5, 'x'), pairOf('c', 2, 2, 'x'), pairOf('d', null, 2)])

  it('leave out what cannot be judged and order by difference', () => {
    const { pairs: drawn, isNamed, height, row } = layoutDumbbells(pairs, { left: 100, right: 500 })
    expect(drawn.map(({ key }) => key)).toEqual(['b', 'c', 'a'])
    expect(isNamed).toBe(true)
    expect(height).toBe(3 * row)
  })

  it('of thousands of pairs are still three paths of bounded height', () => {
    const many = fullPairs(Array.from({ length: 2_000 }, (_, at) => pairOf(`k${at}`, at + 1, 2 * at + 1)))
    const layout = layoutDumbbells(many, { left: 0, right: 1_000 })
    expect(layout.isNamed).toBe(false)
    expect(layout.height).toBeLessThanOrEqual(480)
    expect(layout.links.split('M')).toHaveLength(2_001)
    expect(layout.links).not.toContain('NaN')
  })

  it('count every difference once, with none as the bound of a bar', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true })), (values) => {
        const bins = histogram(values)
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
        const [first] = bins
        if (bins.length > 1 && first) expect(bins.some(({ from, to }) => from === 0 || to === 0)).toBe(true)
      }),
    )
  })

  it('draw one square a pair', () => {
    const { path, width, height, step } = layoutSquares(23, { rows: 10, size: 7, gap: 2 })
    expect(path.split('M')).toHaveLength(24)
    expect([width, height]).toEqual([3 * step, 10 * step])
    expect(squareOf({ control: 1, treatment: 0 })).toBe('onlyControl')
    expect(squareOf({ control: 0, treatment: 1 })).toBe('onlyTreatment')
  })

  it('belong to the part that their difference says', () => {
    expect(isOfPart(pairOf('b', 5, 1), 'better', 'lower')).toBe(true)
    expect(isOfPart(pairOf('a', 1, 5), 'worse', 'lower')).toBe(true)
    expect(isOfPart(pairOf('c', 2, 2), 'differ', 'lower')).toBe(false)
    expect(isOfPart(pairOf('d', null, 2), 'excluded', 'lower')).toBe(true)
  })
})

describe('the estimate over pairs', () => {
  const pairs = ten.map(([a, b], at) => pairOf(`k${at}`, a, b))
  const { sequential } = analysisOf('tokens', ten)

  it('ends at what the analysis says of all of them, and has no interval below ten', () => {
    if (!sequential) throw new Error('no always-valid interval')
    const points = runningEstimate(fullPairs(pairs), sequential, 0.05)
    expect(points.map(({ n }) => n)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(points.slice(0, -1).every(({ low, high }) => low === null && high === null)).toBe(true)
    const last = points.at(-1)
    expect(last?.estimate).toBeCloseTo(Math.exp(sequential.estimate), 10)
    expect(last?.low).toBeCloseTo(sequential.ratioCi?.[0] ?? Number.NaN, 10)
    expect(last?.high).toBeCloseTo(sequential.ratioCi?.[1] ?? Number.NaN, 10)
  })

  it('of thousands of pairs is thinned, and draws nothing of what has no ratio', () => {
    if (!sequential) throw new Error('no always-valid interval')
    const many = fullPairs(Array.from({ length: 2_000 }, (_, at) => pairOf(`k${at}`, at + 1, at + 2)))
    const points = runningEstimate(many, sequential, 0.05)
    expect(points.length).toBeLessThanOrEqual(241)
    expect(points.at(-1)?.n).toBe(2_000)
    expect(runningEstimate(fullPairs([pairOf('a', 0, 1), pairOf('b', 0, 0)]), sequential, 0.05)).toEqual([])
  })
})

describe('an axis', () => {
  it('holds every value, by ratio or not, and never a place that is no number', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(fc.array(value), fc.boolean(), (values, log) => {
        const { at, ticks } = valueAxis(values, { from: 10, to: 400 }, log)
        for (const one of values) {
          expect(at(one)).toBeGreaterThanOrEqual(9.9)
          expect(at(one)).toBeLessThanOrEqual(400.1)
        }
        for (const { px } of ticks) expect(Number.isFinite(px)).toBe(true)
      }),
    )
  })
})

it('an axis of ratios near one has ticks near one', () => {
  const { ticks, at, isLog } = valueAxis([0.92, 1, 1.01], { from: 0, to: 600 }, true)
  expect(isLog).toBe(true)
  expect(ticks.length).toBeGreaterThanOrEqual(3)
  expect(at(0.92)).toBeLessThan(150)
})

describe('the matrix', () => {
  const cell = (rest: Partial<MatrixCell>): MatrixCell => ({
    ...{ control: 'a', treatment: 'b', n: 40, test: 't', p: 0.01, holmP: 0.02, estimate: 0.1, ci: null },
    ...{ scale: 'difference', onlyControl: 1, onlyTreatment: 5, outcome: 'better', why: null },
    ...rest,
  })
  const matrix = (cells: MatrixCell[]): Matrix => ({
    ...{ metric: 'success', alpha: 0.05, configurations: ['a', 'b', '__proto__'], family: 1, cells, left: 0 },
  })

  it('shows each comparison from both sides, turned around', () => {
    const [first, second] = matrixGrid(matrix([cell({})]))
    expect(second?.[0]).toMatchObject({ outcome: 'better', text: '+10' })
    expect(first?.[1]).toMatchObject({ outcome: 'worse', text: '−10' })
    expect(first?.[0]).toMatchObject({ outcome: null, cell: null })
    expect(first?.[2]).toMatchObject({ outcome: null, cell: null })
  })

  it('turns a ratio around by dividing, and keeps "cannot tell"', () => {
    const grid = matrixGrid(matrix([cell({ scale: 'ratio', estimate: 2, outcome: 'cannot_tell', why: 'few' })]))
    expect(grid[0]?.[1]).toMatchObject({ outcome: 'cannot_tell', text: '0.5' })
    expect(grid[1]?.[0]?.about).toContain('few')
  })
})

it('checks are counted by level, the loudest first', () => {
  expect(levelCounts(['ok', 'error', 'varied', 'warning', 'warning', 'unknown'])).toBe(
    '1 error, 2 warnings, 1 unknown, 1 varied, 1 ok',
  )
})

it.each([
  ['configuration', 'ok', 'a', 'b', 'varied'],
  ['configuration', 'ok', 'a', 'a', 'ok'],
  ['configuration', 'error', 'a', 'b', 'error'],
  ['commit', 'ok', 'a', 'b', 'ok'],
] as const)('%s, %s, of %s and %s stands as %s', (name, level, control, treatment, shown) => {
  expect(shownLevel({ name, level, control, treatment }, ['configuration'])).toBe(shown)
})
