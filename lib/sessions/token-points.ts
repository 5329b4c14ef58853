import type { TokenPoint } from './schema'

/** More bars than this cannot be told apart on a screen. */
export const POINTS_MAX = 400

interface Response {
  at: string | null
  input: number
  cacheRead: number
  cacheWrite: number
  output: number
  unsplit: number
  outputIsLowerBound: boolean
}

/** Responses in order as at most `max` points; neighbours share one when there are more. A point begins when its first does. */
export function tokenPoints(responses: readonly Response[], max = POINTS_MAX): TokenPoint[] {
  const count = Math.min(max, responses.length)
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * responses.length) / count)
    const to = Math.floor(((index + 1) * responses.length) / count)
    return together(responses.slice(from, to))
  })
}

function together(some: readonly Response[]): TokenPoint {
  const sum = (of: (response: Response) => number) => some.reduce((total, response) => total + of(response), 0)
  return {
    at: some.find(({ at }) => at !== null)?.at ?? null,
    responses: some.length,
    input: sum(({ input }) => input),
    cacheRead: sum(({ cacheRead }) => cacheRead),
    cacheWrite: sum(({ cacheWrite }) => cacheWrite),
    output: sum(({ output }) => output),
    unsplit: sum(({ unsplit }) => unsplit),
    outputIsLowerBound: some.some(({ outputIsLowerBound }) => outputIsLowerBound),
  }
}

/** The point that a moment falls into: the last that began by then; −1 before the first. */
export function pointAt(points: readonly Pick<TokenPoint, 'at'>[], at: string | null): number {
  if (at === null) return -1
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.at ?? '') <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
