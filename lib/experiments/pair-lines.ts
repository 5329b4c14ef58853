import { csvRows } from '@/lib/sources/results/csv-rows'
import type { ExperimentDefinition } from './definition'

type ListedPair = NonNullable<ExperimentDefinition['pairs']>[number]

const TITLES = ['key', 'control', 'treatment', 'cluster']
const FAULTS_MAX = 3

/** Pairs as lines of a table with titles; of none nothing. The cluster stands only where there is one. */
export function pairLines(pairs: readonly ListedPair[]): string {
  if (pairs.length === 0) return ''
  const columns = pairs.some(({ cluster }) => cluster !== undefined) ? TITLES : TITLES.slice(0, 3)
  const rows = pairs.map(({ key, control, treatment, cluster = null }) =>
    cluster === null ? [key, control, treatment] : [key, control, treatment, cluster],
  )
  return [columns, ...rows].map((cells) => cells.map(cell).join(',')).join('\n')
}

const cell = (text: string) => (/[",;\t|\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The pairs of such lines; two columns are control and treatment. `fault` names the lines that are no pair. */
export function readPairLines(text: string): { pairs: ListedPair[]; fault: string | null } {
  const pairs: ListedPair[] = []
  const wrong: string[] = []
  for (const { cells, line, problem } of csvRows(text)) {
    const texts = cells.map((one) => one.trim())
    const areTitles = pairs.length + wrong.length === 0 && texts.every((one) => TITLES.includes(one.toLowerCase()))
    if (areTitles || texts.every((one) => one === '')) continue
    const [key = '', control = '', treatment = '', cluster = ''] =
      texts.length === 2 ? [`pair ${pairs.length + 1}`, ...texts] : texts
    if (problem !== null || texts.length > 4 || [key, control, treatment].includes(''))
      wrong.push(`line ${line}: ${problem ?? 'a pair is key, control, treatment'}`)
    else pairs.push({ key, control, treatment, ...(cluster === '' ? {} : { cluster }) })
  }
  const more = wrong.length > FAULTS_MAX ? `; and ${wrong.length - FAULTS_MAX} more` : ''
  return { pairs, fault: wrong.length === 0 ? null : `${wrong.slice(0, FAULTS_MAX).join('; ')}${more}` }
}
