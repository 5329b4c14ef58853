import type { Iteration } from './executions'

/** A run of equal decisions that do not let the work go on. */
export interface DecisionLoop {
  decision: string
  times: number
  /** Index of the first and last iteration of it. */
  from: number
  to: number
  quality: Range | null
  confidence: Range | null
}

interface Range {
  min: number
  max: number
}

type Step = Pick<Iteration, 'index'> & { calls: Pick<Iteration['calls'], 'decision' | 'quality' | 'confidence'> }

const LOOP_MIN = 3
/** Deciding to go on is progress, however often. */
const PROGRESS = new Set(['proceed', 'checkpoint'])

function range(values: readonly (number | null)[]): Range | null {
  let found: Range | null = null
  for (const value of values) {
    if (value === null) continue
    found =
      found === null ? { min: value, max: value } : { min: Math.min(found.min, value), max: Math.max(found.max, value) }
  }
  return found
}

/**
 * Where an agent turns in circles: the same decision at least three times in a row, other than to go on. It shows only
 * when the iterations stand side by side.
 */
export function decisionLoops(steps: readonly Step[]): DecisionLoop[] {
  const loops: DecisionLoop[] = []
  let run: Step[] = []
  const close = () => {
    const decision = run[0]?.calls.decision ?? null
    const [first, last] = [run[0], run.at(-1)]
    if (decision !== null && first && last && run.length >= LOOP_MIN && !PROGRESS.has(decision)) {
      loops.push({
        decision,
        times: run.length,
        from: first.index,
        to: last.index,
        quality: range(run.map(({ calls }) => calls.quality)),
        confidence: range(run.map(({ calls }) => calls.confidence)),
      })
    }
    run = []
  }
  for (const step of steps) {
    if (run.length > 0 && run[0]?.calls.decision !== step.calls.decision) close()
    run.push(step)
  }
  close()
  return loops
}

const rangeText = (name: string, range: Range | null) =>
  range === null ? [] : [range.min === range.max ? `${name} ${range.min}` : `${name} ${range.min} to ${range.max}`]

/** One sentence: "clarify was decided 10 times in a row (quality 0.62 to 0.78, confidence 0.32 to 0.64)". */
export function loopText({ decision, times, quality, confidence }: DecisionLoop): string {
  const ranges = [...rangeText('quality', quality), ...rangeText('confidence', confidence)]
  return `${decision} was decided ${times} times in a row${ranges.length > 0 ? ` (${ranges.join(', ')})` : ''}`
}
