const FIRST_MS = 500
const MAX_MS = 10_000
/** A process that lived this long was well; its next crash is a first one again. */
const WELL_MS = 30_000

/** How long to wait before starting again: half a second, doubled with each crash in a row, at most ten seconds. */
export function restartDelay(crashesInARow: number): number {
  return Math.min(MAX_MS, FIRST_MS * 2 ** Math.max(0, crashesInARow - 1))
}

/** The number of crashes in a row, after one that came `livedMs` after the start. */
export function crashesInARow(before: number, livedMs: number): number {
  return livedMs >= WELL_MS ? 1 : before + 1
}
