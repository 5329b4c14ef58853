'use client'

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'

/** One clock for the page: all rows agree, and a row is drawn again only when its own text changes. */
interface PageClock {
  nowMs: () => number
  /** The time the server drew the page: what the first paint in the browser must repeat. */
  drawnMs: number
  subscribe: (listener: () => void) => () => void
}

function createPageClock(drawnMs: number): PageClock {
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    drawnMs,
    nowMs: () => Date.now(),
    subscribe(listener) {
      listeners.add(listener)
      timer ??= setInterval(() => {
        for (const each of listeners) each()
      }, 1_000)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

const ClockContext = createContext<PageClock>(createPageClock(0))

export function PageClockProvider({ drawnMs, children }: { drawnMs: number; children: ReactNode }) {
  const [clock] = useState(() => createPageClock(drawnMs))
  return <ClockContext value={clock}>{children}</ClockContext>
}

/**
 * Text that depends on the time. Ticks once a second, draws only when the text differs.
 * @param text pure; gets milliseconds since the epoch
 */
export function useClockText(text: (nowMs: number) => string): string {
  const clock = useContext(ClockContext)
  return useSyncExternalStore(
    clock.subscribe,
    () => text(clock.nowMs()),
    () => text(clock.drawnMs),
  )
}
