import { classify, type Step } from './divergence-kind'

/** Where two transcripts part for the first time. Pure; reads as it goes and keeps no more than two windows. */

/** Steps a side that are looked at to tell how two transcripts part, and where they meet again. */
const WINDOW = 256

export interface DivergentSide {
  /** Place of the step among the steps of its side, from 0. */
  index: number
  /** Null: this side has ended. */
  entryId: string | null
  /** Steps of this side until both meet again, or end; null when neither happens within the window. */
  apart: number | null
  /** The step with which both go on together. */
  meetsAt: string | null
}

export interface Divergence {
  kind: ReturnType<typeof classify>['kind'] | 'other_outcome' | 'other_words'
  control: DivergentSide
  treatment: DivergentSide
}

export interface DivergenceResult {
  /** Steps that are the same on both sides before they part. */
  matched: number
  /** Null: they never do. */
  divergence: Divergence | null
}

class Reader {
  private readonly ahead: Step[] = []
  private readonly iterator: AsyncIterator<Step>
  private ended = false

  constructor(steps: AsyncIterable<Step>) {
    this.iterator = steps[Symbol.asyncIterator]()
  }

  /** The steps ahead, read up to `count`; fewer when the transcript ends. */
  async peek(count: number): Promise<readonly Step[]> {
    while (this.ahead.length < count && !this.ended) {
      const { value, done } = await this.iterator.next()
      if (done) this.ended = true
      else this.ahead.push(value)
    }
    return this.ahead
  }

  take(): Step | undefined {
    return this.ahead.shift()
  }

  async close(): Promise<void> {
    await this.iterator.return?.()
  }
}

const differ = (a: Step, b: Step) => a.outcome !== null && b.outcome !== null && a.outcome !== b.outcome

class Comparison {
  private matched = 0
  private before: string[] = []
  /** The newest pair of equal steps that ended otherwise: a repeat of it tells more than the outcome does. */
  private outcomes: Divergence | null = null

  constructor(
    private readonly control: Reader,
    private readonly treatment: Reader,
  ) {}

  async run(): Promise<DivergenceResult> {
    for (;;) {
      const [[left], [right]] = await Promise.all([this.control.peek(1), this.treatment.peek(1)])
      const same = left === undefined ? right === undefined : left.key === right?.key
      if (!same) return await this.parted()
      if (this.outcomes) return { matched: this.matched - 1, divergence: this.outcomes }
      if (!left || !right) return { matched: this.matched, divergence: null }
      this.pass(left, right)
    }
  }

  private pass(left: Step, right: Step): void {
    if (differ(left, right)) {
      const side = ({ id }: Step) => ({ index: this.matched, entryId: id, apart: 1, meetsAt: null })
      this.outcomes = { kind: 'other_outcome', control: side(left), treatment: side(right) }
    }
    this.control.take()
    this.treatment.take()
    this.matched += 1
    this.before.push(left.key)
    if (this.before.length > 2 * WINDOW) this.before = this.before.slice(-WINDOW)
  }

  private async parted(): Promise<DivergenceResult> {
    const [control, treatment] = await Promise.all([this.control.peek(WINDOW), this.treatment.peek(WINDOW)])
    const { kind, meet } = classify(
      this.before,
      { steps: control, window: WINDOW },
      { steps: treatment, window: WINDOW },
    )
    if (this.outcomes && kind !== 'repeated') return { matched: this.matched - 1, divergence: this.outcomes }
    const side = (steps: readonly Step[], apart: number | undefined): DivergentSide => ({
      index: this.matched,
      entryId: steps[0]?.id ?? null,
      apart: apart ?? null,
      meetsAt: apart === undefined ? null : (steps[apart]?.id ?? null),
    })
    const divergence = { kind, control: side(control, meet?.control), treatment: side(treatment, meet?.treatment) }
    return { matched: this.matched, divergence }
  }
}

/**
 * The first step where two transcripts part, how they part and where they meet again. A call that ended otherwise counts
 * as parting, unless the very next thing is that one side repeats it.
 * @param control steps in the order of reading; read only as far as needed
 */
export async function firstDivergence(
  control: AsyncIterable<Step>,
  treatment: AsyncIterable<Step>,
): Promise<DivergenceResult> {
  const [left, right] = [new Reader(control), new Reader(treatment)]
  try {
    return await new Comparison(left, right).run()
  } finally {
    await Promise.all([left.close(), right.close()])
  }
}
