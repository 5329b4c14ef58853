/**
 * Rows under the operator's eye. A poll changes what rows say at once, and their order only while nobody is reading
 * it: no row slides away under a cursor.
 */
export interface HeldRows<T> {
  /** In the order to draw. Rows that left the list stay, as they last were, until the new order is taken. */
  rows: T[]
  /** Rows of the newest reply that are not drawn yet. */
  fresh: number
  /** True when the newest reply has another order than the one drawn. */
  moved: boolean
}

interface WithId {
  id: string
}

/**
 * @param shown the rows drawn last
 * @param latest the rows of the newest reply
 * @param held true while the order must not change
 */
export function holdRows<T extends WithId>(shown: readonly T[], latest: readonly T[], held: boolean): HeldRows<T> {
  if (!held || shown.length === 0) return { rows: [...latest], fresh: 0, moved: false }
  const now = new Map(latest.map((row) => [row.id, row]))
  const drawn = new Set(shown.map((row) => row.id))
  const moved = shown.length !== latest.length || shown.some((row, index) => latest[index]?.id !== row.id)
  if (!moved) return { rows: [...latest], fresh: 0, moved }
  return {
    rows: shown.map((row) => now.get(row.id) ?? row),
    fresh: latest.filter((row) => !drawn.has(row.id)).length,
    moved,
  }
}
