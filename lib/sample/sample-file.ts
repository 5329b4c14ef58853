import type { CellValue } from '@/lib/sources/reader'

/** One text file of the sample; `path` is relative to its folder, with `/`. */
export interface SampleFile {
  path: string
  text: string
}

/** One SQLite database of the sample: rows by table; the columns of a table are those of its first row. */
export interface SampleDatabase {
  path: string
  tables: Record<string, readonly Record<string, CellValue>[]>
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Text of a JSON file. */
export const jsonFile = (path: string, value: unknown): SampleFile => ({
  path,
  text: `${JSON.stringify(value, null, 2)}\n`,
})

/** Text of a file with one record a line. */
export const linesFile = (path: string, records: readonly unknown[]): SampleFile => ({
  path,
  text: records.map((record) => `${JSON.stringify(record)}\n`).join(''),
})

/** UTC ISO text of a time in milliseconds. */
export const iso = (ms: number): string => new Date(ms).toISOString()
