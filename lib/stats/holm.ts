/** Holm's correction: the chance of even one false alarm in the family stays below alpha. In the given order. */
export function holm(ps: readonly number[]): number[] {
  let floor = 0
  return inOrder(ps, byRank(ps), (p, rank) => {
    floor = Math.max(floor, Math.min(1, p * (ps.length - rank)))
    return floor
  })
}

/** Benjamini and Hochberg's correction: the expected share of false alarms among all alarms stays below alpha. */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  let ceiling = 1
  return inOrder(ps, byRank(ps).reverse(), (p, step) => {
    ceiling = Math.min(ceiling, (p * ps.length) / (ps.length - step))
    return ceiling
  })
}

const byRank = (ps: readonly number[]) => ps.map((_, at) => at).sort((a, b) => (ps[a] ?? 0) - (ps[b] ?? 0))

function inOrder(
  ps: readonly number[],
  order: readonly number[],
  adjust: (p: number, step: number) => number,
): number[] {
  const adjusted = new Array<number>(ps.length).fill(1)
  for (const [step, at] of order.entries()) adjusted[at] = adjust(ps[at] ?? 1, step)
  return adjusted
}
