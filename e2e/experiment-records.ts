import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Tables of results as CSV files, each an experiment of its own. */

type Row = readonly (string | number)[]

function table(folder: string, name: string, titles: string, rows: readonly Row[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `${name}.csv`), `${[titles, ...rows.map((row) => row.join(','))].join('\n')}\n`)
}

/** Ten pairs of tokens of which eight fall: a difference that ten pairs can show. */
const CONTROL = [182_000, 95_000, 143_000, 310_000, 88_000, 120_000, 205_000, 76_000, 164_000, 99_000]
const TREATMENT = [151_000, 99_000, 120_000, 262_000, 80_000, 118_000, 171_000, 79_000, 134_000, 90_000]

const tokenRows = (count: number): Row[] =>
  CONTROL.slice(0, count).flatMap((tokens, at) => [
    [`tokens-${count}`, `task ${at}`, 'baseline', tokens],
    [`tokens-${count}`, `task ${at}`, 'changed', TREATMENT[at] ?? 0],
  ])

/** Both 24, only treatment 9, only control 3, neither 4. */
const CELLS: readonly (readonly [number, number, number])[] = [
  [24, 1, 1],
  [9, 0, 1],
  [3, 1, 0],
  [4, 0, 0],
]
const successRows = (): Row[] =>
  CELLS.flatMap(([times, control, treatment]) =>
    Array.from({ length: times }, () => [control, treatment] as const),
  ).flatMap(([control, treatment], at) => [
    ['success-40', `item ${at}`, 'baseline', control],
    ['success-40', `item ${at}`, 'changed', treatment],
  ])

/** A baseline that infrastructure took away as a whole. */
const killedRows = (): Row[] =>
  Array.from({ length: 12 }, (_, seed): Row[] => [
    ['killed-12', `seed ${seed}`, 'baseline', 'false', 'certificate verify failed: TLS handshake'],
    ['killed-12', `seed ${seed}`, 'candidate', String(seed % 2 === 1), ''],
  ]).flat()

/** Every configuration on every item; a little better each, and dearer. */
function wideRows(configurations: number, items: number): Row[] {
  const rows: Row[] = []
  for (let c = 0; c < configurations; c += 1)
    for (let item = 0; item < items; item += 1) {
      const luck = ((item * 7_919 + c * 104_729) % 1_000) / 1_000
      const cost = (0.01 * (c + 1) * (1 + luck)).toFixed(6)
      rows.push([`wide-${configurations}`, `i${item}`, `model ${c}`, String(luck < 0.3 + c * 0.025), cost])
    }
  return rows
}

/** Many pairs of an amount. */
const longRows = (count: number): Row[] =>
  Array.from({ length: count }, (_, at): Row[] => {
    const control = 1_000 + ((at * 7_919) % 90_000)
    return [
      [`long-${count}`, `task ${at}`, 'baseline', control],
      [`long-${count}`, `task ${at}`, 'changed', Math.round(control * (0.7 + ((at * 31) % 50) / 100))],
    ]
  }).flat()

export const SIZES = { configurations: 17, items: 500, long: 2_000 } as const

/** Writes all tables into a folder; `large` adds the wide and the long one. */
export function writeExperiments(folder: string, { large = false } = {}): string {
  const tokens = 'experiment,item,configuration,total_tokens'
  table(folder, 'tokens', tokens, tokenRows(10))
  table(folder, 'floor', tokens, tokenRows(5))
  table(folder, 'success', 'experiment,item,configuration,resolved', successRows())
  table(folder, 'killed', 'experiment,item,configuration,resolved,error', killedRows())
  if (large) {
    const { configurations, items, long } = SIZES
    table(folder, 'wide', 'experiment,item,configuration,resolved,cost_usd', wideRows(configurations, items))
    table(folder, 'long', tokens, longRows(long))
  }
  return folder
}
