import { normalTail } from './special-functions'

const CELLS = 400
const REACH = 9

/** The bounds on |Z| at each of `looks` equally spaced looks. */
export type Bounds = readonly number[]

export const pocockBounds = (constant: number, looks: number): Bounds => new Array<number>(looks).fill(constant)

export const obrienFlemingBounds = (constant: number, looks: number): Bounds =>
  Array.from({ length: looks }, (_, look) => constant * Math.sqrt(looks / (look + 1)))

/** The constant with which Pocock's bounds err with probability alpha in all. */
export const pocockConstant = (looks: number, alpha = 0.05): number =>
  solveConstant((constant) => pocockBounds(constant, looks), alpha)

/** The constant of O'Brien and Fleming's bounds: the bound of the last look. */
export const obrienFlemingConstant = (looks: number, alpha = 0.05): number =>
  solveConstant((constant) => obrienFlemingBounds(constant, looks), alpha)

function solveConstant(boundsOf: (constant: number) => Bounds, alpha: number): number {
  let [low, high] = [0.5, REACH]
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2
    if (crossingProbability(boundsOf(middle)) > alpha) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The probability that |Z| passes its bound at some look while there is no effect (Armitage, McPherson and Rowe 1969): the
 * density of the sum that is still inside is carried from look to look by Simpson's rule.
 */
export function crossingProbability(bounds: Bounds): number {
  let inside: Grid = { points: [0], density: [1] }
  let crossed = 0
  for (const [look, bound] of bounds.entries()) {
    const limit = Math.min(bound * Math.sqrt(look + 1), REACH * Math.sqrt(look + 1))
    crossed += inside.points.reduce(
      (sum, point, at) => sum + (inside.density[at] ?? 0) * (normalTail(limit - point) + normalTail(limit + point)),
      0,
    )
    if (look < bounds.length - 1) inside = nextGrid(inside, limit)
  }
  return crossed
}

interface Grid {
  points: readonly number[]
  /** The density at each point times the weight of the point. */
  density: readonly number[]
}

function nextGrid(before: Grid, limit: number): Grid {
  const step = (2 * limit) / CELLS
  const points = Array.from({ length: CELLS + 1 }, (_, at) => -limit + at * step)
  const density = points.map((point, at) => {
    const weight = at === 0 || at === CELLS ? 1 : at % 2 === 1 ? 4 : 2
    const height = before.points.reduce(
      (sum, from, index) => sum + (before.density[index] ?? 0) * Math.exp(-((point - from) ** 2) / 2),
      0,
    )
    return (height * weight * step) / 3 / Math.sqrt(2 * Math.PI)
  })
  return { points, density }
}
