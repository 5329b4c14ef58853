import { describe, expect, it } from 'vitest'
import { decisionWords, matchWords, powerWords } from './decision-words'
import type { ExperimentPreview } from './declare-schema'
import { ExperimentDefinition } from './definition'

const defined = (more: object = {}) =>
  ExperimentDefinition.parse({
    name: 'x',
    control: { by: 'configuration', configuration: 'plain' },
    treatment: { by: 'configuration', configuration: 'short' },
    ...more,
  })

describe('what will be decided', () => {
  it.each<[object, string]>([
    [
      { varied: ['configuration'], planned: 40 },
      'Whether “short” succeeds more often than “plain”: decided by the exact McNemar test, two-sided, at α 0.05, over pairs of the same item of 40 planned pairs; only configuration may differ.',
    ],
    [
      { metric: 'tokens', primary: 'pairedT', direction: 'less', alpha: 0.01, varied: ['model_map', 'seeds'] },
      'Whether “short” uses fewer tokens than “plain”: decided by the paired t test, less, at α 0.01, over pairs of the same item; only model map, seeds may differ.',
    ],
    [
      { metric: 'cost', better: 'higher', unit: 'run', pairBy: 'plan' },
      'Whether “short” costs more than “plain”: decided by Wilcoxon’s signed-rank test below 20 pairs and the paired t test of log ratios from 20 on, two-sided, at α 0.05, over pairs of the same plan; nothing is declared to differ, so any difference refuses it.',
    ],
    [
      { calibration: true },
      'How far “short” and “plain”, which are the same on purpose, differ in success by chance: decided by the exact McNemar test, two-sided, at α 0.05, over pairs of the same item; nothing may differ.',
    ],
  ])('is one sentence: %j', (more, sentence) => {
    expect(decisionWords(defined(more))).toBe(sentence)
  })
})

const arm = (results: number) => ({ label: 'a', runs: 1, results, matched: 0, excluded: [], unmatched: 0 })
const preview = (
  pairs: number,
  evaluablePairs: number,
  detectable: Partial<ExperimentPreview['detectable']> = {},
  results = [9, 9],
): ExperimentPreview => ({
  arms: { control: arm(results[0] ?? 0), treatment: arm(results[1] ?? 0) },
  ...{ pairs, evaluablePairs, repeats: 'none', alone: [] },
  detectable: { minP: 0.01, canReachAlpha: true, needed: 6, effect: null, ...detectable },
})

describe('what would match', () => {
  it.each<[ExperimentPreview, string, string | null]>([
    [preview(0, 0, {}, [0, 3]), 'Nothing is recorded of control yet: no pair can be made.', null],
    [preview(0, 0, {}, [0, 0]), 'Nothing is recorded of control and treatment yet: no pair can be made.', null],
    [preview(0, 0), 'No pair can be made: the arms have nothing in common.', null],
    [
      preview(1, 1, { canReachAlpha: false }),
      '1 pair.',
      'Too few to decide anything: at least 6 pairs have to differ.',
    ],
    [
      preview(1_200, 1_100),
      '1,200 pairs, 1,100 of them evaluable.',
      'It takes at least 6 pairs that differ, all in one direction, to reach α.',
    ],
    [
      preview(40, 40, { effect: 0.4539 }),
      '40 pairs.',
      'It takes at least 6 pairs that differ, all in one direction, to reach α. With these, 80 % of the time an effect of 0.45 standard deviations of the difference is found.',
    ],
  ])('is told without any result', (found, match, power) => {
    expect(matchWords(found)).toBe(match)
    expect(powerWords(found, 0.8)).toBe(power)
  })
})
