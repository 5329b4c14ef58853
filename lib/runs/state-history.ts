/** What a source said about a subject's state at one time, and the span of copies in which it was seen. */
export interface StateSeen {
  subject: string
  subjectId: string
  /** Upper case: a change of case alone is none. */
  state: string
  at: string
  firstSeenIn: string
}

export interface StateTransition {
  subject: 'run' | 'phase'
  subjectId: string
  from: string | null
  to: string
  at: string
  /** A final state was replaced by another. */
  afterFinal: boolean
}

const FINAL = /^(COMPLETE|COMPLETED|FAILED|SKIPPED|SUCCEEDED|DONE_.*)$/

const inOrder = (a: StateSeen, b: StateSeen) =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.firstSeenIn < b.firstSeenIn ? -1 : a.firstSeenIn > b.firstSeenIn ? 1 : 0

/** The changes of state that a set of observations tells, oldest first. The first state of a subject comes from null. */
export function stateHistory(seen: readonly StateSeen[]): StateTransition[] {
  const last = new Map<string, string>()
  const changes: StateTransition[] = []
  for (const { subject, subjectId, state, at } of seen.toSorted(inOrder)) {
    const from = last.get(subjectId) ?? null
    if (from === state) continue
    last.set(subjectId, state)
    changes.push({
      subject: subject === 'phase' ? 'phase' : 'run',
      subjectId,
      from,
      to: state,
      at,
      afterFinal: from !== null && FINAL.test(from),
    })
  }
  return changes
}
