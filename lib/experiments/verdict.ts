import type { Analysis, Outcome, PrimaryTest } from './analysis-schema'
import type { Clustering } from './cluster-effect'
import { bareEffect, pText, TINY_P } from './number-words'
import type { PrimaryFound } from './primary-test'

type Parts = Omit<Analysis, 'verdict' | 'outcome' | 'primary'> &
  PrimaryFound & { clustering: Clustering; unequalExclusion: boolean }

export const TEST_WORDS: Readonly<Record<PrimaryTest, string>> = {
  pairedT: 'paired t test',
  pairedTLogRatio: 'paired t test of log ratios',
  wilcoxon: 'Wilcoxon signed-rank test',
  wilcoxonPratt: 'Wilcoxon signed-rank test with ranked zeros',
  wilcoxonLogRatio: 'Wilcoxon signed-rank test of log ratios',
  sign: 'sign test',
  signFlip: 'sign-flip test of the mean',
  clusterT: 'cluster-robust t test',
  clusterTLogRatio: 'cluster-robust t test of log ratios',
  mcnemar: 'exact McNemar test',
}

const WAYS = {
  continuous: { lower: 'is lower', higher: 'is higher' },
  binary: { lower: 'succeeds less often', higher: 'succeeds more often' },
} as const

/** What the numbers allow to say, in one sentence; "cannot tell" when they allow nothing. */
export function verdictOf(parts: Parts): { verdict: string; outcome: Outcome } {
  const obstacle = obstacleOf(parts)
  if (obstacle) return { verdict: `Cannot tell: ${obstacle}.`, outcome: 'cannot_tell' }
  const { primary, sides, better } = parts
  if (primary.p === null || !sides || primary.p > primary.alpha) return undecided(parts)
  const isLower = primary.direction === 'two-sided' ? sides.less < sides.greater : primary.direction === 'less'
  const outcome = isLower === (better === 'lower') ? 'better' : 'worse'
  const way = WAYS[parts.metric][isLower ? 'lower' : 'higher']
  return { verdict: `Treatment ${way}, which is ${outcome}: ${effectWords(parts)}; ${testWords(parts)}.`, outcome }
}

/** Why no test may be asked, in the order in which an operator has to mend it. */
function obstacleOf({ n, floor, primary, unequalExclusion, clustering, reasons }: Parts): string | null {
  if (n.evaluable === 0) return `no quality result (0 of ${n.paired} evaluable)`
  if (unequalExclusion) return unequalWords(n)
  if (clustering.problem) return clustering.problem
  if (floor.untied === 0)
    return `both arms are the same in all ${plural(n.evaluable, 'pair')}, so there is nothing to test`
  if (!floor.canReachAlpha) {
    const pairs = `${plural(floor.untied, 'pair')} that ${floor.untied === 1 ? 'differs' : 'differ'}`
    return `${pairs} cannot reach ${primary.alpha} at this n (the smallest possible p is ${shown(floor.minP)})`
  }
  return primary.p === null ? `${TEST_WORDS[primary.test]}: ${reasons['primary.p']}` : null
}

function unequalWords({ excluded, unequalExclusionP }: Parts['n']): string {
  const lost = (arm: string) => excluded.filter((row) => row.arm === arm).reduce((sum, row) => sum + row.count, 0)
  const counts = `control lost ${lost('control')} and treatment ${lost('treatment')} alone`
  return `verdict withheld, the arms lost pairs unequally (${counts}, exact p = ${shown(unequalExclusionP)})`
}

function undecided(parts: Parts): { verdict: string; outcome: Outcome } {
  const range = rangeOf(parts)
  const beyond = range?.words ? `; effects beyond ${range.words} are unlikely` : ''
  const n = parts.n.evaluable
  return {
    verdict: `Cannot tell: not distinguishable at n = ${n} (${testWords(parts)})${beyond}.`,
    outcome: 'cannot_tell',
  }
}

const testWords = ({ primary: { test, p, n } }: Parts) => {
  const words = p === null ? 'p not known' : `p ${p < TINY_P ? '' : '= '}${pText(p)}`
  return `${TEST_WORDS[test]} ${words} on ${plural(n, 'pair')}`
}

interface Range {
  words: string
  estimate: string
}

/** The interval that belongs to the primary test. */
function rangeOf({ primary, effect, cluster, metric }: Parts): Range | null {
  if (primary.test === 'clusterTLogRatio') return ratioRange(cluster?.ratio)
  if (primary.test === 'pairedTLogRatio' || primary.test === 'wilcoxonLogRatio')
    return ratioRange(effect.geometricMeanRatio)
  const isByRank = primary.test === 'wilcoxon' || primary.test === 'wilcoxonPratt' || primary.test === 'sign'
  const found = primary.test === 'clusterT' ? cluster : isByRank ? effect.hodgesLehmann : effect.difference
  if (!found) return null
  // Rounded as everywhere on the page: two readings of one number are two numbers to whoever compares them.
  const [one, unit] =
    metric === 'binary' ? [(value: number) => bareEffect('success', 'difference', value), ' points'] : [signed, '']
  return {
    estimate: `difference ${one(found.estimate)}${unit}`,
    words: found.ci ? `${one(found.ci[0])} to ${one(found.ci[1])}${unit}` : '',
  }
}

function ratioRange(found: { estimate: number; ci: [number, number] | null } | null | undefined): Range | null {
  if (!found) return null
  const one = (value: number) => bareEffect('tokens', 'ratio', value)
  const words = found.ci ? `${one(found.ci[0])} to ${one(found.ci[1])} times control` : ''
  return { estimate: `ratio ${one(found.estimate)}`, words }
}

function effectWords(parts: Parts): string {
  const level = `${shown(100 * (1 - parts.primary.alpha))} % interval`
  const withRange = (range: Range | null) =>
    range && `${range.estimate}${range.words ? ` (${level} ${range.words})` : ''}`
  const own = withRange(rangeOf(parts))
  const isOnRatios = /LogRatio$/.test(parts.primary.test)
  const ratio = isOnRatios || parts.clustering.repeated ? null : withRange(ratioRange(parts.effect.geometricMeanRatio))
  return [own, ratio].filter((words) => words !== null).join(', ')
}

const plural = (count: number, word: string) => `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`

/** Three significant digits, whole numbers whole; a p too small to print by its power of ten. */
function shown(value: number | null): string {
  if (value === null) return 'not known'
  const size = Math.abs(value)
  if (size !== 0 && size < 1e-4) return value.toExponential(1)
  if (size >= 1e15) return value.toExponential(2)
  if (size >= 1_000) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

const signed = (value: number) => (value > 0 ? `+${shown(value)}` : shown(value).replace('-', '−'))
