/** Lines up the parts of two runs: phases, or sessions. Pure. */

export interface AlignablePart {
  /** The source's own key, which stands in for a name that is not recorded. */
  nativeId: string
  name: string | null
  type: string | null
}

export interface AlignedParts<P> {
  control: P | null
  treatment: P | null
  /** What made them a pair; null for a part of one side. */
  by: 'name' | 'type' | null
  /** The pair stands in another order than the pairs around it. */
  moved: boolean
  /** The second or a later part of this name in its run. */
  repeat: boolean
}

interface Place {
  index: number
  name: string
  type: string | null
  repeat: boolean
}

const normal = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase()

function placesOf(parts: readonly AlignablePart[]): Place[] {
  const seen = new Set<string>()
  return parts.map((part, index) => {
    const name = normal(part.name ?? part.nativeId)
    const repeat = seen.has(name)
    seen.add(name)
    return { index, name, type: part.type === null ? null : normal(part.type), repeat }
  })
}

/** Pairs the first of a key with the first of that key, the second with the second; the rest stays. */
function pairBy(control: readonly Place[], treatment: readonly Place[], keyOf: (place: Place) => string | null) {
  const waiting = new Map<string, Place[]>()
  for (const place of treatment) {
    const key = keyOf(place)
    if (key === null) continue
    const list = waiting.get(key)
    if (list) list.push(place)
    else waiting.set(key, [place])
  }
  for (const list of waiting.values()) list.reverse()
  const pairs: [Place, Place][] = []
  for (const place of control) {
    const key = keyOf(place)
    const partner = key === null ? undefined : waiting.get(key)?.pop()
    if (partner) pairs.push([place, partner])
  }
  return pairs
}

/** Positions of one longest rising row of numbers. */
function longestRise(numbers: readonly number[]): Set<number> {
  const ends: number[] = []
  const before = numbers.map((value, at) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((numbers[ends[middle] ?? 0] ?? 0) < value) low = middle + 1
      else high = middle
    }
    ends[low] = at
    return low > 0 ? (ends[low - 1] ?? -1) : -1
  })
  const rise = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at !== -1; at = before[at] ?? -1) rise.add(at)
  return rise
}

interface Pair {
  treatment: Place
  by: 'name' | 'type'
  moved: boolean
}

/** Which named pairs stand right before and after each part that has no partner: where in the run it is. */
function gapsOf(places: readonly Place[], pairOf: ReadonlyMap<Place, number>): Map<Place, string> {
  const next: (number | undefined)[] = []
  let after: number | undefined
  for (const place of places.toReversed()) {
    next[place.index] = after
    after = pairOf.get(place) ?? after
  }
  let before: number | undefined
  const gaps = new Map<Place, string>()
  for (const place of places) {
    const pair = pairOf.get(place)
    if (pair === undefined) gaps.set(place, `${before} ${next[place.index]}`)
    else before = pair
  }
  return gaps
}

function pairsOf(control: readonly Place[], treatment: readonly Place[]): Map<number, Pair> {
  const named = pairBy(control, treatment, ({ name }) => name)
  const left = gapsOf(control, new Map(named.map(([place], at) => [place, at])))
  const right = gapsOf(treatment, new Map(named.map(([, place], at) => [place, at])))
  const inGap = (place: Place) => {
    const gap = left.get(place) ?? right.get(place)
    return place.type === null ? null : `${gap} ${place.type}`
  }
  const typed = pairBy([...left.keys()], [...right.keys()], inGap)
  const pairs = [
    ...named.map(([from, to]) => ({ from, to, by: 'name' as const })),
    ...typed.map(([from, to]) => ({ from, to, by: 'type' as const })),
  ].toSorted((a, b) => a.from.index - b.from.index)
  const inOrder = longestRise(pairs.map(({ to }) => to.index))
  return new Map(pairs.map(({ from, to, by }, at) => [from.index, { treatment: to, by, moved: !inOrder.has(at) }]))
}

/**
 * Pairs by name, then what is left between the same two named pairs by type, each time the first with the first. Pairs
 * that are not in the longest common order are `moved`. Every part of both sides is in exactly one row; rows follow the control, and what only the treatment
 * has stands where it stood there.
 */
export function alignParts<P extends AlignablePart>(control: readonly P[], treatment: readonly P[]): AlignedParts<P>[] {
  const [left, right] = [placesOf(control), placesOf(treatment)]
  const pairs = pairsOf(left, right)
  const paired = new Set([...pairs.values()].map((pair) => pair.treatment.index))
  const rows: AlignedParts<P>[] = []
  let next = 0
  const addedUpTo = (end: number) => {
    for (; next < end; next += 1) {
      const place = right[next]
      const part = treatment[next]
      if (!place || !part || paired.has(next)) continue
      rows.push({ control: null, treatment: part, by: null, moved: false, repeat: place.repeat })
    }
  }
  for (const place of left) {
    const part = control[place.index]
    if (!part) continue
    const pair = pairs.get(place.index)
    if (pair && !pair.moved) addedUpTo(pair.treatment.index)
    rows.push({
      control: part,
      treatment: pair ? (treatment[pair.treatment.index] ?? null) : null,
      by: pair?.by ?? null,
      moved: pair?.moved ?? false,
      repeat: place.repeat || (pair?.treatment.repeat ?? false),
    })
  }
  addedUpTo(right.length)
  return rows
}
