import { shortId } from './fields'

/** The set of items that configurations are compared on: one job. */
export interface Benchmark {
  key: string
  name: string
  type: 'benchmark' | 'experiment' | 'leaderboard' | 'trajectories'
  /** False when the content itself names it. */
  inferred: boolean
}

const SWE_BENCH = /swe[-_ ]?bench(?:[-_ /]*(verified|lite|multimodal|multilingual|live|pro))?/i
const OTHERS: readonly [RegExp, string][] = [
  [/terminal[-_ ]?bench/i, 'Terminal-Bench'],
  [/polyglot/i, 'Aider polyglot'],
  [/human[-_ ]?eval[-_ ]?fix/i, 'HumanEvalFix'],
  [/human[-_ ]?eval/i, 'HumanEval'],
  [/live[-_ ]?code[-_ ]?bench/i, 'LiveCodeBench'],
]

export const benchmarkNamed = (name: string, inferred: boolean, type: Benchmark['type'] = 'benchmark'): Benchmark => ({
  key: shortId(name.trim().toLowerCase().replace(/\s+/g, '-')),
  name: name.trim().slice(0, 200),
  type,
  inferred,
})

/** A well-known set that a text names in any of its spellings, or null. */
export function knownBenchmark(text: string | null, inferred: boolean): Benchmark | null {
  if (text === null) return null
  const other = OTHERS.find(([pattern]) => pattern.test(text.slice(0, 1_000)))
  if (other) return benchmarkNamed(other[1], inferred)
  const swe = SWE_BENCH.exec(text.slice(0, 1_000))
  if (swe === null) return null
  const subset = swe[1]?.toLowerCase()
  const name = subset === undefined ? 'SWE-bench' : `SWE-bench ${subset[0]?.toUpperCase()}${subset.slice(1)}`
  return benchmarkNamed(name, inferred)
}

const LITE_AND_VERIFIED =
  /^(astropy|django|matplotlib|mwaskom|pallets|psf|pydata|pylint-dev|pytest-dev|scikit-learn|sphinx-doc|sympy)__/

/** Whether an item is named as SWE-bench names its own. */
export function isSweItem(item: string): boolean {
  const number = item.lastIndexOf('-')
  const repository = item.slice(0, number)
  return (
    item.length <= 150 &&
    number > 0 &&
    /^\d+$/.test(item.slice(number + 1)) &&
    /^[\w.-]+$/.test(repository) &&
    repository.indexOf('__') > 0
  )
}

/**
 * The set that items of these names make: SWE-bench by its form of name, and by the number of items in the whole which of
 * its two parts of fixed size. Null when the names are of no known form.
 */
export function benchmarkOfItems(items: readonly string[], total: number | null): Benchmark | null {
  const first = items.slice(0, 2_000)
  if (first.length === 0 || !first.every(isSweItem)) return null
  const python = first.every((item) => LITE_AND_VERIFIED.test(item))
  if (python && total === 300) return benchmarkNamed('SWE-bench Lite', true)
  if (python && total === 500) return benchmarkNamed('SWE-bench Verified', true)
  return benchmarkNamed('SWE-bench', true)
}
