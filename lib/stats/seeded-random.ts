/** A source of random numbers that a seed repeats exactly, on every machine. */
export interface SeededRandom {
  /** A whole number from 0 to 2^32 − 1. */
  bits: () => number
  /** At least 0 and below 1. */
  uniform: () => number
  /** A whole number from 0 to `count` − 1, of at most 2^31. */
  below: (count: number) => number
  /** From the standard normal distribution. */
  normal: () => number
}

/** The generator sfc32 of PractRand, started by splitmix32 so that near seeds give unlike series. */
export function seededRandom(seed: number): SeededRandom {
  const state = splitMix(seed)
  let [a, b, c, counter] = [state(), state(), state(), 1]
  const bits = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round += 1) bits()
  const uniform = () => bits() / 2 ** 32
  const normal = () => Math.sqrt(-2 * Math.log((bits() + 0.5) / 2 ** 32)) * Math.cos(2 * Math.PI * uniform())
  return { bits, uniform, below: (count) => ((bits() / 2 ** 32) * count) | 0, normal }
}

function splitMix(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
}
