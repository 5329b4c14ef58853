/** What a doctor call that was skipped would have cost, by the rules of Autopack's own estimator. */

export const ESTIMATE_SOURCES = ['run_local', 'global', 'fallback'] as const
export type EstimateSource = (typeof ESTIMATE_SOURCES)[number]

/** What is assumed where there is nothing to go by; the real calls of a fleet may be many times smaller. */
export const DOCTOR_CONSTANTS: Readonly<Record<'cheap' | 'strong' | 'unknown', bigint>> = {
  cheap: 10_000n,
  strong: 15_000n,
  unknown: 12_000n,
}

/** Fewer calls than this say nothing. */
const SAMPLES_MIN = 3
/** Of the calls of any run, the last so many count. */
export const GLOBAL_SAMPLES = 100

/** One doctor call that recorded its tokens. A call is the doctor's by its role, also where its flag says it is not. */
export interface DoctorCall {
  tokens: bigint
  /** `cheap`, `strong` or unknown. */
  doctorModel: string | null
}

export interface DoctorEstimate {
  tokens: bigint
  /** How many calls it is the median of; 0 for a constant. */
  n: number
  source: EstimateSource
}

interface Basis {
  /** Doctor calls of the run whose call was skipped. */
  ofRun: readonly DoctorCall[]
  /** Doctor calls of any run, the newest first; what lies beyond the last 100 is not looked at. */
  ofAnyRun: readonly DoctorCall[]
  /** Narrows the calls of the run, and chooses the constant. */
  doctorModel?: string | null
}

/** The upper of the two middle values: the one at half the length of the sorted list; null for an empty one. */
export function upperMedian(values: readonly bigint[]): bigint | null {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

/** The median of the run's own calls, else of the last calls of any run, else a constant. */
export function estimateDoctorCall({ ofRun, ofAnyRun, doctorModel = null }: Basis): DoctorEstimate {
  const own = doctorModel === null ? ofRun : ofRun.filter((call) => call.doctorModel === doctorModel)
  return (
    medianOf(own, 'run_local') ??
    medianOf(ofAnyRun.slice(0, GLOBAL_SAMPLES), 'global') ?? {
      tokens: DOCTOR_CONSTANTS[doctorModel === 'cheap' || doctorModel === 'strong' ? doctorModel : 'unknown'],
      n: 0,
      source: 'fallback',
    }
  )
}

function medianOf(calls: readonly DoctorCall[], source: EstimateSource): DoctorEstimate | null {
  if (calls.length < SAMPLES_MIN) return null
  const tokens = upperMedian(calls.map((call) => call.tokens))
  return tokens === null ? null : { tokens, n: calls.length, source }
}
