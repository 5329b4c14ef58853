import type { EventRecord, FailureRecord } from '@/lib/model/records'
import { BLANK_EVENT, BLANK_FAILURE } from '@/lib/sources/blank-records'
import type { CallSum } from './call-sum'

/** A run of equal decisions that do not let the work go on. */
interface DecisionLoop {
  decision: string
  times: number
  first: DecidedStep
  last: DecidedStep
  quality: Range | null
  confidence: Range | null
}

interface Range {
  min: number
  max: number
}

/** An iteration, as far as its decision goes. */
export interface DecidedStep {
  phaseKey: string
  index: number
  endedAt: string | null
  calls: Pick<CallSum, 'decision' | 'quality' | 'confidence'>
}

const LOOP_MIN = 3
/** Deciding to go on is progress, however often; so is work of which no decision is recorded. */
export const isProgress = (decision: string | null) =>
  decision === null || decision === 'proceed' || decision === 'checkpoint'

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
function decisionLoops(steps: readonly DecidedStep[]): DecisionLoop[] {
  const loops: DecisionLoop[] = []
  let run: DecidedStep[] = []
  const close = () => {
    const decision = run[0]?.calls.decision ?? null
    const [first, last] = [run[0], run.at(-1)]
    if (decision !== null && first && last && run.length >= LOOP_MIN && !isProgress(decision)) {
      loops.push({
        decision,
        times: run.length,
        first,
        last,
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
function loopText({ decision, times, quality, confidence }: DecisionLoop): string {
  const ranges = [...rangeText('quality', quality), ...rangeText('confidence', confidence)]
  return `${decision} was decided ${times} times in a row${ranges.length > 0 ? ` (${ranges.join(', ')})` : ''}`
}

/** Each loop as an event of the time line and as a failure, at its last iteration. */
export function loopRecords(
  runKey: string,
  steps: readonly DecidedStep[],
  ref: string,
): (EventRecord | FailureRecord)[] {
  return decisionLoops(steps).flatMap((loop): (EventRecord | FailureRecord)[] => {
    const { first, last, ...data } = loop
    const place = { runKey, phaseKey: last.phaseKey, at: last.endedAt, ref }
    const message = loopText(loop)
    const causeRule = `the same decision in iterations ${first.index} to ${last.index}`
    const key = `${runKey}/${first.phaseKey}`
    return [
      { ...BLANK_EVENT, ...place, eventKey: key, type: 'decision_loop', level: 'warning', title: message, data },
      {
        ...BLANK_FAILURE,
        ...place,
        failureKey: `loop/${key}`,
        message,
        type: 'decision_loop',
        cause: 'agent',
        causeRule,
        data,
      },
    ]
  })
}
