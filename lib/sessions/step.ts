interface Place {
  entryId: string
  index: number
}

/**
 * The next place in a direction: from the one in hand when it is a place itself, else from a position; round at the ends.
 * @param places in the order of reading
 */
export function stepFrom<T extends Place>(
  places: readonly T[],
  inHand: string | null,
  position: number,
  step: 1 | -1,
): T | null {
  if (places.length === 0) return null
  const at = places.findIndex(({ entryId }) => entryId === inHand)
  if (at !== -1) return places[(at + step + places.length) % places.length] ?? null
  const next =
    step === 1 ? places.find(({ index }) => index >= position) : places.findLast(({ index }) => index < position)
  return next ?? places.at(step === 1 ? 0 : -1) ?? null
}
