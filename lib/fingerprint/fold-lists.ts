import { HOLE } from './mask-characters'

/** `Protected path: *, Protected path: *` says what one says. */
const REPEATED_PIECE = /([^\u0001,;=]{2,40}\u0001)(?:[,;]? ?\1)+/g
const HOLES_IN_A_ROW = /\u0001(?:[ .,:\-_/#|+]+\u0001)+/g
const REPEATED_TAIL = /(\u0001[^\u0001=]{1,40})\1+/g
/** Pieces with `=` are fields of a record; they fold only where no other field follows. */
const REPEATED_FIELD = /(\u0001[^\u0001]{1,40})\1+(?=\u0001|$)/g

/** A masked line in which lists count as one value, however long they are. Changes nothing the second time. */
export function foldLists(line: string): string {
  const first = line.indexOf(HOLE)
  if (first === -1 || !line.includes(HOLE, first + 1)) return line
  let folded = line
  // Folding one list may complete another; more than a few rounds are not seen outside of bait.
  for (let round = 0; round < 4; round += 1) {
    const before = folded
    folded = folded
      .replace(REPEATED_PIECE, '$1')
      .replace(HOLES_IN_A_ROW, HOLE)
      .replace(REPEATED_TAIL, '$1')
      .replace(REPEATED_FIELD, '$1')
    if (folded === before) break
  }
  return folded
}
