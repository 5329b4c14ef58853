import { type McNemar, mcnemar } from '@/lib/stats/mcnemar'
import { newcombe } from '@/lib/stats/newcombe'
import { type PairTable, tableSize } from '@/lib/stats/pair-table'
import { clopperPearsonInterval, wilsonInterval } from '@/lib/stats/rate-intervals'
import { UndefinedStatistic } from '@/lib/stats/undefined-statistic'
import type { Analysis, BinaryTests } from './analysis-schema'
import { ratioOfSums } from './analyze-continuous'
import type { PreparedPairs } from './prepare-pairs'
import type { Reasons } from './reasons'

export function tableOf({ control, treatment }: Pick<PreparedPairs, 'control' | 'treatment'>): PairTable {
  const count = (ofControl: number, ofTreatment: number) =>
    control.filter((value, at) => value === ofControl && treatment[at] === ofTreatment).length
  return { both: count(1, 1), onlyTreatment: count(0, 1), onlyControl: count(1, 0), neither: count(0, 0) }
}

export function binaryTests(table: PairTable, confidence: number, reasons: Reasons): BinaryTests {
  return {
    mcnemar: reasons.attempt('tests.mcnemar', () => mcnemarWire(mcnemar(table))),
    newcombe: reasons.attempt('tests.newcombe', () => newcombe(table, confidence)),
  }
}

const mcnemarWire = ({ exactP, ...test }: McNemar) => ({ ...test, exact: exactP })

/** The difference of success rates and their ratio; what only amounts have is null. */
export function binaryEffect(
  pairs: PreparedPairs,
  table: PairTable,
  confidence: number,
  reasons: Reasons,
): Analysis['effect'] {
  for (const place of ['geometricMeanRatio', 'hodgesLehmann', 'bootstrap'])
    reasons.none(`effect.${place}`, 'success is no amount; see the difference of rates')
  return {
    difference: reasons.attempt('effect.difference', () => newcombe(table, confidence)),
    geometricMeanRatio: null,
    ratioOfSums: reasons.attempt('effect.ratioOfSums', () => ratioOfSums(pairs)),
    hodgesLehmann: null,
    bootstrap: null,
  }
}

/** Both success rates with their intervals. @throws UndefinedStatistic without a pair */
export function ratesOf(table: PairTable, confidence: number): NonNullable<Analysis['rates']> {
  const n = tableSize(table)
  if (n === 0) throw new UndefinedStatistic('there is no pair')
  const rate = (successes: number) => ({
    rate: successes / n,
    wilson: wilsonInterval(successes, n, confidence),
    clopperPearson: clopperPearsonInterval(successes, n, confidence),
  })
  return { control: rate(table.both + table.onlyControl), treatment: rate(table.both + table.onlyTreatment) }
}
