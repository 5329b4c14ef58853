/** Tables on narrow screens: each row is a small grid with the same reading order, and nothing scrolls sideways. */

const ROW =
  'max-md:grid max-md:items-center max-md:gap-y-0.5 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2 max-md:[&>td:first-child]:shadow-none!'

/** Two halves, for what is compared value by value: a long one may not squeeze the other. */
export const NARROW_HALVES = `${ROW} max-md:grid-cols-2 max-md:gap-x-3`
/** A row of two columns, and one of three. */
export const NARROW_TWO = `${ROW} max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-2`
export const NARROW_THREE = `${ROW} max-md:grid-cols-[minmax(0,1fr)_auto_auto] max-md:gap-x-3`
export const NARROW_CELL = 'max-md:h-auto max-md:border-0! max-md:p-0!'

/** The edge and the tint that a table row has on its first cell stand on the row itself here. */
export const NARROW_NEED = {
  bad: 'max-md:shadow-[inset_2px_0_var(--bad)]',
  warn: 'max-md:shadow-[inset_2px_0_var(--warn)]',
  info: 'max-md:shadow-[inset_2px_0_var(--info)]',
  none: '',
} as const
export const NARROW_SELECTED = 'max-md:bg-selected max-md:shadow-[inset_2px_0_var(--accent)]'

/** For the table: headings of groups span it. */
export const NARROW_TABLE =
  'max-md:block max-md:[&_th[scope=rowgroup]]:block max-md:[&_th[scope=rowgroup]]:h-auto max-md:[&_th[scope=rowgroup]]:px-4! max-md:[&_th[scope=rowgroup]]:py-1.5 max-md:[&_tr:has(>th[scope=rowgroup])]:block'
