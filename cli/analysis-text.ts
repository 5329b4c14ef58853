import type { Analysis, TestWire } from '@/lib/experiments/analysis-schema'
import { TEST_WORDS } from '@/lib/experiments/verdict'
import { plural } from './amounts'
import { colours } from './output'
import { type Column, formatTable } from './table'
import { visibleText } from './visible-text'

interface Line {
  what: string
  value: string
  interval: string
}

interface TestLine {
  name: string
  test: Pick<TestWire, 'p' | 'n' | 'zeros'>
  how: string
}

const LINES: readonly Column<Line>[] = [
  { title: 'EFFECT', value: ({ what }) => what },
  { title: 'ESTIMATE', value: ({ value }) => value, align: 'right' },
  { title: 'INTERVAL', value: ({ interval }) => interval },
]

const TESTS: readonly Column<TestLine>[] = [
  { title: 'TEST', value: ({ name }) => name },
  { title: 'P', value: ({ test }) => number(test.p), align: 'right' },
  { title: 'N', value: ({ test }) => String(test.n), align: 'right' },
  { title: 'ZEROS', value: ({ test }) => String(test.zeros), align: 'right' },
  { title: 'HOW', value: ({ how }) => how },
]

/** An analysis for people: verdict, n, what could be seen, effect, tests, and why the rest is missing. */
export function analysisText(analysis: Analysis): string {
  const paint = { better: colours.green, worse: colours.red, cannot_tell: colours.yellow }[analysis.outcome]
  const effects = effectLines(analysis)
  const tests = testLines(analysis)
  return [
    paint(visibleText(analysis.verdict)),
    '',
    ...countLines(analysis),
    ...(effects.length > 0 ? ['', formatTable(LINES, effects)] : []),
    ...(tests.length > 0 ? ['', formatTable(TESTS, tests)] : []),
    '',
    `seed ${analysis.seed}`,
    ...Object.entries(analysis.reasons).map(([place, reason]) => `${place}: ${reason}`),
  ].join('\n')
}

function countLines({ n, floor, detectable, signEValue }: Analysis): string[] {
  const lost = n.excluded.map(
    ({ arm, cause, count }) => `${count} ${arm === 'both' ? 'in both' : arm} (${visibleText(cause)})`,
  )
  const planned = n.planned === null ? 'not planned' : `${n.planned} planned`
  return [
    `Pairs        ${planned}, ${n.paired} given, ${n.evaluable} evaluable`,
    ...(n.averaged > 0 ? [`Averaged     ${plural(n.averaged, 'repeat')}`] : []),
    ...(lost.length > 0 ? [`Excluded     ${lost.join(', ')}`] : []),
    `Floor        smallest possible p ${number(floor.minP)} with ${plural(floor.untied, 'pair')} that differ`,
    ...(detectable ? [`Detectable   ${detectableWords(detectable)} with power ${detectable.power}`] : []),
    ...(signEValue === null ? [] : [`Sign e-value ${number(signEValue)} (20 or more may be acted on at any time)`]),
  ]
}

function detectableWords({ effect, unit, difference, ratio }: NonNullable<Analysis['detectable']>): string {
  if (unit === 'rate difference') return `${number(100 * effect)} points`
  const own = difference === null ? '' : `, a difference of ${number(difference)}`
  return `${number(effect)} standard deviations${own}${ratio === null ? '' : ` or a ratio of ${number(ratio)}`}`
}

type Ci = readonly [number, number] | null

function effectLines({ effect, cluster, sequential, rates }: Analysis): Line[] {
  const line = (what: string, value: number | undefined, ci: Ci | undefined) =>
    value === undefined
      ? []
      : [{ what, value: number(value), interval: ci ? `${number(ci[0])} to ${number(ci[1])}` : '' }]
  const { difference, geometricMeanRatio: ratio, hodgesLehmann, bootstrap, ratioOfSums } = effect
  return [
    ...line('difference (treatment − control)', difference?.estimate, difference?.ci),
    ...line('geometric mean ratio', ratio?.estimate, ratio?.ci),
    ...line(rates ? 'ratio of success rates' : 'ratio of sums (the bill)', ratioOfSums ?? undefined, null),
    ...line('Hodges–Lehmann difference', hodgesLehmann?.estimate, hodgesLehmann?.ci),
    ...line('bootstrap percentile', bootstrap ? difference?.estimate : undefined, bootstrap?.percentile),
    ...line('bootstrap BCa', bootstrap?.bca ? difference?.estimate : undefined, bootstrap?.bca),
    ...line('success of control', rates?.control.rate, rates?.control.wilson),
    ...line('success of treatment', rates?.treatment.rate, rates?.treatment.wilson),
    ...line(`difference over ${cluster?.clusters} clusters`, cluster?.estimate, cluster?.ci),
    ...line('ratio over clusters', cluster?.ratio?.estimate, cluster?.ratio?.ci),
    ...line(`always valid (${sequential?.scale}, n* ${sequential?.nStar})`, ...alwaysValid(sequential)),
  ]
}

/** Of log ratios back as a ratio, for nobody thinks in logarithms. */
function alwaysValid(found: Analysis['sequential']): [number | undefined, Ci] {
  if (!found) return [undefined, null]
  return found.ratioCi ? [Math.exp(found.estimate), found.ratioCi] : [found.estimate, found.ci]
}

function testLines({ tests, primary }: Analysis): TestLine[] {
  const named = (name: keyof typeof TEST_WORDS) => `${TEST_WORDS[name]}${name === primary.test ? ' (counts)' : ''}`
  if ('mcnemar' in tests) {
    const { mcnemar } = tests
    if (!mcnemar) return []
    const midP = { ...mcnemar, p: mcnemar.midP }
    return [
      { name: named('mcnemar'), test: mcnemar, how: 'exact' },
      { name: 'McNemar test, mid-p', test: midP, how: 'exact' },
    ]
  }
  return Object.entries(tests).flatMap(([name, test]) =>
    test ? [{ name: named(name as keyof typeof tests), test, how: howWords(test) }] : [],
  )
}

const howWords = ({ exact, resamples, ties }: TestWire) =>
  [exact ? 'exact' : resamples ? `${resamples} random draws` : 'approximate', ...(ties ? [`${ties} tied`] : [])].join(
    ', ',
  )

/** Four significant digits, thousands whole. */
function number(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(2)
  return size >= 1_000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(4)))
}
