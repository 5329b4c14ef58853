import type { BarFill } from '@/lib/charts/bar-model'

export interface RunLegend {
  key: string
  label: string
  fill: BarFill
}

const FILLS = ['s1', 's2', 's3', 's4', 's5'] as const

/** The colour of the n-th run of a chart: five have one of their own, the rest are grey. */
export const runFill = (index: number): BarFill => FILLS[index] ?? 's-other'

/** What a legend names: the runs with a colour, and the others as one. */
export function runLegend(runs: readonly RunLegend[]): RunLegend[] {
  const others = runs.slice(FILLS.length)
  if (others.length < 2) return [...runs]
  return [...runs.slice(0, FILLS.length), { key: 'other', label: `other (${others.length})`, fill: 's-other' }]
}
