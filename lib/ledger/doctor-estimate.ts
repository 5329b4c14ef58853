/** Autopack's estimate of what a skipped doctor call would have cost, recomputed so that it can be checked. */

type EstimateSource = 'run_local' | 'global' | 'fallback'

export interface DoctorCall {
  runKey: string | null
  doctorModel: string | null
  tokens: bigint
}

export interface DoctorEstimate {
  tokens: bigint
  /** How many calls it rests on; 0 for a constant. */
  samples: number
  source: EstimateSource
}

const LEAST_SAMPLES = 3
const NEWEST_CALLS = 100
const FALLBACK = { cheap: 10_000n, strong: 15_000n, unknown: 12_000n } as const

/**
 * The tokens one doctor call would have used. `calls` are doctor calls of any run, newest first; those of another
 * doctor model are left out when a model is given. Fewer than three calls of the run fall back to the newest hundred
 * of all runs, fewer than three of those to a constant.
 */
export function estimateDoctorTokens(
  calls: readonly DoctorCall[],
  of: { runKey: string; doctorModel: string | null },
): DoctorEstimate {
  const alike = calls.filter((call) => of.doctorModel === null || call.doctorModel === of.doctorModel)
  const own = alike.filter((call) => call.runKey === of.runKey)
  if (own.length >= LEAST_SAMPLES) return { tokens: upperMedian(own), samples: own.length, source: 'run_local' }
  const newest = alike.slice(0, NEWEST_CALLS)
  if (newest.length >= LEAST_SAMPLES) return { tokens: upperMedian(newest), samples: newest.length, source: 'global' }
  return { tokens: fallbackFor(of.doctorModel), samples: 0, source: 'fallback' }
}

function fallbackFor(doctorModel: string | null): bigint {
  return doctorModel === 'cheap' || doctorModel === 'strong' ? FALLBACK[doctorModel] : FALLBACK.unknown
}

/** Of an even number of calls the upper of the two in the middle, as Autopack takes it. */
function upperMedian(calls: readonly DoctorCall[]): bigint {
  const sorted = calls.map((call) => call.tokens).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[sorted.length >> 1] ?? 0n
}
