/** What a source said about a subject's state at one time, and the oldest copy in which it was seen. */
export interface StateSeen {
  subject: 'run' | 'phase'
  subjectId: string
  state: string
  at: string
  firstSeenIn: string
}

export interface StateTransition {
  subject: 'run' | 'phase'
  subjectId: string
  /** Null for the first state of a subject. */
  from: string | null
  to: string
  at: string
  /** A final state was replaced by another. */
  afterFinal: boolean
}

const FINAL = /^(COMPLETE|COMPLETED|FAILED|SKIPPED|SUCCEEDED|CANCELLED|CANCELED|STOPPED|TIMEOUT|DONE_.*)$/

/** Words of different records of one system for one state. */
const SAME: Readonly<Record<string, string>> = {
  SUCCEEDED: 'COMPLETED',
  COMPLETE: 'COMPLETED',
  CANCELED: 'CANCELLED',
}
/** Spellings of one state are no change of it. */
const plain = (state: string) => (Object.hasOwn(SAME, state) ? SAME[state] : state)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const inOrder = (a: StateSeen, b: StateSeen) =>
  compare(a.at, b.at) || compare(a.firstSeenIn, b.firstSeenIn) || compare(a.state, b.state)

/**
 * The changes of state that a set of observations tells, oldest first. The set says it all: neither the order in which
 * copies were read nor reading one twice changes the answer, and a change of case alone is none.
 */
export function stateTransitions(seen: readonly StateSeen[]): StateTransition[] {
  const last = new Map<string, string>()
  const changes: StateTransition[] = []
  for (const { subject, subjectId, state, at } of [...seen].sort(inOrder)) {
    const to = state.toUpperCase()
    const from = last.get(subjectId) ?? null
    if (from !== null && plain(from) === plain(to)) continue
    last.set(subjectId, to)
    changes.push({ subject, subjectId, from, to, at, afterFinal: from !== null && FINAL.test(from) })
  }
  return changes
}
