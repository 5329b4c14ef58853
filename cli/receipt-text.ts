import type { FileReceipt, Receipt } from '@/lib/imports/schema'
import { bytes, count, plural, quoted, seconds } from './amounts'

const REASONS_SHOWN = 5

const words = (kind: string) => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const rowsText = (rows: Receipt['totals']['rows']) =>
  Object.entries(rows)
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => `${count(n)} ${words(kind)}`)
    .join(', ')

/** One file's receipt: what it is, what was counted, dropped, not understood and rejected. */
export function receiptLines(file: FileReceipt): string[] {
  const made = [file.system, file.systemVersion].flatMap((part) => (part === null ? [] : [quoted(part, 80)])).join(' ')
  const as = file.instance === null ? made : `${made} as instance ${quoted(file.instance, 80)}`
  const { counted, tokens, dropped } = file.usage
  const hidden = file.rejectedCount - Math.min(REASONS_SHOWN, file.rejected.length)
  return [
    `${file.status.padEnd(9)}  ${quoted(file.path, 1_000)}${as === '' ? '' : ` (${as})`}`,
    ...(rowsText(file.rows) ? [`  rows      ${rowsText(file.rows)}`] : []),
    ...(counted > 0
      ? [
          `  usage     ${plural(counted, 'event')}, ${tokens === null ? 'tokens not recorded' : `${count(tokens)} tokens`}`,
        ]
      : []),
    ...dropped.map(
      ({ rule, events, tokens: n }) => `  dropped   ${plural(events, 'event')}, ${count(n)} tokens: ${quoted(rule)}`,
    ),
    ...file.notes.map(({ name, count: n, unit }) => `  noted     ${quoted(name)}: ${count(n)} ${quoted(unit)}`),
    ...file.unparsed.map(
      ({ kind, name, count: n }) => `  not read  ${words(kind).replaceAll('-', ' ')} ${quoted(name)}: ${count(n)}`,
    ),
    ...file.rejected
      .slice(0, REASONS_SHOWN)
      .map(
        ({ line, place, reason }) =>
          `  rejected  ${line === null ? (place ? `${quoted(place)}: ` : '') : `line ${line}: `}${quoted(reason)}`,
      ),
    ...(hidden > 0 ? [`  rejected  and ${count(hidden)} more`] : []),
  ]
}

export function totalsLine({ totals }: Receipt, isDryRun: boolean): string {
  const { rejectedFiles, rejectedRecords } = totals
  const parts = [
    `${plural(totals.files, 'file')}, ${bytes(totals.bytes)}, ${seconds(totals.seconds)}`,
    ...(rejectedFiles > 0 ? [`${plural(rejectedFiles, 'file')} rejected`] : []),
    ...(rejectedRecords > 0 ? [`${plural(rejectedRecords, 'record')} rejected`] : []),
    ...(isDryRun ? ['nothing was written'] : []),
  ]
  return parts.join(' · ')
}
