import type { Analysis, BinaryTests, ContinuousTests, TestWire } from './analysis-schema'
import { levelText, shortNumber } from './number-words'

type Told = Pick<TestWire, 'statistic' | 'n'> & Partial<Pick<TestWire, 'ties'>>

const tiesWords = ({ ties }: Told) => (ties ? `, ${ties.toLocaleString('en-US')} tied in size` : '')
const ofT = ({ statistic, n }: Told) => `t = ${shortNumber(statistic)}, df ${(n - 1).toLocaleString('en-US')}`
const ofRanks = (test: Told) => `W = ${shortNumber(test.statistic)}${tiesWords(test)}`

const WORDS: Readonly<Record<keyof ContinuousTests, (test: Told) => string>> = {
  pairedT: ofT,
  pairedTLogRatio: ofT,
  wilcoxon: ofRanks,
  wilcoxonPratt: ofRanks,
  wilcoxonLogRatio: ofRanks,
  sign: ({ statistic, n }) => `${shortNumber(n - statistic)} of ${shortNumber(n)} fall`,
  signFlip: ({ statistic }) => `mean ${shortNumber(statistic)}`,
}

/** The statistic behind a p, as its test names it: "W = 5, 2 tied in size", "t = −3.16, df 9". */
export function statisticWords(name: keyof ContinuousTests, test: Told | null): string {
  return test === null ? '' : `, ${WORDS[name](test)}`
}

/** How sure an exact interval really is: ranks have steps. */
export function coverageWords({ hodgesLehmann }: Analysis['effect']): string {
  const coverage = hodgesLehmann?.coverage ?? null
  return coverage === null ? '' : `, the interval covers ${levelText(coverage)}`
}

/** Both chi-squares of a table, the corrected one first. */
export function chiSquareWords(mcnemar: BinaryTests['mcnemar']): string {
  if (mcnemar === null) return ''
  const { correctedChiSquare, chiSquare, chiSquareP } = mcnemar
  return `: ${shortNumber(correctedChiSquare)}; without it ${shortNumber(chiSquare)}, p = ${shortNumber(chiSquareP)}`
}
