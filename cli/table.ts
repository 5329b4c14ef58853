import { visibleText } from './visible-text'

export interface Column<T> {
  title: string
  value: (row: T) => string
  align?: 'left' | 'right'
  /** Longer text is cut and ends in an ellipsis. */
  max?: number
}

const MAX = 60
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u
/** What most cells are made of, marks of our own included: one column a character. */
const PLAIN = /^[\u0020-\u007e≥…]*$/

let segmenter: Intl.Segmenter | null = null

/** Made when a text needs it: it takes as long to load as the rest of a command. */
function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

const widthOf = (grapheme: string) => (/^\p{Mark}+$/u.test(grapheme) ? 0 : WIDE.test(grapheme) ? 2 : 1)

/** How many terminal columns a text takes. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes(text)) width += widthOf(segment)
  return width
}

/** Cut to `max` columns, with an ellipsis where something is missing. */
export function cutText(text: string, max: number): string {
  // No need to look at megabytes to show sixty columns.
  const start = text.slice(0, max * 8)
  if (start.length === text.length && textWidth(text) <= max) return text
  let width = 0
  let kept = ''
  for (const { segment } of graphemes(start)) {
    width += widthOf(segment)
    if (width > max - 1) break
    kept += segment
  }
  return `${kept}…`
}

const pad = (text: string, width: number, align: 'left' | 'right' = 'left') => {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)))
  return align === 'right' ? space + text : text + space
}

/** Rows as aligned plain text with a line of titles; text from records is made visible and cut. */
export function formatTable<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = rows.map((row) =>
    columns.map(({ value, max = MAX }) => cutText(visibleText(value(row).slice(0, max * 8)), max)),
  )
  const lines = [columns.map(({ title }) => title), ...cells]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => textWidth(line[at] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
