/** On a narrow screen a table row is a block of two or three lines; nothing scrolls sideways. */
export const NARROW_ROW =
  'max-md:relative max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-2 max-md:gap-y-0.5 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2'
export const NARROW_CELL = 'max-md:h-auto max-md:w-auto max-md:max-w-none max-md:border-0 max-md:p-0!'
/** The same for a table that stands inside the page's padding. */
export const NARROW_INNER_ROW = `${NARROW_ROW} max-md:-mx-2 max-md:px-2!`
/** A finger may tap anywhere on the row. */
export const COVERS_ROW = 'hover:underline max-md:after:absolute max-md:after:inset-0'
/** The open row on a narrow screen: one plane, not one per cell. */
export const NARROW_OPEN =
  'max-md:bg-selected max-md:shadow-[inset_2px_0_var(--accent)] max-md:[&>td]:bg-transparent! max-md:[&>td:first-child]:shadow-none!'
