import type { z } from 'zod'
import type { CandidateSeries } from './result-schema'

/** A candidate as its chart needs it; `cost` in microdollars. */
export interface ScoredCandidate {
  id: string
  nativeId: string
  runId: string | null
  index: number | null
  score: number | null
  trainScore: number | null
  heldoutScore: number | null
  accepted: boolean | null
  isBaseline: boolean
  rollouts: number | null
  cost: number | null
}

type Point = z.infer<typeof CandidateSeries>['series'][number]['overRollouts'][number]

/** Points of both axes of all runs together. */
const POINTS_MAX = 2_000

/** In the order of the axis, those at one place in the order they came; each with the best score so far. */
function pointsOver(candidates: readonly ScoredCandidate[], axis: 'rollouts' | 'cost'): Point[] {
  let best = Number.NEGATIVE_INFINITY
  return candidates
    .flatMap((candidate) => {
      const { [axis]: x, score } = candidate
      return x === null || score === null ? [] : [{ candidate, x, score }]
    })
    .toSorted((a, b) => a.x - b.x)
    .map(({ candidate, x, score }) => {
      best = Math.max(best, score)
      const { id, nativeId, index, trainScore, heldoutScore, accepted, isBaseline } = candidate
      return { id, nativeId, index, x, score, best, trainScore, heldoutScore, accepted, isBaseline }
    })
}

/** Every n-th point, and all that set a new best, as far as there is room for them; the first and the last always. */
function thinned(points: readonly Point[], room: number): Point[] {
  if (points.length <= room) return [...points]
  const isKey = (point: Point, at: number) =>
    at === 0 || at === points.length - 1 || point.best > (points[at - 1]?.best ?? Number.NEGATIVE_INFINITY)
  const keys = points.filter(isKey)
  const others = points.filter((point, at) => !isKey(point, at))
  const everyNth = (list: readonly Point[], count: number) =>
    list.filter((_, at) => Math.floor((at * count) / list.length) !== Math.floor(((at - 1) * count) / list.length))
  const chosen = new Set(
    keys.length >= room ? everyNth(keys, room) : [...keys, ...everyNth(others, room - keys.length)],
  )
  return points.filter((point) => chosen.has(point))
}

/** Scores over rollouts and over cost, one series a run: each counts its rollouts and cost from 0. Pure. */
export function candidateSeries(
  candidates: readonly ScoredCandidate[],
  runNames: ReadonlyMap<string, string | null>,
): Pick<CandidateSeries, 'unscored' | 'withoutRollouts' | 'withoutCost' | 'cut' | 'series'> {
  const runs = new Map<string | null, ScoredCandidate[]>()
  for (const candidate of candidates) {
    const of = runs.get(candidate.runId)
    if (of) of.push(candidate)
    else runs.set(candidate.runId, [candidate])
  }
  const room = Math.max(2, Math.floor(POINTS_MAX / Math.max(1, runs.size * 2)))
  // More runs than points: those beyond are left out, and `cut` says so.
  const shown = [...runs].slice(0, POINTS_MAX / 4)
  let cut = shown.length < runs.size
  const within = (points: readonly Point[]) => {
    cut ||= points.length > room
    return thinned(points, room)
  }
  const series = shown.map(([runId, of]) => ({
    runId,
    runName: runId === null ? null : (runNames.get(runId) ?? null),
    overRollouts: within(pointsOver(of, 'rollouts')),
    overCost: within(pointsOver(of, 'cost')),
  }))
  const count = (is: (candidate: ScoredCandidate) => boolean) => candidates.filter(is).length
  return {
    unscored: count(({ score }) => score === null),
    withoutRollouts: count(({ score, rollouts }) => score !== null && rollouts === null),
    withoutCost: count(({ score, cost }) => score !== null && cost === null),
    cut,
    series,
  }
}
