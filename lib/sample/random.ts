/**
 * A small seeded generator (mulberry32: 32 bits of state, one multiplication chain per number). The sample must be the
 * same rows for the same seed on every machine, which Math.random cannot promise.
 */
export class Random {
  #state: number

  constructor(seed: string) {
    this.#state = fnv1a(seed)
  }

  /** 0 ≤ x < 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number, both ends included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  /** The same for a range that is kept as a pair. */
  within(range: readonly [number, number]): number {
    return this.int(range[0], range[1])
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  pick<const L extends readonly [unknown, ...unknown[]]>(from: L): L[number] {
    return from[this.int(0, from.length - 1)] ?? from[0]
  }
}

/** Turns any seed text into 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
