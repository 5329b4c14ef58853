import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The four reference comparisons, each as rows of results in one of the forms that are imported. */

type Row = Readonly<Record<string, string | number | boolean>>

const CONTROL = [182_000, 95_000, 143_000, 310_000, 88_000, 120_000, 205_000, 76_000, 164_000, 99_000]
const TREATMENT = [151_000, 99_000, 120_000, 262_000, 80_000, 118_000, 171_000, 79_000, 134_000, 90_000]

const tokens = (experiment: string, control: readonly number[], treatment: readonly number[]): Row[] =>
  control.flatMap((before, at) => [
    { experiment, item: `task ${at}`, configuration: 'control', total_tokens: before },
    { experiment, item: `task ${at}`, configuration: 'treatment', total_tokens: treatment[at] ?? 0 },
  ])

/** Both 24, only treatment 9, only control 3, neither 4. */
const CELLS = [
  { times: 24, control: true, treatment: true },
  { times: 9, control: false, treatment: true },
  { times: 3, control: true, treatment: false },
  { times: 4, control: false, treatment: false },
] as const

const success = (experiment: string): Row[] =>
  CELLS.flatMap(({ times, ...outcome }) => Array.from({ length: times }, () => outcome)).flatMap((outcome, at) =>
    (['control', 'treatment'] as const).map((arm) => ({
      ...{ experiment, item: `item ${at}`, configuration: arm, resolved: outcome[arm] },
    })),
  )

/** Every run of the baseline died in its TLS handshake; half of the treatment succeeded. */
const killed = (experiment: string): Row[] =>
  Array.from({ length: 12 }, (_, seed) => `seed ${seed}`).flatMap((item, seed) => [
    { experiment, item, configuration: 'baseline', resolved: false, error: 'certificate verify failed: TLS handshake' },
    { experiment, item, configuration: 'treatment', resolved: seed % 2 === 1, error: '' },
  ])

const csv = (rows: readonly Row[]) =>
  [Object.keys(rows[0] ?? {}).join(','), ...rows.map((row) => Object.values(row).join(','))].join('\n')

/** Writes all four into a folder. @returns the folder */
export function writeFixtureTables(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), `${text}\n`)
  const floor = [-3, -5, -2, -8, -1].map((difference) => 100 + difference)
  write('tokens.csv', csv(tokens('tokens_10_pairs', CONTROL, TREATMENT)))
  write('success.json', JSON.stringify(success('success_40_pairs')))
  write(
    'infra.jsonl',
    killed('infra_only_baseline')
      .map((row) => JSON.stringify(row))
      .join('\n'),
  )
  const all100 = floor.map(() => 100)
  write('floor.csv', csv(tokens('below_floor', all100, floor)))
  return folder
}
