import { expect, it } from 'vitest'
import { analyzePairs } from './analyze-pairs'
import { configurationPoints } from './configuration-points'
import { kindOf } from './definition'
import { matchPairs, toPairInputs } from './match-pairs'
import type { Observation } from './observation'
import { pairwiseMatrix } from './pairwise-matrix'

const RULES = { alpha: 0.05, power: 0.8, direction: 'two-sided' as const, seed: 1 }
type Metric = 'success' | 'tokens'

/** Made-up results of a configuration: item by item, repeats of each. */
function results(name: string, metric: Metric, { items = 30, repeats = 1, shift = 0 } = {}): Observation[] {
  return Array.from({ length: items * repeats }, (_, at): Observation => {
    const item = at % items
    const tokens = 1_000 + ((item * 7_919) % 977) + (shift * (500 + ((item * 31) % 200))) / 10
    const success = (item * 13 + shift * 5) % 20 < 8 + shift
    return {
      ...{ arm: 'control', id: `${name}/${at}`, runId: name, key: `item ${item}`, cluster: null },
      ...{ repeat: Math.floor(at / items), exclusion: null, success, reward: null },
      value: metric === 'success' ? Number(success) : tokens,
      ...{ tokens: BigInt(Math.round(tokens)), costPico: BigInt(1 + shift) * 1_000_000n, seconds: null, calls: 1 },
    }
  })
}

it.each([
  ['success', { items: 40 }],
  ['success', { items: 12, repeats: 3 }],
  ['tokens', { items: 30 }],
  ['tokens', { items: 9 }],
  ['tokens', { items: 9, repeats: 2 }],
] as const)('a cell of %s %o is what the whole analysis of these two gives', (metric, size) => {
  const [a, b] = [results('a', metric, size), results('b', metric, { ...size, shift: 3 })]
  const [cell] = pairwiseMatrix(new Map(Object.entries({ a, b })), { ...RULES, metric }).cells
  const treatment = b.map((one): Observation => ({ ...one, arm: 'treatment' }))
  const pairs = toPairInputs(matchPairs([...a, ...treatment], kindOf(metric)).pairs)
  const whole = analyzePairs({ ...RULES, metric: kindOf(metric), scale: 'log-ratio', pairs })
  expect(cell?.p).toBeCloseTo(whole.primary.p ?? -1, 12)
  expect(cell?.n).toBe(whole.n.evaluable)
  expect(cell?.outcome).toBe(whole.outcome)
  expect(cell?.holmP).toBe(cell?.p)
})

it('corrects for every comparison, and few or equal items claim nothing', () => {
  const names = ['a', 'b', 'c', 'd']
  const groups = new Map(names.map((name, shift) => [name, results(name, 'success', { shift })]))
  const { cells, family } = pairwiseMatrix(groups, { ...RULES, metric: 'success' })
  expect(cells).toHaveLength(6)
  expect(family).toBe(cells.filter(({ p }) => p !== null).length)
  for (const { p, holmP } of cells) expect(holmP ?? 1).toBeGreaterThanOrEqual(p ?? 0)

  const same = new Map(['x', 'y'].map((name) => [name, results(name, 'tokens')]))
  const [equal] = pairwiseMatrix(same, { ...RULES, metric: 'tokens' }).cells
  expect(equal).toMatchObject({ p: null, outcome: 'cannot_tell', why: 'both agree on every item' })
  const few = new Map([0, 9].map((shift) => [`${shift}`, results(`${shift}`, 'tokens', { items: 5, shift })]))
  const [small] = pairwiseMatrix(few, { ...RULES, metric: 'tokens' }).cells
  expect(small).toMatchObject({ outcome: 'cannot_tell', why: '5 items that differ cannot reach 0.05 at this n' })
})

it('the frontier keeps what nobody beats, and unknown costs have no place on it', () => {
  const unpriced = results('unpriced', 'success').map((one) => ({ ...one, costPico: null }))
  const points = configurationPoints(
    new Map([
      ['cheap', results('cheap', 'success')],
      ['better', results('better', 'success', { shift: 4 })],
      ['dear', results('dear', 'success').map((one) => ({ ...one, costPico: 9_000_000n }))],
      ['unpriced', unpriced],
    ]),
  )
  expect(Object.fromEntries(points.map((one) => [one.configuration, one.onFrontier]))).toEqual({
    ...{ cheap: true, better: true, dear: false, unpriced: null },
  })
})
