'use client'

/** The moment that is being read. Beside React's state, so that scrolling draws nothing again but the line that shows it. */
export interface PositionStore {
  get: () => string | null
  set: (at: string | null) => void
  subscribe: (listener: () => void) => () => void
}

export function createPosition(): PositionStore {
  let now: string | null = null
  const listeners = new Set<() => void>()
  return {
    get: () => now,
    set(at) {
      if (at === now) return
      now = at
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
