import type { JobDetail } from './schema'

/** A number of a benchmark: step 0 before the work, step 1 after it. */
export interface BaselinePoint {
  name: string
  step: number
  value: number | null
  broken: boolean
}

const PREFIX = 'baseline '

/** Each number before and after; where one was measured again, the last that was read. */
export function baselinePairs(points: readonly BaselinePoint[]): JobDetail['baselines'] {
  const pairs = new Map<string, JobDetail['baselines'][number]>()
  for (const { name, step, value, broken } of points) {
    const short = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name
    const pair = pairs.get(short) ?? { name: short, before: null, after: null, beforeBroken: false, afterBroken: false }
    pairs.set(
      short,
      step === 0 ? { ...pair, before: value, beforeBroken: broken } : { ...pair, after: value, afterBroken: broken },
    )
  }
  return [...pairs.values()]
}
