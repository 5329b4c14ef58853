import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyzePairs } from './analyze-pairs'
import { matchPairs, toPairInputs } from './match-pairs'
import type { Observation } from './observation'

const BLANK = { cluster: null, success: null, reward: null, tokens: null, costPico: null, seconds: null, calls: null }
let made = 0
const seen = (arm: Observation['arm'], key: string, value: number | null, more: Partial<Observation> = {}) => ({
  ...BLANK,
  ...{ arm, key, value, exclusion: value === null ? 'infra' : null, id: `r${++made}`, runId: `run-${arm}`, repeat: 0 },
  ...more,
})

const arbitrary = fc.array(
  fc.record({
    arm: fc.constantFrom('control' as const, 'treatment' as const),
    key: fc.constantFrom('a', 'a #2', 'b', '__proto__', 'c', '<script>', 'é'),
    value: fc.option(fc.constantFrom(0, 1)),
    repeat: fc.nat({ max: 2 }),
    cause: fc.constantFrom('infra', 'cancelled', 'not recorded'),
  }),
  { maxLength: 40 },
)
const toObservations = (
  rows: { arm: Observation['arm']; key: string; value: number | null; repeat: number; cause: string }[],
) =>
  rows.map(
    ({ cause, ...row }, at): Observation => ({
      ...{ ...BLANK, ...row, id: `r${at}`, runId: 'run' },
      exclusion: row.value === null ? cause : null,
    }),
  )

describe.each(['continuous', 'binary'] as const)('matching %s results', (kind) => {
  it('never depends on the order of rows', () => {
    fc.assert(
      fc.property(arbitrary, fc.integer(), (rows, turn) => {
        const ones = toObservations(rows)
        const at = ones.length === 0 ? 0 : Math.abs(turn) % ones.length
        const turned = [...ones.slice(at), ...ones.slice(0, at)].reverse()
        expect(matchPairs(turned, kind)).toEqual(matchPairs(ones, kind))
      }),
    )
  })

  it('loses nothing: matched, stranded, excluded and unmatched are all there is', () => {
    fc.assert(
      fc.property(arbitrary, (rows) => {
        const ones = toObservations(rows)
        const { counts, pairs, unmatched, exclusions } = matchPairs(ones, kind)
        expect(counts.matched + counts.stranded + counts.excluded + counts.unmatched).toBe(ones.length)
        const inPairs = pairs.reduce((sum, pair) => sum + pair.control.results + pair.treatment.results, 0)
        expect(inPairs + unmatched.reduce((sum, { results }) => sum + results, 0)).toBe(ones.length)
        expect(exclusions.reduce((sum, { count }) => sum + count, 0)).toBe(counts.excluded)
        expect(new Set(pairs.map(({ key }) => key)).size).toBe(pairs.length)
      }),
    )
  })

  it('negates differences when the arms are swapped', () => {
    fc.assert(
      fc.property(arbitrary, (rows) => {
        const ones = toObservations(rows)
        const swapped = ones.map(
          (one): Observation => ({
            ...one,
            arm: one.arm === 'control' ? 'treatment' : 'control',
          }),
        )
        const back = matchPairs(swapped, kind).pairs.map(({ difference }) =>
          difference === null ? null : 0 - difference,
        )
        expect(back).toEqual(matchPairs(ones, kind).pairs.map(({ difference }) => difference))
      }),
    )
  })
})

it('repeats of an amount are averaged inside the pair, and a failed one counts with its cause', () => {
  const { pairs, counts, exclusions } = matchPairs(
    [
      seen('control', 'a', 10),
      seen('control', 'a', 30, { repeat: 1 }),
      seen('control', 'a', null, { repeat: 2 }),
      seen('treatment', 'a', 12),
    ],
    'continuous',
  )
  expect(pairs).toMatchObject([
    { key: 'a', control: { value: 20, results: 3, excluded: 1, cause: 'infra' }, difference: -8 },
  ])
  expect(counts).toMatchObject({ matched: 3, excluded: 1, repeats: 'averaged' })
  expect(exclusions).toEqual([{ arm: 'control', cause: 'infra', count: 1 }])
})

it('repeats of success are pairs of one cluster, and a repeat too many finds no partner', () => {
  const { pairs, unmatched } = matchPairs(
    [
      ...[0, 1, 2].map((repeat) => seen('control', 'a', 1, { repeat })),
      ...[0, 1].map((repeat) => seen('treatment', 'a', 0, { repeat })),
      seen('control', 'b', 1),
      seen('treatment', 'b', 1),
    ],
    'binary',
  )
  expect(pairs.map(({ key, cluster }) => [key, cluster])).toEqual([
    ['a', 'a'],
    ['a #2', 'a'],
    ['b', 'b'],
  ])
  expect(unmatched).toMatchObject([
    { arm: 'control', key: 'a', reason: 'the other arm has 2 repeats of it', results: 1 },
  ])
})

it('a baseline that infrastructure killed gives no quality result, and no zero', () => {
  const ones = Array.from({ length: 12 }, (_, seed) => [
    seen('control', `seed ${seed}`, null),
    seen('treatment', `seed ${seed}`, 1),
  ]).flat()
  const { pairs, counts } = matchPairs(ones, 'binary')
  expect(counts).toMatchObject({ matched: 0, stranded: 12, excluded: 12, evaluablePairs: 0 })
  const analysis = analyzePairs({
    ...{ metric: 'binary', pairs: toPairInputs(pairs), direction: 'two-sided', alpha: 0.05, power: 0.8 },
    ...{ scale: 'log-ratio', seed: 1 },
  })
  expect(analysis.verdict).toContain('no quality result (0 of 12 evaluable)')
  expect(analysis.rates).toBeNull()
  expect(analysis.n.excluded).toEqual([{ arm: 'control', cause: 'infra', count: 12 }])
})
