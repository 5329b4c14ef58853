import { isObject } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import { parseLine } from '@/lib/sources/parse-line'
import type { FolderSource } from '@/lib/sources/reader'
import { parseTime } from '@/lib/time/iso'

/** One line of a file as an object, or why it is none. */
export type FolderLine = { line: number; value: Record<string, unknown> } | Piece

/** The objects on the lines of one file of a folder; what is no object is named and left out. */
export function* objectsIn(folder: FolderSource, path: string): Generator<FolderLine> {
  for (const { line, text } of folder.lines(path)) {
    if (text?.trim() === '') continue
    const { values, reason, repairs } = text === null ? { ...parseLine(null), reason: TOO_LONG } : parseLine(text)
    const place = `${path} line ${line}`
    for (const value of values) {
      if (isObject(value)) yield { line, value }
      else yield { rejected: [{ line, place, reason: 'not an object' }] }
    }
    if (repairs.length > 0) {
      yield { unparsed: repairs.map((name) => ({ kind: 'repaired-text' as const, name, count: 1, sample: place })) }
    }
    if (reason !== null) yield { rejected: [{ line, place, reason }] }
  }
}

const TOO_LONG = 'the line is longer than 16 MiB'

export const isLine = (item: FolderLine): item is Extract<FolderLine, { line: number }> => 'line' in item

/** A recorded time as it is stored, with what was wrong with it. */
export function stampOf(value: unknown): { at: string | null; flags: string[] } {
  if (value === undefined || value === null) return { at: null, flags: [] }
  const time = typeof value === 'string' && value.length <= 100 ? parseTime(value) : null
  if (time === null) return { at: null, flags: ['time_unreadable'] }
  return { at: time.iso, flags: time.zoneKnown ? [] : ['zone_unknown'] }
}

/** Text that is kept within a record's data: prompts and outputs of any length. */
const KEPT_MAX = 16_384

/** A text cut to what is kept of it. */
export const keptText = (text: string | null): string | null =>
  text === null || text.length <= KEPT_MAX ? text : `${text.slice(0, KEPT_MAX).toWellFormed()}…`
