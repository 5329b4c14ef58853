// Coverage of the intervals on offer and false alarms under peeking, by seeded simulation: the tables of docs/pairs.md.
// npm run bench:statistics [-- --repetitions 4000 --peeking 20000 --json]
import { parseArgs } from 'node:util'
import {
  PEEKING_CASES,
  simulateClusterCoverage,
  simulateCoverage,
  simulatePeeking,
  simulateRateCoverage,
} from '@/lib/stats/simulate'

const SIZES = [8, 10, 20, 50]

const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '4000' },
    peeking: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '20260101' },
    json: { type: 'boolean', default: false },
  },
})

const seed = Number(values.seed)
const repetitions = Number(values.repetitions)
const tables = {
  coverage: SIZES.map((n) => simulateCoverage({ n, repetitions, resamples: 2_000, seed })),
  rates: [20, 40, 100].map((n) => simulateRateCoverage({ n, repetitions, seed })),
  clusters: [5, 10, 20].map((clusters) => simulateClusterCoverage({ clusters, repetitions, seed })),
  peeking: PEEKING_CASES.map((peek) => simulatePeeking({ ...peek, repetitions: Number(values.peeking), seed })),
}
if (values.json) console.log(JSON.stringify(tables, null, 2))
else for (const rows of Object.values(tables)) console.log(`${tableOf(rows)}\n`)

/** Rows as a table of Markdown, shares with three decimals. */
function tableOf(rows: readonly object[]): string {
  const titles = Object.keys(rows[0] ?? {})
  const lines = rows.map((row) => Object.values(row).map(cellOf))
  return [titles, titles.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function cellOf(value: unknown): string {
  return typeof value === 'number' && value < 1 ? value.toFixed(3).replace(/^0/, '') : String(value)
}
