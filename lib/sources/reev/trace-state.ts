import { isObject } from '@/lib/sources/codex/json-value'

/** A call of which no result is known yet. */
export interface OpenCall {
  tool: string | null
  at: string | null
  startKey: string
}

/** What is known of one traced session so far: JSON-safe, and small however long the trace is. */
export interface TraceState {
  id: string
  version: string | null
  firstAt: string | null
  lastAt: string | null
  /** The first prompt, cut; the transcript has the whole. */
  goal: string | null
  job: { key: string; name: string | null; type: string | null; inferred: boolean } | null
  prompts: number
  calls: number
  steps: number
  open: OpenCall[]
  /** Results that could not be given to one of the open calls. */
  unpaired: number
  /** Calls since the last step was complete. */
  stepOk: number
  stepFailed: number
  stepError: string | null
  /** From the closing line; null while there is none. */
  ended: { ok: number; failed: number } | null
  cutText: boolean
}

/** Sessions of one file that are kept in mind; a trace has one. */
const SESSIONS_MAX = 100
export const OPEN_MAX = 100

export class TraceSessions {
  private readonly sessions = new Map<string, TraceState>()
  private readonly changed = new Set<string>()

  constructor(saved: unknown) {
    const list = isObject(saved) && Array.isArray(saved['sessions']) ? (saved['sessions'] as TraceState[]) : []
    for (const state of list) this.sessions.set(state.id, state)
  }

  /** The state of a session, which changes with this line. */
  of(id: string): TraceState {
    const state = this.sessions.get(id) ?? newState(id)
    this.sessions.delete(id)
    this.sessions.set(id, state)
    this.changed.add(id)
    if (this.sessions.size > SESSIONS_MAX) this.forgetOldest()
    return state
  }

  /** The oldest that has nothing left to tell. */
  private forgetOldest(): void {
    for (const id of this.sessions.keys()) {
      if (this.changed.has(id)) continue
      this.sessions.delete(id)
      return
    }
  }

  takeChanged(): TraceState[] {
    const states = [...this.changed].flatMap((id) => this.sessions.get(id) ?? [])
    this.changed.clear()
    return states
  }

  saved(): unknown {
    return { sessions: structuredClone([...this.sessions.values()]) }
  }
}

const newState = (id: string): TraceState => ({
  id,
  version: null,
  firstAt: null,
  lastAt: null,
  goal: null,
  job: null,
  prompts: 0,
  calls: 0,
  steps: 0,
  open: [],
  unpaired: 0,
  stepOk: 0,
  stepFailed: 0,
  stepError: null,
  ended: null,
  cutText: false,
})
