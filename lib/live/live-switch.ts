/** The operator's Live / Paused. Outside React, because polling asks it between renders. */
type Listener = () => void

const listeners = new Set<Listener>()
let paused = false

export const liveSwitch = {
  isPaused: (): boolean => paused,
  setPaused(next: boolean): void {
    if (next === paused) return
    paused = next
    for (const listener of listeners) listener()
  },
  subscribe(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
