import { dropRuleText } from '@/lib/imports/drop-rules'
import { kindWords, rowKinds } from '@/lib/imports/import-words'
import type { FileReceipt } from '@/lib/imports/schema'
import { flagLabel } from '@/lib/model/flags'

/** One line of a receipt. `value` null: the source recorded nothing to count. */
export interface ReceiptLine {
  label: string
  value: number | null
  unit?: string
  /** Why the value is null. */
  reason?: string
  tone?: 'warn' | 'bad'
}

export interface ReceiptColumns {
  read: ReceiptLine[]
  counted: ReceiptLine[]
  doubted: ReceiptLine[]
  notRead: ReceiptLine[]
  /** Kinds this reader knows and this file has none of. */
  absent: string[]
}

/** Made by us while reading, so not something that was read. */
const MADE = 'placeholders'
const UNKNOWN = {
  'unknown-table': 'unknown tables',
  'unknown-column': 'unknown columns',
  'unknown-record-type': 'unknown record types',
  'unknown-field': 'unknown fields',
  'unknown-file': 'unknown files',
} as const satisfies Record<string, string>

/** True for text that was read after all: nothing of it is missing. */
export const isRepaired = ({ kind }: FileReceipt['unparsed'][number]) => kind === 'repaired-text'

/** The four columns of a file's receipt: read, counted, not taken at its word, not read. */
export function receiptColumns(file: FileReceipt): ReceiptColumns {
  return {
    read: rowKinds(file.rows)
      .filter(({ kind }) => kind !== MADE)
      .map(({ kind, count }) => ({ label: kindWords(kind), value: count })),
    counted: countedLines(file),
    doubted: doubtedLines(file),
    notRead: notReadLines(file),
    absent: Object.entries(file.rows)
      .filter(([kind, count]) => count === 0 && kind !== MADE)
      .map(([kind]) => kindWords(kind)),
  }
}

function countedLines({ usage, rows }: FileReceipt): ReceiptLine[] {
  const dropped = usage.dropped.reduce((sum, { events }) => sum + events, 0)
  const made = rows[MADE]
  return [
    {
      label: 'tokens',
      value: usage.tokens,
      reason: usage.counted === 0 ? 'no usage in this file' : 'the source recorded no totals',
    },
    { label: 'usage events', value: usage.counted },
    ...(made === undefined ? [] : [{ label: 'placeholder runs made', value: made }]),
    { label: 'dropped as repeated', value: dropped },
  ]
}

/** Contradictions, usage that was left out, and lines that were read in spite of what was wrong with them. */
function doubtedLines({ notes, usage, unparsed }: FileReceipt): ReceiptLine[] {
  return [
    ...notes.map(({ name, count, unit }) => ({ label: flagLabel(name), value: count, unit: kindWords(unit, count) })),
    ...usage.dropped.map(({ rule, events }) => ({
      label: dropRuleText(rule),
      value: events,
      unit: kindWords('events', events),
    })),
    ...unparsed
      .filter(isRepaired)
      .map(({ name, count }) => ({ label: name, value: count, unit: kindWords('lines', count) })),
  ]
}

function notReadLines({ unparsed, rejectedCount }: FileReceipt): ReceiptLine[] {
  const kinds = new Map<string, number>()
  for (const { kind } of unparsed.filter((item) => !isRepaired(item))) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const lines = [...kinds].map(
    ([kind, names]): ReceiptLine => ({
      label: kind in UNKNOWN ? UNKNOWN[kind as keyof typeof UNKNOWN] : kind,
      value: names,
      tone: 'warn',
    }),
  )
  return [
    ...(lines.length > 0 ? lines : [{ label: 'unknown types', value: 0 }]),
    { label: 'rejected records', value: rejectedCount, ...(rejectedCount > 0 ? { tone: 'bad' as const } : {}) },
  ]
}

/** Files that need a look first, else in the order in which they were read; `seq` names a file in an address. */
export function sortedFiles(files: readonly FileReceipt[]): { file: FileReceipt; seq: number }[] {
  const rank = ({ status, rejectedCount, unparsed }: FileReceipt) =>
    status === 'rejected' ? 0 : rejectedCount > 0 ? 1 : unparsed.length > 0 ? 2 : 3
  return files.map((file, seq) => ({ file, seq })).toSorted((a, b) => rank(a.file) - rank(b.file) || a.seq - b.seq)
}
