'use client'

import type { PatternSummary } from '@/lib/patterns/schema'

/** One thing that was done in this visit and can be taken back: moves of patterns, or rules. */
export interface UndoStep {
  id: number
  /** Past tense: "Acknowledged 404 Not Found". */
  text: string
  /** Each with the version that the move gave it. */
  moved: readonly { id: string; version: number }[]
  rules: readonly string[]
}

export interface TriageState {
  /** Rows of which more is known than lists say yet: what was asked for, or answered. */
  known: ReadonlyMap<string, PatternSummary>
  /** What can be undone, newest last. */
  steps: readonly UndoStep[]
  /** What was refused, where it happened. */
  notice: string | null
  /** The row that came back by an undo: it takes the focus once it is drawn. */
  returned: string | null
  /** Something is on its way: rows then go where they belong, even while they are read. */
  busy: boolean
}

const NOTHING: TriageState = { known: new Map(), steps: [], notice: null, returned: null, busy: false }
/** Until the reply that was just read has been drawn. */
const DRAWN_MS = 100

/** What was done to patterns since the page was loaded. It outlives the way from the list to a pattern and back. */
class TriageStore {
  private state = NOTHING
  private readonly listeners = new Set<() => void>()
  private tail: Promise<void> = Promise.resolve()
  private waiting = 0
  private stepCount = 0

  readonly snapshot = () => this.state
  readonly serverSnapshot = () => NOTHING
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  set(change: Partial<TriageState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }

  /** Rows as they are known to be, or will be. An older version never takes the place of a newer one. */
  know(rows: readonly PatternSummary[]): void {
    const known = new Map(this.state.known)
    for (const row of rows) if ((known.get(row.id)?.version ?? -1) <= row.version) known.set(row.id, row)
    this.set({ known })
  }

  forget(ids: readonly string[]): void {
    this.set({ known: new Map([...this.state.known].filter(([id]) => !ids.includes(id))) })
  }

  did(step: Omit<UndoStep, 'id'>): UndoStep {
    this.stepCount += 1
    const made = { ...step, id: this.stepCount }
    this.set({ steps: [...this.state.steps, made] })
    return made
  }

  /** Takes a step off the list; false when it is being undone already. */
  take(step: UndoStep): boolean {
    const steps = this.state.steps.filter(({ id }) => id !== step.id)
    const isThere = steps.length < this.state.steps.length
    if (isThere) this.set({ steps })
    return isThere
  }

  /**
   * One thing after the other, in the order in which they were asked for: each counts on the version before.
   * @param refresh reads lists anew once nothing more waits
   */
  enqueue(act: () => Promise<void>, refresh: () => Promise<void>): void {
    this.waiting += 1
    this.set({ busy: true })
    this.tail = this.tail.then(async () => {
      await act()
      this.waiting -= 1
      if (this.waiting > 0) return
      await refresh()
      await new Promise((resolve) => setTimeout(resolve, DRAWN_MS))
      if (this.waiting === 0) this.set({ busy: false, known: new Map() })
    })
  }
}

export const triageStore = new TriageStore()
